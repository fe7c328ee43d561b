"""Draws streets as rows of small tiles, one street under the other, for a picture that shows many at once."""

from __future__ import annotations

from collections.abc import Sequence

from documents.drawing.drawing import LINE, RED, SOFT, box, text
from documents.street.doors import Door, Street
from documents.street.strip import FILLS, SIGNS
from texts import Say

LINES = 3
"""Streets of one picture; the board has the others."""
LABEL, TILE, HIGH, APART = 172, 25, 27, 30


def rows_of_streets(x: float, y: float, w: float, streets: Sequence[Street], say: Say, *, lines: int = LINES) -> str:
    """The first `lines` streets, each as many doors as fit, and how many streets and doors are left out."""
    room, body = int((w - LABEL) // (TILE + 2)), ""
    for n, street in enumerate(streets[:lines]):
        top = y + n * (HIGH + 6)
        body += text(x, top + 21, street.name or say("street.no_name"), 24, room=LABEL - 12)
        shown = street.doors if len(street.doors) <= room else street.doors[: room - 2]
        body += "".join(_tile(x + LABEL + k * (TILE + 2), top, door) for k, door in enumerate(shown))
        if left := len(street.doors) - len(shown):
            body += text(x + w, top + 20, f"+{left}", 20, fill=SOFT, anchor="end")
    legend = "  ".join(f"{SIGNS[mark]}{say(f'street.{mark}')}" for mark in ("overdue", "open", "unseen"))
    words = say("digest.streets_more", many=len(streets) - lines) if len(streets) > lines else ""
    at = y + lines * (HIGH + 6) + 22
    return body + text(x, at, legend, 20, fill=SOFT) + text(x + w, at, words, 20, fill=SOFT, anchor="end")


def _tile(x: float, y: float, door: Door) -> str:
    """A door by the colour of its star; what presses there is the sign on it, else its star."""
    fill, ink = FILLS[None] if "closed" in door.marks else FILLS[door.star]
    word = SIGNS[door.marks[0]] if door.marks else str(door.star or "")
    tile = box(x, y, TILE, HIGH, fill, radius=4, line=RED if "overdue" in door.marks else LINE)
    return tile + text(x + TILE / 2, y + 20, word, 17, fill=ink, anchor="middle")
