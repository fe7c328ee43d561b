"""The kindest reading of all shops together: what `programme.ratings.honesty.kindest` finds for one shop after another.

Looks that cannot hinder one another choose alone, two that hinder one another choose together; both are columns here. What is
more entangled, or needs more than one round, is left to `honesty`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from programme.ratings.columns.exact_sums import exact_sums
from programme.ratings.columns.mending import split
from programme.ratings.columns.tables import Bools, Floats, Ints
from programme.ratings.honesty import Doubt, choice, is_one_round_enough, kindest

MOST_WAYS = 16
"""A look that can be read in more ways than so many is left to `honesty`."""
_PAIR = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
"""Whether the duty is left out of the older one and of the later one."""


@dataclass(frozen=True)
class Way:
    """How a kind of look can be read: the duties that may be left out, as bits, and its score by what is.

    `masks` are the same choices as bits.
    """

    duties: int
    names: tuple[str, ...]
    scores: dict[frozenset[str], float | None]
    masks: list[int]


class Ways:
    """The ways of several kinds of looks as tables: a row a kind, `NaN` where nothing is left of a look."""

    def __init__(self, kinds: Sequence[Way]) -> None:
        self.kinds = kinds
        many = np.array([len(kind.scores) for kind in kinds], np.int64)
        self.is_wide: Bools = many > MOST_WAYS
        width = int(many[~self.is_wide].max(initial=1))
        self.score = np.full((len(kinds), width), np.nan)
        for row, kind in enumerate(kinds):
            known = list(kind.scores.values())[:width]
            self.score[row, : len(known)] = [np.nan if q is None else q for q in known]
        self.is_beyond: Bools = np.arange(width) >= many[:, None]
        self.duties = np.array([kind.duties for kind in kinds], np.int64)
        self.has_none = np.array([None in kind.scores.values() for kind in kinds], np.bool_)
        self.needs_rounds = np.array([not is_one_round_enough(set(kind.scores.values())) for kind in kinds], np.bool_)
        self.left = [list(kind.scores) for kind in kinds]


@dataclass(slots=True)
class Doubts:
    """The looks that can be read in more ways than one, each shop's together: `place` among the looks that weigh."""

    shop: Ints
    place: Ints
    age: Ints
    weight: Floats
    kind: Ints


Plain = tuple[Floats, Floats]
"""Σ a and Σ a·q of every shop."""


@dataclass(slots=True)
class Readings:
    """The sums of every shop in the kindest reading, and which way each doubtful look is read."""

    weight: Floats
    weighted: Floats
    way: Ints

    def with_others(self, others: Readings, shops: Bools, doubts: Doubts) -> Readings:
        """These, but of some shops the others."""
        is_other = shops[doubts.shop]
        return Readings(
            np.where(shops, others.weight, self.weight),
            np.where(shops, others.weighted, self.weighted),
            np.where(is_other, others.way, self.way),
        )


class KindestSums:
    """Looks that weigh, `weights` and `products` theirs with nothing left out, some of them doubtful."""

    def __init__(
        self, shop: Ints, weights: Floats, products: Floats, doubts: Doubts, ways: Ways, shops: int, gap: int
    ) -> None:
        self._shop, self._weights, self._products = shop, weights, products
        self.doubts, self.ways, self._shops, self._gap = doubts, ways, shops, gap
        self._first: Ints = np.searchsorted(shop, np.arange(shops + 1))
        self._doubt: Ints = np.searchsorted(doubts.shop, np.arange(shops + 1))
        self._has_doubt: Bools = np.diff(self._doubt) > 0
        self._alone: Bools = np.bincount(doubts.shop[self._is_hard()], minlength=shops) > 0
        """Shops that need `honesty` altogether."""
        older, later = self._hindering()
        links = np.bincount(np.concatenate([older, later]), minlength=len(doubts.shop))
        is_one = _is_one_bit(ways.duties[doubts.kind])
        is_pair = (links[older] == 1) & (links[later] == 1) & is_one[older] & is_one[later]
        self._older, self._later = older[is_pair], later[is_pair]
        entangled = doubts.shop[older[~is_pair]]
        self._entangled: Bools = np.bincount(entangled, minlength=shops) > 0

    @cached_property
    def by_mean(self) -> Bools:
        """Shops of which a look may vanish altogether: their kindest reading depends on the grid's mean."""
        found: Bools = np.bincount(self.doubts.shop[self.ways.has_none[self.doubts.kind]], minlength=self._shops) > 0
        return found

    def read(self, plain: Plain, mean: Floats, prior: float, wanted: Bools) -> Readings:
        """The kindest readings of the shops that are wanted; `plain` are the sums with nothing left out, `mean` is by shop."""
        doubts = self.doubts
        goal = shrunk(*plain, mean, prior)
        gains = doubts.weight[:, None] * (self.ways.score[doubts.kind] - goal[doubts.shop][:, None])
        gains = np.where(np.isnan(gains), 0.0, gains)
        gains[self.ways.is_beyond[doubts.kind]] = -np.inf
        way = gains.argmax(axis=1)
        self._choose_pairs(gains, way)
        for shop in np.flatnonzero(self._entangled & ~self._alone & wanted).tolist():
            self._take(way, shop, choice(self._of(shop), float(goal[shop]), self._gap))
        sums = self._left_out(way, plain)
        is_kinder = shrunk(*sums, mean, prior) > goal
        way[~is_kinder[doubts.shop]] = 0
        weight, weighted = (np.where(is_kinder, one, other) for one, other in zip(sums, plain, strict=True))
        result = Readings(weight, weighted, way)
        for shop in np.flatnonzero(self._alone & wanted).tolist():
            self._read_alone(result, shop, float(mean[shop]), prior)
        return result

    def _is_hard(self) -> Bools:
        """Doubts of many ways, or of shops where the choice depends on what all of it comes to."""
        doubts, ways = self.doubts, self.ways
        found = ways.is_wide[doubts.kind] | ways.needs_rounds[doubts.kind]
        mixed = np.zeros(len(doubts.shop), np.bool_)
        mixed[1:] = (doubts.shop[1:] == doubts.shop[:-1]) & (doubts.kind[1:] != doubts.kind[:-1])
        several = np.bincount(doubts.shop[mixed], minlength=self._shops) > 0
        for shop in np.flatnonzero(several & self.by_mean).tolist():
            here = slice(self._doubt[shop], self._doubt[shop + 1])
            kinds = set(doubts.kind[here].tolist())
            found[here] |= not is_one_round_enough({q for n in kinds for q in ways.kinds[n].scores.values()})
        return found

    def _hindering(self) -> tuple[Ints, Ints]:
        """Doubts that follow one another about one duty within the days in which it is left out once, the older ones first."""
        doubts = self.doubts
        row, bit = split(self.ways.duties[doubts.kind])
        order = np.lexsort((row, -doubts.age[row], bit, doubts.shop[row]))
        row, bit = row[order], bit[order]
        same = (doubts.shop[row[1:]] == doubts.shop[row[:-1]]) & (bit[1:] == bit[:-1])
        near = np.flatnonzero(same & (doubts.age[row[:-1]] - doubts.age[row[1:]] < self._gap))
        return row[near], row[near + 1]

    def _choose_pairs(self, gains: Floats, way: Ints) -> None:
        """Neither, the later, the older, or both of one day: in the order in which `honesty` prefers equal ones."""
        if not len(self._older):
            return
        older, later = gains[self._older], gains[self._later]
        worth = np.stack([older[:, one] + later[:, other] for one, other in _PAIR])
        worth[-1, self.doubts.age[self._older] != self.doubts.age[self._later]] = -np.inf
        best = _PAIR[worth.argmax(axis=0)]
        way[self._older], way[self._later] = best[:, 0], best[:, 1]

    def _left_out(self, way: Ints, plain: Plain) -> Plain:
        """The sums where the doubts are read so; summed up again for shops that have any."""
        doubts, rows = self.doubts, np.flatnonzero(self._has_doubt[self._shop])
        place = np.searchsorted(rows, doubts.place)
        score = self.ways.score[doubts.kind, way]
        is_none = np.isnan(score)
        weights, products = self._weights[rows], self._products[rows]
        weights[place] = np.where(is_none, 0.0, doubts.weight)
        products[place] = np.where(is_none, 0.0, doubts.weight * score)
        found = (exact_sums(self._shop[rows], values, self._shops) for values in (weights, products))
        weight, weighted = (np.where(self._has_doubt, new, old) for new, old in zip(found, plain, strict=True))
        return weight, weighted

    def _of(self, shop: int) -> list[Doubt]:
        """The doubts of one shop, the oldest first; places by doubt."""
        doubts = self.doubts
        rows = range(int(self._doubt[shop]), int(self._doubt[shop + 1]))
        kinds = [self.ways.kinds[int(doubts.kind[n])] for n in rows]
        found = [
            Doubt(n, int(doubts.age[n]), float(doubts.weight[n]), kind.names, kind.scores)
            for n, kind in zip(rows, kinds, strict=True)
        ]
        return sorted(found, key=lambda doubt: (-doubt.age, doubt.place))

    def _read_alone(self, result: Readings, shop: int, mean: float, prior: float) -> None:
        """A shop by `honesty`."""
        here = slice(self._first[shop], self._first[shop + 1])
        first, doubts = int(self._first[shop]), self._of(shop)
        inside = [doubt._replace(place=int(self.doubts.place[doubt.place]) - first) for doubt in doubts]
        weights, products = self._weights[here].tolist(), self._products[here].tolist()
        found, left = kindest(weights, products, inside, mean, prior, self._gap)
        result.weight[shop], result.weighted[shop] = found.weight, found.weighted
        chosen = {one.place: left[other.place] for one, other in zip(doubts, inside, strict=True)}
        self._take(result.way, shop, chosen)

    def _take(self, way: Ints, shop: int, left: dict[int, frozenset[str]]) -> None:
        for row, duties in left.items():
            way[row] = self.ways.left[int(self.doubts.kind[row])].index(duties)


def shrunk(weight: Floats, weighted: Floats, mean: Floats, prior: float) -> Floats:
    """E = (m·μ + Σ a·q) / (m + Σ a) of every shop."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (prior * mean + weighted) / (prior + weight)
    return found


def _is_one_bit(mask: Ints) -> Bools:
    found: Bools = mask & (mask - 1) == 0
    return found
