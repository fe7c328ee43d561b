"""Days as people say them, seen from Tuesday 24 November 2026."""

from datetime import date

import pytest

from programme.spans import Span, span

TODAY = date(2026, 11, 24)
NOV = [date(2026, 11, n) for n in range(1, 31)]

SAID = [
    ("", Span(TODAY, None)),
    ("3天", Span(TODAY, date(2026, 11, 26))),
    ("我礼拜三到礼拜五要去合肥学习", Span(date(2026, 11, 25), date(2026, 11, 27), "要去合肥学习")),
    ("三天 回老家", Span(TODAY, date(2026, 11, 26), "回老家")),
    ("一周", Span(TODAY, date(2026, 11, 30))),
    ("两个星期", Span(TODAY, date(2026, 12, 7))),
    ("半个月", Span(TODAY, date(2026, 12, 8))),
    ("今天", Span(TODAY, TODAY)),
    ("明天", Span(date(2026, 11, 25), date(2026, 11, 25))),
    ("明天起两天", Span(date(2026, 11, 25), date(2026, 11, 26))),
    ("明天起", Span(date(2026, 11, 25), None)),
    ("从明天开始 装修", Span(date(2026, 11, 25), None, "装修")),
    ("12月1日起", Span(date(2026, 12, 1), None)),
    ("到12月3日", Span(TODAY, date(2026, 12, 3))),
    ("到12.3", Span(TODAY, date(2026, 12, 3))),
    ("至28号", Span(TODAY, date(2026, 11, 28))),
    ("到3号", Span(TODAY, date(2026, 12, 3))),
    ("到周五", Span(TODAY, date(2026, 11, 27))),
    ("下周一 两天", Span(date(2026, 11, 30), date(2026, 12, 1))),
    ("下周三到下周五", Span(date(2026, 12, 2), date(2026, 12, 4))),
    ("下周 三天", Span(date(2026, 11, 30), date(2026, 12, 2))),
    ("下周", Span(date(2026, 11, 30), date(2026, 12, 6))),
    ("周五 一天", Span(date(2026, 11, 27), date(2026, 11, 27))),
    ("后天到大后天", Span(date(2026, 11, 26), date(2026, 11, 27))),
    ("two days", Span(TODAY, date(2026, 11, 25))),
    ("到下周一", Span(TODAY, date(2026, 11, 30))),
    ("到明天", Span(TODAY, date(2026, 11, 25))),
    ("12月1日起3天", Span(date(2026, 12, 1), date(2026, 12, 3))),
    ("12月1日到12月5日", Span(date(2026, 12, 1), date(2026, 12, 5))),
    ("到1月5日", Span(TODAY, date(2027, 1, 5))),
    ("until 3 Dec", Span(TODAY, date(2026, 12, 3))),
    ("3 days", Span(TODAY, date(2026, 11, 26))),
    ("till Friday", Span(TODAY, date(2026, 11, 27))),
    ("李强 3天", Span(TODAY, date(2026, 11, 26), "李强")),
    ("装修", Span(TODAY, None, "装修")),
    ("12月1日", Span(date(2026, 12, 1), None)),
    ("12月1日 装修", Span(date(2026, 12, 1), None, "装修")),
    ("12月1日 3天", Span(date(2026, 12, 1), date(2026, 12, 3))),
    ("从12月1号", Span(date(2026, 12, 1), None)),
    ("2026年12月1日起", Span(date(2026, 12, 1), None)),
    ("2026-12-01", Span(date(2026, 12, 1), None)),
    ("12.1起", Span(date(2026, 12, 1), None)),
    ("1号", Span(date(2026, 12, 1), None)),
    ("1日起", Span(date(2026, 12, 1), None)),
    ("下周一起", Span(date(2026, 11, 30), None)),
    ("12月1日—5日", Span(date(2026, 12, 1), date(2026, 12, 5))),
    ("12月1日～12月5日", Span(date(2026, 12, 1), date(2026, 12, 5))),
    ("到2026年12月1日", Span(TODAY, date(2026, 12, 1))),
    ("12月1号再开门", Span(TODAY, date(2026, 11, 30))),
    ("周四才开", Span(TODAY, date(2026, 11, 25))),
    ("明天 下周一再来", Span(date(2026, 11, 25), date(2026, 11, 29))),
    ("回老家 30号恢复营业", Span(TODAY, date(2026, 11, 29), "回老家")),
    ("we're back on Friday", Span(TODAY, date(2026, 11, 26))),
    ("we reopen tomorrow", Span(TODAY, TODAY)),
    ("today and tomorrow", Span(TODAY, date(2026, 11, 25))),
    ("today or tomorrow, back Friday", Span(TODAY, date(2026, 11, 25), "back Friday")),
    ("today, tomorrow and the day after", Span(TODAY, date(2026, 11, 26))),
    ("today, tomorrow we have guests", Span(TODAY, TODAY, "tomorrow we have guests")),
    ("回乡下 今天明天后天", Span(TODAY, date(2026, 11, 26), "回乡下")),
    ("今天跟明天 吃喜酒", Span(TODAY, date(2026, 11, 25), "吃喜酒")),
    ("今明后三天", Span(TODAY, date(2026, 11, 26))),
    ("今天 明天有客人", Span(TODAY, TODAY, "明天有客人")),
    ("三天 明天去上海", Span(TODAY, date(2026, 11, 26), "明天去上海")),
    ("出去玩，1号到4号", Span(date(2026, 12, 1), date(2026, 12, 4), "出去玩")),
    ("a week starting tomorrow", Span(date(2026, 11, 25), date(2026, 12, 1))),
    ("a fortnight", Span(TODAY, date(2026, 12, 7))),
    ("a couple of days", Span(TODAY, date(2026, 11, 25))),
    ("until the day after tomorrow", Span(TODAY, date(2026, 11, 26))),
    ("from 1 Dec", Span(date(2026, 12, 1), None)),
    ("1 Dec to 5 Dec", Span(date(2026, 12, 1), date(2026, 12, 5))),
    ("3日", Span(TODAY, date(2026, 11, 26))),
    ("1-3天", Span(TODAY, date(2026, 11, 26), "1-")),
    ("2.5天", Span(TODAY, date(2026, 11, 26))),
    ("周一", Span(TODAY, None, "周一")),
    ("下周一", Span(date(2026, 11, 30), date(2026, 11, 30))),
    ("这周五 装空调", Span(date(2026, 11, 27), date(2026, 11, 27), "装空调")),
    ("本周五起", Span(date(2026, 11, 27), None)),
    ("下个星期五", Span(date(2026, 12, 4), date(2026, 12, 4))),
    ("this Friday", Span(date(2026, 11, 27), date(2026, 11, 27))),
    ("Friday for one day", Span(date(2026, 11, 27), date(2026, 11, 27), "for")),
    ("到这个礼拜五", Span(TODAY, date(2026, 11, 27))),
    ("明天开始，礼拜五开门", Span(date(2026, 11, 25), date(2026, 11, 26))),
    ("装修 周日开门了", Span(TODAY, date(2026, 11, 28), "装修")),
    ("到礼拜六，礼拜天开", Span(TODAY, date(2026, 11, 28))),
    ("明天，礼拜五不开门", Span(date(2026, 11, 25), date(2026, 11, 25), "礼拜五不开门")),
    ("店关到起", Span(TODAY, None, "店关到起")),
    ("11月20日", None),
    ("2026年11月1日起", None),
    ("到11月3日", None),
    ("到2月30日", None),
    ("到什么时候再说", None),
    ("900天", None),
]


@pytest.mark.parametrize(("words", "meant"), SAID, ids=[words or "nothing" for words, _ in SAID])
def test_said(words: str, meant: Span | None) -> None:
    assert span(words, TODAY) == meant


def test_the_last_day_of_a_month_that_has_none() -> None:
    assert span("到31号", TODAY) is None
    assert span("到31号", date(2026, 12, 2)) == Span(date(2026, 12, 2), date(2026, 12, 31))


@pytest.mark.parametrize("words", ["到月底", "到本月底", "until the end of the month"])
def test_a_month_s_end_is_its_last_day(words: str) -> None:
    assert span(words, date(2026, 2, 5)) == Span(date(2026, 2, 5), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("words", "first", "last", "rest"),
    [
        ("下个月十号起 一礼拜，搞美食节", (12, 10), (12, 16), "搞美食节"),
        ("下月十号到二十号", (12, 10), (12, 20), ""),
        ("十二月三号起三天", (12, 3), (12, 5), ""),
        ("这个月二十八号到下个月二号 修路", (11, 28), (12, 2), "修路"),
        ("二十五号到三十号", (11, 25), (11, 30), ""),
        ("from Dec 10 to Dec 12, food festival", (12, 10), (12, 12), "food festival"),
        ("from December 10th to 12 Dec", (12, 10), (12, 12), ""),
        ("十号起两天", (12, 10), (12, 11), ""),
    ],
)
def test_a_date_told_in_words(words: str, first: tuple[int, int], last: tuple[int, int], rest: str) -> None:
    """“下个月十号起” was read as from today."""
    assert span(words, TODAY) == Span(date(2026, *first), date(2026, *last), rest)


def test_the_next_month_of_december_is_january() -> None:
    assert span("下个月十号起三天", date(2026, 12, 3)) == Span(date(2027, 1, 10), date(2027, 1, 12))


def test_the_end_of_the_next_month() -> None:
    assert span("装修到下个月底", date(2026, 11, 26)) == Span(date(2026, 11, 26), date(2026, 12, 31), "装修")
