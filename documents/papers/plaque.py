"""荣誉牌: A4 across, to be hung up; its number, the name, the honour, the year and who gives it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from documents.drawing import fonts
from documents.papers.typeset import Form, typeset
from files.dataclass import dataclass
from texts import Say
from texts.days import Day

TEMPLATE = Path(__file__).with_name("plaque.typ")
PIXELS = 144
"""Pixels an inch of the picture."""


@dataclass(frozen=True, slots=True)
class Plaque:
    """`giver` is who gives it: the bureau, or in words who is above it."""

    number: str
    name: str
    branch: str
    kind: str
    year: int
    day: date
    giver: str
    bureau: str


def plaque(known: Plaque, say: Say, form: Form = "pdf") -> bytes:
    """The plaque as PDF to print, or as PNG for the phone."""
    body = say("honours.plaque_body", year=known.year)
    words = {
        "number": known.number,
        "name": known.name,
        "ems": fonts.width(known.name),
        "branch": known.branch,
        "kind": known.kind,
        "kind_size": min(58.0, 600 / max(fonts.width(known.kind), 1)),
        "body": body,
        "giver": known.giver,
        "bureau": known.bureau,
        "number_word": say("honours.plaque_number"),
        "date": say("award.certificate_date", year=known.day.year, day=Day(known.day)),
        "apart": 0.3 if say.language == "zh" else 0.04,
        "fonts": [fonts.FAMILY],
        "display": fonts.display_families(known.kind),
        "language": say.language,
    }
    return typeset(TEMPLATE, words, form, pixels=PIXELS)
