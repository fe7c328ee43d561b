"""Deadlines of a shop's findings: counted in its open days, and stopped while it is closed, paused or ownership is unclear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

from bot.flow import Turn
from programme.calendar import OpenDays, after_rest, due_at
from programme.duties import Deadline, Duties
from programme.findings.clock_start import is_late, latest_start
from programme.findings.finding_state import FindingState
from storage.delivery import conversations
from storage.findings import findings
from storage.findings.findings import Finding
from storage.shops import shops
from storage.shops.shop_days import hours_of, open_days
from storage.shops.shops import Shop

AHEAD = timedelta(days=400)
BEFORE = timedelta(days=60)
"""How far a clock looks ahead over closures, and back for what it was opened in."""


async def due(turn: Turn, place: Shop, kind: Deadline, start: datetime) -> datetime | None:
    """When a finding of this kind is due at this shop, with its clock starting at `start`."""
    start = start.astimezone(turn.zone)
    days = await open_days(turn.tx, place, start.date(), start.date() + AHEAD)
    return due_at(kind, start, turn.rules, hours_of(place), days)


async def waits_for_opening(turn: Turn, place: Shop, due: datetime) -> bool:
    """Whether a deadline falls into a closure without an end: no day to tell, for its time runs when the shop opens."""
    day = due.astimezone(turn.zone).date()
    shut = await shops.closures(turn.tx, place.id, turn.day, date.max)
    return any(closure.until is None and closure.since <= day for closure in shut)


async def due_again(turn: Turn, finding: Finding) -> datetime | None:
    """A new deadline by the duty's current setting, counted from when the shop is told."""
    duty = Duties(turn.rules.duties).by_key(finding.duty)
    place = await shops.shop(turn.tx, finding.shop_id)
    return await due(turn, place, duty.deadline, await heard(turn, place)) if duty else None


async def heard(turn: Turn, place: Shop) -> datetime:
    """When the shop is told of something sent now: at night the next morning, without a telephone the second working day.

    Measured by our own clock, not the message's time: a review that was delayed on its way here has told nobody meanwhile.
    """
    for holder in await shops.holders(turn.tx, place.id):
        if await conversations.reaches(turn.tx, holder):
            return after_rest(turn.local_now, turn.rest, turn.rules)
    return latest_start(turn.local_now, hours_of(place))


async def begin(turn: Turn, finding: Finding, at: datetime) -> Finding:
    """Start the clock of a finding whose shop was told at `at`; a clock that is already running is left alone."""
    if finding.told_at is not None or finding.due_at is None:
        return finding
    kind = cast("Deadline", finding.kind)
    place = await shops.shop(turn.tx, finding.shop_id)
    arrived = await findings.delivered(turn.tx, finding.id)
    told = min(at, arrived.done_at) if arrived else at
    is_as_expected = arrived is not None and not is_late(arrived.done_at, arrived.expected_at)
    running = replace(finding, told_at=told)
    if not is_as_expected:
        running = replace(running, due_at=await due(turn, place, kind, told))
    await findings.save(turn.tx, finding, running, event="clock started", by=turn.me, at=turn.now)
    return running


async def days_around(turn: Turn, place: Shop) -> OpenDays:
    """The open days any running clock of a shop can touch; read them before a change and call `move` after it."""
    return await open_days(turn.tx, place, turn.day - BEFORE, turn.day + AHEAD)


async def move(turn: Turn, place: Shop, before: OpenDays) -> None:
    """Recompute running deadlines after a closure or pause began or ended; an overdue finding stays overdue."""
    after = await days_around(turn, place)
    for finding in await findings.open_at(turn.tx, place.id):
        if (
            finding.due_at is None
            or finding.due_at <= turn.now
            or finding.state not in (FindingState.OPEN, FindingState.FIXED)
        ):
            continue
        opened = finding.opened_at.astimezone(turn.zone)
        was, now = (due_at(finding.kind, opened, turn.rules, hours_of(place), days) for days in (before, after))  # type: ignore[arg-type]
        if was and now and was != now:
            moved = replace(finding, due_at=finding.due_at + (now - was))
            await findings.save(turn.tx, finding, moved, event="clock moved", by=turn.me, at=turn.now)
