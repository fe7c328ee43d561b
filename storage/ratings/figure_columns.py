"""The figures of a judgement, packed shop by shop from its columns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from programme.ratings.adjustment import PARTS
from programme.ratings.columns.judge import Judgement
from programme.ratings.columns.reasons import Reasons
from programme.ratings.columns.tables import Ints, bits, starts
from storage.ratings.figure_packing import KNOWS_CANDOR, RATED, UNSTEADY, VERSION

_Q, _I, _U, _H, _B, _D = "<i8", "<i4", "<u4", "<u2", "u1", "<f8"
_FLOATS = ("external", "blended", "weight", "own_weight", "trust", "mean", "candor", *PARTS, "total")
RECORD = np.dtype(
    [("version", _B), ("tenure", _Q), ("last_stars", _B), ("gap", _B), ("last_day", _I)]
    + [("last_score", _D), ("last_weakest", _D)]
    + [(name, _B) for name in ("why", "step", "flags", "mattered")]
    + [("items", _H), ("needs", _I), ("duties", _U)]
    + [(name, _D) for name in _FLOATS]
)
ITEM = np.dtype([("kind", _B), ("points", _D), ("finding", _Q), ("duty", _B), ("day", _I)])
MATTERED = np.dtype([("look", _Q), ("day", _I), ("source", _B), ("failed", _U)])


def packed_figures(judged: Judgement, why: Reasons) -> list[bytes]:
    """The figures of every shop of a judgement."""
    town, rated = judged.town, judged.rated
    told, looks = rated.points.items, why.mattered
    items = _table(ITEM, told, rated.is_rated[told.shop])
    mattered = _table(MATTERED, looks)
    item_starts = starts(told.shop[rated.is_rated[told.shop]], town.shops)
    look_starts = starts(looks.shop, town.shops)
    applies = ~np.isnan(rated.duties.T)
    duties = np.ascontiguousarray(rated.duties.T)[applies]
    records = _records(judged, why, np.diff(item_starts), np.diff(look_starts))
    records["duties"] = applies @ (1 << np.arange(len(town.keys)))
    parts = (
        (records.tobytes(), [n * RECORD.itemsize for n in range(town.shops + 1)]),
        (duties.astype(_D).tobytes(), [0, *(8 * np.cumsum(bits(records["duties"].astype(np.int64)))).tolist()]),
        (items.tobytes(), [n * ITEM.itemsize for n in item_starts]),
        (mattered.tobytes(), [n * MATTERED.itemsize for n in look_starts]),
    )
    cut = [[whole[a:b] for a, b in pairwise(ends)] for whole, ends in parts]
    names = " ".join(town.keys).encode()
    return [b"".join((*four, names)) for four in zip(*cut, strict=True)]


def _table(kind: np.dtype[Any], table: object, rows: Any = slice(None)) -> npt.NDArray[Any]:
    columns = {name: getattr(table, name)[rows] for name in kind.names or ()}
    found = np.zeros(len(next(iter(columns.values()))), kind)
    for name, column in columns.items():
        found[name] = column
    return found


def _records(judged: Judgement, why: Reasons, items: Ints, mattered: Ints) -> npt.NDArray[Any]:
    town, rated, is_rated = judged.town, judged.rated, judged.rated.is_rated
    found = np.zeros(town.shops, RECORD)
    found["version"], found["tenure"] = VERSION, town.tenure
    past = town.past
    found["last_stars"] = np.where(is_rated, rated.stars, past.stars)
    found["last_day"] = np.where(is_rated, town.today.toordinal(), past.day)
    found["last_score"] = np.where(is_rated, rated.score, past.score)
    found["last_weakest"] = np.where(is_rated, rated.weakest, past.weakest)
    found["gap"] = ~is_rated & ((rated.state == 0) | past.gap)
    found["why"] = np.where(is_rated, rated.why, 0)
    found["step"], found["needs"] = why.step, why.needs
    knows = ~np.isnan(rated.candor)
    found["flags"] = RATED * is_rated + UNSTEADY * (is_rated & rated.unsteady) + KNOWS_CANDOR * knows
    found["items"], found["mattered"] = items, mattered
    found["mean"], found["candor"] = rated.mean, np.where(knows, rated.candor, 0.0)
    for name in ("external", "blended", "weight", "own_weight", "trust"):
        found[name] = np.where(is_rated, getattr(rated, name), 0.0)
    for n, part in enumerate(PARTS):
        found[part] = np.where(is_rated, rated.points.parts[:, n], 0.0)
    found["total"] = np.where(is_rated, rated.points.total, 0.0)
    return found
