"""Cells as people fill them in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from documents.roster.roster_cells import Unclear, duties, phone, text
from documents.roster.roster_hours import hour
from tests.roster.books import DUTIES

HOURS = [
    ("8:30", time(8, 30)),
    ("08：30", time(8, 30)),
    ("8点半", time(8, 30)),
    ("8点", time(8)),
    ("8时15分", time(8, 15)),
    ("八点半", time(8, 30)),
    ("上午十点", time(10)),
    ("晚上9点半", time(21, 30)),
    ("下午6:00", time(18)),
    ("中午12点", time(12)),
    ("9 pm", time(21)),
    ("8:30 am", time(8, 30)),
    ("12am", time(0)),
    ("9:00:00", time(9)),
    (0.354166666666667, time(8, 30)),
    (8, time(8)),
    (8.0, time(8)),
    (time(7, 5), time(7, 5)),
    (datetime(1900, 1, 1, 7, 5), time(7, 5)),
    (timedelta(hours=8, minutes=30), time(8, 30)),
    ("", None),
    ("—", None),
    ("不详", None),
]


@pytest.mark.parametrize(("cell", "expected"), HOURS)
def test_hours(cell: object, expected: time | None) -> None:
    assert hour(cell) == expected


@pytest.mark.parametrize("cell", ["24:00", "0:00", "全天", timedelta(days=1)])
def test_midnight_is_the_last_minute_of_closing(cell: object) -> None:
    assert hour(cell, closing=True) == time(23, 59)


@pytest.mark.parametrize("cell", ["8:75", "25点", "早饭后", "8:30-21:00", 8.3, "二十五点", -3])
def test_what_is_no_hour(cell: object) -> None:
    with pytest.raises(Unclear):
        hour(cell)


PHONES = [
    ("138 0000 1000", "13800001000"),
    ("138-0000-1000", "13800001000"),
    ("１３８００００１０００", "13800001000"),
    ("+86 13800001000", "13800001000"),
    (13800001000.0, "13800001000"),
    (13800001000, "13800001000"),
    ("0563-4012345", "05634012345"),
    ("", ""),
    ("无", ""),
]


@pytest.mark.parametrize(("cell", "expected"), PHONES)
def test_phones(cell: object, expected: str) -> None:
    assert phone(cell) == expected


@pytest.mark.parametrize("cell", ["1.38E+10", "13800001000/13900001000", "王芳", "123", "1" * 20])
def test_what_is_no_phone(cell: object) -> None:
    with pytest.raises(Unclear):
        phone(cell)


DUTY_CELLS = [
    ("", ()),
    ("全部", ()),
    ("卫生、秩序、绿化、设施、立面亮化", ()),
    ("秩序,卫生", ("hygiene", "order")),
    ("招牌 绿化", ("green", "facade")),
    ("Litter; order", ("hygiene", "order")),
]


@pytest.mark.parametrize(("cell", "expected"), DUTY_CELLS)
def test_duties(cell: str, expected: tuple[str, ...]) -> None:
    assert duties(cell, DUTIES) == expected


def test_a_duty_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unclear) as refused:
        duties("卫生、文明", DUTIES)
    assert refused.value.values == {"value": "文明", "duties": "卫生、秩序、绿化、设施、立面亮化"}


def test_text_is_one_line_and_loses_the_guard_of_our_own_csv() -> None:
    assert text("  李记\n 面馆 ") == "李记 面馆"
    assert text("'=1+1") == "=1+1"
    assert text("'Til Late") == "'Til Late"
    assert text(12.0) == "12"
