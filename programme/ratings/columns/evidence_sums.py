"""Σ a and Σ a·q of every shop, over all duties and duty by duty, each an exact sum; doubtful shops in their kindest reading."""

from __future__ import annotations

import itertools
from math import fsum

import numpy as np

from programme.ratings.columns.gather import Seen
from programme.ratings.columns.tables import MOST_KEYS, Bools, Floats, Ints
from programme.ratings.columns.town import Town
from programme.ratings.evidence import Sums, duty_weights
from programme.ratings.honesty import Doubt, kindest, subsets
from programme.ratings.scale import weighted_share
from programme.rules import Rules

Left = dict[int, frozenset[str]]
"""What a reading leaves out of which look."""


class Scores:
    """q of a look, worked out once for each distinct set of duties and facts; duties are bits."""

    def __init__(self, keys: tuple[str, ...], rules: Rules) -> None:
        self._keys = keys
        self._weights = duty_weights(rules)
        self._known: dict[tuple[int, int, int], float | None] = {}

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
        packed = duties << 2 * MOST_KEYS | half << MOST_KEYS | failed
        distinct, which = np.unique(packed, return_inverse=True)
        low = (1 << MOST_KEYS) - 1
        found = [self.of(n >> 2 * MOST_KEYS, n >> MOST_KEYS & low, n & low) for n in distinct.tolist()]
        return np.array([np.nan if q is None else q for q in found], np.float64)[which]


class EvidenceSums:
    """The sums of the shops of a town; `places` are the rows of the looks that weigh something, `starts` theirs by shop."""

    def __init__(self, town: Town, seen: Seen, rules: Rules) -> None:
        self._gap, self._prior = rules.rating.own_report_again, rules.rating.prior
        self.scores = Scores(town.keys, rules)
        self.by_mean: set[int] = set()
        """Shops of which a look may vanish altogether: their kindest reading depends on the grid's mean."""
        self.places = places = np.flatnonzero(seen.weight > 0)
        self.starts = np.searchsorted(places, seen.starts).tolist()
        self.shop = shop = seen.looks.shop[places]
        self.duties, self.half, self.failed = (
            column[places] for column in (seen.looks.duties, seen.looks.half, seen.looks.failed)
        )
        self.doubt = seen.looks.left_out[places] & (self.half | self.failed) & self.duties
        self.doubtful: Bools = np.bincount(shop[self.doubt != 0], minlength=town.shops) > 0
        self._age = seen.age[places].tolist()
        self._masks = list(zip(*(c.tolist() for c in (self.duties, self.half, self.failed, self.doubt)), strict=True))
        self._sum_up(seen.weight[places], town.shops)

    def _sum_up(self, weight: Floats, shops: int) -> None:
        score = self.scores.column(self.duties, self.half, self.failed)
        is_none = np.isnan(score)
        self.score = score
        self.weight = weight.tolist()
        whole = _sums(weight, self.starts)
        self._whole = np.array(whole)
        self.weights = np.array(_sums(np.where(is_none, 0.0, weight), self.starts)) if is_none.any() else self._whole
        counted, product = np.where(is_none, 0.0, weight), np.where(is_none, 0.0, weight * score)
        self._counted, self._product, self._hundred = counted.tolist(), product.tolist(), (weight * 100.0).tolist()
        self.products = np.array(_sums(product, self.starts))
        self._flawless = np.array(_sums(weight * 100.0, self.starts))
        flaws, doubts, common = np.zeros(shops, np.int64), np.zeros(shops, np.int64), np.full(shops, -1)
        np.bitwise_or.at(doubts, self.shop, self.doubt)
        np.bitwise_or.at(flaws, self.shop, self.half | self.failed)
        np.bitwise_and.at(common, self.shop, self.duties)
        self._flaws, self._doubts, self._common = flaws, doubts, common
        self._known_ways: dict[
            tuple[int, int, int, int], tuple[tuple[str, ...], dict[frozenset[str], float | None]]
        ] = {}
        every = int(np.bitwise_or.reduce(flaws)) if shops else 0
        bits = [bit for bit in range(every.bit_length()) if every >> bit & 1]
        met = {bit: 1.0 - 0.5 * (self.half >> bit & 1) - (self.failed >> bit & 1) for bit in bits}
        self._by_duty = {bit: (weight * (100 * x)).tolist() for bit, x in met.items()}

    def plain(self, shop: int) -> Sums:
        """The sums with nothing left out."""
        return Sums(float(self.weights[shop]), float(self.products[shop]))

    def kindest(self, shop: int, mean: float) -> tuple[Sums, Left]:
        """The sums of a doubtful shop, and what is left out of which look (by its place among those that weigh)."""
        first, end = self.starts[shop], self.starts[shop + 1]
        doubts = [self._doubt(n, n - first) for n in range(first, end) if self._masks[n][3]]
        doubts.sort(key=lambda doubt: (-doubt.age, doubt.place))
        weights, products = self._counted[first:end], self._product[first:end]
        found, left = kindest(weights, products, doubts, mean, self._prior, self._gap)
        if any(None in doubt.scores.values() for doubt in doubts):
            self.by_mean.add(shop)
        return found, {first + place: duties for place, duties in left.items() if duties}

    def _doubt(self, n: int, place: int) -> Doubt:
        names, scores = self._ways(self._masks[n])
        return Doubt(place, self._age[n], self.weight[n], names, scores)

    def _ways(self, masks: tuple[int, int, int, int]) -> tuple[tuple[str, ...], dict[frozenset[str], float | None]]:
        """The duties that may be left out of such a look, and its score by what is."""
        if masks not in self._known_ways:
            duties, half, failed, doubt = masks
            names = tuple(sorted(self.scores.names(doubt)))
            self._known_ways[masks] = (
                names,
                {left: self.scores.of(duties & ~self.scores.mask(left), half, failed) for left in subsets(names)},
            )
        return self._known_ways[masks]

    def of_duty(self, bit: int, means: Floats, wanted: Bools) -> Floats:
        """E_d of a duty at the shops that are wanted, in the reading that is kindest to it."""
        has_flaw = self._flaws >> bit & 1 == 1
        is_common = self._common >> bit & 1 == 1
        is_doubtful = self._doubts >> bit & 1 == 1
        sums = self._flawless.copy()
        products, starts = self._by_duty.get(bit, []), self.starts
        for shop in np.flatnonzero(wanted & has_flaw & is_common & ~is_doubtful).tolist():
            sums[shop] = fsum(products[starts[shop] : starts[shop + 1]])
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = (self._prior * means + sums) / (self._prior + self._whole)
        for shop in np.flatnonzero(wanted & is_doubtful).tolist():
            found[shop] = self._doubtful_duty(shop, bit, float(means[shop]))
        for shop in np.flatnonzero(wanted & ~is_doubtful & ~is_common).tolist():
            weights, multiplied = self._about(shop, bit)
            found[shop] = Sums(fsum(weights), fsum(multiplied)).shrunk(float(means[shop]), self._prior)
        return found

    def _about(self, shop: int, bit: int) -> tuple[list[float], list[float]]:
        """a and a·100·x of the shop's looks, 0 where the duty did not apply."""
        first, end = self.starts[shop], self.starts[shop + 1]
        products = self._by_duty.get(bit, self._hundred)[first:end]
        weights = self.weight[first:end]
        if int(self._common[shop]) >> bit & 1:
            return weights, products
        has = [masks[0] >> bit & 1 for masks in self._masks[first:end]]
        return _where(has, weights), _where(has, products)

    def _doubtful_duty(self, shop: int, bit: int, mean: float) -> float:
        weights, products = self._about(shop, bit)
        first, end = self.starts[shop], self.starts[shop + 1]
        doubts = [
            Doubt(n - first, self._age[n], self.weight[n], *self._ways_of_duty(bit, self._masks[n][1] >> bit & 1))
            for n in range(first, end)
            if self._masks[n][3] >> bit & 1
        ]
        doubts.sort(key=lambda doubt: (-doubt.age, doubt.place))
        return kindest(weights, products, doubts, mean, self._prior, self._gap)[0].shrunk(mean, self._prior)

    def _ways_of_duty(self, bit: int, half: int) -> tuple[tuple[str, ...], dict[frozenset[str], float | None]]:
        names = self.scores.names(1 << bit)
        return names, {frozenset(): 100 * (0.5 if half else 0.0), frozenset(names): None}


def _where(has: list[int], values: list[float]) -> list[float]:
    return [value if one else 0.0 for one, value in zip(has, values, strict=True)]


def _sums(values: Floats, starts: list[int]) -> list[float]:
    """The exact sum of each shop's values, rounded once."""
    found = values.tolist()
    return [fsum(found[a:b]) for a, b in itertools.pairwise(starts)]
