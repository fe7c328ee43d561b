"""Small files as people's telephones make them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def photo(width: int = 240, height: int = 180, form: str = "JPEG") -> bytes:
    """A door between two walls."""
    picture = Image.new("RGB", (width, height), (182, 162, 132))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 8, height // 3, width * 7 // 8, height), fill=(126, 64, 44))
    draw.rectangle((width * 3 // 7, height // 2, width * 4 // 7, height), fill=(52, 32, 26))
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
VOICE = b"OggS\x00\x02" + bytes(300)
