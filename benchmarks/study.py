"""The rating study: the rules and their rivals on the same observations, in worlds that were fixed before tuning.

`python -m benchmarks.study` prints the worlds and the attacks, `--options` what other settings would do to the aims;
docs/rating.md shows and discusses them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean, median

from app.simulate.report import spearman
from benchmarks.stars.lives import DAYS, FALL, LAST, Lived, Town, evidence
from benchmarks.stars.rivals import RIVALS
from benchmarks.stars.worlds import WORLDS, Made
from programme.ratings.bands import TOP, Past, standing
from programme.ratings.evidence import grid_of
from programme.ratings.honesty import pooled
from programme.ratings.stars import rate
from programme.rules import DEFAULT_CUTS, Cut, Rules

RUNS = 20
QUARTER = 13
TRUTH_DAYS = 84
"""The truth at a run: what an all-seeing look would have found each day, on average over so many days before."""
DESERVES = 90.0
FAR = 85.0
"""Below this five stars are plainly wrong, not a matter of a point."""
OURS = "stars"
UNSEEN = 9
"""Weeks written where a fall was not seen before the last run."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one method made of one world: rank correlations with the truth before and after, and how its stars behaved."""

    past: float
    next: float
    false: float
    far: float
    missed: float
    changes: float
    weeks: float | None
    gap: float | None


def truth(lived: Lived, today: int) -> float:
    return mean(lived.states[max(0, today - TRUTH_DAYS + 1) : today + 1])


def scores(lives: Sequence[Lived], today: int, rules: Rules) -> list[float]:
    """One rating run, each grid by itself; each shop keeps its star for the next run."""
    found: list[float] = []
    for grid in sorted({lived.grid for lived in lives}):
        here = [lived for lived in lives if lived.grid == grid]
        known = [evidence(lived, today, rules) for lived in here]
        pool = grid_of((pooled(e.looks, rules) for e in known), (e.claims for e in known), rules)
        for lived, e in zip(here, known, strict=True):
            rated = rate(e, pool, rules)
            lived.past.append(Past("", rated.stars, rated.score, rated.weakest))
            found.append(pool.mean if rated.score is None else rated.score)
    return found


def rival(name: str, lives: Sequence[Lived], today: int, rules: Rules) -> list[float]:
    """The same with another score, in the same bands and with the same patience."""
    found = RIVALS[name](lives, today)
    for lived, score in zip(lives, found, strict=True):
        placed = standing(score, 100.0, lived.past[-1:], second_eyes=True, rules=rules)
        lived.past.append(Past("", placed.stars, score, 100.0))
    return found


def figures(made: Made, seed: int, method: str, rules: Rules) -> Figures:
    lives = Town(made, seed).live()
    return judged(lives, made, method, rules)


def judged(lives: Sequence[Lived], made: Made, method: str, rules: Rules) -> Figures:
    for lived in lives:
        lived.past.clear()
    days = range(LAST - 7 * (RUNS - 1), LAST + 1, 7)
    last: list[float] = []
    for today in days:
        last = scores(lives, today, rules) if method == OURS else rival(method, lives, today, rules)
    given = [(lived, n, today) for lived in lives for n, today in enumerate(days) if n >= RUNS - QUARTER]
    bad = [one.past[n].stars == TOP for one, n, day in given if truth(one, day) < DESERVES]
    far = [one.past[n].stars == TOP for one, n, day in given if truth(one, day) < FAR]
    good = [one.past[n].stars == TOP for one, n, day in given if truth(one, day) >= DESERVES]
    moved = [sum(a.stars != b.stars for a, b in pairwise(one.past[-QUARTER - 1 :])) for one in lives]
    return Figures(
        past=spearman(last, [truth(one, LAST) for one in lives]),
        next=spearman(last, [mean(one.states[LAST + 1 : DAYS]) for one in lives]),
        false=mean(bad or [0]),
        far=mean(far or [0]),
        missed=1 - mean(good or [1]),
        changes=mean(moved),
        weeks=_weeks(lives, days) if made.falls else None,
        gap=_gap(lives) if made.grids else None,
    )


def _weeks(lives: Sequence[Lived], days: range) -> float:
    """Runs after the fall until the star is lower, over shops that had four or five."""
    first = next(n for n, day in enumerate(days) if day >= FALL)
    found = []
    for one in lives:
        before = one.past[first - 1].stars or 0
        if one.falls and before >= TOP - 1:
            later = [p.stars or before for p in one.past[first:]]
            found.append(next((n + 1 for n, stars in enumerate(later) if stars < before), UNSEEN))
    return median(found)


def _gap(lives: Sequence[Lived]) -> float:
    """The share of shops at five stars in the first grid less that in the second."""
    first, second = ([one.past[-1].stars == TOP for one in lives if one.grid == g] for g in (0, 1))
    return mean(first) - mean(second)


@dataclass(frozen=True, slots=True)
class Gain:
    """What an attack did to its shops: points of S, and the share of undeserved five stars with and without."""

    points: float
    worst: float
    before: float
    after: float


def gain(attack: str, seed: int, rules: Rules, against: str = "") -> Gain:
    """The same lives with and without it."""
    sides = []
    for played in (against, attack):
        lives = Town(Made(attack=played), seed).live()
        for today in range(LAST - 7 * (RUNS - 1), LAST + 1, 7):
            scores(lives, today, rules)
        sides.append([one for one in lives if one.attacked])
    points = [(b.past[-1].score or 0) - (a.past[-1].score or 0) for a, b in zip(*sides, strict=True)]
    unearned = [[one.past[-1].stars == TOP for one in side if truth(one, LAST) < DESERVES] for side in sides]
    return Gain(mean(points), max(points, key=abs), mean(unearned[0] or [0]), mean(unearned[1] or [0]))


ATTACKS = (
    ("fake fixes", ""),
    ("own reports", ""),
    ("a weekly friend", ""),
    ("a daily friend", "a weekly friend"),
    ("a raid of one day", ""),
    ("a daily raider", "a raid of one day"),
)
"""Each with what it is compared with: nothing, or the single look of the same observer."""


def options() -> Iterator[tuple[str, Rules]]:
    """The rules as they are, and with one number changed."""
    plain = Rules()
    yield "as they are", plain
    for words, change in (
        ("one observer at most half", {"observer_share": 0.5}),
        ("one observer at most 0.4", {"observer_share": 0.4}),
        ("half-life 21, window 84", {"half_life": 21.0, "window": 84}),
        ("half-life 63", {"half_life": 63.0}),
        ("no adjustment", {"adjustment_low": 0.0, "adjustment_high": 0.0}),
        ("deductions to −5", {"adjustment_low": -5.0}),
        ("again −1", {"repeated": -1.0}),
        ("prior 1", {"prior": 1.0}),
        ("prior 6", {"prior": 6.0}),
        ("down margin 4", {"down_margin": 4.0}),
        ("up margin 2", {"up_margin": 2.0}),
        ("five stars from 92 / 82", {"cuts": (Cut(5, 92, 82), *DEFAULT_CUTS[1:])}),
        ("five stars from 94 / 84", {"cuts": (Cut(5, 94, 84), *DEFAULT_CUTS[1:])}),
        ("own reports +0.5", {"own_fixed": 0.5, "own_fixed_most": 2.0}),
        ("self-checks weigh nothing", {"self_weight": 0.0}),
        ("linked member ½", {"linked_weight": 0.5}),
        ("linked member ¾", {"linked_weight": 0.75}),
        ("second eyes within 42 open days", {"second_eyes_window": 42}),
        ("second eyes saw 90", {"second_eyes_least": 90.0}),
        ("gate of 5 observer-weeks", {"gate_looks": 5}),
        ("cross review and spot check 3", {"cross_weight": 3.0, "spot_weight": 3.0}),
    ):
        yield words, replace(plain, rating=replace(plain.rating, **change))


def _mean(found: Sequence[Figures]) -> str:
    """One row of a table."""

    def of(name: str, form: str) -> str:
        values = [v for f in found if (v := getattr(f, name)) is not None]
        return format(mean(values), form) if values else ""

    parts = (of(*part) for part in zip(_NAMES, _FORMS, strict=True))
    return " | ".join(parts)


_NAMES = ("past", "next", "false", "far", "missed", "changes", "weeks", "gap")
_FORMS = (".3f", ".3f", ".3f", ".3f", ".2f", ".2f", ".1f", "+.2f")
HEAD = (
    "ρ | ρ next 4 weeks | false 5★ | false by 5 points | missed 5★ | changes a quarter "
    "| weeks to see a fall | 5★ lenient − strict |"
)


def _of(job: tuple[Made, int, str, Rules]) -> Figures:
    return figures(*job)


def _every(job: tuple[Made, int, tuple[str, ...], Rules]) -> list[Figures]:
    made, seed, methods, rules = job
    lives = Town(made, seed).live()
    return [judged(lives, made, method, rules) for method in methods]


def _gained(job: tuple[str, int, Rules, str]) -> Gain:
    return gain(*job)


def worlds_table(pool: ProcessPoolExecutor, seeds: int) -> None:
    methods = (OURS, *RIVALS)
    print(f"| world | method | {HEAD}\n|{'---|' * 10}")
    everything: dict[str, list[Figures]] = {method: [] for method in methods}
    for world in WORLDS:
        found = list(pool.map(_every, [(world.made, seed, methods, Rules()) for seed in range(1, seeds + 1)]))
        for n, method in enumerate(methods):
            everything[method] += [f[n] for f in found]
            print(f"| {world.name if not n else ''} | {method} | {_mean([f[n] for f in found])} |", flush=True)
    for method in methods:
        print(f"| **all worlds** | {method} | {_mean(everything[method])} |")


def attacks_table(pool: ProcessPoolExecutor, seeds: int) -> None:
    print("\n| attack | compared with | points of S | most at one shop | undeserved 5★ |\n|---|---|---|---|---|")
    for attack, against in ATTACKS:
        found = list(pool.map(_gained, [(attack, seed, Rules(), against) for seed in range(1, seeds + 1)]))
        worst = max((g.worst for g in found), key=abs)
        stars = f"{mean(g.before for g in found):.2f} → {mean(g.after for g in found):.2f}"
        row = f"{mean(g.points for g in found):+.2f} | {worst:+.1f} | {stars}"
        print(f"| {attack} | {against or 'nobody'} | {row} |", flush=True)


def options_table(pool: ProcessPoolExecutor, seeds: int) -> None:
    print(f"\n| rules | {HEAD}\n|{'---|' * 9}")
    for words, rules in options():
        jobs = [(world.made, seed, OURS, rules) for world in WORLDS for seed in range(1, seeds + 1)]
        print(f"| {words} | {_mean(list(pool.map(_of, jobs)))} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="the stars against a known truth")
    parser.add_argument("--options", action="store_true", help="what other settings would do")
    parser.add_argument("--seeds", type=int, default=4, help="so many streets of each world")
    chosen = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        if chosen.options:
            options_table(pool, chosen.seeds)
        else:
            worlds_table(pool, chosen.seeds)
            attacks_table(pool, chosen.seeds)


if __name__ == "__main__":
    main()
