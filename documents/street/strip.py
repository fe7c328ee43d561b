"""Draws a street as a row of tiles, one a shop: its star as number and colour, marks for what needs attention.

The same tiles serve the board, where each leads to its shop, and as a PNG the chat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from documents.drawing.drawing import LINE, PAPER, RED, SOFT, TILES, Picture, box, cut, line, text
from documents.street.doors import MARKS, Door, Mark, Street
from programme.ids import ShopId
from texts import Say

TILE_WIDTH, TILE_HEIGHT, GAP = 44, 62, 4
ACROSS = 14
"""Tiles of one row of the picture."""
PIECE = 6
"""Tiles of one row of a piece: one piece is as wide as a phone, two or three stand beside each other on a desk."""
WIDTH = ACROSS * (TILE_WIDTH + GAP) + GAP
LANE, HEAD, LEGEND = 22, 30, 34

FILLS: dict[int | None, tuple[str, str]] = dict(TILES) | {None: ("#ffffff", SOFT)}
"""Ground and ink of a tile by its star; None: unrated."""
SIGNS: dict[Mark, str] = {"overdue": "▲", "open": "△", "unseen": "○", "closed": "×"}

Href = Callable[[ShopId], str]


def street_strip(street: Street, say: Say) -> Picture:
    """One street as one picture."""
    body, y = text(GAP, 22, street.name or say("street.no_name"), 20, bold=True, room=WIDTH - 2 * GAP), HEAD
    for rows in _stretches(street, ACROSS):
        body += _rows(rows, y, WIDTH, say, None)
        y += _high(rows) + 2 * GAP
    body += text(GAP, y + 16, legend(say), 15, fill=SOFT, room=WIDTH - 2 * GAP)
    name = street.name or say("street.no_name")
    return Picture(WIDTH, y + LEGEND, say("street.title", street=name), body)


def street_pieces(street: Street, say: Say, href: Href) -> list[Picture]:
    """The street in stretches that stand beside or under each other, as a page has room; each tile leads to its shop."""
    wide = PIECE * (TILE_WIDTH + GAP) + GAP
    return [
        Picture(wide, _high(rows) + GAP, _between(street, rows, say), _rows(rows, GAP, wide, say, href), role="group")
        for rows in _stretches(street, PIECE)
    ]


def _between(street: Street, rows: Sequence[Sequence[Door]], say: Say) -> str:
    """From which door to which a stretch runs."""
    ends = [door.text for door in (rows[0][0], rows[-1][-1])]
    name = street.name or say("street.no_name")
    return say("street.stretch", street=name, first=ends[0], last=ends[1])


def _stretches(street: Street, across: int) -> list[list[Sequence[Door]]]:
    """Both sides of one stretch of the street belong together."""
    sides = street.sides
    longest = max((len(side) for side in sides), default=0)
    stretches = [[side[n : n + across] for side in sides] for n in range(0, longest, across)]
    return [[row for row in stretch if row] for stretch in stretches]


def _high(rows: Sequence[Sequence[Door]]) -> int:
    return len(rows) * (TILE_HEIGHT + GAP) + (len(rows) - 1) * LANE


def _rows(rows: Sequence[Sequence[Door]], y: float, wide: float, say: Say, href: Href | None) -> str:
    body = ""
    for n, row in enumerate(rows):
        if n:
            body += _lane(y, wide)
            y += LANE
        body += "".join(_tile(GAP + k * (TILE_WIDTH + GAP), y, door, say, href) for k, door in enumerate(row))
        y += TILE_HEIGHT + GAP
    return f'<g text-anchor="middle">{body}</g>'


def _lane(y: float, wide: float) -> str:
    """The street between its two sides."""
    return box(GAP, y, wide - 2 * GAP, LANE - GAP, PAPER) + line(
        [(GAP, y + 9), (wide - GAP, y + 9)], LINE, dashes="10 10"
    )


def _tile(x: float, y: float, door: Door, say: Say, href: Href | None) -> str:
    fill, ink = FILLS[None] if "closed" in door.marks else FILLS[door.star]
    number = str(door.number) if door.number is not None else cut(door.text, (TILE_WIDTH - 4) / 12)
    star = str(door.star) if door.star else say("street.unrated_short")
    words = f'<text x="{x + TILE_WIDTH // 2}" y="{y + 14:g}" font-size="12">{escape(number)}</text>'
    words += f'<text x="{x + TILE_WIDTH // 2}" y="{y + 37:g}" font-size="20">{star}</text>'
    if signs := " ".join(SIGNS[mark] for mark in door.marks):
        words += f'<text x="{x + TILE_WIDTH // 2}" y="{y + 55:g}" font-size="14">{signs}</text>'
    edge = RED if "overdue" in door.marks else LINE
    body = box(x, y, TILE_WIDTH, TILE_HEIGHT, fill, radius=5, line=edge) + f'<g fill="{ink}">{words}</g>'
    told = escape(said(door, say))
    if href is None:
        return f"<g><title>{told}</title>{body}</g>"
    return f'<a href="{escape(href(door.shop_id))}" aria-label="{told}">{body}</a>'


def said(door: Door, say: Say) -> str:
    """A door in words: for whoever listens, and for the table behind the picture."""
    star = say("street.stars", many=door.star) if door.star else say("street.unrated")
    return say(
        "street.door", shop=door.name, door=door.text, what=say("street.apart").join([star, *marks_said(door, say)])
    )


def marks_said(door: Door, say: Say) -> list[str]:
    return [say(f"street.{mark}") for mark in door.marks]


def legend(say: Say) -> str:
    """What the signs and colours mean."""
    return "   ".join([*(f"{SIGNS[mark]} {say(f'street.{mark}')}" for mark in MARKS), say("street.legend")])
