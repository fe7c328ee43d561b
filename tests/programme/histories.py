"""What may happen at a shop over a quarter, told in two or three ways: silent, claiming that all is well, or honest.

What is really so (faults, when they were put right, who looked and what they saw) stays the same in all of them; only what
the shop says of it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from programme.duties import Duty
from programme.ratings.adjustment import Found
from programme.ratings.evidence import Claims, Look, SelfDay, Sums, claims_of, grid_of, honest_claims
from programme.ratings.honesty import pooled
from programme.ratings.stars import Evidence, rate
from programme.ratings.stars import Rating as Rated
from programme.rules import Rating, Rules, problems

TODAY = date(2026, 11, 22)
KEYS = ("one", "two", "three", "four", "five")
SILENT, CLAIM, REPORT = "silent", "claim", "report"


@dataclass(frozen=True)
class Day:
    """One open day, `age` days ago: what was wrong, what of it was put right in time, who looked, and what the shop said."""

    age: int
    faults: frozenset[str] = frozenset()
    is_fixed: bool = True
    is_proved: bool = True
    """Whether somebody else has seen it good since."""
    lasts: int = 0
    """Open days for which a deadline begun this day still runs."""
    source: str = ""
    saw: Mapping[str, float] | None = None
    said: str = SILENT

    @property
    def observer(self) -> int:
        return 1 if self.source == "linked" else 2

    @property
    def reported(self) -> frozenset[str]:
        return self.faults if self.said == REPORT else frozenset()

    def reaches(self, age: int) -> bool:
        """Whether a deadline begun this day still runs on the day `age` days ago."""
        return 0 <= self.age - age <= self.lasts


@dataclass(frozen=True)
class History:
    duties: tuple[str, ...]
    days: tuple[Day, ...]
    neighbours: Sums
    pool: Claims

    def told(self, age: int, said: str) -> History:
        """The same history with something else said on one day."""
        return replace(self, days=tuple(replace(d, said=said) if d.age == age else d for d in self.days))

    def mute(self) -> History:
        """The same history without any self-check."""
        return replace(self, days=tuple(replace(d, said=SILENT) for d in self.days))


def evidence(known: History) -> Evidence:
    looks, found, said, claims, honest = [], [], [], Claims(), []
    for day in known.days:
        mine = _self_day(day, known)
        if mine:
            said.append(mine)
        found += [_own(day, d, known) for d in sorted(day.reported)]
        if day.saw is None:
            continue
        look = _look(day, known)
        looks.append(look)
        found += _outsiders(day, look, known)
        if mine:
            claims += claims_of(look, mine)
            honest += [c for c in [honest_claims(look, mine)] if c.compared]
    return Evidence(TODAY, known.duties, tuple(looks), tuple(said), claims, tuple(honest), tuple(found))


def rated(known: History, rules: Rules) -> Rated:
    """With the grid pooled from this shop and its neighbours."""
    shop = evidence(known)
    grid = grid_of((pooled(shop.looks, rules), known.neighbours), (shop.claims, known.pool), rules)
    return rate(shop, grid, rules)


def _self_day(day: Day, known: History) -> SelfDay | None:
    if day.said == SILENT:
        return None
    return SelfDay(day.age, known.duties, day.reported, day.reported if day.is_fixed else frozenset())


def _running(day: Day, known: History) -> frozenset[str]:
    """What the shop had reported by then, its deadline still running."""
    return frozenset(d for k in known.days if k.reaches(day.age) for d in k.reported)


def _look(day: Day, known: History) -> Look:
    return Look(
        day.age,
        day.source,
        known.duties,
        dict(day.saw or {}),
        _running(day, known),
        day=TODAY - timedelta(days=day.age),
        id=day.age,
        observer=day.observer,
    )


def _own(day: Day, duty: str, known: History) -> Found:
    seen = [k.age for k in known.days if day.reaches(k.age) and (k.saw or {}).get(duty, 1.0) < 1]
    last, near = (TODAY - timedelta(days=min(seen)), min(seen)) if seen else (None, 0)
    first = TODAY - timedelta(days=day.age)
    fixed, proved = day.is_fixed, day.is_fixed and day.is_proved
    return Found(duty, first, day.age, own=True, in_time=fixed, proved=proved, seen=last, seen_age=near)


def _outsiders(day: Day, look: Look, known: History) -> Sequence[Found]:
    """A failed duty is a finding unless the shop's own report of it runs; it is put right as the fault behind it was."""
    found = []
    for duty, x in look.facts.items():
        if x == 0 and duty not in look.left_out:
            behind = [k for k in known.days if k.reaches(day.age) and duty in k.faults] or [day]
            fixed, first = all(k.is_fixed for k in behind), TODAY - timedelta(days=day.age)
            proved = fixed and all(k.is_proved for k in behind)
            late = {"in_time": fixed, "proved": proved, "overdue": not fixed}
            found.append(Found(duty, first, day.age, **late, by=day.observer))
    return found


class Dice:
    """One drawn number read as many small choices, so that an example costs a few draws instead of a hundred."""

    def __init__(self, number: int) -> None:
        self._left = number

    def of(self, *options: Any) -> Any:
        self._left, chosen = divmod(self._left, len(options))
        return options[chosen]


NUMBERS = st.integers(0, 2**64 - 1)


def any_rules() -> st.SearchStrategy[Rules]:
    """Any configuration that `fivestar doctor` accepts, with a gate low enough to be rated."""
    return NUMBERS.map(_rules).filter(lambda rules: not list(problems(rules)))


def _rules(number: int) -> Rules:
    dice = Dice(number)
    low = dice.of(84.0, 0.0, 45.0, 70.0, 100.0)
    rating = Rating(
        linked_weight=dice.of(1.0, 0.2, 3.0),
        spot_weight=dice.of(2.0, 0.5, 5.0),
        half_life=dice.of(42.0, 1.0, 7.0, 90.0),
        window=dice.of(126, 14, 42),
        findings_window=dice.of(84, 14, 126),
        prior=dice.of(3.0, 0.1, 1.0, 10.0),
        mean_low=low,
        mean_high=low + dice.of(6.0, 0.0, 20.0),
        self_weight=dice.of(0.1, 0.0, 1.0),
        self_share=dice.of(3.0, 1.0),
        trust_prior=dice.of(20.0, 0.0, 5.0),
        trust_unknown=dice.of(0.9, 0.0, 0.5, 1.0),
        overdue=dice.of(-2.0, 0.0, -5.0),
        repeated=dice.of(-3.0, 0.0, -0.5),
        fixed_in_time=dice.of(1.0, 0.0, 0.5, 3.0),
        own_fixed=dice.of(0.0, 0.5, 3.0),
        own_fixed_most=dice.of(0.0, 0.5, 2.0, 3.0),
        adjustment_low=dice.of(-10.0, 0.0, -2.0),
        adjustment_high=dice.of(3.0, 0.0, 0.5),
        gate_looks=1,
        gate_window=84,
        own_report_again=dice.of(14, 0, 1, 7, 30),
    )
    weights = dice.of((30, 30, 10, 15, 15), (1, 1, 1, 1, 1), (0, 10, 30, 0, 1))
    duties = tuple(Duty(k, k, k, w) for k, w in zip(KEYS, weights, strict=True))
    return Rules(duties=duties, services=(), rating=rating)


@st.composite
def histories(draw: st.DrawFn) -> History:
    ages = draw(st.lists(st.integers(0, 60), min_size=1, max_size=8, unique=True))
    dice = Dice(draw(NUMBERS))
    duties = dice.of(KEYS, KEYS[:3], KEYS[:1])
    weight = dice.of(0.0, 1.0, 20.0)
    near = Sums(weight, weight * dice.of(85.0, 50.0, 100.0))
    pool = dice.of(Claims(), Claims(10, 3), Claims(200, 190))
    days = tuple(_day(age, draw(NUMBERS), duties) for age in sorted(ages, reverse=True))
    assume(any(d.saw is not None for d in days))
    return History(duties, days, near, pool)


def _day(age: int, number: int, duties: tuple[str, ...]) -> Day:
    dice = Dice(number)
    faults = frozenset(dice.of(*duties) for _ in range(dice.of(1, 0, 2, 3)))
    looked = dice.of(True, False)
    saw = {dice.of(*duties): dice.of(0.0, 0.5) for _ in range(dice.of(1, 0, 2, 3))} if looked else None
    said = dice.of(REPORT, SILENT, CLAIM) if faults else dice.of(SILENT, CLAIM)
    proved = dice.of(True, False)
    return Day(age, faults, dice.of(True, False), proved, dice.of(0, 0, 3), dice.of("linked", "spot"), saw, said)


def holds(check: Any, examples: int, *strategies: st.SearchStrategy[Any]) -> None:
    """Run a property on so many examples."""
    slow = [HealthCheck.too_slow]
    settings(
        max_examples=examples, deadline=None, suppress_health_check=slow, database=None, derandomize=examples < 1000
    )(given(*strategies)(check))()
