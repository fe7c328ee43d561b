"""Honesty never costs: of all readings that a shop's own reports allow, the kindest one counts.

A duty the shop had reported before a look is left out of it, once per duty in so many open days. Were that “once” given to
the looks in their order, a report could cost: it would use up what a later, heavier look needs. So every admissible choice is
open and the best one counts; one more report can only add choices, and a score with it is never below the score without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from programme.ratings.evidence import Claims, Grid, Look, Sums, duty_weights, sums, trust, weight_of
from programme.ratings.weighing import weigh
from programme.rules import Rules

WAYS = 512
"""Choices kept side by side: more than any shop's quarter needs, and a bound for the rest."""
ROUNDS = 12
"""Improvements of the goal; it stands still after two or three."""

Used = tuple[tuple[str, int], ...]
"""Which duty was left out last, and how many open days ago."""
Way = tuple[float, dict[int, frozenset[str]]]
"""What a choice is worth, and what it leaves out of which look."""


def read(looks: Sequence[Look], mean: float, prior: float, rules: Rules) -> tuple[Look, ...]:
    """The looks with exactly those duties left out that make (m·μ + Σa·q)/(m + Σa) largest."""
    return _read(looks, duty_weights(rules), mean, prior, rules)


def duty_evidence(looks: Sequence[Look], duty: str, mean: float, rules: Rules) -> float:
    """E_d: the same formula over one duty's facts, in the reading that is kindest to this duty."""
    prior = rules.rating.prior
    about = [replace(look, duties=(duty,)) for look in looks if duty in look.duties]
    return sums(_read(about, {duty: 1.0}, mean, prior, rules), {duty: 1.0}, rules).shrunk(mean, prior)


def pooled(looks: Sequence[Look], rules: Rules) -> Sums:
    """Σ a and Σ a·q of one shop for its grid's mean."""
    if weighed := weigh(looks, (), rules):
        return weighed.outside
    return sums(read(looks, rules.rating.mean_low, rules.rating.prior, rules), duty_weights(rules), rules)


def kindest_trust(claims: Claims, open_days: Sequence[Claims], grid: Grid, rules: Rules) -> float:
    """h, or what it would be had the shop claimed “all met” on days it reported and put right in time, if that is more.

    `open_days` are those days' answers beside what an outsider found later the same day.
    """
    best, pool, own = trust(claims, grid, rules), grid.claims, claims
    for day in sorted(open_days, key=lambda c: -c.agreed / max(c.compared, 1)):
        pool, own = pool + day, own + day
        share = pool.agreed / pool.compared if pool.compared else grid.trust
        best = max(best, trust(own, replace(grid, trust=share), rules))
    return best


def _read(
    looks: Sequence[Look], weights: Mapping[str, float], mean: float, prior: float, rules: Rules
) -> tuple[Look, ...]:
    plain = as_seen(looks)
    doubtful = [n for n, look in enumerate(looks) if weight_of(look, rules) > 0 and _candidates(look)]
    if not doubtful:
        return plain
    doubtful.sort(key=lambda n: (-looks[n].age, n))
    best, worth = plain, sums(plain, weights, rules).shrunk(mean, prior)
    for _ in range(ROUNDS):
        left = _choose([(n, looks[n]) for n in doubtful], weights, worth, rules)
        tried = tuple([replace(plain[n], left_out=left[n]) if left.get(n) else plain[n] for n in range(len(plain))])
        now = sums(tried, weights, rules).shrunk(mean, prior)
        if now <= worth:
            break
        best, worth = tried, now
    return best


def as_seen(looks: Sequence[Look]) -> tuple[Look, ...]:
    """The looks with nothing left out."""
    if not any(look.left_out for look in looks):
        return tuple(looks)
    return tuple([replace(look, left_out=frozenset()) if look.left_out else look for look in looks])


def _choose(
    looks: Sequence[tuple[int, Look]], weights: Mapping[str, float], goal: float, rules: Rules
) -> dict[int, frozenset[str]]:
    """The choice with the largest Σ a·(q − goal), oldest look first, each duty once in so many open days."""
    gap = rules.rating.own_report_again
    ways: dict[Used, Way] = {(): (0.0, {})}
    for n, look in looks:
        further: dict[Used, Way] = {}
        candidates = _candidates(look)
        gains = {left: _gain(look, left, weights, goal, rules) for left in _subsets(candidates)}
        for used, (worth, chosen) in ways.items():
            still = {d: age for d, age in used if age - look.age < gap}
            taken = {d for d in candidates if still.get(d, look.age) != look.age}
            for left, gain in gains.items():
                if taken and left & taken:
                    continue
                after = tuple(sorted((still | dict.fromkeys(left, look.age)).items()))
                gained = worth + gain
                if after not in further or gained > further[after][0]:
                    further[after] = (gained, {**chosen, n: left})
        ways = dict(sorted(further.items(), key=lambda way: -way[1][0])[:WAYS])
    return max(ways.values(), key=lambda way: way[0])[1]


def _gain(look: Look, left: frozenset[str], weights: Mapping[str, float], goal: float, rules: Rules) -> float:
    score = replace(look, left_out=left).score(weights)
    return 0.0 if score is None else weight_of(look, rules) * (score - goal)


def _candidates(look: Look) -> list[str]:
    """What may be left out: reported before the look, and not met in it."""
    return [d for d in look.duties if d in look.left_out and look.met(d) < 1]


def _subsets(duties: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(len(duties) + 1):
        yield from map(frozenset, combinations(duties, size))
