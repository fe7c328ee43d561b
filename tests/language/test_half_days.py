"""Half a day is told, and no whole one: nothing is closed."""

from __future__ import annotations

import pytest

from programme.half_days import is_half_day


@pytest.mark.parametrize(
    "words",
    "明朝要去进货，上半天不开门|下午关门|早上不开门|上午不开，要去医院|今天上午不开门，下午照常|歇业半天|停业一上午|12月3日下午"
    "|今天只开半天，下午关门|不开门，就上午|closed this morning only|this afternoon|half a day"
    "|we won't be open this afternoon, family matter".split("|"),
)
def test_half_a_day(words: str) -> None:
    assert is_half_day(words)


@pytest.mark.parametrize(
    "words",
    "早上起来发烧了，今天不开门|下午要去医院，明天不开门|明天早上开始歇业三天|歇业到周五晚上|早上发烧今天不开门|今天一整天不开门"
    "|歇业|3天 回老家|今天 进货|晚上要赶火车，歇业两天|until friday evening|for 3 days from tomorrow morning"
    "|not opening tomorrow, dentist in the morning|closed all day, morning and evening".split("|"),
)
def test_whole_days(words: str) -> None:
    assert not is_half_day(words)
