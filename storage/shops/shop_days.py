"""When a shop is open: its hours, and its days with closures and pauses taken out."""

from __future__ import annotations

from datetime import date, datetime, time

from programme.calendar import OpenDays
from storage.core.tx import Tx
from storage.shops import shops
from storage.shops.shops import Closure, Shop

OPENS, CLOSES = time(8, 0), time(21, 0)
"""A shop's hours where the roster has none."""


def hours_of(place: Shop) -> tuple[time, time]:
    return place.opens or OPENS, place.closes or CLOSES


async def open_days(tx: Tx, place: Shop, first: date, last: date) -> OpenDays:
    """On which days of a span a shop is open."""
    shut = [(c.since, c.until) for c in await shops.closures(tx, place.id, first, last)]
    shut += [(p.since, p.until) for p in await shops.pauses(tx, first, last) if p.covers(place)]
    return OpenDays(frozenset(place.open_days), place.holidays, tuple(shut))


async def closure(tx: Tx, closure_id: int) -> Closure | None:
    """A closure by its id, unless it was taken back."""
    return await tx.one(Closure, "closure", id=closure_id)


async def take_back_closure(tx: Tx, closure_id: int, now: datetime) -> None:
    """It was never said: the days that have passed since were open as well."""
    await tx.do("closure_take_back", id=closure_id, at=now)
