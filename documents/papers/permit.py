"""销售证: what hangs before a stall, numbered, with a code anybody can check it by. Of its holder the surname only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from documents.drawing import fonts
from documents.drawing.drawing import INK
from documents.papers.door_sheets import surname_of
from documents.papers.typeset import qr, typeset
from files.dataclass import dataclass
from texts import Say, speaker
from texts.days import Day

TEMPLATE = Path(__file__).with_name("permit.typ")
PIXELS = 110
"""Pixels an inch of the picture: A5 across becomes 909 × 641, enough for a phone."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What stands on it; `until` None: as long as the site is open. `check` is where it is confirmed."""

    number: str
    name: str
    goods: str
    site: str
    place: str
    since: date
    until: date | None
    bureau: str
    phone: str
    check: str


def permit(known: Permit, say: Say | None = None) -> bytes:
    """The permit as PDF, its fonts within."""
    return typeset(TEMPLATE, _words(known, say or speaker("zh")), day=known.since)


def permit_png(known: Permit, say: Say | None = None) -> bytes:
    """The same as a picture, for the phone."""
    return typeset(TEMPLATE, _words(known, say or speaker("zh")), "png", pixels=PIXELS, day=known.since)


def _words(known: Permit, say: Say) -> dict[str, Any]:
    title = say("permits.paper_title")
    return {
        "number": known.number,
        "title": title,
        "rows": [
            [say("permits.paper_who"), say("permits.seller", surname=surname_of(known.name))],
            [say("permits.paper_goods"), known.goods or say("seasons.any_goods")],
            [say("permits.paper_site"), known.site],
            [say("permits.paper_days"), season(known.since, known.until, say)],
        ],
        "place": known.place,
        "promise": say("permits.paper_promise").strip().splitlines(),
        "bureau": known.bureau,
        "phones": say("cards.phones", phone=known.phone) if known.phone else say("cards.hotline"),
        "check": say("permits.paper_check") if known.check else "",
        "code": qr(known.check, border=1, dark=INK) if known.check else "",
        "free": say("permits.paper_free"),
        "fonts": [fonts.FAMILY],
        "display": fonts.display_families(title),
        "language": say.language,
    }


def season(since: date, until: date | None, say: Say) -> str:
    """From when until when, with the years."""
    first = say("permits.paper_day", year=since.year, day=Day(since))
    if until is None:
        return say("permits.paper_from", since=first)
    return say("permits.paper_season", since=first, until=say("permits.paper_day", year=until.year, day=Day(until)))
