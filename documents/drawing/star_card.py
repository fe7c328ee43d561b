"""A picture worth forwarding: a shop at five stars, with its name and the week, and nothing about any person."""

from __future__ import annotations

from documents.drawing.drawing import GOLD, SOFT, Picture, box, line, star, text
from documents.drawing.fonts import width
from documents.drawing.printed import Line, Printed
from files.dataclass import dataclass
from texts import Say
from texts.days import Day

SIZE = 1080
NIGHT, CREAM = "#143447", "#fdfaf1"
LONG = 2
"""Weeks in a row from which on they are worth telling."""


@dataclass(frozen=True, slots=True)
class StarCard:
    """One shop's week: `day` is the last day of it, `weeks` how many in a row at five stars."""

    shop: str
    door: str
    day: Day
    weeks: int
    bureau: str
    street: str


def star_card(known: StarCard, say: Say) -> Printed:
    """A square picture, as a messenger's grid shows it."""
    middle = SIZE / 2
    told = say("stars.card_weeks", weeks=known.weeks) if known.weeks >= LONG else say("stars.card_five")
    foot = say("stars.card_foot", bureau=known.bureau, day=known.day)
    lines = (
        Line(middle, 610, known.shop, min(112, (SIZE - 220) / max(width(known.shop), 1)), bold=True),
        Line(middle, 684, known.door, 40, SOFT, room=SIZE - 240),
        Line(middle, 814, told, 54, bold=True),
        Line(middle, 972, foot, 30, SOFT, room=SIZE - 180),
    )
    return Printed(_ground(known.street, say), lines, CREAM, f"{known.shop} ★★★★★")


def _ground(street: str, say: Say) -> Picture:
    """What is the same on every card of a street."""
    middle = SIZE / 2
    body = box(44, 44, SIZE - 88, SIZE - 88, CREAM, radius=28)
    body += box(64, 64, SIZE - 128, SIZE - 128, "none", radius=18, line=GOLD)
    body += text(middle, 190, street, 40, fill=SOFT, anchor="middle", spacing=8, room=SIZE - 240)
    for n, (rise, radius) in enumerate(((26, 62), (6, 70), (0, 82), (6, 70), (26, 62))):
        body += star(middle + (n - 2) * 168, 366 + rise, radius)
    body += line([(middle - 60, 734), (middle + 60, 734)], GOLD, wide=4)
    body += text(middle, 882, say("stars.card_thanks"), 36, anchor="middle", fill=SOFT)
    return Picture(SIZE, SIZE, "★★★★★", body, ground=NIGHT)
