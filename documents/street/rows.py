"""Draws streets as rows of small tiles, one street under the other, for a picture that shows many at once."""

from __future__ import annotations

from collections.abc import Sequence

from documents.drawing.drawing import LINE, RED, SOFT, box, text
from documents.drawing.fonts import width
from documents.street.doors import MARKS, Door, Street
from documents.street.strip import FILLS, SIGNS
from texts import Say

LINES = 3
"""Lines of one picture: a long street goes on in the next line; the board has the others."""
LABEL, TILE, HIGH, APART = 172, 25, 27, 2
LINE_HIGH = HIGH + 6
GAP = 0.8
"""Between the words of the legend, in ems."""


def rows_of_streets(x: float, y: float, w: float, streets: Sequence[Street], say: Say, *, lines: int = LINES) -> str:
    """The first streets, each on as many lines as it needs while there are any, and how many streets are left out."""
    across, body, used, shown = int((w - LABEL) // (TILE + APART)), "", 0, 0
    for street in streets:
        if used == lines:
            break
        needed = min(-(-len(street.doors) // across), lines - used)
        body += text(x, y + used * LINE_HIGH + 21, street.name or say("street.no_name"), 24, room=LABEL - 12)
        body += _doors(x + LABEL, y + used * LINE_HIGH, street.doors, across, needed)
        used, shown = used + needed, shown + 1
    words = say("digest.streets_more", many=len(streets) - shown) if len(streets) > shown else ""
    at = y + lines * LINE_HIGH + 22
    legend = _legend(x, at, w - (width(words) + GAP) * 20, say)
    return body + legend + text(x + w, at, words, 20, fill=SOFT, anchor="end")


def _doors(x: float, y: float, doors: Sequence[Door], across: int, lines: int) -> str:
    """The doors, line by line; what no line is left for is counted at the end."""
    room = across * lines
    shown = doors if len(doors) <= room else doors[: room - 2]
    places = [(x + n % across * (TILE + APART), y + n // across * LINE_HIGH) for n in range(room)]
    body = "".join(_tile(*place, door) for place, door in zip(places, shown, strict=False))
    if left := len(doors) - len(shown):
        end = places[-1][0] + TILE
        body += text(end, places[-1][1] + 20, f"+{left}", 20, fill=SOFT, anchor="end")
    return body


def _legend(x: float, y: float, room: float, say: Say) -> str:
    """Every sign a tile can bear, and the tile without any; smaller where the words are long."""
    words = [f"{SIGNS[mark]}{say(f'street.{mark}')}" for mark in MARKS] + [say("street.unrated")]
    size = min(20, room / (sum(width(one) + GAP for one in words) + 1))
    body = ""
    for one in words[:-1]:
        body += text(x, y, one, size, fill=SOFT)
        x += (width(one) + GAP) * size
    body += box(x, y - 0.85 * size, 0.9 * size, 0.95 * size, FILLS[None][0], radius=3, line=LINE)
    return body + text(x + 1.2 * size, y, words[-1], size, fill=SOFT)


def _tile(x: float, y: float, door: Door) -> str:
    """A door by the colour of its star; what presses there is the sign on it, else its star."""
    fill, ink = FILLS[None] if "closed" in door.marks else FILLS[door.star]
    word = SIGNS[door.marks[0]] if door.marks else str(door.star or "")
    tile = box(x, y, TILE, HIGH, fill, radius=4, line=RED if "overdue" in door.marks else LINE)
    return tile + text(x + TILE / 2, y + 20, word, 17, fill=ink, anchor="middle")
