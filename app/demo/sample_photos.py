"""Draws photos for the sample street: a shop front, tidy or with a given trouble; no two photos are the same."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from app.demo.sample_street import Sample
from documents.drawing.fonts import SHIPPED

WIDTH, HEIGHT = 960, 720
_WALLS = ("#d8c7a8", "#c9b7a2", "#bfc4bf", "#d9d2c5", "#c4a48a", "#b9bfb1")
_SIGNS = ("#8c2f2b", "#1f4e79", "#2f6b46", "#7a4a1e", "#4a3a78", "#a0661a")
Box = tuple[float, float, float, float]


def front(shop: Sample, seed: int, *, trouble: bool = False) -> bytes:
    """A JPEG of a shop's front; with `trouble`, the duty failure of that name is drawn."""
    luck = random.Random(f"{shop.name} {seed}")  # noqa: S311 a drawing, not a secret
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#c8d6de")
    draw = ImageDraw.Draw(picture)
    look = random.Random(shop.name)  # noqa: S311
    _house(draw, shop, look.choice(_WALLS), look.choice(_SIGNS))
    _pavement(draw, luck)
    if trouble:
        _TROUBLES.get(shop.word[:2], _boxes)(draw, luck)
    out = io.BytesIO()
    _taken(picture, luck).save(out, "JPEG", quality=85)
    return out.getvalue()


def _house(draw: ImageDraw.ImageDraw, shop: Sample, wall: str, sign: str) -> None:
    draw.rectangle((60, 60, 900, 560), fill=wall)
    draw.rectangle((60, 60, 900, 84), fill="#7d756a")
    draw.rectangle((110, 110, 850, 220), fill=sign)
    draw.rectangle((110, 110, 850, 220), outline="#f2e6c8", width=4)
    font = _font(min(76, 640 // len(shop.name)))
    draw.text((480, 163), shop.name, font=font, fill="#fbf3dc", anchor="mm")
    for left, right in ((120, 350), (610, 840)):
        draw.rectangle((left, 260, right, 500), fill="#6f8791", outline="#efeae0", width=8)
        draw.polygon(((left + 20, 490), (left + 90, 270), (left + 130, 270), (left + 60, 490)), fill="#8aa1aa")
    draw.rectangle((390, 250, 570, 560), fill="#5b4636", outline="#efeae0", width=8)
    draw.rectangle((410, 275, 550, 470), fill="#8f9fa3")
    draw.rectangle((590, 330, 602, 345), fill="#e9d38a")
    draw.text(
        (875, 250), shop.door, font=_font(22), fill="#fdfdfd", anchor="mm", stroke_width=10, stroke_fill="#2c5c9c"
    )


def _pavement(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill="#a9a49b")
    for y in (560, 596, 640, 692):
        draw.line((0, y, WIDTH, y), fill="#8f8a81", width=2)
    for x in range(-400, WIDTH + 400, 110):
        draw.line((480 + (x - 480) * 0.8, 560, 480 + (x - 480) * 1.7, HEIGHT), fill="#8f8a81", width=2)
    trunk = luck.choice((40, 925))
    draw.rectangle((trunk - 14, 180, trunk + 14, 600), fill="#5d4a37")
    for _ in range(9):
        x, y, r = trunk + luck.randint(-70, 70), luck.randint(40, 200), luck.randint(45, 80)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=luck.choice(("#5f7d45", "#6d8a4f", "#547040")))
    bin_at = luck.choice((95, 840))
    draw.rectangle((bin_at, 500, bin_at + 52, 590), fill="#3d6b4d")
    draw.rectangle((bin_at - 4, 490, bin_at + 56, 506), fill="#2f5540")


def _boxes(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    """Goods outside their place."""
    for n in range(luck.randint(4, 6)):
        x, y = 180 + n * 105 + luck.randint(-15, 15), luck.randint(560, 610)
        for level in range(luck.randint(1, 3)):
            box: Box = (x, y - 62 * level, x + 92, y + 58 - 62 * level)
            draw.rectangle(box, fill="#b98d57", outline="#7d5c34", width=3)
            draw.line((x, y + 29 - 62 * level, x + 92, y + 29 - 62 * level), fill="#e2c796", width=5)


def _stains(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    """Grease and litter at the door."""
    for _ in range(5):
        x, y, w = luck.randint(240, 640), luck.randint(600, 670), luck.randint(60, 150)
        draw.ellipse((x, y, x + w, y + w // 3), fill="#6d675d")
    for _ in range(14):
        x, y = luck.randint(150, 800), luck.randint(585, 700)
        draw.polygon(((x, y), (x + 22, y + 5), (x + 14, y + 16)), fill=luck.choice(("#f1efe8", "#d9534a", "#e5c84c")))


def _dark_sign(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    """Half the sign is out, and stickers are on the glass."""
    draw.rectangle((480, 114, 846, 216), fill="#3b3733")
    for _ in range(6):
        x, y = luck.randint(130, 300), luck.randint(280, 450)
        draw.rectangle((x, y, x + 36, y + 26), fill=luck.choice(("#f4ef9b", "#f5f5f0", "#f2b5b0")))


def _hung(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    """Something hangs on the tree."""
    for x in (40, 925):
        for n in range(7):
            y = 120 + 50 * n
            draw.ellipse((x - 24, y, x - 4, y + 20), fill=luck.choice(("#e9c94a", "#d9534a", "#f0efe6")))


def _broken_step(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    """The pavement is broken."""
    for _ in range(4):
        x, y = luck.randint(380, 560), luck.randint(570, 640)
        draw.polygon(((x, y), (x + 70, y + 8), (x + 52, y + 40), (x - 10, y + 30)), fill="#4f4a43")


_TROUBLES = {"卫生": _stains, "秩序": _boxes, "绿化": _hung, "设施": _broken_step, "立面": _dark_sign}


def _taken(picture: Image.Image, luck: random.Random) -> Image.Image:
    """Vary the viewpoint and the light, so that no two photos are alike."""
    turned = picture.rotate(luck.uniform(-5, 5), Image.Resampling.BICUBIC, fillcolor="#9b968d")
    side = luck.uniform(0.78, 0.9)
    width, height = round(WIDTH * side), round(HEIGHT * side)
    left, top = luck.randint(20, WIDTH - width - 20), luck.randint(15, min(70, HEIGHT - height))
    seen = turned.crop((left, top, left + width, top + height)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return ImageEnhance.Brightness(seen).enhance(luck.uniform(0.8, 1.12))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(SHIPPED), size)
