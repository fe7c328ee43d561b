"""Chinese is drawn on a machine without any Chinese font, and what cannot be drawn is known beforehand."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from documents.drawing import fonts
from documents.drawing.drawing import Picture, text
from texts import LANGUAGES, catalogue

EMOJI = re.compile("[\U0001f300-\U0001faff\ufe0f✅⬆⬇]")
"""Only ever said in a message, whose reader has fonts of their own."""


def drawn_words(language: str, topic: str) -> str:
    return EMOJI.sub("", "".join(text for key, text in catalogue(language).items() if key.startswith(f"{topic}.")))


@pytest.fixture
def no_system_font(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.system_font.cache_clear()
    monkeypatch.setattr(fonts, "SYSTEM", ())
    yield
    fonts.system_font.cache_clear()


@pytest.mark.usefixtures("no_system_font")
def test_the_shipped_font_draws_names_and_signs() -> None:
    assert not fonts.missing("宁国市西津路李记面馆 ★★★★☆ ✓ → 2026—①（五星）“好”喆堃垚玥祎龢 Li's 100%")


@pytest.mark.usefixtures("no_system_font")
def test_it_draws_all_of_gb_2312() -> None:
    rows = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    everything = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    assert len(everything) == 6763
    assert not fonts.missing(everything)


@pytest.mark.usefixtures("no_system_font")
def test_what_it_lacks_is_named_once() -> None:
    assert fonts.missing("𠮷记㐂记㐂面馆") == "㐂𠮷"
    assert fonts.files_for("㐂") == [fonts.SHIPPED]


def test_a_system_font_is_asked_only_for_what_ours_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = Path("/usr/share/fonts/some-large-font.ttc")
    monkeypatch.setattr(fonts, "system_font", lambda: helper)
    assert fonts.files_for("李记面馆") == [fonts.SHIPPED]
    assert fonts.files_for("㐂记") == [fonts.SHIPPED, helper]


@pytest.mark.usefixtures("no_system_font")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["award", "digest", "stars"])
def test_every_word_we_draw_ourselves_can_be_drawn(language: str, topic: str) -> None:
    assert not fonts.missing(drawn_words(language, topic))


def test_large_words_are_never_mixed_from_two_fonts() -> None:
    assert fonts.display_families("五星商户")[0] == fonts.DISPLAY_FAMILY
    assert fonts.display_families("五星饕餮") == [fonts.FAMILY]


@pytest.mark.parametrize("content", [b"", b"no font at all, only words of some length" * 9])
def test_what_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "font.ttc"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="not a font"):
        fonts.coverage(file)


def test_the_licence_stands_beside_it() -> None:
    licence = (fonts.FOLDER / "OFL-1.1.txt").read_text("utf-8")
    assert all(file.name in licence for file in fonts.FOLDER.glob("*.otf"))
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_it_is_small() -> None:
    assert sum(file.stat().st_size for file in fonts.FOLDER.iterdir()) < 2_900_000


@pytest.mark.parametrize(("words", "ems"), [("", 0), ("面馆", 2), ("★", 1), ("12", 1.12)])
def test_how_wide_a_line_is(words: str, ems: float) -> None:
    assert fonts.width(words) == pytest.approx(ems)


def test_headings_are_drawn_in_a_real_bold_weight() -> None:
    """A stroke around each letter made 警 and 餐 blots on a phone."""
    drawn = text(0, 0, "五星商户一条街 周报 68%", 30, bold=True)
    assert 'font-weight="700"' in drawn
    assert "stroke" not in drawn
    plain, bold = (Picture(400, 60, "", text(10, 40, "李记面馆", 40, bold=is_bold)).png() for is_bold in (False, True))
    ink = [sum(255 - value for value in Image.open(io.BytesIO(png)).convert("L").tobytes()) for png in (plain, bold)]
    assert ink[1] > 1.15 * ink[0], "the bold face is really there"


def test_a_name_the_bold_face_lacks_is_drawn_whole_in_the_ordinary_one() -> None:
    assert fonts.is_drawn_bold("宁国市城市管理执法局")
    assert "font-weight" not in text(0, 0, "喆垚面馆", 30, bold=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["digest", "stars", "street", "shop_file", "member_week"])
def test_every_heading_of_ours_is_bold(language: str, topic: str) -> None:
    assert fonts.is_drawn_bold(drawn_words(language, topic))
