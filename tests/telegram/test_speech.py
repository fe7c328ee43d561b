"""How a reply looks: cut where a reader would pause, escaped, its choices in rows that fit."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.formatting import html, keyboard, parcels, units
from messages.attachment import Attachment, Medium
from messages.cutting import pieces
from messages.reply import Button, Pick, Reply
from tests.telegram.judge import utf16


@given(st.text(alphabet=st.sampled_from("字好。，\n a.1👍\u200d\ufe0f<&"), max_size=300), st.integers(8, 60))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, most: int) -> None:
    cut = pieces(text, most, units)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(piece and utf16(piece) <= most for piece in cut)


@given(st.text(max_size=50))
def test_units_are_what_the_server_counts(text: str) -> None:
    assert units(text) == utf16(text)
    assert unescape(html(text)) == unescape(text) or "&" in text


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("好。", 9, ["好。"]),
        ("", 9, []),
        ("一段话。\n\n第二段。", 7, ["一段话。", "第二段。"]),
        ("第一行\n第二行", 5, ["第一行", "第二行"]),
        ("说完了。再说一句", 6, ["说完了。", "再说一句"]),
        ("他说：“好！”然后走了", 8, ["他说：“好！”", "然后走了"]),
        ("one two three", 8, ["one two", "three"]),
        ("字" * 10, 4, ["字字字字", "字字字字", "字字"]),
        ("家👨‍👩‍👧好", 8, ["家", "👨‍👩‍👧", "好"]),
    ],
)
def test_a_text_is_cut_where_a_reader_pauses(text: str, most: int, cut: list[str]) -> None:
    assert pieces(text, most, units) == cut


def labels(reply: Reply) -> list[list[str]]:
    made = keyboard(reply)
    return [[key["text"] for key in row] for row in made["inline_keyboard"]] if made else []


def test_a_checklist_shows_its_ticks_and_one_submit() -> None:
    pick = Pick(("卫生", "秩序", "绿化"), "就这些", "7.submit", chosen=(1,))
    reply = Reply("哪几样？", ((Button("都好", "7.0"),),), pick)
    assert labels(reply) == [["☐ 卫生", "☑ 秩序"], ["☐ 绿化"], ["就这些"], ["都好"]]
    made = keyboard(reply)
    assert made
    assert [k["callback_data"] for row in made["inline_keyboard"] for k in row] == [
        "7.t0",
        "7.t1",
        "7.t2",
        "7.submit",
        "7.0",
    ]


def test_long_options_have_a_line_each() -> None:
    pick = Pick(("卫生 · 没有垃圾、污水、油渍", "秩序"), "就这些", "7.submit")
    assert [len(row) for row in labels(Reply("?", pick=pick))] == [1, 1, 1]


def test_no_row_is_too_big_for_the_server() -> None:
    many = Reply("?", (tuple(Button(str(n), f"7.{n}") for n in range(100)),))
    rows = labels(many)
    assert max(map(len, rows)) <= 8
    assert sum(map(len, rows)) == 100
    assert keyboard(Reply("好")) is None


def test_pictures_travel_together_and_voices_alone() -> None:
    photo, voice, file = (Attachment(kind, "x") for kind in (Medium.PHOTO, Medium.VOICE, Medium.FILE))
    groups = parcels([*[photo] * 12, voice, voice, file, file, photo])
    assert [len(group) for group in groups] == [10, 2, 1, 1, 2, 1]
