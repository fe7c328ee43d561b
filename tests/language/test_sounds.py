"""The table of sounds is pypinyin's, and holds every character that a phone here writes."""

from __future__ import annotations

from pypinyin import Style, pinyin

from bot.language.words import sounds
from texts import words

COMMON = [
    bytes([row, cell])
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
    if (row, cell) < (0xD7, 0xFA) or row > 0xD7
]
"""The characters of GB 2312: rows 16 to 55 and 56 to 87."""


def test_every_common_character_is_said_as_pypinyin_says_it() -> None:
    common = [char.decode("gb2312") for char in COMMON]
    said = {char: pinyin(char, style=Style.NORMAL, heteronym=False)[0][0] for char in common}
    assert dict(words.syllables()) == said


def test_what_is_often_mixed_up_sounds_the_same() -> None:
    assert sounds.same("明亮眼睛", "明亮眼镜")
    assert sounds.same("灰府酒楼", "徽府酒楼")
    assert not sounds.same("徐记", "李记")
    assert sounds.exact("委生") == sounds.exact("卫生")
