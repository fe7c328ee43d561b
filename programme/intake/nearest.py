"""The site nearest to a point on the earth, in WGS 84."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import Protocol, TypeVar

EARTH = 6_371_000.0
NEAR = 150.0
"""Metres within which a point means a site."""


class Placed(Protocol):
    """Anything that may have coordinates."""

    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


P = TypeVar("P", bound=Placed)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Along the surface, between two points of latitude and longitude."""
    one, other = radians(a[0]), radians(b[0])
    half = sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def nearest(point: tuple[float, float], places: Iterable[P], within: float = NEAR) -> P | None:
    """The nearest one, unless even that is too far."""
    known = [
        (metres(point, (one.latitude, one.longitude)), n, one)
        for n, one in enumerate(places)
        if one.latitude is not None and one.longitude is not None
    ]
    found = min(known, default=None, key=lambda entry: entry[:2])
    return found[2] if found and found[0] <= within else None
