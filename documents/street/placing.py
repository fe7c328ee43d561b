"""Where tiles stand on a map: at their point of the ground, or on the nearest free spot when another one stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, cos, hypot, radians

from files.dataclass import dataclass

Point = tuple[float, float]
"""On the ground latitude and longitude in degrees, on the map x and y in pixels."""

METRES_A_DEGREE = 111_200.0
SHORTEST = 60.0
"""Metres a map shows at least: a single shop is not drawn as if it filled the town."""
STEP = 8
"""Pixels from one possible spot to the next."""
ROOM = 1.8
"""How many times the room of its tiles a map has at least."""
FLATTEST, STEEPEST = 0.4, 1.2


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of the ground that is drawn: its middle, pixels a metre, and the size of the drawing in pixels."""

    middle: Point
    scale: float
    width: int
    height: int

    def at(self, point: Point) -> Point:
        """A point of the ground on the drawing; north is up."""
        east, north = _metres(self.middle, point)
        return self.width / 2 + east * self.scale, self.height / 2 - north * self.scale


def ground_of(points: Sequence[Point], width: int, tile: tuple[int, int]) -> Ground:
    """The ground that all these points fit on, `width` pixels wide, with room for their tiles."""
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    east, north = (2 * abs(m) for m in _metres(middle, (max(lats), max(lons))))
    east, north = max(east, SHORTEST), max(north, SHORTEST * FLATTEST)
    height = min(max(width * north / east, width * FLATTEST), width * STEEPEST)
    height = max(height, ROOM * len(points) * (tile[0] + STEP) * (tile[1] + STEP) / width)
    scale = min((width - 1.5 * tile[0]) / east, (height - 1.5 * tile[1]) / north)
    return Ground(middle, scale, width, STEP * ceil(height / STEP))


def _metres(origin: Point, point: Point) -> Point:
    east = (point[1] - origin[1]) * cos(radians(origin[0]))
    return east * METRES_A_DEGREE, (point[0] - origin[0]) * METRES_A_DEGREE


def spread(ground: Ground, points: Sequence[Point], tile: tuple[int, int]) -> list[Point]:
    """The upper left corner of each point's tile; no two tiles touch, and none leaves the drawing."""
    blocked: set[tuple[int, int]] = set()
    across, down = ceil((tile[0] + 2) / STEP), ceil((tile[1] + 2) / STEP)
    size = ground.width // STEP - across, ground.height // STEP - down
    corners = []
    for point in points:
        x, y = ground.at(point)
        wanted = round((x - tile[0] / 2) / STEP), round((y - tile[1] / 2) / STEP)
        column, row = next((spot for spot in _around(wanted, size) if spot not in blocked), wanted)
        blocked.update(
            (column + right, row + under) for right in range(1 - across, across) for under in range(1 - down, down)
        )
        corners.append((float(column * STEP), float(row * STEP)))
    return corners


def cropped(
    ground: Ground, corners: Sequence[Point], points: Sequence[Point], tile: tuple[int, int]
) -> tuple[int, int]:
    """The first and the last row of pixels where anything stands, with half a tile above and below."""
    rows = [y for _, y in corners] + [y + tile[1] for _, y in corners] + [ground.at(point)[1] for point in points]
    edge = tile[1] / 2
    return max(0, round(min(rows) - edge)), min(ground.height, round(max(rows) + edge))


def _around(wanted: tuple[int, int], size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The spots within the drawing, ring by ring around the wanted one."""
    for reach in range(max(size) + max(abs(wanted[0]), abs(wanted[1])) + 1):
        for right, under in _ring(reach):
            column, row = wanted[0] + right, wanted[1] + under
            if 0 <= column <= size[0] and 0 <= row <= size[1]:
                yield column, row


@lru_cache(maxsize=512)
def _ring(reach: int) -> tuple[tuple[int, int], ...]:
    """The steps to all spots of one ring, the nearest first."""
    edge = range(-reach, reach + 1)
    ring = {(right, under) for right in edge for under in (-reach, reach)}
    ring |= {(right, under) for under in edge for right in (-reach, reach)}
    return tuple(sorted(ring, key=lambda step: (hypot(*step), step)))
