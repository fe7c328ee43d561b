"""A case sheet as offices write it: headings, deadlines, numbers Excel has rounded, rows twice, and the same sheet back."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import python_calamine

from documents.intake.case_results import CaseResult, results_workbook
from documents.isolation.workers import Workers
from documents.roster.roster_cells import Unreadable
from tests.intake.sheets import HEAD_12345, HEAD_CITY, ROW_12345, ROW_CITY, book, many, read
from tests.roster.books import csv, xlsx

CASES = Path(__file__).parents[1] / "data" / "cases"


def test_the_hotlines_sheet_is_read_under_its_own_headings() -> None:
    (case,) = read(book(HEAD_12345, ROW_12345, title="宁国市12345热线转办单")).cases
    assert (case.number, case.kind, case.place) == ("DH2026112000001", "城市管理", "西津街道翠竹苑南门")
    assert case.text == "翠竹苑小区南门路灯不亮，晚上老人出行不便", "the title says nothing more"
    assert (case.at, case.due) == (datetime(2026, 11, 20, 9, 15), datetime(2026, 11, 27, 23, 59))
    assert case.phone == "13800001000"
    assert "张女士" not in repr(case), "whose name it was is not read"


def test_the_smart_citys_sheet_is_read_by_its_small_kinds() -> None:
    (case,) = read(book(HEAD_CITY, ROW_CITY)).cases
    assert (case.number, case.kind, case.text) == ("20261120-0042", "占道经营", "店外堆放")
    assert (case.at, case.due) == (datetime(2026, 11, 20, 8, 5), datetime(2026, 11, 21, 17, 30))


@pytest.mark.parametrize(
    "heads",
    [
        ("编号", "内容"),
        ("编号*", "类别"),
        (" 工 单 编 号 ", "反映内容（必填）"),
        ("受理单号：", "问题描述"),
        ("案件编号", "案件小类"),
        ("任务号", "问题类型"),
        ("Case number", "Description"),
    ],
)
def test_headings_are_matched_kindly(heads: tuple[str, str]) -> None:
    (case,) = read(book(heads, ("A-1", "占道经营"))).cases
    assert (case.number, case.text or case.kind) == ("A-1", "占道经营")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-20 09:15", datetime(2026, 11, 20, 9, 15)),
        ("2026/11/20 9:15:30", datetime(2026, 11, 20, 9, 15, 30)),
        ("2026年11月20日 9时15分", datetime(2026, 11, 20, 9, 15)),
        ("2026年11月20日9点", datetime(2026, 11, 20, 9, 0)),
        ("2026.11.20", datetime(2026, 11, 20, 23, 59)),
        ("２０２６－１１－２０　０９：１５", datetime(2026, 11, 20, 9, 15)),
        ("2026-11-20T09:15:00", datetime(2026, 11, 20, 9, 15)),
        (46346.5, datetime(2026, 11, 20, 12, 0)),
        (datetime(2026, 11, 20, 9, 15), datetime(2026, 11, 20, 9, 15)),
        ("", None),
        ("无", None),
    ],
)
def test_a_deadline_however_it_is_written(written: object, meant: datetime | None) -> None:
    sheet = csv("编号,内容,截止时间", f"1,a,{written}") if isinstance(written, str) else None
    content = sheet or book(("编号", "内容", "截止时间"), ("1", "a", written))
    (case,) = read(content, "a.csv" if sheet else "a.xlsx").cases
    assert case.due == meant


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "没有编号的一件", "西津路"), "numberless"),
        (("A-1", "", "西津路"), "says_nothing"),
        ((202611200001234567, "编号被 Excel 取整了", ""), "number_rounded"),
        (("2.02611E+17", "编号被 Excel 取整了", ""), "number_rounded"),
        (("x" * 65, "编号太长", ""), "number_long"),
        (("#N/A", "公式坏了", ""), "cell_error"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_half_done(row: tuple[object, ...], sentence: str) -> None:
    sheet = read(book(("编号", "内容", "位置"), ("OK-1", "好的一件", ""), row))
    assert [(p.sentence, p.row) for p in sheet.problems] == [(sentence, 3)]


def test_a_number_that_became_a_day_is_named() -> None:
    content = xlsx(("编号", "内容"), (datetime(2026, 11, 20), "3-1 变成了日期"), formats={(1, 0): "yyyy-mm-dd"})
    assert [p.sentence for p in read(content).problems] == ["number_is_day"]


def test_a_title_that_says_more_stands_before_the_words() -> None:
    (case,) = read(book(("编号", "标题", "内容"), ("1", "翠竹苑路灯", "晚上不亮"))).cases
    assert case.text == "翠竹苑路灯\n晚上不亮"


def test_a_deadline_nobody_can_read_is_named_with_its_column() -> None:
    sheet = read(book(("编号", "内容", "办结时限"), ("1", "a", "尽快"), ("2", "b", "2026-02-30")))
    assert [(p.sentence, p.row, p.values["column"]) for p in sheet.problems] == [
        ("moment_bad", 2, "办结时限"),
        ("moment_bad", 3, "办结时限"),
    ]


def test_a_row_twice_is_one_case_and_another_case_of_its_number_is_refused() -> None:
    same = read(book(("编号", "内容", "时间"), ("1", "a", "2026-11-20"), ("1", "a", "2026-11-21")))
    assert ([c.number for c in same.cases], same.repeated, same.problems) == (["1"], [3], [])
    other = read(book(("编号", "内容"), ("1", "a"), ("1", "b")))
    assert [(p.sentence, p.row, p.values["first"]) for p in other.problems] == [("number_twice", 3, 2)]


def test_totals_remarks_and_repeated_headings_are_no_cases() -> None:
    sheet = read(book(("编号", "内容"), ("1", "a"), ("编号", "内容"), ("2", "b"), ("合计：2件", ""), ("备注：", "无")))
    assert [c.number for c in sheet.cases] == ["1", "2"]
    assert sheet.problems == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_as_a_platform_exports_it(encoding: str) -> None:
    (case,) = read(csv("工单编号,诉求内容", "1,“楼下”垃圾没收", encoding=encoding), "导出.csv").cases
    assert case.text == "“楼下”垃圾没收"


def test_an_old_workbook_is_a_case_sheet_like_any_other() -> None:
    """A platform that still exports .xls: a real old workbook, its two headings renamed where they stand."""
    old = (CASES / "roster-kinds" / "名册.xls").read_bytes()
    for heading, ours in (("店名", "编号"), ("门牌", "内容")):
        assert heading.encode("utf-16-le") in old
        old = old.replace(heading.encode("utf-16-le"), ours.encode("utf-16-le"))
    sheet = read(old, "案件.xls")
    assert [(c.number, c.text) for c in sheet.cases] == [("第1家面馆", "3号"), ("第2家面馆", "5号")]
    rows = back(results_workbook(sheet, {"第1家面馆": CaseResult("办好了")}))
    assert rows[1][-4] == "办好了"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "file_empty"),
        (b"\x00" * 40, "file_empty"),
        (book(("店名", "门牌"), ("李记面馆", "12号")), "cases_no_column"),
        (book(("编号", "内容")), "cases_none"),
        (b"PK\x03\x04 no workbook at all", "file_broken"),
        (b"<html><table></table></html>", "really_web_page"),
    ],
)
def test_what_is_no_case_sheet_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.sentence == sentence


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_read() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("xl/workbook.xml", b"<workbook/>")
        with parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(420):
                sheet.write(b" " * 1_000_000)
    with pytest.raises(Unreadable, match="file_large"):
        read(bomb.getvalue())


@pytest.mark.slow
def test_fifty_thousand_cases_are_read_and_one_more_is_refused() -> None:
    line = "西津路路灯不亮"
    lines = [f"A{n},{line}" for n in range(50_000)]
    assert len(read(csv("编号,内容", *lines), "a.csv").cases) == 50_000
    with pytest.raises(Unreadable, match="cases_many"):
        read(csv("编号,内容", *lines, "B,b"), "a.csv")


async def test_the_worker_opens_it_as_it_opens_rosters() -> None:
    workers = Workers(most=1)
    try:
        assert await workers.is_case_sheet(book(HEAD_CITY, ROW_CITY), "a.xlsx")
        assert not await workers.is_case_sheet(book(("店名", "门牌"), ("a", "b")), "a.xlsx")
        assert not await workers.is_case_sheet(b"no table at all", "a.xlsx")
        sheet = await workers.cases(many(500), "a.xlsx")
        assert sheet == read(many(500))
        with pytest.raises(Unreadable, match="cases_no_column"):
            await workers.cases(book(("店名", "门牌"), ("a", "b")), "a.xlsx")
    finally:
        workers.close()


def back(sheet: bytes) -> list[list[object]]:
    return python_calamine.load_workbook(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()


def test_the_same_sheet_comes_back_with_four_columns_more() -> None:
    read_ = read(many(500))
    results = {c.number: CaseResult("办好了", "2026-11-21 10:00", "王芳", "灯已换") for c in read_.cases[:499]}
    rows = back(results_workbook(read_, results))
    assert rows[0] == [*HEAD_12345, "结果", "办结时间", "经办", "说明"]
    assert len(rows) == 501
    assert [row[: len(HEAD_12345)] for row in rows[1:]] == read_.table
    assert rows[1][-4:] == ["办好了", "2026-11-21 10:00", "王芳", "灯已换"]
    assert rows[500][-4:] == ["", "", "", ""], "what is not known here gets no result"


def test_columns_a_sheet_has_already_are_filled_and_formulas_stay_text() -> None:
    sheet = read(book(("编号", "内容", "办理结果", "备注"), ("1", "=1+1", "", "急")))
    rows = back(results_workbook(sheet, {"1": CaseResult("办好了", "", "", "=HYPERLINK(1)")}))
    assert rows[0] == ["编号", "内容", "办理结果", "备注", "办结时间", "经办", "说明"]
    assert rows[1] == ["1", "=1+1", "办好了", "急", "", "", "=HYPERLINK(1)"]
