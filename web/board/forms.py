"""A form that was sent: its fields, of which none is believed, and no more of them than a page of ours has."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

BYTES, FIELDS = 32 * 1024, 200


async def fields(request: Request) -> dict[str, list[str]]:
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
