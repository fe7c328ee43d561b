"""时长证明: the hours somebody gave, line by line, numbered, with a code anybody can check it by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from documents.drawing import fonts
from documents.papers.typeset import qr, typeset
from files.dataclass import dataclass
from programme.activities.time_given import hours
from programme.rules import Bureau
from texts import Say
from texts.days import Day

TEMPLATE = Path(__file__).with_name("hours_paper.typ")


@dataclass(frozen=True, slots=True)
class Line:
    """One activity: what was done where, for how many minutes, and who vouches for it."""

    day: date
    title: str
    place: str
    minutes: int
    host: str


@dataclass(frozen=True, slots=True)
class HoursPaper:
    """`check` is the address that confirms the number, empty where there are no pages. No telephone of anybody."""

    number: str
    name: str
    day: date
    lines: Sequence[Line]
    check: str


def hours_paper(known: HoursPaper, bureau: Bureau, say: Say) -> bytes:
    """The certificate as PDF, A4 upright, as many pages as its lines need."""
    return typeset(TEMPLATE, _words(known, bureau, say))


def _words(known: HoursPaper, bureau: Bureau, say: Say) -> dict[str, Any]:
    total = hours(sum(line.minutes for line in known.lines))
    return {
        "title": say("hours_paper.title"),
        "body": say("hours_paper.body", name=known.name, many=len(known.lines), total=total),
        "heads": [say(f"hours_paper.{head}") for head in ("day", "activity", "place", "hours", "host")],
        "rows": [[f"{one.day}", one.title, one.place, hours(one.minutes), one.host] for one in known.lines],
        "number": say("hours_paper.number", number=known.number),
        "check": say("hours_paper.check") if known.check else "",
        "code": qr(known.check) if known.check else "",
        "contact": say("hours_paper.contact", phone=bureau.phone) if bureau.phone else "",
        "how": say("hours_paper.how"),
        "bureau": bureau.name_en if say.language == "en" else bureau.name,
        "date": say("hours_paper.date", year=known.day.year, day=Day(known.day)),
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
