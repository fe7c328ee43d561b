"""How a `Reply` looks on Telegram: escaped, cut where a reader would pause, its choices under it. Nothing here is sent.

The server counts UTF-16 code units, after it has read the escapes; so texts are cut first and escaped afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from unicodedata import east_asian_width

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from messages.attachment import Attachment, Medium
from messages.reply import Button, Pick, Reply

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
KEYS = 100
KEYS_A_ROW = 8
ALBUM = 10

HALF_A_ROW = 14
"""Columns (a Chinese character is two) up to which two options of a checklist stand side by side on a small telephone."""

_PAUSES = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"[。！？!?；;…]+[”’」』）)]*|\.\s"),
    re.compile(r"[，、,：:\s]"),
)
"""Where a text may be cut, the best first."""

_JOINED = "\u200d\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""Never cut before or (the first) after these: they make one sign of several."""


def units(text: str) -> int:
    """The length as the server counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(text: str, most: int = TEXT_UNITS) -> list[str]:
    """The text in messages of at most `most` units each, cut after a paragraph, a line, a sentence or at least a word."""
    cut: list[str] = []
    rest = text.strip()
    while units(rest) > most:
        end = _pause(rest, _within(rest, most))
        cut.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*cut, rest] if rest else cut


def _within(text: str, most: int) -> int:
    """How many characters fit into `most` units."""
    room = most
    for index, character in enumerate(text):
        room -= 1 + (character > "\uffff")
        if room < 0:
            return index
    return len(text)


def _pause(text: str, end: int) -> int:
    """The last good place to cut at or before `end`, unless it would leave a stump."""
    for pause in _PAUSES:
        found = max((m.end() for m in pause.finditer(text, 0, end)), default=0)
        if found > end // 3:
            return found
    while end > 1 and (text[end] in _JOINED or text[end - 1] == _JOINED[0]):
        end -= 1
    return end


def html(text: str) -> str:
    """The text so that nothing a person typed means anything to the server."""
    return escape(text, quote=False)


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The choices under a message: a checklist's options, its one submit, then the buttons. What is beyond can be typed."""
    rows = [*_checklist(reply.pick), *(part for row in reply.buttons for part in _parted(row))]
    keys = [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in _first(rows, KEYS)]
    return InlineKeyboardMarkup(keys) if keys else None


def _checklist(pick: Pick | None) -> list[Sequence[Button]]:
    if pick is None:
        return []
    ticks = [
        Button(f"{'☑' if number in pick.chosen else '☐'} {option}", pick.toggle(number))
        for number, option in enumerate(pick.options)
    ]
    side_by_side = 2 if all(_columns(option) <= HALF_A_ROW for option in pick.options) else 1
    options = [ticks[i : i + side_by_side] for i in range(0, len(ticks), side_by_side)]
    return [*options, [Button(pick.submit, pick.data)]]


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _parted(row: Sequence[Button]) -> Iterator[Sequence[Button]]:
    for start in range(0, len(row), KEYS_A_ROW):
        yield row[start : start + KEYS_A_ROW]


def _first(rows: Sequence[Sequence[Button]], most: int) -> Iterator[Sequence[Button]]:
    for row in rows:
        taken = row[:most]
        most -= len(taken)
        if taken:
            yield taken


def parcels(attachments: Sequence[Attachment]) -> list[tuple[Attachment, ...]]:
    """The attachments as they travel: neighbouring pictures or documents as albums, everything else alone."""
    grouped: list[list[Attachment]] = []
    for attachment in attachments:
        last = grouped[-1] if grouped else []
        together = attachment.kind in (Medium.PHOTO, Medium.FILE) and last and last[-1].kind is attachment.kind
        if together and len(last) < ALBUM:
            last.append(attachment)
        else:
            grouped.append([attachment])
    return [tuple(group) for group in grouped]
