"""Draws the digest as one picture of five charts, to be read on a phone.

1080 × 1280 pixels: the messenger leaves pictures up to 1280 as they are, so nothing is blurred on the way.
"""

from __future__ import annotations

from documents.digest.charts import Bar, Part, Series, bars, flag, parts, star_bars, trend
from documents.digest.digest_figures import Digest, GridWeek
from documents.drawing.drawing import BLUE, CARD, GOLD, INK, LINE, SOFT, Picture, box, line, star, text
from programme.findings.shares import AIM, SHARES
from programme.rules import Rules
from texts import Say
from texts.days import Day

WIDTH, HEIGHT = 1080, 1280
EDGE, GAP = 36, 24
HALF = (WIDTH - 2 * EDGE - GAP) / 2
PAD = 28
FULL = WIDTH - 2 * EDGE
ROWS = 5
"""Grids shown; with more of them the whole street and those that want a hand."""


def digest_picture(week: Digest, rules: Rules, say: Say) -> Picture:
    """The five charts of a week on one sheet."""
    top, second, third = 150, 584, 986
    right, told = EDGE + HALF + GAP, week.figures
    body = _head(week, rules, say)
    body += _card(EDGE, top, HALF, second - top - GAP, say("digest.stars")) + _stars(EDGE + PAD, top + 84, week, say)
    body += _card(right, top, HALF, second - top - GAP, say("digest.trend")) + _trend(right + PAD, top + 70, week, say)
    body += _card(EDGE, second, HALF, third - second - GAP, say("digest.coverage", seen=told.seen, all=told.possible))
    body += _round(EDGE + PAD, second + 76, week, say)
    body += _card(right, second, HALF, third - second - GAP, say("digest.rectified", all=told.found))
    body += parts(right + PAD, second + 84, HALF - 2 * PAD, _rectified(week, say))
    body += _help(right + PAD, third - GAP - 34, week, say)
    body += _card(EDGE, third, FULL, HEIGHT - third - EDGE, say("digest.shares", cases=week.shares.cases))
    body += bars(EDGE + PAD, third + 76, FULL - 2 * PAD, _shares(week, say), label=200, row=54)
    name = rules.bureau.street if say.language == "zh" else say("digest.street")
    return Picture(WIDTH, HEIGHT, f"{name} {week.period}", body)


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


def _card(x: float, y: float, w: float, h: float, title: str) -> str:
    return box(x, y, w, h, CARD, radius=16, line=LINE) + text(x + PAD, y + 54, title, 32, bold=True, room=w - 2 * PAD)


def _stars(x: float, y: float, week: Digest, say: Say) -> str:
    return star_bars(x, y, HALF - 2 * PAD, week.counts, say("digest.unrated"))


def _trend(x: float, y: float, week: Digest, say: Say) -> str:
    if not week.trend:
        return text(x, y + 60, say("digest.no_trend"), 28, fill=SOFT)
    five = [w.counts[5] for w in week.trend]
    four = [w.counts[5] + w.counts[4] for w in week.trend]
    names = [say("digest.week", number=int(w.period.partition("-W")[2])) for w in week.trend]
    series = (Series(say("digest.five"), five, INK), Series(say("digest.four"), four, BLUE, "2 12"))
    return trend(x, y, HALF - 2 * PAD, 330, names, series)


def _round(x: float, y: float, week: Digest, say: Say) -> str:
    rows = _coverage(week, say)
    body = bars(x, y, HALF - 2 * PAD, rows, label=206, row=min(62, 248 / max(len(rows), 1)))
    if any(r.is_flagged for r in rows):
        body += flag(x + 8, y + 272) + text(x + 30, y + 281, say("digest.needs_hand"), 25, fill=SOFT)
    if left := sum(g.possible > 0 for g in week.grids) - sum(r.label != say("digest.whole") for r in rows):
        words = say("digest.not_shown", many=left)
        body += text(x + HALF - 2 * PAD, y + 281, words, 22, fill=SOFT, anchor="end", room=HALF - 2 * PAD - 200)
    return body


def _help(x: float, y: float, week: Digest, say: Say) -> str:
    told = week.figures
    words = say("digest.helped", all=told.helps, kept=told.helps_in_time) if told.helps else say("digest.no_help")
    return line([(x, y - 50), (x + HALF - 2 * PAD, y - 50)], LINE) + text(x, y, words, 28, room=HALF - 2 * PAD)


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


def _shares(week: Digest, say: Say) -> list[Bar]:
    have = week.shares.as_tuple()
    return [
        Bar(say(f"digest.{kind}"), have[n], 100, say("digest.aim", share=have[n], aim=AIM[n]), aim=AIM[n])
        for n, kind in enumerate(SHARES)
    ]
