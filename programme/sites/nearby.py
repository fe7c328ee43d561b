"""Sites by how near they lie to somebody: to a point, else to the street or place that was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from programme.identity import compact
from programme.intake.nearest import metres

FAR = 1e9
"""Metres to a site whose point nobody knows."""


class Lying(Protocol):
    """Anything with a name that lies somewhere."""

    @property
    def name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def community(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


L = TypeVar("L", bound=Lying)


def by_nearness(sites: Iterable[L], point: tuple[float, float] | None, words: str = "") -> list[L]:
    """The nearest first; what is named in the words before all others, and what is equally near as it came.

    >>> by_nearness([], None)
    []
    """
    said = compact(words)
    return sorted(sites, key=lambda one: (not _is_named(one, said), _far(one, point)))


def _is_named(site: Lying, said: str) -> bool:
    """Whether its street, community or place was said, or its name."""
    parts = (compact(part) for part in (site.name, site.street, site.community, site.place))
    return bool(said) and any(part and (part in said or said in part) for part in parts)


def _far(site: Lying, point: tuple[float, float] | None) -> float:
    if point is None or site.latitude is None or site.longitude is None:
        return FAR
    return metres(point, (site.latitude, site.longitude))
