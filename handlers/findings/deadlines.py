"""The clocks of a shop's findings: they run in its open days and stand while it is closed, paused or not to blame."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.flow import Turn
from programme.calendar import OpenDays, due_at
from programme.duties import Duties, Duty
from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.findings.findings import Finding
from storage.shops import shops
from storage.shops.shop_days import hours_of, open_days
from storage.shops.shops import Shop

AHEAD = timedelta(days=400)
BEFORE = timedelta(days=60)
"""How far a clock looks ahead over closures, and back for what it was opened in."""


async def due(turn: Turn, place: Shop, duty: Duty) -> datetime | None:
    """When a finding of this duty is due at this shop, from the moment it is made."""
    days = await open_days(turn.tx, place, turn.day, turn.day + AHEAD)
    return due_at(duty.deadline, turn.incoming.at.astimezone(turn.zone), turn.rules, hours_of(place), days)


async def due_again(turn: Turn, finding: Finding) -> datetime | None:
    """A new deadline, of the duty as it stands in the programme now."""
    duty = Duties(turn.rules.duties).by_key(finding.duty)
    return await due(turn, await shops.shop(turn.tx, finding.shop_id), duty) if duty else None


async def days_around(turn: Turn, place: Shop) -> OpenDays:
    """The open days that any running clock of a shop can touch: ask before a change, and `move` after it."""
    return await open_days(turn.tx, place, turn.day - BEFORE, turn.day + AHEAD)


async def move(turn: Turn, place: Shop, before: OpenDays) -> None:
    """Put the running deadlines where they belong after a closure or a pause began or ended; what is overdue stays so."""
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
