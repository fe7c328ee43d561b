"""Sets a paper from its template and its words, the fonts within."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import orjson

from documents.drawing import fonts

Form = Literal["pdf", "png"]
EPOCH = date(1970, 1, 1)
NOON = 43_200
STRAIGHT = {ord("“"): '\\"', ord("”"): '\\"', ord("‘"): "'", ord("’"): "'"}
"""The font's curly quotes are as wide as a Chinese character, which tears an English word apart; as JSON has them."""


def typeset(
    template: Path, words: Mapping[str, Any], form: Form = "pdf", *, pixels: int = 144, day: date | None = None
) -> bytes:
    """The paper. The template reads its words as the input `words`, as JSON.

    Args:
        pixels: an inch of the picture; a PDF has none.
        day: what the file says it was made on, at noon, so that the same words give the same bytes; None: now.
    """
    import typst  # noqa: PLC0415 tens of megabytes that only paper needs

    text = orjson.dumps(words).decode()
    if words.get("language") == "en":
        text = text.translate(STRAIGHT)
    made = typst.compile(
        template,
        font_paths=sorted({path.parent for path in fonts.files_for(text)}),
        ignore_system_fonts=True,
        format=form,
        ppi=pixels,
        sys_inputs={"words": text},
        timestamp=int((day - EPOCH).total_seconds()) + NOON if day else None,
    )
    return bytes(made)


def qr(content: str, *, border: int = 0, dark: str = "#000") -> str:
    """A QR code as SVG; `border` is the white around it, in modules, where the paper leaves none.

    Readers take any of the eight masks; looking for the handsomest takes seven eighths of the time.
    """
    import segno  # noqa: PLC0415

    out = io.BytesIO()
    segno.make(content, error="m", micro=False, mask=3).save(
        out, kind="svg", border=border, dark=dark, light=None, xmldecl=False
    )
    return out.getvalue().decode()
