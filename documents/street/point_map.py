"""Draws where shops or streets stand on the ground, as the same tiles as the strip; without tiles of any map service.

Only points that somebody gave are drawn; nothing is asked of any server. North is up, a bar tells the scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from statistics import median_low

from documents.drawing.drawing import CARD, INK, LINE, RED, SOFT, Picture, box, cut, dot, line, text
from documents.street.doors import MARKS, Door, Mark, Street
from documents.street.placing import Ground, Point, cropped, ground_of, spread
from documents.street.strip import FILLS, SIGNS, Href, marks_said, said
from files.dataclass import dataclass
from texts import Say

NARROW, WIDE = 360, 720
"""Pixels across: of a phone, and of a desk; a phone pushes the wide one sideways."""
FEW = 40
"""Tiles that the width of a phone has room for; more of them are drawn on twice the width."""
FOOT = 30
TILE, STREET_TILE = (30, 36), (70, 52)
BARS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
"""Lengths of the scale's bar in metres."""
KILO = 1000


@dataclass(frozen=True, slots=True)
class Spot:
    """One tile: where it stands, its star, its marks, whither it leads, how it is said aloud; `name` is written on it."""

    point: Point
    star: int | None
    marks: tuple[Mark, ...]
    href: str
    told: str
    name: str = ""


def door_spots(doors: Sequence[Door], say: Say, href: Href) -> list[Spot]:
    """The doors whose place is known, in walking order."""
    return [
        Spot(door.point, door.star, door.marks, href(door.shop_id), said(door, say)) for door in doors if door.point
    ]


def street_spots(streets: Sequence[Street], say: Say, href: Callable[[str], str]) -> list[Spot]:
    """The streets that have doors whose place is known: each at their middle, with the middle star of all its doors."""
    return list(_street_spots(streets, say, href))


def _street_spots(streets: Sequence[Street], say: Say, href: Callable[[str], str]) -> Iterator[Spot]:
    for street in streets:
        points = [door.point for door in street.doors if door.point]
        if points:
            lats, lons = zip(*points, strict=True)
            yield _street_spot(street, (sum(lats) / len(lats), sum(lons) / len(lons)), say, href)


def _street_spot(street: Street, point: Point, say: Say, href: Callable[[str], str]) -> Spot:
    """A street as one tile: the middle of its stars, and what is to be seen on it."""
    stars = [door.star for door in street.doors if door.star]
    star = median_low(stars) if stars else None
    marks = tuple(mark for mark in MARKS if mark != "closed" and street.many(mark))
    many = [say("street.mark_many", mark=say(f"street.{mark}"), many=street.many(mark)) for mark in marks]
    told = say("street.apart").join([say("street.doors", many=len(street.doors)), star_said(star, say), *many])
    return Spot(point, star, marks, href(street.name), told, street.name or say("street.no_name"))


def star_said(star: int | None, say: Say) -> str:
    return say("street.middle_star", many=star) if star else say("street.unrated")


def point_map(spots: Sequence[Spot], title: str, say: Say) -> Picture | None:
    """The spots on their ground; None where there are none. Two that would cover each other stand beside each other."""
    if not spots:
        return None
    tile = STREET_TILE if any(spot.name for spot in spots) else TILE
    wide = NARROW if len(spots) * tile[0] <= FEW * TILE[0] else WIDE
    ground = ground_of([spot.point for spot in spots], wide, tile)
    corners = spread(ground, [spot.point for spot in spots], tile)
    pairs = list(zip(spots, corners, strict=True))
    top, end = cropped(ground, corners, [spot.point for spot in spots], tile)
    body = box(0, top, wide, end - top, CARD, radius=6, line=LINE)
    body += "".join(_leader(ground.at(spot.point), corner, tile) for spot, corner in pairs)
    body += f'<g text-anchor="middle">{"".join(_tile(spot, corner, tile, say) for spot, corner in pairs)}</g>'
    body = f'<g transform="translate(0 {-top})">{body}{_foot(ground, end, say)}</g>'
    return Picture(wide, end - top + FOOT, title, body, role="group")


def _leader(point: Point, corner: Point, tile: tuple[int, int]) -> str:
    """From the very point to a tile that had to stand aside."""
    middle = corner[0] + tile[0] / 2, corner[1] + tile[1] / 2
    if abs(middle[0] - point[0]) <= tile[0] / 2 and abs(middle[1] - point[1]) <= tile[1] / 2:
        return ""
    return line([point, middle], SOFT, wide=1) + dot(*point, 2.5, SOFT)


def _tile(spot: Spot, corner: Point, tile: tuple[int, int], say: Say) -> str:
    x, y, middle = corner[0], corner[1], corner[0] + tile[0] / 2
    fill, ink = FILLS[None] if "closed" in spot.marks else FILLS[spot.star]
    star = str(spot.star) if spot.star else say("street.unrated_short")
    words = f'<text x="{middle:g}" y="{y + 18:g}" font-size="17">{star}</text>'
    if signs := " ".join(SIGNS[mark] for mark in spot.marks):
        words += f'<text x="{middle:g}" y="{y + 32:g}" font-size="12">{signs}</text>'
    if spot.name:
        name = escape(cut(spot.name, (tile[0] - 6) / 12))
        words += f'<text x="{middle:g}" y="{y + 47:g}" font-size="12">{name}</text>'
    told = say("street.spot", street=spot.name, what=spot.told) if spot.name else spot.told
    body = box(x, y, *tile, fill, radius=5, line=RED if "overdue" in spot.marks else LINE)
    return f'<a href="{escape(spot.href)}" aria-label="{escape(told)}">{body}<g fill="{ink}">{words}</g></a>'


def _foot(ground: Ground, end: int, say: Say) -> str:
    """The scale, and where north is."""
    metres = max((bar for bar in BARS if bar * ground.scale <= ground.width / 3), default=BARS[0])
    long, y = metres * ground.scale, end + 18
    words = say("street.metres", many=metres) if metres < KILO else say("street.kilometres", many=metres // KILO)
    bar = line([(6, y - 10), (6, y - 4), (6 + long, y - 4), (6 + long, y - 10)], INK, wide=1.5)
    north = text(ground.width - 4, y, say("street.north"), 13, fill=SOFT, anchor="end")
    return bar + text(14 + long, y, words, 13, fill=SOFT) + north


def place_rows(doors: Sequence[Door], say: Say) -> list[tuple[Door, str, str]]:
    """The table behind the map: each door whose place is known, its marks in words and its coordinates."""
    return [
        (door, say("street.apart").join(marks_said(door, say)), coordinates(door.point)) for door in doors if door.point
    ]


def coordinates(point: Point) -> str:
    """“30.62790, 118.98330”: latitude and longitude to a metre."""
    return f"{point[0]:.5f}, {point[1]:.5f}"
