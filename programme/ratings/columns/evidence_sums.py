"""Σ a and Σ a·q of every shop, over all duties and duty by duty, each an exact sum; doubtful shops in their kindest reading."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from programme.ratings.columns.exact_sums import exact_sums
from programme.ratings.columns.gather import Seen
from programme.ratings.columns.kindest_sums import Doubts, KindestSums, Readings, Way, Ways, shrunk
from programme.ratings.columns.tables import MOST_KEYS, Bools, Floats, Ints, distinct
from programme.ratings.columns.town import Town
from programme.ratings.evidence import duty_weights
from programme.ratings.honesty import subsets
from programme.ratings.scale import weighted_share
from programme.rules import Rules


class Scores:
    """q of a look, worked out once for each distinct set of duties and facts; duties are bits."""

    def __init__(self, keys: tuple[str, ...], weights: Mapping[str, float]) -> None:
        self._keys, self._weights = keys, weights
        self._known: dict[tuple[int, int, int], float | None] = {}
        self._ways: dict[tuple[int, int, int, int], Way] = {}

    def names(self, mask: int) -> tuple[str, ...]:
        return tuple([key for n, key in enumerate(self._keys) if mask >> n & 1])

    def mask(self, names: frozenset[str]) -> int:
        return sum([1 << n for n, key in enumerate(self._keys) if key in names])

    def of(self, duties: int, half: int, failed: int) -> float | None:
        """100·Σ w·x / Σ w over the duties; None where nothing is left."""
        known = (duties, half, failed)
        if known not in self._known:
            facts = dict.fromkeys(self.names(half), 0.5) | dict.fromkeys(self.names(failed), 0.0)
            self._known[known] = weighted_share(self.names(duties), facts, self._weights)
        return self._known[known]

    def column(self, duties: Ints, half: Ints, failed: Ints) -> Floats:
        """The same of many looks; NaN where nothing is left."""
        wide = len(self._keys)
        codes, which = distinct(duties << 2 * wide | half << wide | failed)
        low = (1 << wide) - 1
        found = [self.of(n >> 2 * wide, n >> wide & low, n & low) for n in codes.tolist()]
        return np.array([np.nan if q is None else q for q in found], np.float64)[which]

    def way(self, duties: int, half: int, failed: int, doubt: int) -> Way:
        """The duties that may be left out of such a look, and its score by what is."""
        kind = (duties, half, failed, doubt)
        if kind not in self._ways:
            names = tuple(sorted(self.names(doubt)))
            scores = {left: self.of(duties & ~self.mask(left), half, failed) for left in subsets(names)}
            self._ways[kind] = Way(doubt, names, scores, [self.mask(left) for left in scores])
        return self._ways[kind]


@lru_cache(4)
def _scores(keys: tuple[str, ...], weights: tuple[tuple[str, float], ...]) -> Scores:
    """The same ones for every stretch of a run."""
    return Scores(keys, dict(weights))


class EvidenceSums:
    """The sums of the shops of a town.

    `places` are the rows of the looks that weigh something, `starts` theirs by shop, `score` their q as they were recorded.
    """

    def __init__(self, town: Town, seen: Seen, rules: Rules) -> None:
        self._gap, self._prior, self._shops = rules.rating.own_report_again, rules.rating.prior, town.shops
        self.scores = _scores(town.keys, tuple(duty_weights(rules).items()))
        self.places = places = np.flatnonzero(seen.weight > 0)
        self.starts: Ints = np.searchsorted(places, seen.starts)
        self._shop, self._weight, self._age = seen.looks.shop[places], seen.weight[places], seen.age[places]
        self._duties, self._half, self._failed = (
            column[places] for column in (seen.looks.duties, seen.looks.half, seen.looks.failed)
        )
        self._doubt = seen.looks.left_out[places] & (self._half | self._failed) & self._duties
        self.doubtful: Bools = np.bincount(self._shop[self._doubt != 0], minlength=town.shops) > 0
        self._sum_up()
        self._kindest = self._with_doubts()

    def _sum_up(self) -> None:
        self.score = score = self.scores.column(self._duties, self._half, self._failed)
        is_none = np.isnan(score)
        self._counted = np.where(is_none, 0.0, self._weight)
        self._product = np.where(is_none, 0.0, self._weight * score)
        self._whole = self._sums(self._weight)
        self.weights = self._sums(self._counted) if is_none.any() else self._whole
        self.products = self._sums(self._product)
        self._flawless = self._sums(self._weight * 100.0)
        self._flaws, self._doubts = (self._together(mask) for mask in (self._half | self._failed, self._doubt))
        self._never = self._together(~self._duties)

    def _sums(self, values: Floats) -> Floats:
        return exact_sums(self._shop, values, self._shops)

    def _together(self, masks: Ints) -> Ints:
        """The bits that any look of a shop has."""
        found = np.zeros(self._shops, np.int64)
        has = np.diff(self.starts) > 0
        if has.any():
            found[has] = np.bitwise_or.reduceat(masks, self.starts[:-1][has])
        return found

    def _with_doubts(self) -> KindestSums:
        rows = np.flatnonzero(self._doubt)
        columns = (self._duties, self._half, self._failed, self._doubt)
        kind = np.zeros(len(rows), np.int64)
        for column in columns:
            kind = np.unique(kind << MOST_KEYS | column[rows], return_inverse=True)[1]
        first = rows[np.unique(kind, return_index=True)[1]]
        ways = Ways([self.scores.way(*four) for four in zip(*[c[first].tolist() for c in columns], strict=True)])
        doubts = Doubts(self._shop[rows], rows, self._age[rows], self._weight[rows], kind)
        return KindestSums(self._shop, self._counted, self._product, doubts, ways, self._shops, self._gap)

    @property
    def doubts(self) -> Doubts:
        """The looks that can be read in more ways than one."""
        return self._kindest.doubts

    @property
    def by_mean(self) -> Bools:
        """Shops of which a look may vanish altogether: their kindest reading depends on the grid's mean."""
        return self._kindest.by_mean

    def kindest(self, mean: Floats, wanted: Bools) -> Readings:
        """The sums of every shop, those of the doubtful ones that are wanted in their kindest reading; `mean` is by shop."""
        return self._kindest.read((self.weights, self.products), mean, self._prior, wanted)

    def left(self, readings: Readings) -> tuple[Ints, Ints]:
        """Which looks, by their place among all, are read otherwise than they were recorded, and what is left out, as bits."""
        rows = np.flatnonzero(readings.way)
        doubts, ways = self._kindest.doubts, self._kindest.ways
        chosen = zip(doubts.kind[rows].tolist(), readings.way[rows].tolist(), strict=True)
        masks = [ways.kinds[kind].masks[way] for kind, way in chosen]
        return self.places[doubts.place[rows]], np.array(masks, np.int64)

    def of_duty(self, bit: int, means: Floats, wanted: Bools) -> Floats:
        """E_d of a duty at the shops that are wanted, in the reading that is kindest to it."""
        weight, half, failed = self._weight, self._half >> bit & 1, self._failed >> bit & 1
        has_flaw = bool((self._flaws[wanted] >> bit & 1).any())
        product = weight * (100 * (1.0 - 0.5 * half - failed)) if has_flaw else weight * 100.0
        weights, products = self._whole, self._sums(product) if has_flaw else self._flawless
        if (self._never[wanted] >> bit & 1).any():
            has = self._duties >> bit & 1 == 1
            weight, product = np.where(has, weight, 0.0), np.where(has, product, 0.0)
            weights, products = self._sums(weight), self._sums(product)
        doubtful = wanted & (self._doubts >> bit & 1 == 1)
        if doubtful.any():
            found = self._doubts_about(bit, weight, product).read((weights, products), means, self._prior, doubtful)
            weights, products = found.weight, found.weighted
        return shrunk(weights, products, means, self._prior)

    def _doubts_about(self, bit: int, weight: Floats, product: Floats) -> KindestSums:
        rows = np.flatnonzero(self._doubt >> bit & 1)
        names = self.scores.names(1 << bit)
        kinds = [Way(1 << bit, names, {frozenset(): met, frozenset(names): None}, [0, 1 << bit]) for met in (0.0, 50.0)]
        kind = self._half[rows] >> bit & 1
        doubts = Doubts(self._shop[rows], rows, self._age[rows], self._weight[rows], kind)
        return KindestSums(self._shop, weight, product, doubts, Ways(kinds), self._shops, self._gap)
