"""授牌: the certificate a shop hangs on its wall, numbered, with a code anybody can check it by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from documents.drawing import fonts
from documents.drawing.drawing import INK
from documents.papers.typeset import qr, typeset
from files.dataclass import dataclass
from texts import Say, speaker
from texts.days import Day, Quarter

TEMPLATE = Path(__file__).with_name("certificate.typ")
PIXELS = 144
"""Pixels an inch of the picture: A4 across becomes 1684 × 1191, sharp when zoomed on a phone."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands on it: `quarter` as `2026-Q4`, `check` the address that confirms the number. No owner, no telephone."""

    number: str
    shop: str
    door: str
    quarter: str
    day: date
    bureau: str
    title: str
    check: str


def certificate(known: Certificate, say: Say | None = None) -> bytes:
    """The certificate as PDF, its fonts within, its text to be searched and copied."""
    return typeset(TEMPLATE, _words(known, say or speaker("zh")), day=known.day)


def certificate_png(known: Certificate, say: Say | None = None) -> bytes:
    """The same as a picture, for the chat."""
    return typeset(TEMPLATE, _words(known, say or speaker("zh")), "png", pixels=PIXELS, day=known.day)


def _words(known: Certificate, say: Say) -> dict[str, Any]:
    apart = 0.5 if say.language == "zh" else 0.06
    head = say("award.certificate_head")
    return {
        "number": known.number,
        "shop": known.shop,
        "ems": fonts.width(known.shop),
        "door": known.door,
        "bureau": known.bureau,
        "title": known.title,
        "title_size": min(66.0, 640 / max(fonts.width(known.title) + apart * 0.4 * len(known.title), 1)),
        "apart": apart,
        "head": head,
        "body": say("award.certificate_body", quarter=Quarter(known.quarter)),
        "number_word": say("award.certificate_number"),
        "check": say("award.certificate_check"),
        "date": say("award.certificate_date", year=known.day.year, day=Day(known.day)),
        "code": qr(known.check, border=1, dark=INK),
        "fonts": [fonts.FAMILY],
        "display": fonts.display_families(head + known.title),
        "language": say.language,
    }
