"""Draws pictures as SVG: the board shows them as they are, the chat gets them as PNG."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape
from math import cos, pi, sin
from pathlib import Path
from re import sub
from threading import Lock
from typing import TYPE_CHECKING, cast

from documents.drawing import fonts
from files.dataclass import dataclass

if TYPE_CHECKING:
    import typst

PAPER, CARD, LINE, TRACK = "#f6f4ee", "#ffffff", "#dcd8cd", "#eceae3"
INK, SOFT = "#20292e", "#5a656b"
BLUE, GOLD, RED, GREEN = "#20607f", "#b9801c", "#a33b2c", "#2f7d55"
"""A calm few; nothing is told by a colour alone. Each is readable on the paper (4.5 : 1; gold only for large signs)."""

TILES: dict[int | None, tuple[str, str]] = {
    5: ("#1d6b49", "#ffffff"),
    4: ("#3f7d5f", "#ffffff"),
    3: ("#cfe3d6", INK),
    2: ("#f3dfb6", INK),
    1: ("#f0c3b2", INK),
}
"""Ground and ink of a shop's star on strip, grid and sheet; every pair is readable, and the number says the same."""


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
    room: float = 0,
    spacing: float = 0,
) -> str:
    """A line of words on its baseline. `room` in pixels: longer lines are cut with “…”. `anchor`: start, middle or end.

    `bold` words with a character the bold font lacks are drawn in the ordinary weight: a word is never mixed.
    """
    if room:
        words = cut(words, room / size)
    weight = ' font-weight="700"' if bold and fonts.is_drawn_bold(words) else ""
    apart = f' letter-spacing="{spacing:g}"' if spacing else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{weight}{apart}>'
        f"{escape(words)}</text>"
    )


def cut(words: str, ems: float) -> str:
    """At most so wide, in ems."""
    if fonts.width(words) <= ems:
        return words
    while words and fonts.width(words) > ems - 1:
        words = words[:-1]
    return words.rstrip() + "…"


def box(x: float, y: float, w: float, h: float, fill: str, *, radius: float = 0, line: str = "") -> str:
    edge = f' stroke="{line}" stroke-width="2"' if line else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{max(w, 0):g}" height="{h:g}" rx="{radius:g}" fill="{fill}"{edge}/>'


def line(points: Iterable[tuple[float, float]], stroke: str, *, wide: float = 2, dashes: str = "") -> str:
    """A line through the points, `dashes` as in SVG."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{wide:g}"'
        f' stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
    )


def dot(x: float, y: float, radius: float, fill: str, *, edge: str = "") -> str:
    ring = f' stroke="{edge}" stroke-width="{radius / 2:g}"' if edge else ""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"{ring}/>'


def star(x: float, y: float, radius: float, *, full: bool = True, fill: str = GOLD) -> str:
    """A five-pointed star around a point; an empty one is an outline."""
    corners = [(x + r * sin(n * pi / 5), y - r * cos(n * pi / 5)) for n, r in enumerate((radius, radius * 0.43) * 5)]
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    look = f'fill="{fill}"' if full else f'fill="none" stroke="{fill}" stroke-width="{radius / 9:.1f}"'
    return f'<polygon points="{path}" {look} stroke-linejoin="round"/>'


def stars(x: float, y: float, radius: float, number: int, *, most: int = 5) -> str:
    """So many full stars of `most` in a row from the left; `x` is the middle of the first."""
    return "".join(star(x + n * radius * 2.25, y, radius, full=n < number) for n in range(most))


HATCH = (
    f'<pattern id="hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="10" height="10" fill="#ffffff"/><rect width="5" height="10" fill="{RED}"/></pattern>'
)
"""Lines aslant, for what is late: told apart from a plain or an empty bar on any printer."""
HATCHED = "url(#hatch)"


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole SVG; `title` is read aloud by screen readers."""

    width: int
    height: int
    title: str
    body: str
    ground: str = PAPER
    role: str = "img"
    """`group` where parts of it can be followed by themselves, such as links."""

    @property
    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" font-family="{escape(fonts.FAMILIES)}" role="{self.role}">'
            f"<title>{escape(self.title)}</title>"
            f"<defs>{HATCH}</defs>{box(0, 0, self.width, self.height, self.ground)}{self.body}</svg>"
        )

    def png(self) -> bytes:
        """The picture as PNG: takes up to a twentieth of a second, so never do it inside a transaction."""
        svg = self.svg
        words = unescape(sub(r"<[^>]*>", "", svg))
        press = _press(tuple(sorted({path.parent for path in fonts.files_for(words)})))
        inputs = {"svg": svg, "width": str(self.width), "height": str(self.height)}
        with _PRINTING:
            return cast("bytes", press.compile(format="png", ppi=_POINTS, sys_inputs=inputs))


_PRINTING = Lock()
"""A press prints one sheet at a time, whichever thread asks."""
_SHEET = Path(__file__).with_name("picture.typ")
_POINTS = 72
"""An inch has so many: one point of the sheet is one pixel."""


@lru_cache(maxsize=2)
def _press(folders: tuple[Path, ...]) -> typst.Compiler:
    """A press with its fonts, which are looked through once: half of the time of a small picture."""
    import typst  # noqa: PLC0415 tens of megabytes that only a drawing needs

    return typst.Compiler(_SHEET, root=_SHEET.parent, font_paths=list(folders), ignore_system_fonts=True)
