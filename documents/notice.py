"""公示: who is to become a five-star shop, as a picture for the wall and the group chat, and as words. Names and doors only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.drawing import CARD, GOLD, INK, LINE, SOFT, Picture, box, line, star, text
from texts import Say
from texts.days import Day, Quarter

WIDTH = 1080
EDGE = 72
ROW = 74
ONE_COLUMN = 12
"""So many shops stand in one column; more stand in two."""


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
    columns = 1 if len(known.shops) <= ONE_COLUMN else 2
    rows = -(-len(known.shops) // columns)
    top, room = 404, (WIDTH - 2 * EDGE - 40 * (columns - 1)) / columns
    below = top + rows * ROW + 40
    middle = WIDTH / 2
    body = "".join(star(middle + (n - 2) * 62, 92, 24) for n in range(5))
    head = say("award.notice_head", title=known.title, quarter=Quarter(known.quarter))
    body += text(middle, 186, head, 50, bold=True, anchor="middle", room=WIDTH - 80)
    why = say("award.notice_why", title=known.title, many=len(known.shops))
    body += text(middle, 252, why, 31, fill=SOFT, anchor="middle", room=WIDTH - 2 * EDGE)
    days = say("award.notice_days", first=Day(known.first), last=Day(known.last))
    body += text(middle, 306, days, 34, anchor="middle", bold=True, room=WIDTH - 2 * EDGE)
    body += box(EDGE - 28, top - 44, WIDTH - 2 * EDGE + 56, rows * ROW + 60, CARD, radius=18, line=LINE)
    for number, (name, door) in enumerate(known.shops):
        column, row = divmod(number, rows)
        body += _shop(EDGE + column * (room + 40), top + row * ROW, room, number + 1, name, door, row > 0)
    body += text(middle, below + 46, say("award.notice_how"), 29, fill=SOFT, anchor="middle", room=WIDTH - 80)
    body += text(middle, below + 112, known.bureau, 36, anchor="middle", bold=True)
    return Picture(WIDTH, below + 168, head, body)


def _shop(x: float, y: float, room: float, number: int, name: str, door: str, ruled: bool) -> str:
    rule = line([(x, y - 22), (x + room, y - 22)], LINE, wide=1.5) if ruled else ""
    return (
        rule
        + text(x + 44, y + 26, str(number), 28, fill=GOLD, anchor="end", bold=True)
        + text(x + 62, y + 26, name, 34, fill=INK, bold=True, room=room * 0.58)
        + text(x + room, y + 26, door, 28, fill=SOFT, anchor="end", room=room * 0.36)
    )
