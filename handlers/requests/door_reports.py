"""What somebody without a role says of a shop's door goes to somebody who looks there, and is no request."""

from __future__ import annotations

from bot.flow import Turn
from handlers.findings import passed_leads
from programme.duties import Duties, Duty
from programme.requests.promises import WORDS_MOST
from storage.people import people
from storage.shops import shops

ORDER = "order"
"""What is in disorder before a shop is a matter of order, unless the words name another duty."""


async def report(turn: Turn, words: str, *, of_shops: bool = False) -> bool:
    """A lead, where the words name one shop by its whole name and one of the five duties.

    `of_shops`: they have chosen 店门口乱 before, so a shop's name is enough.
    """
    named = await shops.told_of(turn.tx, words) if words else []
    duty = _duty(turn, words, of_shops=of_shops)
    if len(named) != 1 or duty is None:
        return False
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    shop = named[0]
    routed = await passed_leads.report_at_door(turn, shop, duty.key, words[:WORDS_MOST])
    sentence = (
        "leads.same" if routed.is_same else "leads.being_fixed" if routed.is_being_fixed else "requests.lead_taken"
    )
    turn.reply(turn.say(sentence, shop=shop.name, duty=duty))
    return True


def _duty(turn: Turn, words: str, *, of_shops: bool) -> Duty | None:
    """The one duty that is named; of several none, since somebody has to say which."""
    duties = Duties(turn.rules.duties)
    said = [duty for duty in duties if any(word in words for word in (duty.zh, *duty.aliases))]
    if of_shops and not said:
        return duties.by_key(ORDER)
    return said[0] if len(said) == 1 or (of_shops and said) else None
