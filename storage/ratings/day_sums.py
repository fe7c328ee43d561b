"""Keeps what a rating run reads of each shop ready, so that a run's cost depends on the number of shops, not on their history.

Two things are kept beside the raw rows, in the transaction that writes those. Days whose self-check says “all met” are bits,
a month a row: most self-checks are such, and a run needs no more of them than the day. The looks, the findings and the
self-checks that named a problem are one row a shop, packed (`evidence_packing`); each part is made anew from the raw rows
whenever one of them changes, so that it can never drift from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar

import orjson

from storage.core.rows import Row, milliseconds
from storage.core.tx import Tx
from storage.ratings.as_of import Case, Step, as_of
from storage.ratings.evidence_packing import Kept, Said, pack_cases, pack_looks, pack_reported

KEPT_DAYS = 400
"""Calendar days before a shop's newest look that are kept: 126 open days, with long closures in between."""
MOST = 600
"""The most looks kept for one shop: more than one a day over `KEPT_DAYS`."""


async def keep_self_check(tx: Tx, shop_id: int, day: date, *, clean: bool) -> None:
    """A day's standing self-check has changed."""
    month, bit = _bit(day)
    await tx.do("clean_day_add" if clean else "clean_day_remove", shop_id=shop_id, month=month, bit=bit)


async def keep_looks(tx: Tx, shop_id: int) -> None:
    """A shop's standing looks have changed."""
    await tx.do("evidence_save_looks", shop_id=shop_id, looks=await count_looks(tx, shop_id))


async def keep_cases(tx: Tx, shop_id: int) -> None:
    """A shop's findings have changed."""
    await tx.do("evidence_save_cases", shop_id=shop_id, cases=await count_cases(tx, shop_id))


async def keep_reported(tx: Tx, shop_id: int) -> None:
    """A shop's standing self-checks that name a problem have changed."""
    await tx.do("evidence_save_reported", shop_id=shop_id, reported=await count_reported(tx, shop_id))


async def count_looks(tx: Tx, shop_id: int, through: datetime | None = None) -> bytes:
    """The packed looks of a shop from the raw rows; with `through` as they stood then.

    Those of that hour are without what was recorded, replaced or taken back since.
    """
    if through is None:
        rows = await tx.rows("kept_looks_counted", shop_id=shop_id, most=MOST)
    else:
        rows = await tx.rows("kept_looks_as_of", shop_id=shop_id, through=through, most=MOST)
    return pack_looks(_lately([_kept(row) for row in rows]))


async def count_cases(tx: Tx, shop_id: int, through: datetime | None = None) -> bytes:
    """The packed findings of a shop from the raw rows; with `through` as they were then."""
    cases = await tx.all(Case, "kept_cases_counted", shop_id=shop_id)
    if through is not None:
        until = milliseconds(through)
        cases = [case for case in cases if case.opened_at <= until]
        cases = as_of(cases, await _steps(tx, shop_id, cases, through), until)
    return pack_cases(_lately(cases))


async def _steps(tx: Tx, shop_id: int, cases: Sequence[Case], through: datetime) -> dict[int, list[Step]]:
    """All that happened to the findings of a shop to which something happened after an instant."""
    since = {row["finding_id"] for row in await tx.rows("finding_steps_since", shop_id=shop_id, through=through)}
    moved = sorted(since & {case.id for case in cases})
    return {number: await tx.all(Step, "finding_steps", finding_id=number) for number in moved}


async def count_reported(tx: Tx, shop_id: int, through: datetime | None = None) -> bytes:
    """The packed self-checks of a shop that name a problem and stand, from the raw rows; with `through` those said by then."""
    rows = await tx.rows("kept_reported_counted", shop_id=shop_id)
    until = milliseconds(through) if through else None
    said = [said_of(row["day"], row["at"], row["duties"], row["problems"]) for row in rows]
    return pack_reported(_lately([check for check in said if until is None or check.at <= until]))


T = TypeVar("T", Kept, Case, Said)


def _lately(rows: list[T]) -> Iterable[T]:
    """Without what is more than `KEPT_DAYS` older than the newest."""
    oldest = max((row.day for row in rows), default=date.max) - timedelta(days=KEPT_DAYS)
    return [row for row in rows if row.day >= oldest]


async def count_clean_days(tx: Tx, shop_id: int) -> dict[str, int]:
    """What is kept of a shop's self-checks, counted from the raw rows: bits by month."""
    months: dict[str, int] = {}
    for row in await tx.rows("clean_days_counted", shop_id=shop_id):
        month, bit = _bit(date.fromisoformat(row["day"]))
        months[month] = months.get(month, 0) | bit
    return months


def _bit(day: date) -> tuple[str, int]:
    return day.isoformat()[:7], 1 << (day.day - 1)


def _kept(row: Row) -> Kept:
    said = None
    if row["said_id"] is not None:
        said = said_of(row["said_day"], row["said_at"], row["said_duties"], row["said_problems"])
    facts: Mapping[str, float] = orjson.loads(row["facts"])
    left_out = frozenset(row["left_out"].split())
    plain = row["id"], _day(row["day"]), row["at"], row["tenure_id"], row["source"], _words(row["duties"])
    return Kept(*plain, facts, left_out, said, row["observer_id"])


def said_of(day: str, at: int, duties: str, problems: str) -> Said:
    """A self-check from its stored words."""
    return Said(_day(day), at, _words(duties), _words(problems))


@lru_cache(4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@lru_cache(4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(64)
def first_of(month: str) -> int:
    """The first day of a month, as an ordinal."""
    return date.fromisoformat(f"{month}-01").toordinal()
