"""Reading what a visitor's browser sends, without trusting its length or its form."""

from __future__ import annotations

import json

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from channels.webchat.files import Unwelcome


async def body_of(request: Request, most: int) -> bytes:
    """The body, refused as soon as it grows too large instead of after all of it has come.

    Raises:
        Unwelcome: it has more than `most` bytes.
    """
    parts = bytearray()
    try:
        async for part in request.stream():
            parts += part
            if len(parts) > most:
                raise Unwelcome("file_too_large")
    except ClientDisconnect as gone:
        raise HTTPException(400) from gone
    return bytes(parts)


def as_json(content: bytes) -> object:
    """What the bytes say.

    Raises:
        Unwelcome: they are no JSON.
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unwelcome("not_understood") from error
