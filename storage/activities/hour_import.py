"""The clerk's import of hours that nobody may note in chat any more: every line fits, or none is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from files.dataclass import dataclass
from programme.activities.activity_state import HELD, ActivityKind, PartState
from programme.activities.time_given import Given, impossible
from programme.ids import PersonId
from storage.activities import activities, parts
from storage.activities.activities import Activity
from storage.core.tx import Tx
from storage.people import people


@dataclass(frozen=True, slots=True)
class Line:
    """One stay as the clerk wrote it; `row` as a spreadsheet counts."""

    row: int
    name: str
    activity: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Taken:
    """`wrong` are rows with the key of what is wrong; with any of them nothing was taken."""

    new: int
    known: int
    wrong: tuple[tuple[int, str, str], ...] = ()


class Refused(Exception):
    """Something is wrong: the transaction is given up."""

    def __init__(self, taken: Taken) -> None:
        super().__init__("hours were refused")
        self.taken = taken


async def take(tx: Tx, lines: Sequence[Line], now: datetime, zone: ZoneInfo) -> Taken:
    """Note them all as sure, in the clerk's name.

    Raises:
        Refused: a line does not fit; nothing of the transaction may stay.
    """
    held = [one for state in HELD for one in await activities.in_state(tx, state)]
    new, known, wrong = 0, 0, []
    for line in lines:
        why = await _take(tx, line, held, now, zone)
        new, known = new + (why == ""), known + (why == "known")
        if why not in ("", "known"):
            wrong.append((line.row, why, line.name))
    taken = Taken(new, known, tuple(wrong))
    if wrong:
        raise Refused(taken)
    await people.journal(tx, now, None, "import hours", f"{new} new", f"{known} known")
    return taken


async def _take(tx: Tx, line: Line, held: Sequence[Activity], now: datetime, zone: ZoneInfo) -> str:
    """Empty when it was noted; `known` when it stood there already; else the key of why it cannot be."""
    found = [one for one in held if _is_meant(one, line, zone)]
    if len(found) != 1:
        return "several_activities" if found else "no_activity"
    one = found[0]
    named = await parts.anybody_called(tx, line.name)
    if len(named) != 1:
        return "several_people" if named else "no_person"
    if not 0 < line.minutes <= one.minutes:
        return "minutes"
    mine = await parts.mine(tx, one.id, named[0])
    if mine is not None and mine.state is PartState.CAME:
        return "known" if mine.minutes == line.minutes else "otherwise"
    return await _note(tx, one, named[0], line.minutes, now, zone)


def _is_meant(one: Activity, line: Line, zone: ZoneInfo) -> bool:
    is_day = one.begins_at.astimezone(zone).date() == line.day
    return one.kind is ActivityKind.VOLUNTEER and is_day and one.title == line.activity


async def _note(tx: Tx, one: Activity, person: PersonId, minutes: int, now: datetime, zone: ZoneInfo) -> str:
    given = [replace(each, begins=each.begins.astimezone(zone)) for each in await parts.given_by(tx, person, one.id)]
    if why := impossible(Given(one.begins_at.astimezone(zone), minutes), given):
        return why
    await parts.note(tx, one, person, minutes, by=None, now=now, sure=True)
    return ""
