"""Pictures of alerts: base64 is kept before the alert is acknowledged, a link is fetched after, from named machines only."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from channels.hooks.envelope import NotRead
from files import durable
from files.lazily import lazy
from messages.errors import NotSent, Refused

if TYPE_CHECKING:
    import aiohttp
else:
    aiohttp = lazy("aiohttp")

MOST_BYTES = 10 * 1024 * 1024
PATIENCE = 30.0
"""Seconds for the whole of one request."""
_STARTS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png", b"RIFF": ".webp"}
_DATA_URL = re.compile(r"data:image/[a-z+.-]+;base64,", re.IGNORECASE)
FOLDER = "hooks"
KEPT = 7 * 86400.0
"""Seconds for which a picture that came is there to be opened, and opened again after a power cut."""


def is_link(image: str) -> bool:
    return image[:8].casefold().startswith(("http://", "https://"))


def may_fetch(link: str, hosts: Collection[str]) -> bool:
    """Whether the machine of a link is one of those named in the settings; a name and password in it are never used."""
    try:
        parts = urlsplit(link)
        named = {(parts.hostname or "").casefold(), f"{parts.hostname or ''}:{parts.port or ''}".casefold()}
    except ValueError:
        return False
    plain = parts.scheme in ("http", "https") and parts.username is None and parts.password is None
    return plain and bool(named & {host.casefold() for host in hosts})


def decoded(image: str) -> tuple[bytes, str]:
    """The bytes of a picture in an alert and the ending of its file.

    Raises:
        NotRead: it is too large, no base64, or no picture.
    """
    text = _DATA_URL.sub("", image, count=1)
    if len(text) * 3 // 4 > MOST_BYTES:
        raise NotRead(413, f"a picture has at most {MOST_BYTES // 1_048_576} MB")
    try:
        content = b64decode("".join(text.split()), validate=True)
    except (Error, ValueError) as error:
        raise NotRead(422, "“image” is base64 of a JPEG, PNG or WebP, or a link") from error
    ending = next((ending for start, ending in _STARTS.items() if content.startswith(start)), "")
    if not ending:
        raise NotRead(422, "“image” is base64 of a JPEG, PNG or WebP, or a link")
    return content, ending


async def keep(folder: Path, content: bytes, ending: str) -> str:
    """Write it down and sync it; its path under the data folder. The same bytes are the same file."""
    name = f"{FOLDER}/{sha256(content).hexdigest()}{ending}"
    if not await asyncio.to_thread(durable.is_whole, folder / name):
        await asyncio.to_thread(durable.write, folder / name, content)
    return name


async def fetch(link: str, hosts: Collection[str]) -> bytes:
    """The bytes behind a link, without following it anywhere else.

    Raises:
        Refused: it is not from a machine that is named, too large, or not there.
        NotSent: it cannot be had now.
    """
    if not may_fetch(link, hosts):
        raise Refused("the picture is on a machine that is not in image_hosts")
    found = bytearray()
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE), auto_decompress=False) as session,
            session.get(link, allow_redirects=False) as answer,
        ):
            if answer.status >= 500:  # noqa: PLR2004 the far side's own trouble
                raise NotSent(f"the machine of the picture answers {answer.status}")
            if answer.status != 200:  # noqa: PLR2004
                raise Refused(f"the machine of the picture answers {answer.status}")
            async for part in answer.content.iter_chunked(65536):
                found += part
                if len(found) > MOST_BYTES:
                    raise Refused(f"the picture has more than {MOST_BYTES} bytes")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotSent(f"the picture cannot be fetched: {type(error).__name__}") from error
    return bytes(found)


def sweep(folder: Path) -> None:
    """Drop what came days ago: by now it is kept with its alert, or belongs to none."""
    for path in (folder / FOLDER).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < time() - KEPT:
                path.unlink()
