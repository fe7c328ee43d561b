"""Daily reminders: who is asked for a self-check, and how often they have not answered."""

from __future__ import annotations

from datetime import date, time

from files.dataclass import dataclass
from programme.calendar import OpenDays
from programme.ids import PersonId, ShopId
from storage.core.tx import Tx
from storage.people import people
from storage.shops.shops import Pause


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person at one shop without a self-check today, not asked yet. `unanswered`: asked days since the last answer."""

    person_id: PersonId
    quiet_since: date | None
    unanswered: int
    shop_id: ShopId
    shop: str
    grid_id: int
    street: str
    opens: time | None
    closes: time | None
    open_days: tuple[int, ...]
    holidays: bool


async def candidates(tx: Tx, day: date) -> list[Candidate]:
    """By person, their shops in walking order; only those open on the day.

    Left out are those who said 停止提醒 or fell quiet and have not answered since, who cannot be reached, and who have had
    their one unsolicited message of the day.
    """
    shut = {row["shop_id"] for row in await tx.rows("closures_on", day=day)}
    pauses = await tx.all(Pause, "pauses_between", first=day, last=day)
    found = await tx.all(Candidate, "reminder_candidates", day=day)
    return [c for c in found if c.shop_id not in shut and _is_open(c, pauses, day)]


async def ask(tx: Tx, person_id: PersonId, day: date) -> None:
    """Record that they were asked; a person who had fallen quiet is no longer counted as quiet."""
    await tx.do("asked_add", person_id=person_id, day=day)


async def resume(tx: Tx, person_id: PersonId) -> None:
    """恢复提醒: ask again, with the count of unanswered days reset."""
    await people.remind(tx, person_id, on=True)
    await tx.do("asked_drop", person_id=person_id)


async def forget(tx: Tx, before: date) -> None:
    await tx.do("asked_forget", before=before)


def _is_open(where: Candidate, pauses: list[Pause], day: date) -> bool:
    if any(p.grid_id in (None, where.grid_id) and p.street in ("", where.street) for p in pauses):
        return False
    return OpenDays(frozenset(where.open_days), where.holidays).is_open(day)
