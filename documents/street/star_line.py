"""Draws a shop's last weeks: its score as a line, its stars as a row of numbers, and every observation as a dot on its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

from documents.drawing.drawing import BLUE, CARD, GREEN, INK, LINE, RED, SOFT, Picture, box, dot, line, text
from documents.street.strip import FILLS
from files.dataclass import dataclass
from programme.rules import Rules
from texts import Say

WIDTH, HEIGHT = 460, 262
LEFT, RIGHT, TOP, BOTTOM = 34, 452, 12, 178
LOWEST = 50
"""A score below it is drawn on the bottom line: what matters happens around the cuts."""
ROW = 22
DAYS = 84


@dataclass(frozen=True, slots=True)
class WeekScore:
    """What one weekly run found; `score` and `star` None: 待评."""

    period: str
    last: date
    score: float | None
    star: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation: its share of duties met (0…100), and how it is said aloud. `counts` False: undone or contested."""

    day: date
    share: float
    counts: bool
    words: str


def star_line(weeks: Sequence[WeekScore], seen: Sequence[Seen], last: date, rules: Rules, say: Say) -> Picture:
    """The twelve weeks that end on `last`, a Sunday."""
    first = last - timedelta(days=DAYS - 1)
    shown = sorted((w for w in weeks if w.last >= first), key=lambda w: w.last)
    body = "".join(_bands(rules))
    for part in _unbroken(shown):
        points = [(_x(w.last, first), _y(w.score or 0)) for w in part]
        body += line(points, BLUE, wide=3) + "".join(dot(x, y, 3, BLUE) for x, y in points)
    body += "".join(_look(one, first) for one in seen if one.day >= first)
    body += "".join(_star(week, first, say) for week in shown)
    body += text(LEFT - 6, BOTTOM + ROW, say("shop_file.star_row"), 13, fill=SOFT, anchor="end")
    body += _legend(say)
    return Picture(WIDTH, HEIGHT, say("shop_file.line"), body, ground=CARD)


def _x(day: date, first: date) -> float:
    return round(LEFT + ((day - first).days + 0.5) * (RIGHT - LEFT) / DAYS, 1)


def _y(score: float) -> float:
    return round(BOTTOM - (max(score, LOWEST) - LOWEST) * (BOTTOM - TOP) / (100 - LOWEST), 1)


def _bands(rules: Rules) -> Iterator[str]:
    """The cuts as lines; between them what a score there is worth."""
    above = 100.0
    for cut in sorted(rules.rating.cuts, key=lambda c: -c.stars):
        yield line([(LEFT, _y(cut.score)), (RIGHT, _y(cut.score))], LINE, wide=1, dashes="4 4")
        if cut.score > LOWEST:
            yield text(LEFT - 6, _y((above + cut.score) / 2) + 5, f"{cut.stars}★", 13, fill=SOFT, anchor="end")
        above = cut.score
    yield line([(LEFT, BOTTOM), (RIGHT, BOTTOM)], LINE, wide=1)


def _unbroken(weeks: Iterable[WeekScore]) -> Iterator[list[WeekScore]]:
    """The stretches with a score: the line does not run over weeks without one."""
    part: list[WeekScore] = []
    for week in weeks:
        if week.score is not None:
            part.append(week)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _look(one: Seen, first: date) -> str:
    x, y = _x(one.day, first), _y(one.share)
    told = f"<title>{escape(one.words)}</title>"
    if not one.counts:
        return f"<g>{told}{dot(x, y, 4, CARD, edge=SOFT)}</g>"
    if one.share >= 100:  # noqa: PLR2004 all met
        return f"<g>{told}{dot(x, y, 5, GREEN)}</g>"
    corners = f"{x},{y - 6} {x + 6},{y} {x},{y + 6} {x - 6},{y}"
    return f'<g>{told}<polygon points="{corners}" fill="{CARD}" stroke="{RED}" stroke-width="2.5"/></g>'


def _star(week: WeekScore, first: date, say: Say) -> str:
    fill, ink = FILLS[week.star]
    x = _x(week.last - timedelta(days=3), first)
    number = str(week.star) if week.star else say("street.unrated_short")
    tile = box(x - 13, BOTTOM + 6, 26, ROW, fill, radius=4, line=LINE)
    label = text(x, BOTTOM + ROW, number, 14, fill=ink, anchor="middle")
    return tile + label + text(x, BOTTOM + 44, f"{week.last.month}.{week.last.day}", 11, fill=SOFT, anchor="middle")


def _legend(say: Say) -> str:
    y = HEIGHT - 12
    body, x = "", float(LEFT)
    signs = (
        (line([(0, 0), (16, 0)], BLUE, wide=3), "line_score"),
        (dot(8, 0, 5, GREEN), "line_met"),
        (f'<polygon points="8,-6 14,0 8,6 2,0" fill="{CARD}" stroke="{RED}" stroke-width="2.5"/>', "line_failed"),
        (dot(8, 0, 4, CARD, edge=SOFT), "line_out"),
    )
    for n, (sign, word) in enumerate(signs):
        body += f'<g transform="translate({x:g} {y - 5})">{sign}</g>'
        body += text(x + 20, y, say(f"shop_file.{word}"), 13, fill=INK)
        x += (RIGHT - LEFT) / len(signs) + (8 if n == 0 else 0)
    return body
