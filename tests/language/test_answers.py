"""Short answers to what was asked: yes, a number told as a word, no photo, and a fault that stands."""

from __future__ import annotations

import pytest

from bot.language.answers import agrees, bare_number, has_no_photo, says_yes, still_stands
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize("text", ["是的", "嗯", "对", "对的。", "没错！", "yes", "Yep", "that's right"])
def test_what_only_says_yes(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text", ["好的", "收到", "ok", "发吧", "是的吗", "对了，门口有垃圾", "嗯？不对", "不是", "yes but the lamp"]
)
def test_what_says_more_or_is_only_polite(text: str) -> None:
    assert not says_yes(text)


@pytest.mark.parametrize("text", ["发吧", "好的", "可以发", "go ahead"])
def test_what_sends_a_preview(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二号", "2"),
        ("3号", "3"),
        ("３号店", "3"),
        ("第三家", "3"),
        ("十号", "10"),
        ("3", ""),
        ("3号好", ""),
        ("3号有垃圾", ""),
    ],
)
def test_a_number_told_as_a_word(text: str, number: str) -> None:
    assert bare_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "没有照片",
        "不会拍",
        "拍不了",
        "我不会拍照",
        "手机坏了拍不了",
        "人在外面，拍不了",
        "在外面",
        "没法拍",
        "照片发不出去",
        "i can't take one",
        "no camera",
        "outside",
    ],
)
def test_no_photo_can_be_taken(text: str) -> None:
    assert has_no_photo(text)


@pytest.mark.parametrize(
    "text", ["等一下", "马上拍", "货还在外面", "箱子摆在外面", "为什么要拍照", "门口没有垃圾", "收到照片了没"]
)
def test_what_says_nothing_of_a_photo_that_cannot_be_taken(text: str) -> None:
    assert not has_no_photo(text)


@pytest.mark.parametrize(
    "text", ["扫了还是有", "弄了还是不行", "冲过了，还是那样", "擦了还是一样", "swept it, still there"]
)
def test_what_was_done_and_stands_is_no_question_whether_all_is_well(
    reader: Reader, who: dict[str, Speaker], text: str
) -> None:
    """“扫了还是有” was asked “五项都做到了吗？”."""
    reading = reader.read(text, who["merchant"])
    assert not reading.certain
    assert [question.about for question in reading.asked] == ["which_duty"]


@pytest.mark.parametrize("text", ["扫了", "都扫干净了", "门口一直有人扫", "还好", "里外都扫了一遍"])
def test_what_does_not_say_that_it_stands(text: str) -> None:
    assert not still_stands(text)
