"""Opening hours and days of rest as people write them."""

from datetime import time

import pytest

from programme.shops.opening_hours import hours, open_days

HOURS = [
    ("7:30-21:00", (time(7, 30), time(21))),
    ("7：30 到 21：00", (time(7, 30), time(21))),
    ("早上6点半到晚上9点", (time(6, 30), time(21))),
    ("早上8点 晚上8点半", (time(8), time(20, 30))),
    ("8-20", (time(8), time(20))),
    ("10点到凌晨2点", (time(10), time(2))),
    ("9am-9pm", (time(9), time(21))),
    ("8-24", (time(8), time(0))),
    ("7:30", None),
    ("随时", None),
    ("25:00-26:00", None),
    ("8:00-8:00", None),
]


@pytest.mark.parametrize(("words", "meant"), HOURS, ids=[h[0] for h in HOURS])
def test_hours(words: str, meant: tuple[time, time] | None) -> None:
    assert hours(words) == meant


DAYS = [
    ("周一休息", (2, 3, 4, 5, 6, 7)),
    ("每周三、周日休息", (1, 2, 4, 5, 6)),
    ("星期天不开门", (1, 2, 3, 4, 5, 6)),
    ("天天开门", (1, 2, 3, 4, 5, 6, 7)),
    ("全年无休", (1, 2, 3, 4, 5, 6, 7)),
    ("closed on Mondays", (2, 3, 4, 5, 6, 7)),
    ("周一二三四五六日休息", None),
    ("周一去进货", None),
]


@pytest.mark.parametrize(("words", "meant"), DAYS, ids=[d[0] for d in DAYS])
def test_days(words: str, meant: tuple[int, ...] | None) -> None:
    assert open_days(words) == meant


@pytest.mark.parametrize("text", ["8:00-26:00", "8:00-次日2:00", "早上8点到第二天凌晨2点"])
def test_two_in_the_morning_is_the_next_days(text: str) -> None:
    assert hours(text) == (time(8), time(2))
