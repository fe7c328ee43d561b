"""Finds the fonts that draw Chinese: a fresh server has none, and without one every character is an empty box.

We ship a subset of Noto Sans CJK SC and draw with it everywhere, so that a picture looks the same on every machine. Only for
characters it lacks (a rare one in a name) is a font of the system asked for help, where there is one.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("fonts")
SHIPPED = FOLDER / "NotoSansCJKsc-subset.otf"
BOLD = FOLDER / "NotoSansCJKsc-Bold-subset.otf"
"""The same family in its bold weight: the characters of daily use, so that headings are drawn and not thickened."""
FAMILY = "Noto Sans CJK SC"
DISPLAY = FOLDER / "NotoSerifCJKsc-Bold-subset.otf"
DISPLAY_FAMILY = "Noto Serif CJK SC"
"""A few hundred characters for the large words of a certificate."""
FAMILIES = f"'{FAMILY}', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
"""For an SVG in a browser, which has fonts of its own."""

SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
"""Where the usual systems keep a font with tens of thousands of Chinese characters, the best first."""

WHOLE, PLANE = 12, 4
"""The `cmap` formats of all of Unicode and of its first 65,536 characters."""

Ranges = tuple[tuple[int, int], ...]


@cache
def system_font() -> Path | None:
    """A Chinese font of the system; None on most fresh servers."""
    return next((path for name in SYSTEM if (path := Path(name)).is_file()), None)


def files_for(text: str) -> list[Path]:
    """The font files that draw `text`: the shipped one, and the system's only where it is needed."""
    helper = system_font()
    return [SHIPPED, helper] if helper and _lacks(SHIPPED, text) else [SHIPPED]


def is_drawn_bold(text: str) -> bool:
    """Whether the bold font has every character."""
    return not _lacks(BOLD, text)


def display_families(text: str) -> list[str]:
    """The families for large words: the serif one only when it draws every character, so that a word is never mixed."""
    return [FAMILY] if _lacks(DISPLAY, text) else [DISPLAY_FAMILY, FAMILY]


def missing(text: str) -> str:
    """The characters of `text` that no font here can draw, each once, sorted."""
    lacking = _lacks(SHIPPED, text)
    helper = system_font()
    return "".join(sorted(_lacks(helper, lacking) if helper and lacking else lacking))


def width(text: str) -> float:
    """How wide a line is drawn, in ems: near enough to lay things out, never too small for Chinese."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in " .,:;'|!iljIftr()[]-":
        return 0.34
    return 0.66 if character.isupper() or character in "%@&mw" else 0.56


def _lacks(font: Path, text: Iterable[str]) -> set[str]:
    return {c for c in text if not c.isspace() and c.isprintable() and not _draws(font, ord(c))}


def _draws(font: Path, code: int) -> bool:
    ranges = coverage(font)
    at = bisect_right(ranges, (code, 0x110000)) - 1
    return at >= 0 and ranges[at][0] <= code <= ranges[at][1]


@cache
def coverage(font: Path) -> Ranges:
    """The characters a font file draws, as sorted ranges: its `cmap` table (OpenType, formats 4 and 12).

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not a font we can read.
    """
    try:
        return tuple(sorted(_ranges(_cmap(font))))
    except (struct.error, KeyError):
        raise ValueError(f"{font.name} is not a font we can read") from None


def _cmap(font: Path) -> bytes:
    """The table itself, of the first font when the file holds several."""
    with font.open("rb") as file:
        head = file.read(16)
        file.seek(struct.unpack(">I", head[12:16])[0] if head[:4] == b"ttcf" else 0)
        (tables,) = struct.unpack(">4xH6x", file.read(12))
        at, size = {tag: (at, size) for tag, at, size in struct.iter_unpack(">4s4xII", file.read(16 * tables))}[b"cmap"]
        file.seek(at)
        return file.read(size)


def _ranges(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Of the newest format there is: what one format draws the others draw at most in part."""
    (many,) = struct.unpack_from(">2xH", cmap)
    places = {at for _, _, at in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * many])}
    kinds = {int(struct.unpack_from(">H", cmap, at)[0]): at for at in places}
    if WHOLE in kinds:
        at = kinds[WHOLE]
        (groups,) = struct.unpack_from(">I", cmap, at + 12)
        yield from ((a, b) for a, b, _ in struct.iter_unpack(">III", cmap[at + 16 : at + 16 + 12 * groups]))
    elif PLANE in kinds:
        at = kinds[PLANE]
        segments = struct.unpack_from(">H", cmap, at + 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", cmap, at + 14)
        starts = struct.unpack_from(f">{segments}H", cmap, at + 16 + 2 * segments)
        yield from zip(starts, ends, strict=True)
