"""Draws a member's round of the week: their doors in the order in which they ask for a look, each with its reason.

No star stands on it: whoever goes to look does not see the score first.
"""

from __future__ import annotations

from collections.abc import Sequence

from documents.drawing.drawing import CARD, INK, LINE, PAPER, RED, SOFT, Picture, box, text
from files.dataclass import dataclass
from texts import Say

ACROSS = 5
TILE_WIDTH, TILE_HEIGHT, GAP, HEAD = 120, 104, 8, 44
FIRST = 3
"""So many are marked as the ones to see first."""
WARM, WARM_INK = "#fbe9e0", "#8f3411"


@dataclass(frozen=True, slots=True)
class RoundDoor:
    """One shop of the round: the member's fixed number, its name and door, and the most pressing reason, if any."""

    number: int
    name: str
    door: str
    why: str


def round_picture(doors: Sequence[RoundDoor], say: Say) -> Picture:
    """Five doors in a row, read from the left; those to see first are warm and framed."""
    width = ACROSS * (TILE_WIDTH + GAP) + GAP
    rows = -(-len(doors) // ACROSS)
    body = text(GAP, 31, say("member_week.picture"), 24, fill=INK)
    for n, door in enumerate(doors):
        x, y = GAP + n % ACROSS * (TILE_WIDTH + GAP), HEAD + n // ACROSS * (TILE_HEIGHT + GAP)
        body += _tile(x, y, door, is_first=n < FIRST and bool(door.why))
    return Picture(width, HEAD + rows * (TILE_HEIGHT + GAP), say("member_week.picture"), body, ground=PAPER)


def _tile(x: float, y: float, door: RoundDoor, *, is_first: bool) -> str:
    room = TILE_WIDTH - 14
    body = box(x, y, TILE_WIDTH, TILE_HEIGHT, WARM if is_first else CARD, radius=8, line=RED if is_first else LINE)
    body += text(x + 8, y + 31, str(door.number), 26, fill=WARM_INK if is_first else INK)
    body += text(x + TILE_WIDTH - 8, y + 28, door.door, 17, fill=SOFT, anchor="end", room=room - 40)
    body += text(x + 8, y + 62, door.name, 20, room=room)
    return body + text(x + 8, y + 90, door.why, 18, fill=WARM_INK if is_first else SOFT, room=room)
