"""What a shop does about what was found: a few points up or down, clamped, about outsiders' findings only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the adjustment sees it.

    `age` in open days; `own` when the shop reported it itself, `seen` the last day an outsider then saw the same and `seen_age`
    how many open days ago that was; `in_time` True once it was put right before its deadline; `resident` when it came from a
    confirmed report of somebody who has no part in the work: not of a member, the squad or the office.
    """

    duty: str
    day: date
    age: int
    own: bool = False
    in_time: bool = False
    overdue: bool = False
    resident: bool = False
    seen: date | None = None
    seen_age: int = 0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The parts, each as it counts, and the clamped total."""

    overdue: float = 0.0
    repeated: float = 0.0
    fixed: float = 0.0
    resident: float = 0.0
    own: float = 0.0
    total: float = 0.0


def adjust(found: Sequence[Found], today: date, rules: Rules) -> Adjustment:
    """PROGRAMME §4, Adjustment. Only findings inside the evidence window count; `today` is the day of the run.

    Had the shop kept silent, what an outsider saw would have been their finding, and put right in time it would earn
    `fixed_in_time`: one report that was seen earns that instead of its own bonus, if it is more (§3: honesty never costs).
    """
    r = rules.rating
    inside = [f for f in found if 0 <= f.age <= r.window]
    others = [f for f in inside if not f.own]
    recent = [f for f in others if _is_recent(f.day, today, rules)]
    own = [f for f in inside if f.own and f.in_time]
    residents = {(f.duty, f.day) for f in recent if f.resident}
    fixed = r.fixed_in_time if recent and all(f.in_time for f in recent) else 0.0
    reported = min(r.own_fixed * len(own), r.own_fixed_most)
    seen = [f for f in found if f.own and f.in_time and _is_seen(f, today, rules)]
    if seen and not recent:
        rest = min(r.own_fixed * (len(own) - all(f in own for f in seen)), r.own_fixed_most)
        fixed, reported = max((0.0, reported), (r.fixed_in_time, rest), key=sum)
    parts = {
        "overdue": r.overdue * sum(f.overdue for f in others),
        "repeated": r.repeated * _repeats(others, rules),
        "fixed": fixed,
        "resident": max(r.resident * len(residents), r.resident_most),
        "own": reported,
    }
    total = min(max(sum(parts.values()), r.adjustment_low), r.adjustment_high)
    return Adjustment(**parts, total=total)


def _is_seen(own: Found, today: date, rules: Rules) -> bool:
    """Whether an outsider saw it so lately that, had the shop kept silent, it would be a recent finding of theirs."""
    is_inside = 0 <= own.seen_age <= rules.rating.window
    return own.seen is not None and is_inside and _is_recent(own.seen, today, rules)


def _is_recent(day: date, today: date, rules: Rules) -> bool:
    return today - day < timedelta(days=rules.rating.fixed_window)


def _repeats(found: Sequence[Found], rules: Rules) -> int:
    """How often the same duty was found again within so many open days."""
    again = 0
    for duty in {f.duty for f in found}:
        ages = sorted({f.age for f in found if f.duty == duty}, reverse=True)
        again += sum(0 < a - b <= rules.rating.repeated_within for a, b in pairwise(ages))
    return again
