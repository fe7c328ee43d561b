"""Pictures that differ in a few lines of words only: their ground is drawn once, and the words are set on it like print.

Drawing the whole anew costs 60 ms of CPU a picture, nearly all of it for what is the same on every one; setting the words on a
copy with a palette takes a few. Star cards go to thousands of shops on one evening.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from documents.drawing import fonts
from documents.drawing.drawing import INK, Picture, cut, text
from files.dataclass import dataclass

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SHADES = 16
"""Steps between the paper and an ink, so that letters have soft edges."""
_COLOURS = 256


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words whose middle stands at `x` and its baseline at `y`; `room` in pixels as in `text`."""

    x: float
    y: float
    words: str
    size: float
    fill: str = INK
    bold: bool = False
    room: float = 0

    @property
    def fitted(self) -> str:
        return cut(self.words, self.room / self.size) if self.room else self.words


@dataclass(frozen=True, slots=True)
class Printed:
    """A ground that many pictures share, and the lines of this one. The lines stand on one plain colour, `paper`."""

    ground: Picture
    lines: tuple[Line, ...]
    paper: str
    title: str

    @property
    def picture(self) -> Picture:
        """All of it as one drawing: what a browser shows, and the pattern for the print."""
        words = "".join(
            text(one.x, one.y, one.fitted, one.size, fill=one.fill, anchor="middle", bold=one.bold)
            for one in self.lines
        )
        return replace(self.ground, title=self.title, body=self.ground.body + words)

    @property
    def svg(self) -> str:
        return self.picture.svg

    def png(self) -> bytes:
        """The picture as PNG; a name that needs a font of the system is drawn the slow way."""
        if len(fonts.files_for("".join(one.words for one in self.lines))) > 1:
            return self.picture.png()
        inks = tuple(dict.fromkeys(one.fill for one in self.lines))
        sheet = _sheet(self.ground, self.paper, inks).copy()
        for one in self.lines:
            _set(sheet, one, _COLOURS - SHADES * (len(inks) - inks.index(one.fill)))
        out = io.BytesIO()
        sheet.save(out, "PNG", compress_level=6)
        return out.getvalue()


@lru_cache(maxsize=8)
def _sheet(ground: Picture, paper: str, inks: Sequence[str]) -> Image.Image:
    """The ground in as many colours as the shades of the inks leave; their shades stand at the end of its palette."""
    from PIL import Image, ImageColor  # noqa: PLC0415 only a drawing needs it

    drawn = Image.open(io.BytesIO(ground.png())).convert("RGB")
    sheet = drawn.quantize(_COLOURS - SHADES * len(inks), dither=Image.Dither.NONE)
    palette = (sheet.getpalette() or [])[: 3 * (_COLOURS - SHADES * len(inks))]
    palette += [0] * (3 * (_COLOURS - SHADES * len(inks)) - len(palette))
    light = ImageColor.getrgb(paper)
    for ink in inks:
        dark = ImageColor.getrgb(ink)
        for step in range(SHADES):
            palette += [round(a + (b - a) * step / (SHADES - 1)) for a, b in zip(light, dark, strict=True)]
    sheet.putpalette(palette)
    return sheet


def _set(sheet: Image.Image, line: Line, first: int) -> None:
    """Set a line on the sheet; `first` is where the shades of its ink begin in the palette."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    words = line.fitted
    if not words:
        return
    font = _font(str(fonts.BOLD if line.bold and fonts.is_drawn_bold(words) else fonts.SHIPPED), line.size)
    left, top, right, bottom = map(round, font.getbbox(words, anchor="ms"))
    size, place = (right - left + 2, bottom - top + 2), (round(line.x) + left - 1, round(line.y) + top - 1)
    letters = Image.new("L", size)
    ImageDraw.Draw(letters).text((1 - left, 1 - top), words, 255, font, anchor="ms")
    shades = letters.point([first + value * (SHADES - 1) // 255 for value in range(256)])
    sheet.paste(
        Image.frombytes("P", size, shades.tobytes()), place, letters.point([255 * (v >= SHADES) for v in range(256)])
    )


@lru_cache(maxsize=32)
def _font(path: str, size: float) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(path, size)
