"""Computes one grid's ratings from the rows read, with every number behind the star."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from programme.ratings.evidence import Grid
from programme.ratings.explanation import explain
from programme.ratings.stars import Evidence, Rating
from programme.rules import Rules
from storage.ratings.rating_inputs import Inputs, Place
from storage.ratings.ratings import RatingRow
from storage.ratings.shop_evidence import Judged, judge

EDITION = 2
"""Raised with every change of the rules that no setting tells; part of the rules' hash."""


@dataclass(frozen=True)
class GridRated:
    """A grid's rows (their `run_id` still 0) and the digest of everything they came from."""

    rows: list[RatingRow]
    digest: bytes


def rate_grid(raw: Inputs, places: Sequence[Place], through: datetime, rules: Rules) -> GridRated:
    """Judge all shops of one grid as of a run's cut-off."""
    grid, judged = judge(raw, places, through, rules)
    digest = hashlib.sha256(orjson.dumps(grid))
    for shop in judged:
        digest.update(_packed(shop.place.id, shop.known))
    return GridRated([_row(shop, grid, rules) for shop in judged], digest.digest())


def _last(rating: Rating, evidence: Evidence) -> dict[str, object]:
    """The last star, as the next run and an unrated (待评) shop need it."""
    if rating.stars is not None:
        day = evidence.today.isoformat()
        now = {"stars": rating.stars, "score": rating.score, "weakest": rating.weakest, "day": day}
        return {"last": now, "gap": False}
    rated = next((p for p in reversed(evidence.past) if p.stars is not None), None)
    last = (
        {"stars": rated.stars, "score": rated.score, "weakest": rated.weakest, "day": rated.period} if rated else None
    )
    was_unrated = bool(evidence.past) and evidence.past[-1].stars is None
    return {"last": last, "gap": rating.state == "unrated" or was_unrated}


def _row(shop: Judged, grid: Grid, rules: Rules) -> RatingRow:
    rating = shop.rating
    figures = {
        **_last(rating, shop.known),
        "tenure": shop.place.tenure_id or 0,
        "E": rating.external,
        "B": rating.blended,
        "weight": rating.weight,
        "own_weight": rating.own_weight,
        "trust": rating.trust,
        "mean": grid.mean,
        "duties": rating.duties,
        "adjustment": rating.adjustment,
        "why": rating.why,
        "unsteady": rating.unsteady,
        "candor": shop.candor,
        "explanation": explain(shop.known, rating, rules),
    }
    return RatingRow(
        0,
        shop.place.id,
        rating.state,
        rating.score,
        rating.weakest,
        rating.stars,
        rating.shown,
        rating.previous,
        rating.looks,
        figures,
    )


def _packed(shop: int, known: Evidence) -> bytes:
    """The same bytes for the same evidence on every machine. A look that was recorded never changes: its number says it all."""
    looks = [(look.id, look.age, look.contested) for look in known.looks]
    rest = (known.self_days, known.claims, known.honest_days, known.findings, known.past, known.veto, known.shut)
    return orjson.dumps((shop, known.duties, looks, known.clean_days, *rest), default=sorted)


def rules_text(rules: Rules) -> str:
    """The rules in full, as they are kept beside the runs that were made with them.

    Holidays are no rule: what they make of a look's age stands in its inputs.
    """
    return orjson.dumps(replace(rules, holidays={}), option=orjson.OPT_SORT_KEYS).decode()


def rules_hash(rules: Rules) -> str:
    """The hash of a run's rules: the settings and the version of the code that applies them."""
    return hashlib.sha256(f"{EDITION} {rules_text(rules)}".encode()).hexdigest()[:16]
