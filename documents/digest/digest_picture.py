"""Draws the digest as one picture of five charts and the streets, to be read on a phone; the board shows them one by one.

1080 × 1280 pixels: the messenger leaves pictures up to 1280 as they are, so nothing is blurred on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from documents.digest.beside_words import beside, in_one_line
from documents.digest.charts import Bar, Part, Series, bars, flag, parts, star_bars, trend
from documents.digest.digest_doors import doors_of
from documents.digest.digest_figures import Digest, GridWeek
from documents.drawing.drawing import BLUE, CARD, GOLD, INK, LINE, SOFT, Picture, box, line, star, text
from documents.drawing.fonts import width
from documents.street.rows import LINE_HIGH, LINES, rows_of_streets
from programme.findings.shares import AIM, SHARES
from programme.rules import Rules
from texts import Say
from texts.days import Day

WIDTH, HEIGHT = 1080, 1280
EDGE, GAP = 36, 20
HALF = (WIDTH - 2 * EDGE - GAP) / 2
PAD = 28
FULL = WIDTH - 2 * EDGE
ROWS = 5
"""Grids shown; with more of them the whole street and those that want a hand."""
TOP, STARS_HIGH, ROUND_HIGH, SHARES_HIGH = 144, 342, 340, 178
"""Where the first cards begin, and how high each row of cards is; the streets have what is left."""

BESIDE = 24
"""The size of the words beneath the cards; each of their lines takes the place of a line of streets."""

Chart = Callable[[float, float, float, Digest, Say], str]
"""A card's chart: where it begins, how wide it may be, the week."""


def digest_picture(week: Digest, rules: Rules, say: Say) -> Picture:
    """The charts of a week on one sheet."""
    right, second = EDGE + HALF + GAP, TOP + STARS_HIGH + GAP
    third = second + ROUND_HIGH + GAP
    fourth = third + SHARES_HIGH + GAP
    body = _head(week, rules, say)
    body += _card(EDGE, TOP, HALF, STARS_HIGH, say("digest.stars"), week, say, _stars)
    body += _card(right, TOP, HALF, STARS_HIGH, say("digest.trend"), week, say, _trend)
    body += _card(EDGE, second, HALF, ROUND_HIGH, _seen(week, say), week, say, _round)
    body += _card(right, second, HALF, ROUND_HIGH, _found(week, say), week, say, _fixes)
    body += _card(EDGE, third, FULL, SHARES_HIGH, _cases(week, say), week, say, _shares)
    told = [*beside(week.figures, say).values()]
    high = HEIGHT - fourth - EDGE + 8 - len(told) * LINE_HIGH
    body += _card(EDGE, fourth, FULL, high, say("digest.streets"), week, say, _streets)
    for n, said in enumerate(told, 1):
        words = in_one_line(said, say, lambda line: width(line) * BESIDE <= FULL - 8)
        body += text(EDGE + 4, fourth + high + n * LINE_HIGH, words, BESIDE)
    name = rules.bureau.street if say.language == "zh" else say("digest.street")
    return Picture(WIDTH, HEIGHT, f"{name} {week.period}", body)


def digest_panels(week: Digest, say: Say, *, is_whole: bool = True) -> list[Picture]:
    """The same charts each by itself, so narrow that their words can be read at the width of a phone.

    Of a part of the town (not `is_whole`) only those that are about its own shops: trend and shares are the town's.
    """
    stars = (STARS_HIGH, say("digest.stars"), _stars)
    trend = (STARS_HIGH, say("digest.trend"), _trend)
    seen, found = (ROUND_HIGH, _seen(week, say), _round), (ROUND_HIGH, _found(week, say), _fixes)
    shares = (SHARES_HIGH, say("digest.shares_short", cases=week.shares.cases), _shares)
    cards: tuple[tuple[int, str, Chart], ...] = (
        (stars, trend, seen, found, shares) if is_whole else (stars, seen, found)
    )
    return [
        Picture(
            int(HALF), high, f"{say('board.week')}：{title}", _card(0, 0, HALF, high, title, week, say, chart), CARD
        )
        for high, title, chart in cards
    ]


def _head(week: Digest, rules: Rules, say: Say) -> str:
    zh = say.language == "zh"
    name = rules.bureau.street if zh else say("digest.street")
    days = say("digest.days", first=Day(week.first), last=Day(week.last))
    if not week.is_over:
        days += say("digest.so_far", at=f"{week.through:%m-%d %H:%M}")
    return (
        star(EDGE + 24, 62, 27, fill=GOLD)
        + text(EDGE + 64, 78, say("digest.head", name=name), 46, bold=True)
        + text(EDGE + 4, 126, days, 30, fill=SOFT)
        + text(WIDTH - EDGE - 4, 126, rules.bureau.name if zh else rules.bureau.name_en, 27, fill=SOFT, anchor="end")
    )


def _card(x: float, y: float, w: float, h: float, title: str, week: Digest, say: Say, chart: Chart) -> str:
    heading = text(x + PAD, y + 48, title, 30, bold=True, room=w - 2 * PAD)
    return box(x, y, w, h, CARD, radius=16, line=LINE) + heading + chart(x + PAD, y + 62, w - 2 * PAD, week, say)


def _seen(week: Digest, say: Say) -> str:
    return say("digest.coverage", seen=week.figures.seen, all=week.figures.possible)


def _found(week: Digest, say: Say) -> str:
    return say("digest.rectified", all=week.figures.found)


def _cases(week: Digest, say: Say) -> str:
    return say("digest.shares", cases=week.shares.cases)


def _stars(x: float, y: float, w: float, week: Digest, say: Say) -> str:
    return star_bars(x, y + 4, w, week.counts, say("digest.unrated"), row=43)


def _trend(x: float, y: float, w: float, week: Digest, say: Say) -> str:
    if not week.trend:
        return text(x, y + 60, say("digest.no_trend"), 28, fill=SOFT)
    five = [one.counts[5] for one in week.trend]
    four = [one.counts[5] + one.counts[4] for one in week.trend]
    names = [say("digest.week", number=int(one.period.partition("-W")[2])) for one in week.trend]
    series = (Series(say("digest.five"), five, INK), Series(say("digest.four"), four, BLUE, "2 12"))
    return trend(x, y - 8, w, 284, names, series)


def _round(x: float, y: float, w: float, week: Digest, say: Say) -> str:
    rows = _coverage(week, say)
    body = bars(x, y + 4, w, rows, label=206, row=min(56, 216 / max(len(rows), 1)))
    if any(r.is_flagged for r in rows):
        body += flag(x + 8, y + 244) + text(x + 30, y + 253, say("digest.needs_hand"), 25, fill=SOFT)
    if left := sum(g.possible > 0 for g in week.grids) - sum(r.label != say("digest.whole") for r in rows):
        words = say("digest.not_shown", many=left)
        body += text(x + w, y + 253, words, 20, fill=SOFT, anchor="end", room=w - 210)
    return body


def _fixes(x: float, y: float, w: float, week: Digest, say: Say) -> str:
    """What became of the findings, and under it the help requests."""
    told = week.figures
    words = say("digest.helped", all=told.helps, kept=told.helps_in_time) if told.helps else say("digest.no_help")
    below = line([(x, y + 212), (x + w, y + 212)], LINE) + text(x, y + 252, words, 28, room=w)
    return parts(x, y + 6, w, _rectified(week, say)) + below


def _shares(x: float, y: float, w: float, week: Digest, say: Say) -> str:
    rows = _of_721(week, say)
    if w < HALF:
        rows = [replace(row, told=f"{row.value:g}%") for row in rows]
    return bars(x, y, w, rows, label=200 if w > HALF else 174, row=36)


def _streets(x: float, y: float, w: float, week: Digest, say: Say) -> str:
    """The most pressing streets door by door, from the same doors as the board's strip."""
    lines = LINES - len(beside(week.figures, say))
    return rows_of_streets(x, y, w, doors_of(week), say, lines=lines)


def _coverage(week: Digest, say: Say) -> list[Bar]:
    shown = [g for g in week.grids if g.possible]
    if len(shown) > ROWS:
        shown = sorted(shown, key=lambda g: (-len(g.needs), g.seen / g.possible, g.name))[: ROWS - 1]
        told = week.figures
        whole = Bar(say("digest.whole"), told.seen, told.possible, f"{told.seen}/{told.possible}")
        return [whole, *map(_grid, shown)]
    return [_grid(g) for g in shown]


def _grid(grid: GridWeek) -> Bar:
    return Bar(grid.name, grid.seen, grid.possible, f"{grid.seen}/{grid.possible}", is_flagged=bool(grid.needs))


def _rectified(week: Digest, say: Say) -> list[Part]:
    told = week.figures
    return [
        Part(say("digest.in_time"), told.in_time, "full"),
        Part(say("digest.late"), told.late, "half"),
        Part(say("digest.unseen_fix"), told.unseen_fix, "claimed"),
        Part(say("digest.running"), told.running + told.stopped, "empty"),
        Part(say("digest.overdue"), told.overdue, "late"),
    ]


def _of_721(week: Digest, say: Say) -> list[Bar]:
    have = week.shares.as_tuple()
    return [
        Bar(say(f"digest.{kind}"), have[n], 100, say("digest.aim", share=have[n], aim=AIM[n]), aim=AIM[n])
        for n, kind in enumerate(SHARES)
    ]
