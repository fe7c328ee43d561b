"""Opening hours and days of rest as people write them."""

from datetime import time

import pytest

from programme.shops.opening_hours import Opening, hours, open_days, opening, tells_hours

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
    ("早八点到晚十点", (time(8), time(22))),
    ("早8晚10", (time(8), time(22))),
    ("八点半开门九点关", (time(8, 30), time(21))),
    ("早上六点一刻到晚上九点四十", (time(6, 15), time(21, 40))),
    ("9点到21点", (time(9), time(21))),
    ("九点到九点", (time(9), time(21))),
    ("8时30分至20时", (time(8, 30), time(20))),
    ("10点到下午2点", (time(10), time(14))),
    ("18点到凌晨两点", (time(18), time(2))),
    ("24小时营业", (time(0), time(23, 59))),
    ("we open at 8 and close at 9pm", (time(8), time(21))),
    ("晚上十点关门，早上八点开门", (time(8), time(22))),
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
    ("closed every Monday", (2, 3, 4, 5, 6, 7)),
    ("周五固定休息", (1, 2, 3, 4, 6, 7)),
    ("逢周五休息", (1, 2, 3, 4, 6, 7)),
    ("周一二三四五六日休息", None),
    ("周一去进货", None),
]


@pytest.mark.parametrize(("words", "meant"), DAYS, ids=[d[0] for d in DAYS])
def test_days(words: str, meant: tuple[int, ...] | None) -> None:
    assert open_days(words) == meant


@pytest.mark.parametrize("text", ["8:00-26:00", "8:00-次日2:00", "早上8点到第二天凌晨2点"])
def test_two_in_the_morning_is_the_next_days(text: str) -> None:
    assert hours(text) == (time(8), time(2))


ONE_TIME = [
    ("到凌晨两点", Opening(closes=time(2))),
    ("晚上10点关门", Opening(closes=time(22))),
    ("八点半开门", Opening(opens=time(8, 30))),
    ("8点", Opening(opens=time(8))),
    ("until 2am", Opening(closes=time(2))),
]


@pytest.mark.parametrize(("words", "meant"), ONE_TIME, ids=[h[0] for h in ONE_TIME])
def test_one_of_the_two_times(words: str, meant: Opening) -> None:
    assert opening(words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "早八点到晚十点",
        "8:00-22:00",
        "八点半开门九点关",
        "24小时",
        "开到凌晨两点",
        "我们店每天早上7点开门",
        "9am-9pm",
        "晚上十点打烊",
    ],
)
def test_a_message_that_tells_nothing_but_hours(words: str) -> None:
    assert tells_hours(words)


@pytest.mark.parametrize(
    "words", ["1", "1-3", "3 8", "今天晚上8点关门", "8点", "路灯10点就灭了", "3天", "到12月3日", "下午3点来修"]
)
def test_a_message_that_tells_something_else(words: str) -> None:
    assert not tells_hours(words)
