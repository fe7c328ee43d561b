"""Photos as telephones make them: streets that differ, turned, dated, placed."""

from __future__ import annotations

import io
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw, ImageFilter

TAKEN = "2026:11:23 08:55:10"
HOME = (30.0, 37.0, 12.5)
"""Degrees, minutes, seconds: what must never be kept."""


def scene(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """A street front: sky, walls, windows, a door; another one for each seed."""
    luck = Random(seed)
    picture = Image.new(
        "RGB", (width, height), (luck.randint(150, 220), luck.randint(170, 220), luck.randint(190, 240))
    )
    draw = ImageDraw.Draw(picture)
    for _ in range(14):
        left, top = luck.randint(0, width), luck.randint(0, height)
        box = (left, top, left + luck.randint(width // 12, width // 2), top + luck.randint(height // 12, height // 2))
        draw.rectangle(box, fill=(luck.randint(0, 255), luck.randint(0, 255), luck.randint(0, 255)))
    return picture.filter(ImageFilter.BoxBlur(1))


def saved(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def from_a_telephone(picture: Image.Image, orientation: int = 1, taken: datetime | None = None) -> bytes:
    """A JPEG that says where, when and with what it was taken."""
    when = f"{taken:%Y:%m:%d %H:%M:%S}" if taken else TAKEN
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0132] = "HUAWEI", orientation, when
    exif.get_ifd(0x8769).update({0x9003: when, 0x9011: "+08:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: HOME, 3: "E", 4: (118.0, 58.0, 30.0)})
    return saved(picture, "JPEG", exif=exif, comment=b"in front of my house", quality=90)
