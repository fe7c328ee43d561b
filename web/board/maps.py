"""The map of a page: doors or whole streets at their place on the ground, with the same as a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup

from documents.street.doors import Door, Street
from documents.street.point_map import NARROW, Spot, door_spots, place_rows, point_map, street_spots
from files.dataclass import dataclass
from programme.ids import ShopId
from texts import Say

DOORS, STREETS = 120, 48
"""Doors drawn of a whole town; a town with more of them is drawn street by street, at most so many."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """`rows` of the table are links with their words and coordinates; `is_wide` where a phone has to be pushed sideways."""

    svg: Markup
    is_wide: bool
    how: str
    rows: list[tuple[str, str, str, str]]


def map_of_doors(doors: Sequence[Door], title: str, say: Say) -> PageMap | None:
    """These doors; None where no place is known."""
    rows = [(shop_page(door.shop_id), door.name, marks, where) for door, marks, where in place_rows(doors, say)]
    return _drawn(door_spots(doors, say, shop_page), title, say("street.map_doors"), rows, say)


def map_of_town(streets: Sequence[Street], say: Say) -> PageMap | None:
    """A small town door by door, a large one street by street, the most pressing first."""
    doors = [door for street in streets for door in street.doors if door.point]
    if len(doors) <= DOORS:
        return map_of_doors(doors, say("street.map_town"), say)
    spots = street_spots(streets, say, street_page)[:STREETS]
    rows = [(spot.href, spot.name, spot.told, "") for spot in spots]
    return _drawn(spots, say("street.map_town"), say("street.map_streets"), rows, say)


def _drawn(
    spots: Sequence[Spot], title: str, how: str, rows: list[tuple[str, str, str, str]], say: Say
) -> PageMap | None:
    picture = point_map(spots, title, say)
    if picture is None:
        return None
    return PageMap(Markup(picture.svg), picture.width > NARROW, how, rows)  # noqa: S704 ours


def shop_page(shop_id: ShopId) -> str:
    return f"/board/shop/{shop_id}"


def street_page(name: str) -> str:
    return f"/board/street?name={quote(name)}"
