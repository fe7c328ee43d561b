"""Draws a street as a row of tiles, one a shop: its star as number and colour, marks for what needs attention.

The same SVG serves the board, where a tile leads to its shop, and as a PNG the chat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from documents.drawing.drawing import LINE, PAPER, RED, SOFT, TILES, Picture, box, line, text
from documents.street.doors import MARKS, Door, Mark, Street
from programme.ids import ShopId
from texts import Say

TILE_WIDTH, TILE_HEIGHT, GAP = 44, 62, 4
ACROSS = 14
"""Tiles of one row: a finger still meets one on a phone 390 wide."""
WIDTH = ACROSS * (TILE_WIDTH + GAP) + GAP
LANE, HEAD, LEGEND = 22, 30, 34

FILLS: dict[int | None, tuple[str, str]] = dict(TILES) | {None: ("#ffffff", SOFT)}
"""Ground and ink of a tile by its star; None: unrated."""
SIGNS: dict[Mark, str] = {"overdue": "▲", "open": "△", "unseen": "○", "closed": "×"}

Href = Callable[[ShopId], str]


def street_strip(street: Street, say: Say, href: Href | None = None) -> Picture:
    """One street. `href` makes each tile a link to its shop."""
    body, y = text(GAP, 22, street.name or say("street.no_name"), 20, bold=True, room=WIDTH - 2 * GAP), HEAD
    for rows in _blocks(street):
        for n, row in enumerate(rows):
            if n:
                body += _lane(y)
                y += LANE
            for index, door in enumerate(row):
                body += _tile(GAP + index * (TILE_WIDTH + GAP), y, door, say, href)
            y += TILE_HEIGHT + GAP
        y += 2 * GAP
    body += _legend(y + 16, say)
    return Picture(
        WIDTH,
        y + LEGEND,
        say("street.title", street=street.name or say("street.no_name")),
        body,
        role="group" if href else "img",
    )


def _blocks(street: Street) -> list[list[Sequence[Door]]]:
    """Stretches of the street as wide as the picture; both sides of one stretch belong together."""
    sides = street.sides
    longest = max((len(side) for side in sides), default=0)
    stretches = [[side[n : n + ACROSS] for side in sides] for n in range(0, longest, ACROSS)]
    return [[row for row in stretch if row] for stretch in stretches]


def _lane(y: float) -> str:
    """The street between its two sides."""
    return box(GAP, y, WIDTH - 2 * GAP, LANE - GAP, PAPER) + line(
        [(GAP, y + 9), (WIDTH - GAP, y + 9)], LINE, dashes="10 10"
    )


def _tile(x: float, y: float, door: Door, say: Say, href: Href | None) -> str:
    fill, ink = FILLS[None] if "closed" in door.marks else FILLS[door.star]
    middle = x + TILE_WIDTH / 2
    body = box(x, y, TILE_WIDTH, TILE_HEIGHT, fill, radius=5, line=RED if "overdue" in door.marks else LINE)
    body += text(
        middle,
        y + 14,
        str(door.number) if door.number is not None else door.text,
        12,
        fill=ink,
        anchor="middle",
        room=TILE_WIDTH - 4,
    )
    body += text(
        middle,
        y + 37,
        str(door.star) if door.star else say("street.unrated_short"),
        20,
        fill=ink,
        anchor="middle",
        bold=True,
    )
    signs = " ".join(SIGNS[mark] for mark in door.marks)
    if signs:
        body += text(middle, y + 55, signs, 14, fill=ink, anchor="middle", bold="overdue" in door.marks)
    told = escape(said(door, say))
    if href is None:
        return f"<g><title>{told}</title>{body}</g>"
    return f'<a href="{escape(href(door.shop_id))}" aria-label="{told}"><title>{told}</title>{body}</a>'


def said(door: Door, say: Say) -> str:
    """A door in words: for whoever listens, and for the table behind the picture."""
    star = say("street.stars", many=door.star) if door.star else say("street.unrated")
    return say(
        "street.door", shop=door.name, door=door.text, what=say("street.apart").join([star, *marks_said(door, say)])
    )


def marks_said(door: Door, say: Say) -> list[str]:
    return [say(f"street.{mark}") for mark in door.marks]


def _legend(y: float, say: Say) -> str:
    words = "   ".join([*(f"{SIGNS[mark]} {say(f'street.{mark}')}" for mark in MARKS), say("street.legend")])
    return text(GAP, y, words, 15, fill=SOFT, room=WIDTH - 2 * GAP)
