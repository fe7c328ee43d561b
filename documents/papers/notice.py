"""公示: who is to become a five-star shop, as a picture for the wall and the group chat, and as words. Names and doors only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from documents.drawing.drawing import CARD, GOLD, INK, LINE, SOFT, Picture, box, line, star, text
from documents.drawing.fonts import width
from files.dataclass import dataclass
from texts import Say
from texts.days import Day, Quarter

WIDTH = 1080
EDGE = 72
ROW, TALL_ROW, BETWEEN = 74, 112, 40
ONE_COLUMN = 12
"""So many shops stand in one column; more stand in two, the door under the name."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A public notice: `shops` are (name, door) in walking order, `quarter` as `2026-Q4`, the days inclusive."""

    quarter: str
    shops: Sequence[tuple[str, str]]
    first: date
    last: date
    bureau: str
    title: str


def notice_text(known: Notice, say: Say) -> str:
    """The same in words, for chats and for whoever reads aloud."""
    lines = [say("award.notice_head", title=known.title, quarter=Quarter(known.quarter))]
    lines.append(say("award.notice_why", title=known.title, many=len(known.shops)))
    lines += [f"{number}. {name}（{door}）" for number, (name, door) in enumerate(known.shops, 1)]
    lines.append(say("award.notice_days", first=Day(known.first), last=Day(known.last)))
    lines.append(say("award.notice_how"))
    lines.append(known.bureau)
    return "\n".join(lines)


def notice_png(known: Notice, say: Say) -> bytes:
    """The picture; as long as the list asks for."""
    return notice_picture(known, say).png()


def notice_picture(known: Notice, say: Say) -> Picture:
    """The same as SVG."""
    columns = 1 if len(known.shops) <= ONE_COLUMN else 2
    high = ROW if columns == 1 else TALL_ROW
    rows = -(-len(known.shops) // columns)
    top, room = 404, (WIDTH - 2 * EDGE - BETWEEN * (columns - 1)) / columns
    below = top + rows * high + 20
    middle = WIDTH / 2
    body = "".join(star(middle + (n - 2) * 62, 92, 24) for n in range(5))
    head = say("award.notice_head", title=known.title, quarter=Quarter(known.quarter))
    body += _fitted(middle, 186, head, 50, WIDTH - 80, anchor="middle", bold=True)
    why = say("award.notice_why", title=known.title, many=len(known.shops))
    body += _fitted(middle, 252, why, 31, WIDTH - 2 * EDGE, anchor="middle", fill=SOFT)
    days = say("award.notice_days", first=Day(known.first), last=Day(known.last))
    body += _fitted(middle, 306, days, 34, WIDTH - 2 * EDGE, anchor="middle", bold=True)
    body += box(EDGE - 28, top - 44, WIDTH - 2 * EDGE + 56, rows * high + 40, CARD, radius=18, line=LINE)
    shop = _on_one_line if columns == 1 else _on_two_lines
    for number, (name, door) in enumerate(known.shops):
        column, row = divmod(number, rows)
        x, y = EDGE + column * (room + BETWEEN), top + row * high
        body += line([(x, y - 22), (x + room, y - 22)], LINE, wide=1.5) if row else ""
        body += text(x + 44, y + 26, str(number + 1), 28, fill=GOLD, anchor="end", bold=True)
        body += shop(x + 62, y + 26, room - 62, name, door)
    body += _fitted(middle, below + 46, say("award.notice_how"), 29, WIDTH - 80, anchor="middle", fill=SOFT)
    body += _fitted(middle, below + 112, known.bureau, 36, WIDTH - 80, anchor="middle", bold=True)
    return Picture(WIDTH, below + 168, head, body)


def _on_one_line(x: float, y: float, room: float, name: str, door: str) -> str:
    left = _fitted(x, y, name, 34, room * 0.62, bold=True)
    return left + _fitted(x + room, y, door, 28, room * 0.34, anchor="end", fill=SOFT)


def _on_two_lines(x: float, y: float, room: float, name: str, door: str) -> str:
    return _fitted(x, y, name, 34, room, bold=True) + _fitted(x, y + 40, door, 26, room, fill=SOFT)


def _fitted(
    x: float,
    y: float,
    words: str,
    size: float,
    room: float,
    *,
    anchor: str = "start",
    fill: str = INK,
    bold: bool = False,
) -> str:
    """A line made smaller until it fits: on a public notice nothing may be cut off."""
    size = min(size, room / max(width(words), 1))
    return text(x, y, words, size, anchor=anchor, fill=fill, bold=bold)
