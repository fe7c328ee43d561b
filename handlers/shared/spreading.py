"""News for many at once: members hear it at once, shops as their one unasked message of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.flow import Turn
from bot.post import Build, Post, next_unasked, unasked
from files.dataclass import dataclass
from programme.calendar import Rest
from programme.delivery.message_state import MessageState
from programme.ids import PersonId
from storage.delivery import conversations, outbox
from storage.shops.pause_news import Whom
from texts import speaker


@dataclass(frozen=True, slots=True)
class Overtaken:
    """News of a topic that has not gone out when it changes: `build` says what goes in its place, None that nothing does."""

    topic: str
    build: Build | None


async def spread(
    turn: Turn,
    news: str,
    told: Mapping[PersonId, Whom],
    build: Callable[[Whom], Build],
    overtaken: Overtaken | None = None,
) -> int:
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
        elif overtaken and await _in_its_place(turn, person, overtaken):
            reached += 1
        else:
            when = await next_unasked(turn.tx, person, turn.local_now, turn.rules, turn.outgoing)
            reached += await post.tell(person, build(whom), key=unasked(person, when.date()), not_before=when)
    turn.outgoing += post.outgoing
    return reached


async def _in_its_place(turn: Turn, person: PersonId, overtaken: Overtaken) -> bool:
    """Put what holds now in the place of news that waits for its day; whether there was any."""
    waiting = [m for m in await outbox.unasked(turn.tx, person, turn.now) if m.reply.topic == overtaken.topic]
    for message in waiting:
        known = await conversations.conversation(turn.tx, message.address)
        say = speaker((known.language if known else "") or turn.default_language)
        if overtaken.build:
            await outbox.rewrite(turn.tx, message, overtaken.build(say))
        else:
            await outbox.end(turn.tx, message, MessageState.EXPIRED, "overtaken", turn.now)
    return bool(waiting)
