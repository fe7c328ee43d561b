"""Formats a `Reply` for Telegram: escaped, cut where a reader would pause, its choices as a keyboard. Sends nothing.

The server counts UTF-16 code units, after it has read the escapes; so texts are cut first and escaped afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any
from unicodedata import east_asian_width

from messages.attachment import Attachment, Medium
from messages.reply import Button, Pick, Reply
from messages.topics import Topic

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
KEYS_A_ROW = 8
QUICK_A_ROW = 3
ALBUM = 10

HALF_A_ROW = 14
"""Columns (a Chinese character is two) up to which two options of a checklist stand side by side on a small telephone."""


def units(text: str) -> int:
    """The length as the server counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def html(text: str) -> str:
    """The text so that nothing a person typed means anything to the server."""
    return escape(text, quote=False)


Markup = dict[str, Any]
"""The keys of one message, as they go over the wire: `inline_keyboard` under it, or `keyboard` in the place of the letters."""

UNDER = "inline_keyboard"


def keyboard(reply: Reply) -> Markup | None:
    """The keys of a message: words that stay within reach where it asks nothing of its own, else its choices."""
    if reply.quick and not reply.pick and not reply.replace and (not reply.buttons or reply.topic == Topic.MENU):
        keys = [{"text": words} for words in reply.quick]
        rows = [keys[n : n + QUICK_A_ROW] for n in range(0, len(keys), QUICK_A_ROW)]
        return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
    return choices(reply)


def choices(reply: Reply) -> Markup | None:
    """The choices under a message: a checklist's options, its one submit, then the buttons; no more of them come than fit."""
    rows = [*_checklist(reply.pick), *(part for row in reply.buttons for part in _parted(row))]
    keys = [[{"text": b.label, "callback_data": b.data} for b in row] for row in rows]
    return {UNDER: keys} if keys else None


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
