"""The holiday lists an office has entered, in their original words."""

from __future__ import annotations

from datetime import datetime

from programme.holidays import Holidays, WrongList, read_holidays
from programme.ids import PersonId
from storage.core.tx import Tx
from storage.people import people


async def lists(tx: Tx) -> list[Holidays]:
    """Every list that was entered. One that an older programme read otherwise and this one cannot is left out."""
    found = []
    for row in await tx.rows("holidays_all"):
        try:
            found.append(read_holidays(row["notice"], row["year"]))
        except WrongList:
            continue
    return found


async def enter(tx: Tx, year: int, notice: str, now: datetime, by: PersonId | None = None) -> None:
    """From now on the days of a year are as this list says; the one before is kept for taking it back."""
    await tx.do("holidays_enter", year=year, notice=notice, at=now)
    await people.journal(tx, now, by, "holidays", str(year))


async def take_back(tx: Tx, year: int, now: datetime, by: PersonId | None = None) -> bool:
    """The list of before, or none, holds again; False when there was nothing to take back."""
    done = await tx.do("holidays_restore", year=year) or await tx.do("holidays_drop", year=year)
    if done:
        await people.journal(tx, now, by, "holidays taken back", str(year))
    return bool(done)
