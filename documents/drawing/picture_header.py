"""Reads the header of a picture before decoding: its kind, its size, and the memory decoding will take.

Read by hand from the first bytes, because a decoder may take its memory as soon as it is handed the file: 34 bytes of WebP are
enough to ask for a gigabyte.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from files.dataclass import dataclass

LONGEST_SIDE = 1600
"""Pixels of the longer side of a kept photo: a shop's sign is still readable."""

BYTES = 20 * 1024 * 1024
"""Most bytes of anything somebody sends; what Telegram lets a bot fetch."""

PIXELS = 210_000_000
"""Most pixels of a JPEG decoded at a fraction of its size; telephones make 200 million."""

MEMORY = 400_000_000
"""Most bytes one picture may need while it is decoded, and all that are decoded at once together."""

SCANS = 64
"""Most scans of a JPEG. Cameras make one, messengers ten; each costs a walk over the whole picture, however empty it is."""

_NO_PICTURE = "the file is no JPEG, PNG or WebP picture"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that give its size."""
_BARE = frozenset((0x01, 0xFF, *range(0xD0, 0xD9)))
"""Markers of a JPEG that no length follows."""


@dataclass(frozen=True, slots=True)
class Header:
    """The size in pixels; `bytes_a_pixel` is what a decoder holds of each at its worst; it decodes `shrink` times smaller."""

    kind: str
    width: int
    height: int
    bytes_a_pixel: float
    shrink: int = 1

    @property
    def memory(self) -> int:
        """Bytes it takes to decode."""
        return int(self.width * self.height * self.bytes_a_pixel)


def read_header(content: bytes) -> Header:
    """The header of a picture that may be decoded.

    Raises:
        ValueError: it is no JPEG, PNG or WebP, or it is too large or too costly to be decoded.
    """
    header = _header(content)
    if header.width < 1 or header.height < 1:
        raise ValueError("the picture has no size")
    if header.width * header.height > PIXELS or header.memory > MEMORY:
        raise ValueError(f"{header.kind} of {header.width} × {header.height} pixels is too large to be decoded")
    return header


def _header(content: bytes) -> Header:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) > 24:  # noqa: PLR2004
        width, height = struct.unpack(">II", content[16:24])
        return Header("PNG", width, height, 8)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Header("WebP", *_webp_size(content), 16)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    raise ValueError(_NO_PICTURE)


def _webp_size(content: bytes) -> tuple[int, int]:
    """The canvas, or the one picture; the larger where a file says both."""
    chunk, body = content[12:16], content[20:30]
    if len(body) < 10:  # noqa: PLR2004 the header of the shortest kind
        raise ValueError(_NO_PICTURE)
    if chunk == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError(_NO_PICTURE)


def _jpeg(content: bytes) -> Header:
    """The largest size it claims; held whole in memory where it comes in several scans."""
    frames = [(marker, body) for marker, body in _segments(content) if marker in _FRAMES and len(body) > 5]  # noqa: PLR2004
    if not frames:
        raise ValueError("the picture cannot be read: a JPEG without a frame")
    scans = content.count(b"\xff\xda")
    if scans > SCANS:
        raise ValueError(f"a JPEG of {scans} scans, at most {SCANS}")
    height, width = max((struct.unpack(">HH", body[1:5]) for _, body in frames), key=lambda size: size[0] * size[1])
    shrink = next((s for s in (8, 4, 2) if min(width, height) // LONGEST_SIDE >= s), 1)
    in_scans = scans > 1 or any(marker not in (0xC0, 0xC1) for marker, _ in frames)
    coefficients = 2 * max(body[5] for _, body in frames) if in_scans else 0
    return Header("JPEG", width, height, coefficients + 8 / shrink**2, shrink)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments before the first scan: marker and body."""
    at, end = 2, len(content)
    while at + 4 <= end and content[at] == 0xFF:  # noqa: PLR2004 the byte every marker begins with
        marker = content[at + 1]
        if marker in _BARE:
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        if marker == 0xDA:  # noqa: PLR2004 start of scan
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)
