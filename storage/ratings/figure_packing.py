"""The figures behind one star as bytes, and opened again for whoever explains it; how a run writes them, `figure_columns` says.

One record of a fixed size, the evidence of each duty, the points given and taken, the looks that mattered, the duties' names.
"""

from __future__ import annotations

from datetime import date
from struct import Struct
from typing import Any

import orjson

from files.dataclass import dataclass
from programme.ratings.adjustment import KINDS, PARTS
from programme.ratings.bands import WHYS
from programme.ratings.explanation import STEPS
from storage.core.rows import Row
from storage.ratings.evidence_packing import SOURCES

VERSION = 1
LAST = Struct("<qBBi2d")
RECORD = Struct("<BqBBi2d4BHiI13d")
DUTY = Struct("<d")
ITEM = Struct("<BdqBi")
MATTERED = Struct("<qiBI")
RATED, UNSTEADY, KNOWS_CANDOR = 1, 2, 4
"""Flags of a record."""
NO_DUTY = 255
NO_NEED = -1


@dataclass(frozen=True, slots=True)
class Last:
    """The last star of a tenure as the next run needs it, `stars` 0 where there is none; `gap` when a run since gave none."""

    tenure: int
    stars: int
    gap: bool
    day: int
    score: float
    weakest: float

    def packed(self) -> bytes:
        return LAST.pack(self.tenure, self.stars, self.gap, self.day, self.score, self.weakest)


def last_of(packed: bytes) -> Last:
    tenure, stars, gap, *rest = LAST.unpack(packed)
    return Last(tenure, stars, bool(gap), *rest)


def packed_last(packed: bytes | None, text: str) -> bytes:
    """The last star as it was packed, or of the figures' JSON in runs before they were."""
    if packed is not None:
        return packed
    figures = orjson.loads(text)
    tenure, gap = figures.get("tenure") or 0, bool(figures.get("gap"))
    if not (last := figures.get("last")):
        return Last(tenure, 0, gap, 0, 0.0, 0.0).packed()
    day = date.fromisoformat(last["day"]).toordinal()
    return Last(tenure, last["stars"], gap, day, last["score"] or 0.0, last["weakest"] or 0.0).packed()


def figures_of(row: Row) -> dict[str, Any]:
    """Every number behind the star of a row, as an explanation reads them."""
    packed = row["packed"]
    found: dict[str, Any] = orjson.loads(row["figures"]) if packed is None else opened(bytes(packed))
    return found


def opened(packed: bytes) -> dict[str, Any]:
    """The figures of one shop in one run."""
    _, tenure, stars, gap, day, score, weakest, why, step, flags, mattered, items, needs, duties, *floats = (
        RECORD.unpack_from(packed)
    )
    places = [bit for bit in range(duties.bit_length()) if duties >> bit & 1]
    ends = [RECORD.size]
    for kind, many in ((DUTY, len(places)), (ITEM, items), (MATTERED, mattered)):
        ends.append(ends[-1] + kind.size * many)
    values, told, looks = (
        kind.iter_unpack(packed[a:b]) for kind, a, b in zip((DUTY, ITEM, MATTERED), ends, ends[1:], strict=False)
    )
    keys = packed[ends[-1] :].decode().split()
    external, blended, weight, own_weight, trust, mean, candor, *parts, total = floats
    is_rated = bool(flags & RATED)
    return {
        "last": {"stars": stars, "score": score, "weakest": weakest, "day": _iso(day)} if stars else None,
        "gap": bool(gap),
        "tenure": tenure,
        "E": external if is_rated else None,
        "B": blended if is_rated else None,
        "weight": weight,
        "own_weight": own_weight,
        "trust": trust,
        "mean": mean,
        "duties": {keys[bit]: value for bit, (value,) in zip(places, values, strict=True)},
        "adjustment": {
            **dict(zip(PARTS, parts, strict=True)),
            "total": total,
            "items": [_item(keys, *item) for item in told],
        },
        "why": WHYS[why],
        "unsteady": bool(flags & UNSTEADY),
        "candor": candor if flags & KNOWS_CANDOR else None,
        "explanation": {
            "mattered": [_mattered(keys, *look) for look in looks],
            "step": STEPS[step],
            "needs": _needs(keys, STEPS[step], needs),
        },
    }


def _iso(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day else None


def _item(keys: list[str], kind: int, points: float, finding: int, duty: int, day: int) -> dict[str, Any]:
    name = "" if duty == NO_DUTY else keys[duty]
    return {"kind": KINDS[kind], "points": points, "finding": finding, "duty": name, "day": _iso(day)}


def _mattered(keys: list[str], look: int, day: int, source: int, failed: int) -> dict[str, Any]:
    names = [key for bit, key in enumerate(keys) if failed >> bit & 1]
    return {"look": look, "day": _iso(day), "source": SOURCES[source], "failed": names}


def _needs(keys: list[str], step: str, needs: int) -> str:
    if needs == NO_NEED:
        return ""
    return str(needs) if step == "looks" else keys[needs]
