"""备注: an order says nothing else but a date; whatever else speaks of closing or moving is a remark, and said."""

from __future__ import annotations

import pytest

from documents.roster.roster_remarks import is_like_an_order, remark

ORDERS = [
    ("歇业", ("closed", "")),
    ("歇业中", ("closed", "")),
    ("已歇业", ("closed", "")),
    ("停业", ("closed", "")),
    ("停业中", ("closed", "")),
    ("暂停营业", ("closed", "")),
    ("Closed", ("closed", "")),
    ("歇业。", ("closed", "")),
    ("歇业 2026-11-20", ("closed", "2026-11-20")),
    ("歇业（11月20日起）", ("closed", "11月20日起")),
    ("自11月20日起歇业", ("closed", "自11月20日起")),
    ("closed since 20 Nov 2026", ("closed", "since 20 nov 2026")),
    ("歇业；回老家", ("closed", "回老家")),
    ("歇业至12月1日", ("closed", "至12月1日")),
    ("停业到12月1日", ("closed", "到12月1日")),
    ("歇业 11月20日-12月1日", ("closed", "11月20日-12月1日")),
    ("11月20日到12月1日歇业", ("closed", "11月20日到12月1日")),
    ("closed until 1 Dec", ("closed", "until 1 dec")),
    ("搬走", ("left", "")),
    ("已搬走", ("left", "")),
    ("搬走了", ("left", "")),
    ("2026年10月搬走", ("left", "2026年10月")),
    ("left", ("left", "")),
    ("Moved out", ("left", "")),
    ("恢复营业", ("reopened", "")),
    ("重新开业 11月1日", ("reopened", "11月1日")),
    ("换人", ("handed", "")),
    ("换负责人", ("handed", "")),
    ("\u200b歇业 ", ("closed", "")),
]


@pytest.mark.parametrize(("words", "expected"), ORDERS)
def test_an_order_stands_alone_or_with_a_date(words: str, expected: tuple[str, str]) -> None:
    assert remark(words)[:2] == expected


REMARKS = [
    "Left of the bank entrance",
    "Closed on Mondays",
    "歇业：每周一",
    "歇业，每周一",
    "每周一歇业",
    "搬走至12月1日",
    "歇业到明年再说",
    "店主说下月搬走",
    "搬走的是隔壁",
    "周一关门",
    "左边搬走了一家",
    "店面转让",
    "not closed",
    "turn left",
]


@pytest.mark.parametrize("words", REMARKS)
def test_anything_else_is_a_remark_and_said(words: str) -> None:
    assert remark(words)[:2] == ("", words)
    assert is_like_an_order(words)


@pytest.mark.parametrize("words", ["", "靠桥头", "靠近银行", "Next to the bank", "老店"])
def test_most_remarks_speak_of_nothing_of_the_kind(words: str) -> None:
    assert remark(words)[:2] == ("", words)
    assert not is_like_an_order(words)
