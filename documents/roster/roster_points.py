"""Reads where a shop stands from 纬度, 经度 and 坐标系, or both in one cell, and tells what is odd about it.

A coordinate is never needed: what cannot be meant is left out and said, and forbids nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, MutableMapping, Sequence
from math import cos, hypot, radians
from statistics import median

from documents.roster.roster_cells import NOTHING, Cell, text
from programme.sites.coordinates import SYSTEMS, WGS84, to_wgs84

Point = tuple[float, float]
"""Latitude and longitude of WGS 84, in degrees."""

LATITUDES, LONGITUDES = (3.0, 54.0), (73.0, 136.0)
"""The bounds of the country."""
FAR = 50.0
"""Kilometres from the middle of all shops beyond which a point is a slip: the whole county lies within."""
LEAST = 3
"""Points among which one can be far from the others."""
KM_A_DEGREE = 111.2
_DECIMALS = 6
_DEGREES = re.compile(
    r"(?:[NE]|北纬|东经|纬度|经度)?[:\s]*(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:\.\d+)?)\s*(?:°|度)?"
    r"(?:\s*(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['′分](?:\s*(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:\"|''|′′|秒)?)?)?\s*[NE]?",
    re.IGNORECASE,
)
_HALVES = re.compile(r"\s*[,;/\s]\s*")


def settle(found: MutableMapping[str, object]) -> Iterator[tuple[str, str]]:
    """Make one point of WGS 84 of a row's cells; gives what is odd, as the key of a sentence and the words in question."""
    latitude, longitude, pair, system = (
        str(found.pop(column, "") or "") for column in ("latitude", "longitude", "point", "system")
    )
    in_pair = bool(pair) and not (latitude or longitude)
    first, second = _halves(pair) if in_pair else (latitude, longitude)
    if first or second:
        yield from _settle_halves(found, first, second, system, in_pair=bool(pair))


def _settle_halves(
    found: MutableMapping[str, object], first: str, second: str, written: str, *, in_pair: bool
) -> Iterator[tuple[str, str]]:
    """The same of two halves and the system they are `written` in; which is which is only odd where columns said it."""
    words = "，".join(half for half in (first, second) if half)
    system = re.sub(r"[-\s]", "", unicodedata.normalize("NFKC", written).upper()) or WGS84
    one, other = degrees(first), degrees(second)
    if system not in SYSTEMS:
        yield "points_system", written
        return
    if one is None or other is None or not _is_on_earth(one, other):
        yield "points_unread", words
        return
    if is_swapped(one, other):
        one, other = other, one
        if not in_pair:
            yield "points_swapped", words
    if not written:
        yield "points_datum", ""
    at = to_wgs84(one, other, system)
    found["latitude"], found["longitude"] = (round(half, _DECIMALS) for half in at)


def words_of(cell: Cell) -> str:
    """A cell of these columns as it is written; nothing where somebody wrote that there is nothing."""
    words = text(cell)
    return "" if words.casefold() in NOTHING else words


def degrees(words: str) -> float | None:
    """30.6279, “30.6279°N”, “北纬30°37′40″”; None for anything else."""
    found = _DEGREES.fullmatch(unicodedata.normalize("NFKC", words).replace("’", "'").replace("”", '"').strip())
    if not found:
        return None
    value = float(found["whole"]) + float(found["minutes"] or 0) / 60 + float(found["seconds"] or 0) / 3600
    return -value if found["sign"] == "-" else value


def is_within(value: object, bounds: tuple[float, float]) -> bool:
    return isinstance(value, float) and bounds[0] < value < bounds[1]


def is_swapped(latitude: float, longitude: float) -> bool:
    """Whether these can only be meant the other way round: longitude first, as the maps of Amap and Baidu copy them."""
    return is_within(latitude, LONGITUDES) and is_within(longitude, LATITUDES)


def _halves(words: str) -> tuple[str, str]:
    halves = [half for half in _HALVES.split(unicodedata.normalize("NFKC", words).strip("()[] ")) if half]
    return (halves[0], halves[1]) if len(halves) == 2 else (words, "")  # noqa: PLR2004 a pair


def _is_on_earth(one: float, other: float) -> bool:
    """0, 0 is where machines put what they do not know."""
    return is_swapped(one, other) or (abs(one) < 90 and abs(other) <= 180 and (one, other) != (0.0, 0.0))  # noqa: PLR2004


def far_off(points: Sequence[Point]) -> list[int]:
    """Which of the points lie where none of the others is."""
    if len(points) < LEAST:
        return []
    middle = median(latitude for latitude, _ in points), median(longitude for _, longitude in points)
    return [n for n, point in enumerate(points) if kilometres(middle, point) > FAR]


def kilometres(one: Point, other: Point) -> float:
    """Along the ground, good to a few metres within a county."""
    east = (other[1] - one[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(east, other[0] - one[0]) * KM_A_DEGREE
