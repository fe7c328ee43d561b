"""A private hint to managers: who records more leniently or strictly than others at the same shops. Never scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from files.dataclass import dataclass

LENIENT, STRICT = 0.5, 2.0
"""Faults found ÷ faults others found at the same shops in the same weeks: outside of these there is something to talk about."""
LEAST = 20
"""Shop-weeks shared with others below which chance decides."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What one observer found at one shop in one ISO week: failures per observation, on average."""

    observer: int
    shop: int
    week: int
    faults: float


def hints(seen: Iterable[Shared]) -> dict[int, str]:
    """Observer → `lenient` or `strict`; nobody else is named, and no figure is returned."""
    by_week: dict[tuple[int, int], list[Shared]] = defaultdict(list)
    for one in seen:
        by_week[one.shop, one.week].append(one)
    mine: dict[int, float] = defaultdict(float)
    theirs: dict[int, float] = defaultdict(float)
    shared: dict[int, int] = defaultdict(int)
    for together in by_week.values():
        for one in together:
            others = [o.faults for o in together if o.observer != one.observer]
            if others:
                mine[one.observer] += one.faults
                theirs[one.observer] += sum(others) / len(others)
                shared[one.observer] += 1
    found = {who: _hint(mine[who], theirs[who]) for who, many in sorted(shared.items()) if many >= LEAST}
    return {who: hint for who, hint in found.items() if hint}


def _hint(mine: float, theirs: float) -> str:
    if mine < LENIENT * theirs:
        return "lenient"
    return "strict" if mine > STRICT * theirs else ""
