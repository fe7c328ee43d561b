"""The poster of a volunteer day: A4 upright as PDF to print and PNG for the group chat, with the code that signs up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from documents.drawing import fonts
from documents.papers.typeset import qr, typeset
from files.dataclass import dataclass
from programme.rules import Bureau
from texts import Say
from texts.days import Hours

TEMPLATE = Path(__file__).with_name("poster.typ")
PIXELS = 120


@dataclass(frozen=True, slots=True)
class Poster:
    """`scan` is what the code says, empty where no page can be opened: then only the number is printed.

    `brand` is the line its branch is known by."""

    number: int
    title: str
    place: str
    when: Hours
    places: int | None
    branch: str
    scan: str
    brand: str = ""


def poster(known: Poster, bureau: Bureau, say: Say) -> bytes:
    """The poster as PDF, its fonts within."""
    return typeset(TEMPLATE, _words(known, bureau, say))


def poster_png(known: Poster, bureau: Bureau, say: Say) -> bytes:
    """The same as a picture."""
    return typeset(TEMPLATE, _words(known, bureau, say), "png", pixels=PIXELS)


def _words(known: Poster, bureau: Bureau, say: Say) -> dict[str, Any]:
    name = bureau.name_en if say.language == "en" else bureau.name
    return {
        "head": say("poster.head"),
        "title": known.title,
        "ems": fonts.width(known.title),
        "when": say("poster.when", when=known.when),
        "place": say("poster.place", place=known.place),
        "places": say("poster.places", many=known.places) if known.places else say("poster.no_limit"),
        "scan": qr(known.scan) if known.scan else "",
        "how": say("poster.scan") if known.scan else say("poster.type"),
        "number": say("poster.number", number=known.number),
        "host": " · ".join(filter(None, (name, known.branch, known.brand))),
        "phone": say("poster.phone", phone=bureau.phone) if bureau.phone else "",
        "promise": say("poster.promise"),
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
