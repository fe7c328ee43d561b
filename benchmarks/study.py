"""Do the stars find out the truth? A made street whose truth is known, judged by the programme's own rules and by a naive one.

120 shops, 12 members: a quarter of the shops keep quiet about 95 % of what is wrong, the others about 35 %; members notice
50 to 95 %; one look a shop a week, one spot check a month. `python -m benchmarks.study` prints the figures,
`python -m benchmarks.study --table` also how they move with each default; docs/rating.md shows both.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import mean

from app.simulate.people import WORLD, Door, Life, World, eyes, honest, street
from app.simulate.report import spearman
from programme.ratings.adjustment import Found
from programme.ratings.bands import Past
from programme.ratings.evidence import Claims, Look, SelfDay, claims_of, duty_weights, grid_of, honest_claims
from programme.ratings.honesty import pooled
from programme.ratings.stars import Evidence, rate
from programme.rules import Rating, Rules

SHOPS, MEMBERS, WEEKS = 120, 12, 26
FIRST = date(2026, 3, 2)
QUARTER = 13
NAIVE_DAYS = 28
SPOT_EVERY = 28
TRUTH_DAYS = 84
"""The true state is what an all-seeing look at the same hour would have found each day, on average over twelve weeks."""


@dataclass
class Lived:
    """What one shop's half year left behind; days count from 0."""

    looks: list[Look] = field(default_factory=list)
    said: dict[int, SelfDay] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    states: list[float] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a street showed: two rank correlations, points an inflator gains, star changes a shop and quarter, stars given."""

    ours: float
    naive: float
    gain: float
    changes: float | None
    most_changes: int
    stars: tuple[int, ...]


def live(door: Door, number: int, notice: float, squad: float, rules: Rules, seed: int) -> Lived:
    """Half a year at one door: every day a state, perhaps a self-check and what it mends; on some days a look."""
    life, lived = Life(door, seed, number), Lived()
    duties = tuple(d.key for d in rules.duties)
    for n in range(7 * WEEKS):
        day = FIRST + timedelta(days=n)
        life.wake()
        told = life.says()
        reported = told or frozenset()
        fixed = life.mends(reported)
        if told is not None:
            lived.said[n] = SelfDay(0, duties, told, fixed)
            lived.found += [Found(d, day, n, own=True, in_time=d in fixed) for d in sorted(told)]
        lived.states.append(life.state(rules.duties))
        linked, spot = life.sees(notice), life.sees(squad)
        seen: frozenset[str] = frozenset()
        for source, facts, comes in (
            ("linked", linked, n % 7 == number % 7),
            ("spot", spot, n % SPOT_EVERY == number % SPOT_EVERY),
        ):
            if comes:
                failed = dict.fromkeys(sorted(facts), 0.0)
                lived.looks.append(Look(n, source, duties, failed, reported, day=day, id=len(lived.looks) + 1))
                seen |= facts - reported
        mended = life.mends(seen)
        lived.found += [Found(d, day, n, in_time=d in mended, overdue=d not in mended) for d in sorted(seen)]
    return lived


def evidence(lived: Lived, today: int, rules: Rules) -> Evidence:
    """What a run on that day knows."""
    oldest = today - rules.rating.second_eyes_window
    looks = [replace(look, age=today - look.age) for look in lived.looks if oldest <= look.age <= today]
    days = {n: replace(d, age=today - n) for n, d in lived.said.items() if today - rules.rating.window <= n <= today}
    beside = [(look, days[today - look.age]) for look in looks if today - look.age in days]
    return Evidence(
        today=FIRST + timedelta(days=today),
        duties=tuple(d.key for d in rules.duties),
        looks=tuple(looks),
        self_days=tuple(days.values()),
        claims=sum((claims_of(*pair) for pair in beside), Claims()),
        honest_days=tuple(c for pair in beside if (c := honest_claims(*pair)).compared),
        findings=tuple(replace(f, age=today - f.age) for f in lived.found if f.age <= today),
        past=tuple(lived.past[-1:]),
    )


def run(lives: Sequence[Lived], today: int, rules: Rules) -> list[float]:
    """One rating run over the street as one grid; the scores. Each shop keeps its star for the next run."""
    known = [evidence(lived, today, rules) for lived in lives]
    grid = grid_of((pooled(e.looks, rules) for e in known), (e.claims for e in known), rules)
    rated = [rate(e, grid, rules) for e in known]
    for lived, result in zip(lives, rated, strict=True):
        lived.past.append(Past("", result.stars, result.score, result.weakest))
    return [result.score or 0.0 for result in rated]


def naive(lived: Lived, today: int, rules: Rules) -> float:
    """60 % self-check, where a day without one is 0, and 40 % review, over 28 days, everybody counted alike."""
    weights = duty_weights(rules)
    days = range(today - NAIVE_DAYS + 1, today + 1)
    claimed = [100 - sum(weights[d] for d in lived.said[n].problems) if n in lived.said else 0.0 for n in days]
    seen = [100 - sum(weights[d] for d in look.facts) for look in lived.looks if look.age in days]
    return 0.6 * mean(claimed) + 0.4 * mean(seen or [0.0])


@lru_cache(16)
def lives(world: World, seed: int, *, nobody_inflates: bool) -> tuple[list[Door], list[Lived]]:
    """Half a year on one street; the rules have no part in it."""
    rules = Rules()
    doors, notice = street(SHOPS, rules.duties, seed, world), eyes(MEMBERS + 1, seed, world)
    doors = [honest(door, world) for door in doors] if nobody_inflates else doors
    return doors, [live(d, n, notice[n * MEMBERS // SHOPS], notice[-1], rules, seed) for n, d in enumerate(doors)]


def figures(rules: Rules, world: World, seed: int, *, weekly: bool = True) -> Figures:
    """One street, lived as it is and lived again with nobody inflating; without `weekly` only its last run."""
    doors, lived = lives(world, seed, nobody_inflates=False)
    _, had_been = lives(world, seed, nobody_inflates=True)
    for one in (*lived, *had_been):
        one.past.clear()
    last = 7 * WEEKS - 1
    for today in range(last - 7 * (QUARTER + 6), last, 7) if weekly else ():
        run(lived, today, rules)
    scores, without = run(lived, last, rules), run(had_been, last, rules)
    truth = [mean(one.states[-TRUTH_DAYS:]) for one in lived]
    moved = [sum(a.stars != b.stars for a, b in pairwise(one.past[-QUARTER - 1 :])) for one in lived]
    stars = [one.past[-1].stars for one in lived]
    gains = [s - h for s, h, door in zip(scores, without, doors, strict=True) if door.inflates]
    return Figures(
        ours=spearman(scores, truth),
        naive=spearman([naive(one, last, rules) for one in lived], truth),
        gain=mean(gains or [0.0]),
        changes=mean(moved) if weekly else None,
        most_changes=max(moved),
        stars=tuple(stars.count(n) for n in range(1, 6)),
    )


ONE_AT_A_TIME: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("half_life", (10.5, 42.0)),
    ("window", (42, 168)),
    ("prior", (1.0, 6.0)),
    ("cross_weight", (1.0, 2.0)),
    ("spot_weight", (1.0, 4.0)),
    ("mean_low", (70.0, 90.0)),
    ("self_weight", (0.0, 0.3)),
    ("self_share", (1.0, 6.0)),
    ("trust_prior", (5.0, 80.0)),
    ("overdue", (0.0, -4.0)),
    ("repeated", (0.0, -6.0)),
    ("fixed_in_time", (0.0, 2.0)),
    ("own_fixed", (0.0, 1.0)),
    ("adjustment_low", (0.0, -20.0)),
    ("up_margin", (0.0, 2.0)),
    ("down_margin", (0.0, 2.0, 4.0)),
)
"""Each default with smaller and larger values to put in its place."""


OTHER_WORLDS: tuple[tuple[str, World], ...] = (
    ("nobody inflates", replace(WORLD, inflators=0.0)),
    ("half of them inflate", replace(WORLD, inflators=0.5)),
    ("equal eyes, 72 %", replace(WORLD, notice=(0.725, 0.725))),
    ("sharp eyes, 95 %", replace(WORLD, notice=(0.95, 0.95))),
    ("what is found is mended in time, 60–100 %", replace(WORLD, mends=(0.6, 1.0))),
    ("what is wrong stays for days", replace(WORLD, careless=(0.005, 0.4), tidies=(0.15, 0.6))),
    ("doors more alike", replace(WORLD, careless=(0.01, 0.5))),
    ("everybody self-checks most days", replace(WORLD, habit=(0.5, 1.0))),
    ("nobody self-checks", replace(WORLD, habit=(0.0, 0.0))),
)


def variants() -> Iterator[tuple[str, str, Rules, World]]:
    """The defaults; each number of the rules a smaller and a larger one; other streets."""
    plain = Rules()
    yield "default", "", plain, WORLD
    for name, values in ONE_AT_A_TIME:
        for value in values:
            yield f"`{name}`", f"{value:g}", replace(plain, rating=_with(plain.rating, name, value)), WORLD
    for words, world in OTHER_WORLDS:
        yield words, "", plain, world


def _with(rating: Rating, name: str, value: float) -> Rating:
    kind = type(getattr(rating, name))
    changed = {name: kind(value)}
    if name == "mean_low":
        changed["mean_high"] = max(rating.mean_high, value)
    return replace(rating, **changed)


PATIENCE = ("default", "`half_life`", "`prior`", "`up_margin`", "`down_margin`", "`window`")
"""Rows whose star changes are counted, too: that takes nineteen more runs a street."""


def _of(job: tuple[str, Rules, World, int]) -> Figures:
    name, rules, world, seed = job
    return figures(rules, world, seed, weekly=name in PATIENCE)


def averages(found: Sequence[Figures]) -> str:
    """One row of the table: means over the streets."""
    ours, plain = mean(f.ours for f in found), mean(f.naive for f in found)
    changes = [f.changes for f in found if f.changes is not None]
    return (
        f"{ours:.3f} | {min(f.ours for f in found):.3f} | {plain:.3f} | {ours / plain:.2f} × | "
        f"{mean(f.gain for f in found):+.2f} | {f'{mean(changes):.2f}' if changes else ''}"
    )


HEAD = (
    "| changed | to | ours ρ | worst street | naive ρ | ratio | inflating gains | star changes |\n"
    "|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description="the stars against a known truth")
    parser.add_argument("--table", action="store_true", help="how the figures move with each default (a few minutes)")
    parser.add_argument("--seeds", type=int, default=10, help="so many streets")
    chosen = parser.parse_args()
    print(HEAD)
    with ProcessPoolExecutor() as pool:
        for name, value, rules, world in variants():
            found = list(pool.map(_of, [(name, rules, world, seed) for seed in range(1, chosen.seeds + 1)]))
            print(f"| {name} | {value} | {averages(found)} |", flush=True)
            if name == "default" and not chosen.table:
                print(f"\n{given(found)}")
                return


def given(found: Sequence[Figures]) -> str:
    """The stars of the last run, and the shop that changed most often."""
    counts = [sum(f.stars[n] for f in found) for n in range(5)]
    shares = " ".join(f"{n}★ {100 * many / sum(counts):.0f} %" for n, many in enumerate(counts, 1))
    return f"{shares}; most changes of one shop in a quarter: {max(f.most_changes for f in found)}"


if __name__ == "__main__":
    main()
