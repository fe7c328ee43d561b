"""Honesty never costs: of all readings that a shop's own reports allow, the kindest one counts.

A duty the shop had reported before a look is left out of it, once per duty in so many open days. If the first look of such a
period always used up this “once”, a report could cost: a later look, which weighs more, would count in full. So every
admissible choice is tried and the best one counts; one more report only adds choices, and never lowers the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import fsum

from programme.ratings.evidence import Claims, Grid, Look, Sums, duty_weights, sums, trust, weight_of
from programme.ratings.weighing import weigh
from programme.rules import Rules

WAYS = 512
"""Choices compared at a time: more than any shop's quarter needs, and a bound for the rest."""
ROUNDS = 12
"""The most rounds of improvement; two or three are enough in practice."""

Used = tuple[tuple[str, int], ...]
"""For each duty how many open days ago it was last left out."""
Way = tuple[float, tuple[frozenset[str], ...]]
"""The value of a choice, and what it leaves out of each doubtful look."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A look that can be read in more ways than one.

    `place` is its index among the shop's looks, `duties` those that may be left out, `scores` its score by what is left out
    (None when nothing remains), in the order in which equal choices win.
    """

    place: int
    age: int
    weight: float
    duties: tuple[str, ...]
    scores: Mapping[frozenset[str], float | None]


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


def kindest(
    weights: Sequence[float], products: Sequence[float], doubts: Sequence[Doubt], mean: float, prior: float, gap: int
) -> tuple[Sums, dict[int, frozenset[str]]]:
    """The sums of the kindest reading, and what it leaves out of which look.

    Args:
        weights: a of every look, 0 for what does not count.
        products: a·q of every look with nothing left out.
        doubts: the looks that can be read otherwise, the oldest first.
        mean: the grid's mean.
        prior: its weight.
        gap: each duty is left out once in so many open days.
    """
    best, chosen = Sums(fsum(weights), fsum(products)), {doubt.place: _NOTHING for doubt in doubts}
    for _ in range(ROUNDS):
        goal = best.shrunk(mean, prior)
        left = _choose(doubts, goal, gap)
        if left == chosen:
            break
        found = _with_left_out(weights, products, doubts, left)
        if found.shrunk(mean, prior) <= goal:
            break
        best, chosen = found, left
    return best, chosen


_NOTHING: frozenset[str] = frozenset()


def _with_left_out(
    weights: Sequence[float], products: Sequence[float], doubts: Sequence[Doubt], left: Mapping[int, frozenset[str]]
) -> Sums:
    weighed, multiplied = list(weights), list(products)
    for doubt in doubts:
        q, place = doubt.scores[left[doubt.place]], doubt.place
        weighed[place], multiplied[place] = (0.0, 0.0) if q is None else (doubt.weight, doubt.weight * q)
    return Sums(fsum(weighed), fsum(multiplied))


def _read(
    looks: Sequence[Look], weights: Mapping[str, float], mean: float, prior: float, rules: Rules
) -> tuple[Look, ...]:
    plain = as_seen(looks)
    counts = [weight_of(look, rules) for look in plain]
    doubts = _doubts(looks, counts, weights)
    if not doubts:
        return plain
    scored = [(a, look.score(weights)) for a, look in zip(counts, plain, strict=True)]
    known = [(0.0, 0.0) if q is None else (a, a * q) for a, q in scored]
    weighed, multiplied = [a for a, _ in known], [aq for _, aq in known]
    _, left = kindest(weighed, multiplied, doubts, mean, prior, rules.rating.own_report_again)
    return tuple([replace(look, left_out=left[n]) if left.get(n) else look for n, look in enumerate(plain)])


def _doubts(looks: Sequence[Look], counts: Sequence[float], weights: Mapping[str, float]) -> list[Doubt]:
    """The looks that count and can be read in more ways than one, the oldest first."""
    found = []
    for n, look in enumerate(looks):
        duties = tuple(_candidates(look))
        if counts[n] > 0 and duties:
            scores = {left: _score(look, left, weights) for left in subsets(duties)}
            found.append(Doubt(n, look.age, counts[n], duties, scores))
    return sorted(found, key=lambda doubt: (-doubt.age, doubt.place))


def as_seen(looks: Sequence[Look]) -> tuple[Look, ...]:
    """The looks with nothing left out."""
    if not any(look.left_out for look in looks):
        return tuple(looks)
    return tuple([replace(look, left_out=frozenset()) if look.left_out else look for look in looks])


def _choose(doubts: Sequence[Doubt], goal: float, gap: int) -> dict[int, frozenset[str]]:
    """The choice with the largest Σ a·(q − goal), oldest look first, each duty once in so many open days."""
    ways: dict[Used, Way] = {(): (0.0, ())}
    for doubt in doubts:
        gains = [(left, 0.0 if q is None else doubt.weight * (q - goal)) for left, q in doubt.scores.items()]
        further: dict[Used, Way] = {}
        for used, way in ways.items():
            _extend(further, used, way, doubt, gains, gap)
        if len(further) > WAYS:
            further = dict(sorted(further.items(), key=lambda way: -way[1][0])[:WAYS])
        ways = further
    best = max(ways.values(), key=lambda way: way[0])[1]
    return {doubt.place: left for doubt, left in zip(doubts, best, strict=True)}


def _extend(
    further: dict[Used, Way],
    used: Used,
    way: Way,
    doubt: Doubt,
    gains: Sequence[tuple[frozenset[str], float]],
    gap: int,
) -> None:
    """Add to `further` what one more look makes of one choice, the better of two that use up the same."""
    last = doubt.age + gap
    still = [(duty, age) for duty, age in used if age < last]
    taken = {duty for duty, age in still if age != doubt.age}
    for left, gain in gains:
        if left & taken:
            continue
        after = _used(still, left, doubt.age) if left else tuple(still)
        worth = way[0] + gain
        if after not in further or worth > further[after][0]:
            further[after] = (worth, (*way[1], left))


def _used(still: Sequence[tuple[str, int]], left: frozenset[str], age: int) -> Used:
    return tuple(sorted([*[one for one in still if one[0] not in left], *[(duty, age) for duty in left]]))


def _score(look: Look, left: frozenset[str], weights: Mapping[str, float]) -> float | None:
    return replace(look, left_out=left).score(weights)


def _candidates(look: Look) -> list[str]:
    """What may be left out: reported before the look, and not met in it."""
    return sorted([d for d in look.duties if d in look.left_out and look.met(d) < 1])


def subsets(duties: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every part of `duties`, the smaller ones first."""
    for size in range(len(duties) + 1):
        yield from map(frozenset, combinations(duties, size))
