"""What a worker and the process that started it say to each other: a line of JSON about so many bytes, then the bytes.

JSON and never pickle: whatever comes out of a worker has been through a stranger's hands.
"""

from __future__ import annotations

from typing import IO, Any

import orjson

LONGEST_LINE = 1_000_000
LONGEST_BODY = 256_000_000


class Broken(Exception):
    """The other side has ended, or sent something malformed."""


def send(line: IO[bytes], about: dict[str, Any], body: bytes = b"") -> None:
    """Raises OSError when the other side is gone."""
    line.write(orjson.dumps({**about, "bytes": len(body)}, default=str) + b"\n")
    line.write(body)
    line.flush()


def receive(line: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Raises Broken when nothing whole comes any more."""
    try:
        about = orjson.loads(line.readline(LONGEST_LINE))
        length = int(about["bytes"])
    except (ValueError, LookupError, TypeError, OSError) as error:
        raise Broken from error
    body = line.read(length) if 0 < length <= LONGEST_BODY else b""
    if len(body) != length:
        raise Broken
    return about, body
