"""服务卡 as printed sheets: four to an A4 page, each with its code to scan or type, whom it reaches, what it never asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from documents.drawing import fonts
from documents.papers.door_sheets import courtesy
from documents.papers.typeset import qr, typeset
from files.dataclass import dataclass
from programme.rules import Bureau
from texts import Say

TEMPLATE = Path(__file__).with_name("service_cards.typ")
PER_PAGE = 4


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card: `scan` is what its QR code says, `address` the same in words, `keeper` whole; only the surname is printed."""

    site: str
    label: str
    code: str
    scan: str
    address: str
    keeper: str


def service_cards(cards: Sequence[PrintedCard], bureau: Bureau, say: Say) -> bytes:
    """A PDF, A4 upright, four cards a page to be cut apart; the fonts are within.

    Raises:
        ValueError: there is nothing to print.
    """
    if not cards:
        raise ValueError("no card to print")
    words = {
        "cards": [
            {
                "site": card.site,
                "ems": fonts.width(card.site),
                "label": card.label,
                "code": f"{card.code[:3]} {card.code[3:]}",
                "qr": qr(card.scan),
                "address": card.address,
                "keeper": say("cards.keeper", name=courtesy(card.keeper, say)) if card.keeper else "",
            }
            for card in cards
        ],
        "bureau": bureau.name_en if say.language == "en" else bureau.name,
        "title": say("cards.title"),
        "scan": say("cards.scan"),
        "code_word": say("cards.code"),
        "phones": say("cards.phones", phone=bureau.phone) if bureau.phone else say("cards.hotline"),
        "promise": say("cards.promise"),
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
    return typeset(TEMPLATE, words)
