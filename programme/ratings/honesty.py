"""Honesty never costs: of all readings that a shop's own reports allow, the kindest one counts.

A duty the shop had reported before a look is left out of it, once per duty in so many open days. If the first look of such a
period always used up this “once”, a report could cost: a later look, which weighs more, would count in full. So every
admissible choice is tried and the best one counts; one more report only adds choices, and never lowers the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations
from math import fsum
from operator import itemgetter
from typing import NamedTuple

from programme.ratings.evidence import Claims, Grid, Look, Sums, duty_weights, sums, trust, weight_of
from programme.ratings.weighing import weigh
from programme.rules import Rules

WAYS = 512
"""Choices compared at a time: more than any shop's quarter needs, and a bound for the rest."""
ROUNDS = 12
"""The most rounds of improvement; two or three are enough in practice."""

Used = tuple[int, ...]
"""For each duty how many open days ago it was last left out, `_NEVER` when that is no hindrance any more."""
_NEVER = -1
Way = tuple[float, tuple[frozenset[str], ...]]
"""The value of a choice, and what it leaves out of each doubtful look."""


class Doubt(NamedTuple):
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
    best, compared, agreed = trust(claims, grid.trust, rules), 0, 0
    for day in sorted(open_days, key=lambda c: -c.agreed / max(c.compared, 1)) if len(open_days) > 1 else open_days:
        compared, agreed = compared + day.compared, agreed + day.agreed
        pool = grid.claims.compared + compared
        share = (grid.claims.agreed + agreed) / pool if pool else grid.trust
        best = max(best, trust(Claims(claims.compared + compared, claims.agreed + agreed), share, rules))
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
    best = Sums(fsum(weights), fsum(products))
    if len(doubts) == 1 and len(doubts[0].scores) == 2:  # noqa: PLR2004 with its one duty, or without
        return _kinder(weights, products, doubts[0], best, best.shrunk(mean, prior), (mean, prior))
    chosen = {doubt.place: _NOTHING for doubt in doubts}
    groups = _apart(doubts, gap)
    scores = {score for doubt in doubts for score in doubt.scores.values()}
    for _ in range(1 if is_one_round_enough(scores) else ROUNDS):
        goal = best.shrunk(mean, prior)
        left = _choose(groups, goal, gap)
        if left == chosen:
            break
        found = _with_left_out(weights, products, doubts, left)
        if found.shrunk(mean, prior) <= goal:
            break
        best, chosen = found, left
    return best, chosen


def _kinder(
    weights: Sequence[float],
    products: Sequence[float],
    doubt: Doubt,
    plain: Sums,
    goal: float,
    shrinking: tuple[float, float],
) -> tuple[Sums, dict[int, frozenset[str]]]:
    """The same where only one duty of one look is in doubt."""
    (_, q), (left, without) = doubt.scores.items()
    if (0.0 if without is None else doubt.weight * (without - goal)) > (
        0.0 if q is None else doubt.weight * (q - goal)
    ):
        found = _with_left_out(weights, products, (doubt,), {doubt.place: left})
        if found.shrunk(*shrinking) > goal:
            return found, {doubt.place: left}
    return plain, {doubt.place: _NOTHING}


def is_one_round_enough(scores: Set[float | None]) -> bool:
    """The choice does not depend on the goal where no look vanishes, nor where those that can are all alike."""
    return None not in scores or len(scores) <= 2  # noqa: PLR2004 nothing, and one score


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
    return sorted(found, key=_oldest_first)


def as_seen(looks: Sequence[Look]) -> tuple[Look, ...]:
    """The looks with nothing left out."""
    if not any(look.left_out for look in looks):
        return tuple(looks)
    return tuple([replace(look, left_out=frozenset()) if look.left_out else look for look in looks])


def _apart(doubts: Sequence[Doubt], gap: int) -> list[list[Doubt]]:
    """Groups, each the oldest first, whose choices cannot hinder one another; most looks stand alone."""
    if len(doubts) == 1:
        return [list(doubts)]
    groups: list[list[Doubt]] = []
    last: dict[str, tuple[int, list[Doubt]]] = {}
    for doubt in doubts:
        near = [last[duty][1] for duty in doubt.duties if duty in last and last[duty][0] - doubt.age < gap]
        mine = _joined(groups, near)
        mine.append(doubt)
        for one in mine if len(near) > 1 else (doubt,):
            last.update({duty: (min(one.age, last.get(duty, (one.age,))[0]), mine) for duty in one.duties})
    return groups


def _joined(groups: list[list[Doubt]], near: Sequence[list[Doubt]]) -> list[Doubt]:
    """The one group that these become: a new one, or the first with what the others hold."""
    if not near:
        groups.append([])
        return groups[-1]
    mine = near[0]
    for other in near[1:]:
        if other is not mine and other in groups:
            mine += other
            groups[:] = [group for group in groups if group is not other]
            mine.sort(key=_oldest_first)
    return mine


def _oldest_first(doubt: Doubt) -> tuple[int, int]:
    return -doubt.age, doubt.place


def choice(doubts: Sequence[Doubt], goal: float, gap: int) -> dict[int, frozenset[str]]:
    """What is best left out of which look, the oldest first, where the score to be beaten is known."""
    return _choose(_apart(doubts, gap), goal, gap)


def _choose(groups: Sequence[Sequence[Doubt]], goal: float, gap: int) -> dict[int, frozenset[str]]:
    """The choice with the largest Σ a·(q − goal), each duty once in so many open days."""
    left: dict[int, frozenset[str]] = {}
    for group in groups:
        if len(group) == 1:
            gains = _gains(group[0], goal)
            left[group[0].place] = max(gains, key=itemgetter(1))[0]
        else:
            left |= _choose_together(group, goal, gap)
    return left


def _gains(doubt: Doubt, goal: float) -> list[tuple[frozenset[str], float]]:
    return [(left, 0.0 if q is None else doubt.weight * (q - goal)) for left, q in doubt.scores.items()]


def _choose_together(doubts: Sequence[Doubt], goal: float, gap: int) -> dict[int, frozenset[str]]:
    """The same of looks that hinder one another, the oldest first."""
    duties = list(dict.fromkeys([duty for doubt in doubts for duty in doubt.duties]))
    ways: dict[Used, Way] = {(_NEVER,) * len(duties): (0.0, ())}
    for doubt in doubts:
        options = [(left, gain, [duties.index(duty) for duty in left]) for left, gain in _gains(doubt, goal)]
        further: dict[Used, Way] = {}
        for used, way in ways.items():
            _extend(further, used, way, doubt.age, options, gap)
        if len(further) > WAYS:
            further = dict(sorted(further.items(), key=lambda way: -way[1][0])[:WAYS])
        ways = further
    best = max(ways.values(), key=itemgetter(0))[1]
    return {doubt.place: left for doubt, left in zip(doubts, best, strict=True)}


def _extend(
    further: dict[Used, Way],
    used: Used,
    way: Way,
    age: int,
    options: Sequence[tuple[frozenset[str], float, list[int]]],
    gap: int,
) -> None:
    """Add to `further` what one more look makes of one choice, the better of two that use up the same."""
    still = tuple([before if before < age + gap else _NEVER for before in used])
    for left, gain, places in options:
        after = _after(still, places, age)
        worth = way[0] + gain
        if after is not None and (after not in further or worth > further[after][0]):
            further[after] = (worth, (*way[1], left))


def _after(still: Used, places: Sequence[int], age: int) -> Used | None:
    """What is used up when these duties are left out, too; None where one of them was left out too lately."""
    for place in places:
        before = still[place]
        if before == age:
            continue
        if before != _NEVER:
            return None
        still = (*still[:place], age, *still[place + 1 :])
    return still


def _score(look: Look, left: frozenset[str], weights: Mapping[str, float]) -> float | None:
    return replace(look, left_out=left).score(weights)


def _candidates(look: Look) -> list[str]:
    """What may be left out: reported before the look, and not met in it."""
    return sorted([d for d in look.duties if d in look.left_out and look.met(d) < 1])


def subsets(duties: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every part of `duties`, the smaller ones first."""
    for size in range(len(duties) + 1):
        yield from map(frozenset, combinations(duties, size))
