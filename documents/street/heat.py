"""Draws shops × weeks as a heat grid: where stars stand, rise and fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from documents.drawing.drawing import INK, SOFT, Picture, box, text
from documents.street.doors import Door
from documents.street.strip import FILLS
from programme.ids import ShopId
from texts import Say

CELL, LABEL, HEAD = 26, 164, 26


def heat_grid(
    doors: Sequence[Door], weeks: Sequence[str], stars: Mapping[tuple[ShopId, str], int | None], say: Say
) -> Picture:
    """Rows are doors in walking order, columns the `weeks` from old to new; `stars` by shop and week, absent where not rated.

    One path a colour: a street of a hundred doors stays a small file.
    """
    width = LABEL + CELL * max(len(weeks), 1) + 4
    cells: dict[int | None, list[str]] = defaultdict(list)
    labels = ""
    numbers: dict[int, list[str]] = defaultdict(list)
    for row, door in enumerate(doors):
        y = HEAD + row * CELL
        labels += text(0, y + 18, f"{door.text} {door.name}", 15, room=LABEL - 10)
        for column, week in enumerate(weeks):
            star = stars.get((door.shop_id, week))
            x = LABEL + column * CELL
            cells[star].append(f"M{x} {y}h{CELL - 2}v{CELL - 2}h-{CELL - 2}z")
            if star:
                numbers[star].append(f'<text x="{x + 8}" y="{y + 17}">{star}</text>')
    inked = "".join(f'<g fill="{FILLS[star][1]}">{"".join(words)}</g>' for star, words in numbers.items())
    body = "".join(f'<path d="{"".join(d)}" fill="{FILLS[star][0]}" stroke="#dcd8cd"/>' for star, d in cells.items())
    heads = "".join(
        text(LABEL + n * CELL + CELL / 2, 16, str(int(week.partition("-W")[2])), 12, fill=SOFT, anchor="middle")
        for n, week in enumerate(weeks)
    )
    title = text(0, 16, say("street.weeks"), 13, fill=INK)
    ground = box(0, 0, width, HEAD + len(doors) * CELL, "#ffffff")
    return Picture(
        width,
        HEAD + len(doors) * CELL,
        say("street.heat"),
        ground + title + heads + body + labels + f'<g font-size="13">{inked}</g>',
    )
