"""News for many at once: members hear it at once, shops as their one unasked message of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.flow import Turn
from bot.post import Build, Post, next_unasked, unasked
from programme.calendar import Rest
from programme.ids import PersonId
from storage.shops.pause_news import Whom


async def spread(turn: Turn, news: str, told: Mapping[PersonId, Whom], build: Callable[[Whom], Build]) -> int:
    """Tell everybody `told` but whoever speaks, in quiet hours after them; how many could be reached."""
    post = Post(
        turn.tx, f"{turn.key}/{news}", turn.default_language, Rest.QUIET, limits_of=turn.limits_of, now=turn.now
    )
    reached = 0
    for person, whom in told.items():
        if person == turn.me:
            continue
        if whom == "member":
            reached += await post.tell(person, build(whom))
        else:
            when = await next_unasked(turn.tx, person, turn.local_now, turn.rules)
            reached += await post.tell(person, build(whom), key=unasked(person, when.date()), not_before=when)
    turn.outgoing += post.outgoing
    return reached
