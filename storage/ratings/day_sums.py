"""What a rating run needs of a shop, kept up as it arrives: so a run costs what the shops are many, not what has happened.

Two things are kept beside the raw rows, in the transaction that writes those. Days whose self-check says “all met” are bits,
a month a row: they are most of all there is, and nothing of them matters but that they were. The looks of a shop are one row,
made anew from the raw ones whenever one is added, replaced or taken back, so that they can never drift from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import orjson

from storage.core.rows import Row, milliseconds
from storage.core.tx import Tx

KEPT_DAYS = 400
"""Calendar days before a shop's newest look that are kept: 126 open days, with long closures in between."""
MOST = 600
"""Looks read for one shop; more than one a day is nobody's."""


@dataclass(slots=True)
class Said:
    """A self-check as a run sees it; `at` in milliseconds, as it is stored: a run compares and never tells the hour."""

    day: date
    at: int
    duties: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """A look as a run sees it, with the self-check of that day that stood when it was recorded."""

    id: int
    day: date
    at: int
    tenure_id: int
    source: str
    duties: tuple[str, ...]
    facts: Mapping[str, float]
    left_out: frozenset[str]
    said: Said | None
    observer: int


async def keep_self_check(tx: Tx, shop_id: int, day: date, *, clean: bool) -> None:
    """A day's standing self-check has changed."""
    month, bit = _bit(day)
    await tx.do("clean_day_add" if clean else "clean_day_remove", shop_id=shop_id, month=month, bit=bit)


async def keep_looks(tx: Tx, shop_id: int) -> None:
    """A shop's standing looks have changed."""
    await tx.do("kept_looks_save", shop_id=shop_id, looks=await count_looks(tx, shop_id))


async def count_looks(tx: Tx, shop_id: int) -> str:
    """What is kept of a shop's looks, counted from the raw rows."""
    return _looks_json(await tx.rows("kept_looks_counted", shop_id=shop_id, most=MOST))


async def count_looks_as_of(tx: Tx, shop_id: int, through: datetime) -> str:
    """What was kept of a shop's looks at an instant: without what was recorded, replaced or taken back since."""
    return _looks_json(await tx.rows("kept_looks_as_of", shop_id=shop_id, through=through, most=MOST))


def _looks_json(rows: Sequence[Row]) -> str:
    oldest = (date.fromisoformat(rows[0]["day"]) - timedelta(days=KEPT_DAYS)).isoformat() if rows else ""
    return orjson.dumps([_packed(row) for row in rows if row["day"] >= oldest]).decode()


async def count_clean_days(tx: Tx, shop_id: int) -> dict[str, int]:
    """What is kept of a shop's self-checks, counted from the raw rows: bits by month."""
    months: dict[str, int] = {}
    for row in await tx.rows("clean_days_counted", shop_id=shop_id):
        month, bit = _bit(date.fromisoformat(row["day"]))
        months[month] = months.get(month, 0) | bit
    return months


async def looks_as_of(tx: Tx, shop_id: int, looks: str, through: datetime, *, is_changed: bool) -> list[Kept]:
    """The looks of one shop as they stood at an instant, the newest first.

    What is kept is counted anew where that is not what it says: it was never counted, holds a look recorded since, or a look
    was taken back since (`is_changed`).
    """
    known = orjson.loads(looks) if looks and not is_changed else None
    until = milliseconds(through)
    if known is None or any(look[_AT] > until for look in known):
        known = orjson.loads(await count_looks_as_of(tx, shop_id, through))
    return [_kept(*look) for look in known]


_AT = 2


def days_in(month: str, bits: int) -> list[int]:
    """The days of a month whose bits are set, as ordinals."""
    first = _first_of(month)
    return [first + 8 * byte + n for byte in range(4) for n in _SET[bits >> 8 * byte & 255]]


_SET = [tuple([n for n in range(8) if byte >> n & 1]) for byte in range(256)]
"""The bits that are set in a byte."""


def _bit(day: date) -> tuple[str, int]:
    return day.isoformat()[:7], 1 << (day.day - 1)


def _packed(row: Row) -> list[object]:
    said = None
    if row["said_id"] is not None:
        said = [row[name] for name in ("said_day", "said_at", "said_duties", "said_problems")]
    plain = [row[name] for name in ("id", "day", "at", "tenure_id", "source", "duties")]
    return [*plain, orjson.loads(row["facts"]), row["left_out"], said, row["observer_id"]]


def _kept(
    number: int,
    day: str,
    at: int,
    tenure: int,
    source: str,
    duties: str,
    facts: dict[str, float],
    left_out: str,
    said: tuple[str, int, str, str] | None,
    observer: int,
) -> Kept:
    reported = frozenset(left_out.split()) if left_out else _NOTHING
    check = said_of(*said) if said else None
    return Kept(number, _day(day), at, tenure, source, _words(duties), facts, reported, check, observer)


def said_of(day: str, at: int, duties: str, problems: str) -> Said:
    """A self-check from its stored words."""
    return Said(_day(day), at, _words(duties), _words(problems))


_NOTHING: frozenset[str] = frozenset()


@lru_cache(4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@lru_cache(4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(64)
def _first_of(month: str) -> int:
    return date.fromisoformat(f"{month}-01").toordinal()
