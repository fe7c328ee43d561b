"""A shop that said it is closed and is found open: the observer's word counts and ends the closure for that day."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Turn
from handlers.findings import deadlines
from storage.shops import shops
from storage.shops.shops import Shop

_ONE = timedelta(days=1)


async def is_closed_today(turn: Turn, place: Shop) -> bool:
    """Whether the shop itself has said that it is closed today."""
    return bool(await shops.closures(turn.tx, place.id, turn.day, turn.day))


async def open_today(turn: Turn, place: Shop) -> None:
    """Record that the shop is open today, whatever was said before; a closure of later days stays."""
    shut = await shops.closures(turn.tx, place.id, turn.day, turn.day)
    before = await deadlines.days_around(turn, place)
    await shops.reopen(turn.tx, place.id, day=turn.day, yesterday=turn.day - _ONE, now=turn.now)
    tomorrow = turn.day + _ONE
    for closure in shut:
        if closure.until is None or closure.until >= tomorrow:
            await shops.close(
                turn.tx,
                place.id,
                since=tomorrow,
                until=closure.until,
                person_id=closure.person_id,
                reason=closure.reason,
                now=turn.now,
            )
    await deadlines.move(turn, place, before)
