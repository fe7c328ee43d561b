"""Draws one street for the chat: its doors as a strip, and under it the same doors over the last weeks."""

from __future__ import annotations

from documents.drawing.drawing import SOFT, Picture, text
from documents.street.doors import MARKS, Door, Street
from documents.street.heat import heat_grid
from documents.street.street_sheet import Stars
from documents.street.strip import WIDTH, street_strip
from texts import Say

DOORS = 28
"""Doors of one picture: two rows of the strip, and a grid that a phone still shows."""
LARGEST = 1.3
"""How much larger than on the board the grid is drawn, where a few weeks leave room."""
LEFT = 12
"""Where the grid begins beside the strip's edge."""


def street_picture(street: Street, then: Stars, say: Say) -> Picture:
    """The street with the doors where something presses; how many others there are is said below."""
    shown = _pressing(street)
    strip = street_strip(shown, say)
    weeks = sorted({week for _, week in then})
    body, high = strip.body, float(strip.height)
    if weeks:
        grid = heat_grid(shown.doors, weeks, then, say)
        scale = min((WIDTH - 2 * LEFT) / grid.width, LARGEST)
        body += f'<g transform="translate({LEFT} {high:g}) scale({scale:.3f})">{grid.body}</g>'
        high += grid.height * scale + LEFT
    if left := len(street.doors) - len(shown.doors):
        body += text(LEFT, high + 20, say("street.others", many=left), 16, fill=SOFT)
        high += 32
    return Picture(WIDTH, round(high), strip.title, body)


def _pressing(street: Street) -> Street:
    """The doors that want somebody, filled up with the first ones, in walking order."""
    places = {door.shop_id: n for n, door in enumerate(street.doors)}

    def urgency(door: Door) -> tuple[int, int]:
        return min((MARKS.index(mark) for mark in door.marks), default=len(MARKS)), places[door.shop_id]

    kept = sorted(sorted(street.doors, key=urgency)[:DOORS], key=lambda door: places[door.shop_id])
    return Street(street.name, tuple(kept))
