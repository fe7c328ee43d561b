"""Activities as an iCalendar feed (RFC 5545): times in UTC, lines of at most 75 octets, what was called off says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from files.dataclass import dataclass

LONGEST_LINE = 75
"""Octets of a line before it is folded."""


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` stays the same for ever; `sequence` counts changes; `stamp` is when it was last said."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    location: str
    sequence: int
    stamp: datetime
    is_off: bool = False
    url: str = ""


def calendar(name: str, events: Iterable[Event]) -> str:
    """The whole feed, its lines ended as the standard asks."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Five-Star Merchant//Activities//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"DTSTART:{_moment(event.begins)}"
    yield f"DTEND:{_moment(event.ends)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.is_off else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"LOCATION:{_text(event.location)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words with what has a meaning of its own escaped; no control character reaches a calendar."""
    plain = "".join(" " if ord(c) < 32 and c != "\n" else c for c in words.replace("\r\n", "\n"))  # noqa: PLR2004 a blank
    for found, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(found, written)
    return plain


def _folded(line: str) -> Iterator[str]:
    """The pieces of a line, cut between characters; each but the first begins with a blank."""
    piece, room = "", LONGEST_LINE
    for character in line:
        octets = len(character.encode())
        if octets > room:
            yield piece
            piece, room = " ", LONGEST_LINE - 1
        piece += character
        room -= octets
    yield piece
