"""How things stand now, in totals: of all shops, of a branch's, or of one street's."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Standing:
    """`seen` shops somebody looked at in some days, `checked` those with a self-check of the day, `absent` those nobody
    has come in for, `running` findings not
    closed and `late` those of them past their time, `helps` requests nobody has answered."""

    shops: int
    seen: int
    checked: int
    unlinked: int
    absent: int
    running: int
    late: int
    helps: int


async def standing(tx: Tx, branch: int, street: str, *, first: date, last: date, day: date, now: datetime) -> Standing:
    """`branch` 0 means all shops, an empty `street` all streets; looks count from `first` through `last`."""
    row = (await tx.rows("standing", branch_id=branch, street=street, first=first, last=last, day=day, now=now))[0]
    return Standing(**{name: int(row[name] or 0) for name in Standing.__annotations__})
