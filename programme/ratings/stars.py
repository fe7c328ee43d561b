"""The star of one shop, from everything known about it, with every figure on the way, so that it can be recomputed.

PROGRAMME §4 is the source of every formula here. In one sentence: what others saw in the last four months, the newer the
more; the shop's own word at most a quarter; reporting and fixing first costs nothing; a red line lowers the shown star.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date

from files.dataclass import dataclass
from programme.ratings.adjustment import Adjustment, Found, adjust
from programme.ratings.bands import TOP, Past, Standing, standing, unsteady
from programme.ratings.evidence import (
    Claims,
    Grid,
    Look,
    SelfDay,
    Sums,
    by_observer_week,
    duty_weights,
    observer_week,
    self_weight,
    sums,
    weight_of,
)
from programme.ratings.honesty import as_seen, duty_evidence, kindest_trust, read
from programme.ratings.scale import scale
from programme.ratings.weighing import Weighed, weigh
from programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a run knows about one shop. Ages are in the shop's open days up to `today`, the day of the run.

    `self_days` are the days with a self-check; those on which it said that all was met may stand in `clean_days` by their
    ages instead: nothing else of them matters. `honest_days` are the answers of days on which the shop reported something and
    put it right in time, beside what an outsider found that day. `past` are earlier runs of this tenure, oldest first, without
    those in which it was shut. `shut` is `closed` or `paused` while it is.
    """

    today: date
    duties: tuple[str, ...]
    looks: tuple[Look, ...] = ()
    self_days: tuple[SelfDay, ...] = ()
    claims: Claims = field(default_factory=Claims)
    honest_days: tuple[Claims, ...] = ()
    findings: tuple[Found, ...] = ()
    past: tuple[Past, ...] = ()
    veto: bool = False
    shut: str = ""
    clean_days: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "looks", by_observer_week(self.looks))


@dataclass(frozen=True, slots=True)
class Rating:
    """One shop in one run. `state` is rated, unrated, closed or paused; `stars` runs underneath, `shown` is what people see.

    `looks` counts observer-weeks in the gate's window; `score` is S, `external` E, `blended` B, `weight` Σa, `own_weight`
    W_self, `trust` h, `duties` the E_d by key; `unsteady` when S is near a cut (不稳); `read` are the looks with what this
    reading leaves out of each.
    """

    state: str
    looks: int
    grid: Grid
    score: float | None = None
    external: float | None = None
    blended: float | None = None
    weight: float = 0.0
    own_weight: float = 0.0
    trust: float = 0.0
    duties: dict[str, float] = field(default_factory=dict)
    weakest: float | None = None
    adjustment: Adjustment = field(default_factory=Adjustment)
    stars: int | None = None
    shown: int | None = None
    previous: int | None = None
    why: str = ""
    unsteady: bool = False
    read: tuple[Look, ...] = ()


def rate(known: Evidence, grid: Grid, rules: Rules, weighed: Weighed | None = None) -> Rating:
    """The rating of one shop in one run; `weighed` are its looks, where they have been weighed for the grid already."""
    looks = observer_weeks(known.looks, rules)
    if known.shut or looks < rules.rating.gate_looks or not any(weight_of(look, rules) > 0 for look in known.looks):
        state = known.shut or "unrated"
        return Rating(state, looks, grid, previous=last_star(known.past), read=known.looks)
    told, outside, duties = _outside(known, grid.mean, rules, weighed)
    sums = ShopSums(
        looks=looks,
        outside=outside,
        duties=duties,
        said=self_weight(known.self_days, rules, known.clean_days),
        trust=kindest_trust(known.claims, known.honest_days, grid, rules),
        adjustment=adjust(known.findings, known.today, rules),
        past=known.past,
        second_eyes=_second_eyes(told, rules),
        veto=known.veto,
    )
    return replace(rated(sums, grid, rules), read=told)


@dataclass(frozen=True, slots=True)
class ShopSums:
    """What one shop's evidence adds up to, however it was added: `said` is the weight of its self-checks before the cap."""

    looks: int
    outside: Sums
    duties: dict[str, float]
    said: float
    trust: float
    adjustment: Adjustment
    past: Sequence[Past]
    second_eyes: bool
    veto: bool


def rated(sums: ShopSums, grid: Grid, rules: Rules) -> Rating:
    """The score and the star of a shop with evidence enough (PROGRAMME §4): E, B, S, the two keys, hysteresis, veto."""
    r, outside, mean = rules.rating, sums.outside, grid.mean
    external = outside.shrunk(mean, r.prior)
    base = r.prior + outside.weight
    own = min(sums.said, base / r.self_share)
    blended = (r.prior * mean + outside.weighted + own * 100 * sums.trust) / (base + own)
    score = min(max(max(external, blended) + sums.adjustment.total, 0.0), 100.0)
    weakest = min(sums.duties.values(), default=external)
    placed = standing(score, weakest, sums.past, second_eyes=sums.second_eyes, rules=rules)
    return Rating(
        state="rated",
        looks=sums.looks,
        grid=grid,
        score=score,
        external=external,
        blended=blended,
        weight=outside.weight,
        own_weight=own,
        trust=sums.trust,
        duties=sums.duties,
        weakest=weakest,
        adjustment=sums.adjustment,
        stars=placed.stars,
        shown=min(placed.stars, r.veto_stars) if sums.veto else placed.stars,
        previous=last_star(sums.past),
        why=placed.why,
        unsteady=unsteady(score, rules),
    )


def last_star(past: Sequence[Past]) -> int | None:
    """The last star a shop had, over runs without one."""
    return next((p.stars for p in reversed(past) if p.stars is not None), None)


def _outside(
    known: Evidence, mean: float, rules: Rules, weighed: Weighed | None
) -> tuple[tuple[Look, ...], Sums, dict[str, float]]:
    """What outsiders saw, read as kindly as honesty allows; its sums, and E_d of each duty."""
    prior = rules.rating.prior
    if weighed := weighed or weigh(known.looks, known.duties, rules):
        duties = {d: s.shrunk(mean, prior) for d, s in weighed.duties.items()}
        return as_seen(known.looks), weighed.outside, duties
    told = read(known.looks, mean, prior, rules)
    duties = {d: duty_evidence(known.looks, d, mean, rules) for d in known.duties}
    return told, sums(told, duty_weights(rules), rules), duties


def observer_weeks(looks: Sequence[Look], rules: Rules) -> int:
    """How many observers' ISO weeks have a look inside the gate's window; contested looks count here."""
    return len({observer_week(look) for look in looks if 0 <= look.age <= rules.rating.gate_window})


def _second_eyes(looks: Sequence[Look], rules: Rules) -> bool:
    """Whether anybody but the linked member saw it good enough lately."""
    r, by = rules.rating, scale(rules)
    return any(
        (by.score(look.counted, look.facts) or 0.0) >= r.second_eyes_least
        for look in looks
        if look.source != "linked" and not look.contested and 0 <= look.age <= r.second_eyes_window
    )


__all__ = ["TOP", "Evidence", "Rating", "Standing", "rate"]
