"""The adjustment: points for what became of findings, each with its date and finding, their sum clamped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import fsum

from files.dataclass import dataclass
from programme.calendar import iso_week
from programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the adjustment sees it.

    `age` in open days; `own` when the shop reported it itself, `seen` the last day an outsider then saw the same and `seen_age`
    how many open days ago that was; `in_time` True once the shop said before the deadline that it was put right, `proved` once
    somebody else has seen it good since; `again` when somebody saw later that it was not. `resident` when it came from a
    confirmed report of somebody who has no part in the work: not of a member, the squad or the office. `by` is who found it.
    """

    duty: str
    day: date
    age: int
    own: bool = False
    in_time: bool = False
    proved: bool = False
    overdue: bool = False
    again: bool = False
    resident: bool = False
    seen: date | None = None
    seen_age: int = 0
    id: int = 0
    by: int = 0

    @property
    def is_fixed(self) -> bool:
        """Put right in time, and somebody else has seen it."""
        return self.in_time and self.proved

    @property
    def is_waiting(self) -> bool:
        """Said to be put right in time, and not seen yet: neither a point nor a deduction."""
        return self.in_time and not self.proved and not self.again


@dataclass(frozen=True, slots=True)
class Item:
    """One point given or taken: `overdue`, `repeated`, `fixed`, `resident`, `own`, or `limit` for what the clamps leave out."""

    kind: str
    points: float
    finding: int = 0
    duty: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The parts, each as it counts, the clamped total, and every item: the items add up to the total."""

    overdue: float = 0.0
    repeated: float = 0.0
    fixed: float = 0.0
    resident: float = 0.0
    own: float = 0.0
    total: float = 0.0
    items: tuple[Item, ...] = ()


def adjust(found: Sequence[Found], today: date, rules: Rules) -> Adjustment:
    """PROGRAMME §4, Adjustment. Only findings inside the findings' window count; `today` is the day of the run.

    Had the shop kept silent, what an outsider saw would have been their finding, and put right in time it would earn
    `fixed_in_time`: so does a report of its own that was seen, put right in time and seen good (§3: honesty never costs).
    """
    if not found:
        return _NOTHING
    r = rules.rating
    inside = [f for f in found if 0 <= f.age <= r.findings_window]
    others = [f for f in inside if not f.own]
    items = [Item("overdue", r.overdue, f.id, f.duty, f.day) for f in _overdue(others)]
    items += [Item("repeated", r.repeated, f.id, f.duty, f.day) for f in _repeats(others, rules)]
    items += _fixed(found, others, today, rules)
    items += _residents(others, today, rules)
    items += _own(inside, rules)
    return limited(items, rules)


def limited(items: Sequence[Item], rules: Rules) -> Adjustment:
    """The sum of all items within its limits; what the limits leave out is an item of its own."""
    r = rules.rating
    parts = {kind: fsum([i.points for i in items if i.kind == kind]) for kind in PARTS}
    parts["resident"] = max(parts["resident"], r.resident_most)
    parts["own"] = min(parts["own"], r.own_fixed_most)
    total = min(max(fsum(parts.values()), r.adjustment_low), r.adjustment_high)
    clamped = total - fsum([i.points for i in items])
    limit = [Item("limit", clamped)] if abs(clamped) > _FLOAT else []
    return Adjustment(**parts, total=total, items=tuple(sorted([*items, *limit], key=_in_order)))


PARTS = ("overdue", "repeated", "fixed", "resident", "own")
KINDS = tuple(sorted((*PARTS, "limit")))
"""The kinds of items, in the order in which those of one day are told."""
_NOTHING = Adjustment()
_FLOAT = 1e-9


def _in_order(item: Item) -> tuple[date, str, int]:
    return item.day or date.max, item.kind, item.finding


def _fixed(found: Sequence[Found], others: Sequence[Found], today: date, rules: Rules) -> Iterator[Item]:
    """The bonus: at least one recent finding put right in time and seen good, and none that was not."""
    recent = [f for f in others if _is_recent(f.day, today, rules) and not f.is_waiting]
    seen = [f for f in found if f.own and f.is_fixed and _is_seen(f, today, rules)]
    good = max((f for f in (*recent, *seen) if f.is_fixed), key=lambda f: (f.day, f.id), default=None)
    if good and rules.rating.fixed_in_time and all(f.is_fixed for f in recent):
        yield Item("fixed", rules.rating.fixed_in_time, good.id, good.duty, good.day)


def _residents(others: Sequence[Found], today: date, rules: Rules) -> Iterator[Item]:
    first: dict[tuple[str, date], Found] = {}
    for f in others:
        if f.resident and _is_recent(f.day, today, rules):
            first.setdefault((f.duty, f.day), f)
    for f in first.values():
        yield Item("resident", rules.rating.resident, f.id, f.duty, f.day)


def _own(inside: Sequence[Found], rules: Rules) -> Iterator[Item]:
    for f in inside:
        if f.own and f.in_time and rules.rating.own_fixed:
            yield Item("own", rules.rating.own_fixed, f.id, f.duty, f.day)


def _is_seen(own: Found, today: date, rules: Rules) -> bool:
    """Whether an outsider saw it so lately that, had the shop kept silent, it would be a recent finding of theirs."""
    is_inside = 0 <= own.seen_age <= rules.rating.findings_window
    return own.seen is not None and is_inside and _is_recent(own.seen, today, rules)


def _is_recent(day: date, today: date, rules: Rules) -> bool:
    return today - day < timedelta(days=rules.rating.fixed_window)


def _overdue(found: Sequence[Found]) -> list[Found]:
    """Each late finding once; of one observer's findings of a duty within one ISO week only the first."""
    late = [f for f in found if f.overdue and not f.again]
    first: dict[tuple[int, int, str], Found] = {}
    for n, f in enumerate(sorted(late, key=lambda f: (f.day, f.id))):
        first.setdefault((f.by, iso_week(f.day), f.duty) if f.by else (0, n, ""), f)
    return list(first.values())


def _repeats(found: Sequence[Found], rules: Rules) -> Iterator[Found]:
    """The findings of a duty that was found before within so many open days, or that were said to be right and were not.

    One observer finding the same twice within one ISO week is one finding: a week weighs once, whoever is hard on a shop.
    """
    for duty in sorted({f.duty for f in found}):
        of_duty = sorted((f for f in found if f.duty == duty), key=lambda f: (-f.age, f.day, f.id))
        again = {
            id(later): later
            for before, later in pairwise(of_duty)
            if 0 < before.age - later.age <= rules.rating.repeated_within and not _is_one_week(before, later)
        }
        yield from [f for f in of_duty if f.again or id(f) in again]


def _is_one_week(one: Found, other: Found) -> bool:
    return bool(one.by) and one.by == other.by and iso_week(one.day) == iso_week(other.day)
