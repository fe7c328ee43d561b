"""The charts of the digest as SVG: readable in black and white, at arm's length, on a phone.

Every chart takes where it begins (`x`, `y`, pixels) and how wide it may be, and gives SVG. Numbers stand beside what they
measure; what is late is hatched, what is not done is empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from documents.drawing.drawing import BLUE, GREEN, HATCHED, INK, LINE, RED, SOFT, TRACK, box, dot, line, star, text
from documents.drawing.fonts import width
from files.dataclass import dataclass

MOST_STARS = 5
BOLDER = 1.06
"""How much wider letters and figures are in the bold weight."""
LABEL = 27
"""Pixels of a label on a picture 1080 wide: some ten points on a phone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` of `whole` is filled; `aim` marks where it should be. `told` stands beside it."""

    label: str
    value: float
    whole: float
    told: str
    aim: float | None = None
    is_flagged: bool = False


def star_bars(x: float, y: float, w: float, counts: Sequence[int], unrated: str, *, row: float = 50) -> str:
    """How many shops stand at each star, five on top; `counts[0]` are the unrated, whose word is `unrated`."""
    most, left, right = max(*counts, 1), 168, 62
    body = ""
    for n, number in enumerate((5, 4, 3, 2, 1, 0)):
        middle = y + row * n + row / 2
        if number:
            body += "".join(star(x + 14 + k * 30, middle - 1, 13, full=k < number) for k in range(MOST_STARS))
        else:
            body += text(x, middle + 9, unrated, LABEL, fill=SOFT)
        long = (w - left - right) * counts[number] / most
        body += box(x + left, middle - 14, long, 28, BLUE if number else LINE, radius=4) if long else ""
        body += text(x + left + (long + 12 if long else 0), middle + 10, str(counts[number]), LABEL + 1, bold=True)
    return body


@dataclass(frozen=True, slots=True)
class Series:
    """One line over the weeks; `told` names it at its end, `dashes` tell it apart without colour."""

    told: str
    values: Sequence[int]
    stroke: str = BLUE
    dashes: str = ""


def trend(x: float, y: float, w: float, h: float, weeks: Sequence[str], series: Sequence[Series]) -> str:
    """Lines from week to week, each named where it ends, with its first and its last value."""
    top = max([1, *(v for s in series for v in s.values)])
    room = 16 + max((width(s.told) for s in series), default=0) * LABEL
    step = (w - room - 40) / max(len(weeks) - 1, 1)
    floor, high = y + h - 44, h - 84
    body = line([(x, floor), (x + w - room + 12, floor)], LINE)
    taken: list[float] = []
    for one in series:
        points = [(x + 20 + n * step, floor - high * v / top) for n, v in enumerate(one.values)]
        if points:
            lowest = floor - LABEL - 10
            level = _free(min(max(points[-1][1], y + 30), lowest), taken, LABEL * 2 + 14, y)
            taken.append(level)
            body += _curve(one, points, level)
    for n, week in enumerate(weeks):
        if n in (0, len(weeks) - 1):
            body += text(x + 20 + n * step, floor + 34, week, LABEL - 3, fill=SOFT, anchor="middle" if n else "start")
    return body


def _curve(one: Series, points: Sequence[tuple[float, float]], level: float) -> str:
    """One line with its dots, its first and its last value; `level` is the height at which it is named."""
    body = line(points, one.stroke, wide=5, dashes=one.dashes)
    body += "".join(dot(a, b, 7 if n == len(points) - 1 else 4, one.stroke) for n, (a, b) in enumerate(points))
    end = points[-1][0] + 18
    body += text(end, level - 2, str(one.values[-1]), 34, fill=one.stroke, bold=True)
    body += text(end, level + LABEL + 2, one.told, LABEL - 2, fill=SOFT)
    if len(points) > 1:
        body += text(points[0][0], points[0][1] - 16, str(one.values[0]), LABEL - 1, anchor="middle")
    return body


def _free(wanted: float, taken: Sequence[float], apart: float, top: float) -> float:
    """A level for a label that leaves the others readable, and the chart's title above `top` too."""
    for other in taken:
        if abs(wanted - other) < apart:
            wanted = other + apart if wanted >= other or other - apart < top else other - apart
    return wanted


def bars(x: float, y: float, w: float, rows: Sequence[Bar], *, label: float = 170, row: float = 52) -> str:
    """Bars on their whole, the label before, the words behind; `label` pixels for the labels. A flag marks who wants a hand."""
    told = max((width(r.told) for r in rows), default=0) * LABEL * BOLDER + 18
    room, body = w - label - told, ""
    for n, one in enumerate(rows):
        middle = y + row * n + row / 2
        body += text(x, middle + 9, one.label, LABEL, room=label - (36 if one.is_flagged else 10))
        if one.is_flagged:
            body += flag(x + label - 24, middle)
        body += box(x + label, middle - 12, room, 24, TRACK, radius=4)
        share = min(one.value / one.whole, 1) if one.whole else 0
        body += box(x + label, middle - 12, room * share, 24, BLUE, radius=4)
        if one.aim is not None:
            at = x + label + room * one.aim / one.whole
            body += line([(at, middle - 20), (at, middle + 20)], INK, wide=4)
        body += text(x + w, middle + 9, one.told, LABEL, anchor="end", bold=True)
    return body


def flag(x: float, y: float) -> str:
    """A small flag: here a helper is wanted."""
    pole = line([(x - 7, y - 13), (x - 7, y + 13)], RED, wide=3)
    return pole + f'<polygon points="{x - 6:g},{y - 13:g} {x + 11:g},{y - 6:g} {x - 6:g},{y + 1:g}" fill="{RED}"/>'


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: `look` is `full`, `half`, `claimed`, `empty` or `late`."""

    told: str
    value: int
    look: str


_LOOKS = {"full": GREEN, "half": "#a9c9b6", "claimed": "#e9f1ec", "empty": "#ffffff", "late": HATCHED}


def parts(x: float, y: float, w: float, pieces: Sequence[Part], *, columns: int = 2) -> str:
    """One bar cut into its parts, and under it each part with its sign, its name and its number of up to five digits."""
    total, at = sum(p.value for p in pieces), x
    body = "" if total else box(x, y, w, 44, TRACK, radius=4)
    for piece in pieces:
        long = w * piece.value / total if total else 0
        if long:
            body += box(at, y, long, 44, _LOOKS[piece.look], line=INK if piece.look != "full" else GREEN)
        at += long
    for n, piece in enumerate(pieces):
        a, b = x + (w + 20) / columns * (n % columns), y + 90 + 44 * (n // columns)
        end, size = a + (w + 20) / columns - 20, 24
        body += box(a, b - 22, 24, 24, _LOOKS[piece.look], radius=3, line=INK if piece.look != "full" else GREEN)
        body += text(end, b, str(piece.value), size, bold=True, anchor="end")
        body += text(a + 32, b, piece.told, size, fill=SOFT, room=end - a - 40 - width(str(piece.value)) * size)
    return body
