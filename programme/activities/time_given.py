"""Hours given: who notes them and how late, what cannot be, and four figures that are never mixed into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from files.dataclass import dataclass

SURE = timedelta(days=7)
"""How long after the end one person notes hours alone, and how long after that they are contradicted by a tap."""
LATEST = timedelta(days=30)
"""Later than this nothing is noted in chat."""
MOST_A_DAY = 12 * 60
"""Minutes one person may give on one day."""


class Noting(StrEnum):
    """What noting hours now amounts to."""

    EARLY = "early"  # it is not over yet
    ALONE = "alone"
    WITH_A_SECOND = "with_a_second"
    TOO_LATE = "too_late"


def noting(ends: datetime, now: datetime) -> Noting:
    """Whether the host's word is enough at this moment."""
    if now < ends:
        return Noting.EARLY
    if now <= ends + SURE:
        return Noting.ALONE
    return Noting.WITH_A_SECOND if now <= ends + LATEST else Noting.TOO_LATE


@dataclass(frozen=True, slots=True)
class Given:
    """One stay of one person: from when, and for how long."""

    begins: datetime
    minutes: int

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)


def impossible(new: Given, others: Iterable[Given]) -> str:
    """Why the same person cannot also have given this: `overlap` or `too_long`; empty when they can."""
    same_day = [one for one in others if one.begins.date() == new.begins.date()]
    if any(one.begins < new.ends and new.begins < one.ends for one in same_day):
        return "overlap"
    return "too_long" if sum(one.minutes for one in same_day) + new.minutes > MOST_A_DAY else ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Four figures side by side; none is made of another."""

    activities: int = 0
    attendances: int = 0
    minutes: int = 0
    person_minutes: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.activities + other.activities,
            self.attendances + other.attendances,
            self.minutes + other.minutes,
            self.person_minutes + other.person_minutes,
        )


def totals(lasted: Sequence[int], stayed: Sequence[int]) -> Totals:
    """Of so many closed activities of these minutes, in which people stayed so long each."""
    return Totals(len(lasted), len(stayed), sum(lasted), sum(stayed))


def hours(minutes: int) -> str:
    """1.5, 2, 0.75: hours as they are said, to the hundredth."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


_UNITS = {"分钟": 1, "分": 1, "min": 1, "minutes": 1, "小时": 60, "个小时": 60, "h": 60, "hour": 60, "hours": 60}
_TIME = re.compile(
    r"(\d{1,3}(?:\.\d{1,2})?|半|一|两|一个半)\s*(个?小时|分钟|分|hours?|h\b|minutes|min\b)", re.IGNORECASE
)
_LEFT = re.compile(r"早走|早退|提前|left|early", re.IGNORECASE)
_NUMBERS = {"半": 0.5, "一": 1.0, "两": 2.0, "一个半": 1.5}


def read_minutes(words: str, whole: int) -> int | None:
    """Minutes that somebody stayed, of `whole`: “60分钟”, “1.5小时”, “早走1小时”. None when no time is said.

    >>> read_minutes("早走半小时", 90)
    60
    """
    found = _TIME.search(words)
    if found is None:
        return None
    said = round((_NUMBERS.get(found[1]) or float(found[1])) * _UNITS[found[2].casefold()])
    return max(whole - said, 0) if _LEFT.search(words) else said
