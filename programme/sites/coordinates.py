"""Where Chinese maps put a point, and where it is: GCJ-02 and BD-09 into WGS 84, good to a metre or two."""

from __future__ import annotations

from math import atan2, cos, pi, sin, sqrt

WGS84, GCJ02, BD09 = "WGS84", "GCJ02", "BD09"
SYSTEMS = (WGS84, GCJ02, BD09)
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_ROUNDS = 4
"""Corrections after which nothing changes any more within a millimetre."""


def to_wgs84(latitude: float, longitude: float, system: str) -> tuple[float, float]:
    """A point of one of the `SYSTEMS` as latitude and longitude of WGS 84."""
    if system == BD09:
        latitude, longitude = _from_baidu(latitude, longitude)
    if system == WGS84:
        return latitude, longitude
    lat, lon = latitude, longitude
    for _ in range(_ROUNDS):
        shifted_lat, shifted_lon = _shifted(lat, lon)
        lat, lon = lat + latitude - shifted_lat, lon + longitude - shifted_lon
    return lat, lon


def _from_baidu(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = longitude - 0.0065, latitude - 0.006
    z = sqrt(x * x + y * y) - 0.00002 * sin(y * pi * 3000 / 180)
    theta = atan2(y, x) - 0.000003 * cos(x * pi * 3000 / 180)
    return z * sin(theta), z * cos(theta)


def _shifted(latitude: float, longitude: float) -> tuple[float, float]:
    """A point of WGS 84 as the Chinese maps show it."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3 + (
        160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)
    ) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3 + (
        150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)
    ) * 2 / 3
    radians = latitude / 180 * pi
    magic = 1 - _ECCENTRICITY * sin(radians) ** 2
    north = north * 180 / ((_AXIS * (1 - _ECCENTRICITY)) / (magic * sqrt(magic)) * pi)
    east = east * 180 / (_AXIS / sqrt(magic) * cos(radians) * pi)
    return latitude + north, longitude + east
