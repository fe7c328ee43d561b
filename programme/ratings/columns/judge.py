"""All shops of some grids, judged at once: the ratings that `programme.ratings.stars.rate` gives, to the last bit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from programme.ratings.columns.evidence_sums import EvidenceSums
from programme.ratings.columns.exact_sums import exact_sums
from programme.ratings.columns.gather import Known, gather
from programme.ratings.columns.points import Points, points
from programme.ratings.columns.self_sums import self_sums
from programme.ratings.columns.standings import standings, unsteady_ones
from programme.ratings.columns.tables import MOST_KEYS, MOST_SHOPS, Bools, Floats, Ints, bits
from programme.ratings.columns.town import STATES, Town
from programme.ratings.columns.trusts import kindest_trusts
from programme.ratings.evidence import Claims, Grid, Sums, grid_of
from programme.rules import Rules

RATED = STATES.index("rated")


@dataclass(slots=True)
class Rated:
    """The ratings by shop, as `Rating` has them: `state` by `STATES`, `why` by `WHYS`, `stars` and `previous` 0 for none.

    `duties` has a row for each of the town's keys, NaN where the duty is not the shop's; of a shop that is not rated only
    `state`, `looks`, `mean`, `previous` and `candor` (NaN while unknown) mean something.
    """

    state: Ints
    looks: Ints
    mean: Floats
    score: Floats
    external: Floats
    blended: Floats
    weight: Floats
    own_weight: Floats
    trust: Floats
    duties: Floats
    weakest: Floats
    points: Points
    stars: Ints
    shown: Ints
    previous: Ints
    why: Ints
    unsteady: Bools
    candor: Floats

    @property
    def is_rated(self) -> Bools:
        found: Bools = self.state == RATED
        return found


@dataclass(slots=True)
class Judgement:
    """The ratings with what the explanation needs: the sums, and what the readings leave out.

    `left` names looks by their row in `known.seen.looks`; of a shop that is not rated it is what was recorded.
    """

    town: Town
    known: Known
    sums: EvidenceSums
    grids: list[Grid]
    rated: Rated
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
        low = np.full(town.shops, rules.rating.mean_low)
        self._at_low = self._sums.kindest(low, self._sums.doubtful)
        self._chosen: Ints = np.zeros(len(self._known.seen.age), np.int64)

    def judgement(self) -> Judgement:
        grids = self._grids()
        rated = self._rated(grids)
        looks = self._known.seen.looks
        left = np.where(rated.is_rated[looks.shop], 0, looks.left_out) | self._chosen
        return Judgement(self._town, self._known, self._sums, grids, rated, left)

    def _rated(self, grids: list[Grid]) -> Rated:
        town, r = self._town, self._rules.rating
        mean = np.array([grid.mean for grid in grids])[town.grid]
        looks = self._observer_weeks()
        has_evidence = np.diff(self._sums.starts) > 0
        is_rated = (town.shut == 0) & (looks >= r.gate_looks) & has_evidence
        weight, weighted = self._outside(mean)
        with np.errstate(divide="ignore", invalid="ignore"):
            external = (r.prior * mean + weighted) / (r.prior + weight)
        trust, changes = self._trust(grids), points(town.shops, town.days.today, self._known.cased, self._rules)
        base = r.prior + weight
        own = np.minimum(self_sums(town, self._known, self._rules), base / r.self_share)
        with np.errstate(divide="ignore", invalid="ignore"):
            blended = (r.prior * mean + weighted + own * 100 * trust) / (base + own)
        score = np.minimum(np.maximum(np.maximum(external, blended) + changes.total, 0.0), 100.0)
        duties = self._duties(mean, is_rated)
        weakest = np.fmin.reduce(duties, axis=0)
        weakest = np.where(np.isnan(weakest), external, weakest)
        placed = standings(score, weakest, town.past, self._second_eyes(), self._rules)
        return Rated(
            state=np.where(is_rated, RATED, town.shut),
            looks=looks,
            mean=mean,
            score=score,
            external=external,
            blended=blended,
            weight=weight,
            own_weight=own,
            trust=trust,
            duties=duties,
            weakest=weakest,
            points=changes,
            stars=placed.stars,
            shown=np.where(town.veto, np.minimum(placed.stars, r.veto_stars), placed.stars),
            previous=town.past.stars,
            why=placed.why,
            unsteady=unsteady_ones(score, self._rules),
            candor=self._candor(),
        )

    def _grids(self) -> list[Grid]:
        known, grid = self._known, self._town.grid
        grids = int(grid.max(initial=-1)) + 1
        sums = [exact_sums(grid, column, grids) for column in (self._at_low.weight, self._at_low.weighted)]
        claims = [np.bincount(grid, column, grids).astype(np.int64) for column in (known.compared, known.agreed)]
        every = zip(*[column.tolist() for column in (*sums, *claims)], strict=True)
        return [grid_of([Sums(a, aq)], [Claims(n, agreed)], self._rules) for a, aq, n, agreed in every]

    def _grid_ends(self) -> list[int]:
        """Where each grid's shops begin, and behind them the end of the last one's."""
        grid = self._town.grid
        return [int(n) for n in np.searchsorted(grid, np.arange(int(grid.max(initial=-1)) + 2))]

    def _outside(self, means: Floats) -> tuple[Floats, Floats]:
        """The sums of every shop, those of the doubtful ones as kind as honesty allows; what that leaves out is noted."""
        found, again = self._at_low, self._sums.by_mean & (means != self._rules.rating.mean_low)
        if again.any():
            found = found.with_others(self._sums.kindest(means, again), again, self._sums.doubts)
        looks, duties = self._sums.left(found)
        self._chosen[looks] = duties
        return found.weight, found.weighted

    def _trust(self, grids: list[Grid]) -> Floats:
        """h of every shop."""
        known, grid, prior = self._known, self._town.grid, self._rules.rating.trust_prior
        pooled = np.array([one.trust for one in grids])[grid]
        claims = np.array([(one.claims.agreed, one.claims.compared) for one in grids], np.int64).reshape(-1, 2)[grid]
        return kindest_trusts(known, pooled, claims, prior)

    def _duties(self, mean: Floats, is_rated: Bools) -> Floats:
        """E_d of each duty that counts at the shop."""
        found = np.full((len(self._town.keys), self._town.shops), np.nan)
        for bit in range(len(self._town.keys)):
            wanted = is_rated & (self._town.duties >> bit & 1 == 1)
            if wanted.any():
                found[bit, wanted] = self._sums.of_duty(bit, mean, wanted)[wanted]
        return found

    def _observer_weeks(self) -> Ints:
        seen = self._known.seen
        inside = np.flatnonzero(seen.age <= self._rules.rating.gate_window)
        first = np.unique(seen.weeks[inside], return_index=True)[1]
        return np.bincount(seen.looks.shop[inside[first]], minlength=self._town.shops)

    def _second_eyes(self) -> Bools:
        """Whether anybody but the linked member saw it good enough lately, in the reading that counts."""
        r, looks, seen = self._rules.rating, self._known.seen.looks, self._known.seen
        others = (looks.source != 0) & ~seen.contested & (seen.age <= r.second_eyes_window)
        rows = np.flatnonzero(others)
        counted = looks.duties[rows] & ~self._chosen[rows]
        score = self._sums.scores.column(counted, looks.half[rows], looks.failed[rows])
        good = np.nan_to_num(score) >= r.second_eyes_least
        found: Bools = np.bincount(looks.shop[rows[good]], minlength=self._town.shops) > 0
        return found

    def _candor(self) -> Floats:
        """Of the faults outsiders found, how many the shop had reported before; NaN where there were too few."""
        looks, seen, shops = self._known.seen.looks, self._known.seen, self._town.shops
        rows = np.flatnonzero(~seen.contested & (seen.age <= self._rules.rating.window) & (looks.flawed != 0))
        flawed, shop = looks.flawed[rows], looks.shop[rows]
        faults, told = (
            np.bincount(shop, weights=bits(mask), minlength=shops).astype(np.int64)
            for mask in (flawed, flawed & looks.left_out[rows])
        )
        r, ends = self._rules.rating, self._grid_ends()
        totals = [[int(many[a:b].sum()) for a, b in pairwise(ends)] for many in (faults, told)]
        shares = np.array([a / n if n else 0.0 for n, a in zip(*totals, strict=True)])[self._town.grid]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (r.candor_prior * shares + told) / (r.candor_prior + faults)
        return np.where(faults < r.candor_least, np.nan, found)
