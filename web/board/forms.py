"""A form that was sent: its fields, of which none is believed, and no more of them than a page of ours has."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

BYTES, FIELDS = 32 * 1024, 200
Form = dict[str, list[str]]
WORDS = 2000
"""Longest sentence that is taken from a form."""


async def fields(request: Request) -> Form:
    """The fields by name.

    Raises:
        HTTPException: it is larger than any form of ours.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BYTES:
            raise HTTPException(413)
    try:
        return parse_qs(body.decode(), max_num_fields=FIELDS)
    except ValueError as unreadable:
        raise HTTPException(400) from unreadable


def text(form: Form, name: str) -> str:
    """One field as words; empty where it was not sent."""
    return form.get(name, [""])[0].strip()[:WORDS]


def count(words: str | None, default: int) -> int:
    """A whole number of an address or a form, which anybody may have typed."""
    return int(words) if words and re.fullmatch("[0-9]{1,6}", words) else default
