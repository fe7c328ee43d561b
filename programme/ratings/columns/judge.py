"""All shops of some grids, judged at once: the ratings that `programme.ratings.stars.rate` gives, to the last bit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from programme.ratings.columns.evidence_sums import EvidenceSums, Left
from programme.ratings.columns.gather import Known, gather
from programme.ratings.columns.points import points
from programme.ratings.columns.self_sums import self_sums
from programme.ratings.columns.tables import MOST_KEYS, Bools, Ints, bits
from programme.ratings.columns.town import Town
from programme.ratings.evidence import Claims, Grid, Sums, candor, grid_of
from programme.ratings.honesty import kindest_trust
from programme.ratings.stars import Rating, ShopSums, last_star, rated
from programme.rules import Rules

MOST_SHOPS = 16_000
"""So many shops fit into the numbers that name a shop, a duty and an instant together."""


@dataclass(slots=True)
class Judgement:
    """The ratings by shop, without `read`, with what the explanation needs: the sums, and what the readings leave out.

    `left` names looks by their row in `known.seen.looks`; of a shop that is not rated it is what was recorded.
    """

    town: Town
    known: Known
    sums: EvidenceSums
    grids: list[Grid]
    ratings: list[Rating]
    candor: list[float | None]
    left: Ints


def can_judge(keys: int, shops: int, rules: Rules) -> bool:
    """Whether the columns hold it; everything else is judged shop by shop."""
    return rules.rating.observer_share >= 1 and keys <= MOST_KEYS and shops <= MOST_SHOPS


def judge(town: Town, rules: Rules) -> Judgement:
    """Judge all shops of a town."""
    return _Judge(town, rules).judgement()


class _Judge:
    def __init__(self, town: Town, rules: Rules) -> None:
        self._town, self._rules = town, rules
        self._known = gather(town, rules)
        self._sums = EvidenceSums(town, self._known.seen, rules)
        self._doubtful = np.flatnonzero(self._sums.doubtful).tolist()
        self._at_low: dict[int, tuple[Sums, Left]] = {}
        self._chosen: Ints = np.zeros(len(self._known.seen.age), np.int64)
        self._counted = [b > a for a, b in pairwise(self._sums.starts)]

    def judgement(self) -> Judgement:
        town, known, rules = self._town, self._known, self._rules
        claims = [Claims(c, a) for c, a in zip(known.compared.tolist(), known.agreed.tolist(), strict=True)]
        grids = self._grids(claims)
        grid_of_shop = town.grid.tolist()
        weeks = self._observer_weeks()
        outside = self._outside([grids[g].mean for g in grid_of_shop])
        eyes = self._second_eyes()
        own_weight = self_sums(town, known, rules)
        changes = points(town, known.cased, rules)
        ratings = []
        for shop, g in enumerate(grid_of_shop):
            past, grid = town.past[shop], grids[g]
            if town.shut[shop] or weeks[shop] < rules.rating.gate_looks or not self._counted[shop]:
                ratings.append(Rating(town.shut[shop] or "unrated", weeks[shop], grid, previous=last_star(past)))
                continue
            sums = ShopSums(
                looks=weeks[shop],
                outside=outside[shop],
                duties=self._duties(shop, grid.mean),
                said=own_weight[shop],
                trust=kindest_trust(claims[shop], known.honest.get(shop, ()), grid, rules),
                adjustment=changes[shop],
                past=past,
                second_eyes=eyes[shop],
                veto=bool(town.veto[shop]),
            )
            ratings.append(rated(sums, grid, rules))
        return Judgement(town, known, self._sums, grids, ratings, self._candor(grid_of_shop), self._left(ratings))

    def _grids(self, claims: list[Claims]) -> list[Grid]:
        r = self._rules.rating
        pooled = [self._sums.plain(shop) for shop in range(self._town.shops)]
        for shop in self._doubtful:
            self._at_low[shop] = self._sums.kindest(shop, r.mean_low)
            pooled[shop] = self._at_low[shop][0]
        ends = np.searchsorted(self._town.grid, np.arange(int(self._town.grid.max(initial=-1)) + 2)).tolist()
        return [grid_of(pooled[a:b], claims[a:b], self._rules) for a, b in pairwise(ends)]

    def _outside(self, means: list[float]) -> list[Sums]:
        """The sums of every shop, those of the doubtful ones as kind as honesty allows; what that leaves out is noted."""
        found = [self._sums.plain(shop) for shop in range(self._town.shops)]
        for shop in self._doubtful:
            is_low = means[shop] == self._rules.rating.mean_low
            found[shop], left = self._at_low[shop] if is_low else self._sums.kindest(shop, means[shop])
            for place, duties in left.items():
                self._chosen[self._sums.places[place]] = self._sums.scores.mask(duties)
        return found

    def _duties(self, shop: int, mean: float) -> dict[str, float]:
        """E_d of each duty that counts at the shop."""
        mask = int(self._town.duties[shop])
        return {key: self._sums.of_duty(shop, n, mean) for n, key in enumerate(self._town.keys) if mask >> n & 1}

    def _observer_weeks(self) -> list[int]:
        seen = self._known.seen
        inside = seen.age <= self._rules.rating.gate_window
        pairs = np.unique(np.stack([seen.looks.shop[inside], seen.weeks[inside]]), axis=1)
        return [int(n) for n in np.bincount(pairs[0], minlength=self._town.shops)]

    def _second_eyes(self) -> list[bool]:
        """Whether anybody but the linked member saw it good enough lately, in the reading that counts."""
        r, looks, seen = self._rules.rating, self._known.seen.looks, self._known.seen
        others = (looks.source != 0) & ~seen.contested & (seen.age <= r.second_eyes_window)
        rows = np.flatnonzero(others)
        counted = looks.duties[rows] & ~self._chosen[rows]
        score = self._sums.scores.column(counted, looks.half[rows], looks.failed[rows])
        good = np.nan_to_num(score) >= r.second_eyes_least
        found: Bools = np.bincount(looks.shop[rows[good]], minlength=self._town.shops) > 0
        return [bool(x) for x in found]

    def _candor(self, grid_of_shop: list[int]) -> list[float | None]:
        """Of the faults outsiders found, how many the shop had reported before; None where there were too few."""
        looks, seen, shops = self._known.seen.looks, self._known.seen, self._town.shops
        rows = np.flatnonzero(~seen.contested & (seen.age <= self._rules.rating.window) & (looks.flawed != 0))
        flawed, shop = looks.flawed[rows], looks.shop[rows]
        found, told = (
            np.bincount(shop, weights=bits(mask), minlength=shops).astype(np.int64)
            for mask in (flawed, flawed & looks.left_out[rows])
        )
        faults = [Claims(f, t) for f, t in zip(found.tolist(), told.tolist(), strict=True)]
        totals = [Claims()] * len(set(grid_of_shop))
        for g, one in zip(grid_of_shop, faults, strict=True):
            totals[g] += one
        shares = [total.agreed / total.compared if total.compared else 0.0 for total in totals]
        return [candor(one, shares[g], self._rules) for g, one in zip(grid_of_shop, faults, strict=True)]

    def _left(self, ratings: list[Rating]) -> Ints:
        """What is left out of each look: by the reading of a rated shop, as recorded of others."""
        looks = self._known.seen.looks
        is_rated = np.array([rating.state == "rated" for rating in ratings], np.bool_)
        left = np.where(is_rated[looks.shop], 0, looks.left_out) if len(ratings) else looks.left_out
        return left | self._chosen
