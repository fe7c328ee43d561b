"""Computes one grid's ratings from the rows read, with every number behind the star."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import TYPE_CHECKING, Any

import orjson

from files.lazily import lazy
from programme.ratings.bands import Past
from programme.ratings.explanation import Explanation, explain
from programme.ratings.stars import Evidence, Rating
from programme.rules import Rules
from storage.ratings.packed_inputs import Packed, opened
from storage.ratings.rating_inputs import Inputs, Place, by_grid
from storage.ratings.ratings import PackedRow, RatingRow
from storage.ratings.shop_evidence import judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from programme.ratings.columns import inputs_digest, reasons
    from programme.ratings.columns import judge as columns
    from programme.ratings.columns import town as towns
    from storage.ratings import evidence_columns, figure_columns
else:
    columns = lazy("programme.ratings.columns.judge")
    inputs_digest = lazy("programme.ratings.columns.inputs_digest")
    reasons = lazy("programme.ratings.columns.reasons")
    evidence_columns = lazy("storage.ratings.evidence_columns")
    figure_columns = lazy("storage.ratings.figure_columns")
    towns = lazy("programme.ratings.columns.town")


@dataclass(frozen=True)
class GridRated:
    """A grid's rows (a `run_id` still 0) and the digest of everything they came from."""

    grid_id: int
    rows: Sequence[RatingRow | PackedRow]
    digest: bytes


def rate_grids(packed: Packed, through: datetime, rules: Rules) -> list[GridRated]:
    """Judge all shops of whole grids as of a run's cut-off, together where the columns hold what the rules ask for."""
    places, town = evidence_columns.town_of(packed, through, rules)
    if columns.can_judge(len(town.keys), town.shops, rules):
        return _together(places, town, rules)
    raw = opened(packed)
    return [rate_grid(raw, grid, through, rules) for grid in by_grid(raw.places)]


def _together(places: Sequence[Place], town: towns.Town, rules: Rules) -> list[GridRated]:
    judged = columns.judge(town, rules)
    rows = _packed_rows(judged, figure_columns.packed_figures(judged, reasons.reasons(judged, rules)))
    digests, grids = inputs_digest.digests_of(judged, rules), town.grid.tolist()
    found, first = [], 0
    for number, digest in enumerate(digests):
        end = first + grids.count(number)
        found.append(GridRated(places[first].grid_id, rows[first:end], digest))
        first = end
    return found


def _packed_rows(judged: columns.Judgement, figures: Sequence[bytes]) -> list[PackedRow]:
    rated, is_rated = judged.rated, judged.rated.is_rated
    stars = (_or_none(column, is_rated) for column in (rated.score, rated.weakest, rated.stars, rated.shown))
    previous = _or_none(rated.previous, rated.previous > 0)
    names = towns.STATES
    states = [names[state] for state in rated.state.tolist()]
    no_text = repeat("")
    looks = rated.looks.tolist()
    return list(map(PackedRow, judged.town.id.tolist(), states, *stars, previous, looks, no_text, figures))


def _or_none(column: NDArray[Any], there: NDArray[np.bool_]) -> list[Any]:
    return [value if is_there else None for value, is_there in zip(column.tolist(), there.tolist(), strict=True)]


def rate_grid(raw: Inputs, places: Sequence[Place], through: datetime, rules: Rules) -> GridRated:
    """Judge all shops of one grid by the readable rules, shop by shop: what the columns have to equal."""
    grid, judged = judge(raw, places, through, rules)
    digest = hashlib.sha256(orjson.dumps(grid))
    for shop in judged:
        digest.update(_packed(shop.place.id, shop.known))
    rows = [
        _row(
            shop.rating,
            explain(shop.known, shop.rating, rules),
            shop.place.id,
            shop.place.tenure_id or 0,
            shop.known.past,
            shop.known.today,
            shop.candor,
        )
        for shop in judged
    ]
    return GridRated(places[0].grid_id, rows, digest.digest())


def _last(rating: Rating, past: Sequence[Past], today: date) -> dict[str, object]:
    """The last star, as the next run and an unrated (待评) shop need it."""
    if rating.stars is not None:
        day = today.isoformat()
        now = {"stars": rating.stars, "score": rating.score, "weakest": rating.weakest, "day": day}
        return {"last": now, "gap": False}
    rated = next((p for p in reversed(past) if p.stars is not None), None)
    last = (
        {"stars": rated.stars, "score": rated.score, "weakest": rated.weakest, "day": rated.period} if rated else None
    )
    was_unrated = bool(past) and past[-1].stars is None
    return {"last": last, "gap": rating.state == "unrated" or was_unrated}


def _row(
    rating: Rating,
    why: Explanation,
    shop_id: int,
    tenure_id: int,
    past: Sequence[Past],
    today: date,
    candor: float | None,
) -> RatingRow:
    figures = {
        **_last(rating, past, today),
        "tenure": tenure_id,
        "E": rating.external,
        "B": rating.blended,
        "weight": rating.weight,
        "own_weight": rating.own_weight,
        "trust": rating.trust,
        "mean": rating.grid.mean,
        "duties": rating.duties,
        "adjustment": rating.adjustment,
        "why": rating.why,
        "unsteady": rating.unsteady,
        "candor": candor,
        "explanation": why,
    }
    return RatingRow(
        0,
        shop_id,
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
