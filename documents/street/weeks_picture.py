"""Draws a merchant's last weeks as a tiny line: the star of each week as a numbered dot, higher is better."""

from __future__ import annotations

from documents.drawing.drawing import BLUE, LINE, SOFT, TILES, Picture, box, line, text
from files.dataclass import dataclass
from texts import Say

WIDTH, HEIGHT = 620, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 588, 62, 146
BEST, DOT = 5, 15


@dataclass(frozen=True, slots=True)
class ShopWeeks:
    """One shop's weeks from old to new: the period and its star, None while unrated."""

    shop: str
    weeks: tuple[tuple[str, int | None], ...]


def weeks_picture(known: ShopWeeks, say: Say) -> Picture:
    """For the merchant alone: nobody else's star is on it."""
    step = (RIGHT - LEFT) / max(len(known.weeks) - 1, 1)
    places = [(LEFT + n * step, star) for n, (_, star) in enumerate(known.weeks)]
    body = text(20, 36, say("stars.weeks_line", shop=known.shop), 25, room=WIDTH - 40)
    body += line([(20, BOTTOM + 18), (WIDTH - 20, BOTTOM + 18)], LINE, wide=1)
    rated = [(x, _y(star)) for x, star in places if star]
    if len(rated) > 1:
        body += line(rated, BLUE, wide=3)
    for (x, star), (period, _) in zip(places, known.weeks, strict=True):
        if star:
            fill, ink = TILES[star]
            body += box(x - DOT, _y(star) - DOT, 2 * DOT, 2 * DOT, fill, radius=DOT, line=LINE)
            body += text(x, _y(star) + 7, str(star), 19, fill=ink, anchor="middle")
        body += text(x, BOTTOM + 38, str(int(period.partition("-W")[2])), 15, fill=SOFT, anchor="middle")
    return Picture(WIDTH, HEIGHT, say("stars.weeks_line", shop=known.shop), body, ground="#ffffff")


def _y(star: int) -> float:
    return BOTTOM - (star - 1) * (BOTTOM - TOP) / (BEST - 1)
