"""Rosters from real offices: every file is read whole, each value under its heading, or refused in words that help.

The files lie in tests/data/cases; a value here is what is right, not what the reader happens to say.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.roster.roster_cells import Unreadable
from documents.roster.roster_sheet import Sheet
from documents.roster.roster_words import problem, unreadable
from tests.roster.books import read
from texts import speaker

CASES = Path(__file__).parents[1] / "data/cases"
SAY = speaker("zh")


def case(path: str) -> Sheet:
    file = CASES / path
    return read(file.read_bytes(), file.name)


def said(sheet: Sheet) -> str:
    return "\n".join(problem(found, SAY) for found in (*sheet.problems, *sheet.notes))


def shops(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [(e.name, e.door, e.street) for e in sheet.entries]


HOURS = [
    ("hours-24", time(8), time(23, 59)),
    ("hours-lingchen", time(8), time(2)),
    ("hours-next-day", time(8), time(2)),
    ("hours-range", time(8), time(21)),
    ("roster-hours-datetime", time(8, 30), time(21)),
]


@pytest.mark.parametrize(("name", "opens", "closes"), HOURS)
def test_hours(name: str, opens: time, closes: time) -> None:
    sheet = case(f"{name}/名册.xlsx")
    assert not sheet.problems
    assert (sheet.entries[0].opens, sheet.entries[0].closes) == (opens, closes)


LI_AND_WANG = [("李记面馆", "12号", "西津路"), ("王记面馆", "14号", "西津路")]
TEXTS = [
    ("名册.txt", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("utf16le-nobom.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("utf16-bom-tab.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("double-bom.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("cr-only.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("sep-line.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("pipe.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("nul-padded.csv", LI_AND_WANG, ["13900000001", "13900000002"], ""),
    ("quoted-newline.csv", [("李记 面馆", "12号", "西津路")], [""], ""),
    (
        "utf8-with-gbk-line.csv",
        [*LI_AND_WANG, ("赵记面馆", "16号", "西津路")],
        ["13900000001", "13900000002", "13900000003"],
        "第 4 行的文字编码",
    ),
    (
        "unbalanced-quote.csv",
        [('李记"面馆', "12号", "西津路"), LI_AND_WANG[1], ("赵记面馆", "16号", "西津路")],
        ["", "", ""],
        "第 3 行的引号没有成对",
    ),
]


@pytest.mark.parametrize(("name", "expected", "phones", "words"), TEXTS, ids=[name for name, *_ in TEXTS])
def test_text_however_it_was_saved(
    name: str, expected: list[tuple[str, str, str]], phones: list[str], words: str
) -> None:
    sheet = case(f"roster-csv-kinds/{name}")
    assert not sheet.problems
    assert shops(sheet) == expected
    assert [e.phone for e in sheet.entries] == phones
    assert words in said(sheet)


def test_characters_that_were_lost_when_saving_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        case("roster-csv-kinds/big5.csv")
    assert "乱码" in unreadable(refused.value, SAY)


def test_an_apostrophe_before_a_number_is_the_spreadsheets_own() -> None:
    (entry,) = case("roster-csv-apostrophe/名册.csv").entries
    assert (entry.door, entry.phone) == ("12", "13900000001")


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.ods"])
def test_workbooks_of_other_programs_are_read(name: str) -> None:
    assert shops(case(f"roster-kinds/{name}")) == [("第1家面馆", "3号", "西津路"), ("第2家面馆", "5号", "西津路")]


@pytest.mark.parametrize(
    ("name", "words"), [("名册.numbers", "苹果 Numbers"), ("名册.xlsx", "其实是 ODS"), ("名册.csv", "其实是 ODS")]
)
def test_a_workbook_under_a_wrong_name_is_called_what_it_is(name: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read((CASES / "roster-kinds/名册.ods").read_bytes(), name)
    assert words in unreadable(refused.value, SAY)


def test_a_web_page_is_none() -> None:
    with pytest.raises(Unreadable, match="really_web_page"):
        case("roster-kinds/网页.xls")


PHONES = [
    ("roster-invisible-phone", "13900000001"),
    ("roster-phone-fullwidth", "13900000011"),
    ("roster-phone-number", "13900000001"),
    ("roster-phone-with-name", "13900000001"),
    ("roster-two-phones", "13900000001"),
]


@pytest.mark.parametrize(("name", "phone"), PHONES)
def test_telephones(name: str, phone: str) -> None:
    sheet = case(f"{name}/名册.xlsx")
    assert not sheet.problems
    assert [e.phone for e in sheet.entries] == [phone, "13900000002"]


def test_of_a_mobile_and_a_landline_the_mobile_is_kept_and_the_other_said() -> None:
    assert "第 2 行" in said(case("roster-two-phones/名册.xlsx"))
    assert "0563-4012345" in said(case("roster-two-phones/名册.xlsx"))


@pytest.mark.parametrize("name", ["roster-heading-words", "roster-phone-heading"])
def test_headings_as_offices_write_them(name: str) -> None:
    (entry,) = case(f"{name}/名册.xlsx").entries
    assert (entry.name, entry.door, entry.street) == ("李记面馆", "西津路12号", "西津路")
    assert (entry.owner, entry.phone) == ("店主1", "13900000001")
    assert (entry.member, entry.member_phone) == ("党员甲", "13800001111")


@pytest.mark.parametrize("name", ["名册.xlsx", "名册-没有营业时间.xlsx"])
def test_two_heading_rows_are_one_heading(name: str) -> None:
    sheet = case(f"roster-two-row-heading/{name}")
    assert not sheet.problems
    assert [(e.name, e.owner, e.phone, e.member, e.member_phone) for e in sheet.entries] == [
        (f"第{n}家面馆", f"店主{n}", f"1390000000{n}", "党员甲", "13800001111") for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(("name", "words"), [("只有合计.xlsx", "“合计”"), ("名册.xlsx", "“填表人")])
def test_a_total_and_a_signature_are_no_shops_and_said(name: str, words: str) -> None:
    sheet = case(f"roster-total-row/{name}")
    assert not sheet.problems
    assert [e.name for e in sheet.entries] == ["第1家面馆", "第2家面馆", "第3家面馆"]
    assert sheet.rows == 3
    assert words in said(sheet)


def test_every_sheet_with_the_headings_is_read() -> None:
    sheet = case("roster-sheet-per-street/名册.xlsx")
    assert [e.street for e in sheet.entries] == ["西津路"] * 3 + ["南山路"] * 3
    assert "西津路、南山路" in said(sheet)


def test_a_cover_sheet_is_named() -> None:
    sheet = case("roster-cover-sheet/名册.xlsx")
    assert len(sheet.entries) == 3
    assert "没读的工作表 1 张：填表说明" in said(sheet)


def test_two_members_in_one_cell_are_refused() -> None:
    sheet = case("roster-two-members/名册.xlsx")
    assert "第 2 行" in said(sheet)
    assert "一家店只能有一位联系党员" in said(sheet)


@pytest.mark.parametrize("name", ["roster-strict-ooxml", "roster-wrong-dimension"])
def test_workbooks_that_other_readers_misread(name: str) -> None:
    assert len(case(f"{name}/名册.xlsx").entries) == 2


def test_spaces_around_a_name_are_no_part_of_it() -> None:
    assert [e.name for e in case("roster-trailing-space/名册.xlsx").entries] == ["李记面馆", "王记面馆"]


def test_a_formula_nobody_worked_out_leaves_a_row_without_a_name() -> None:
    assert "第 2 行：没有店名" in said(case("roster-formula-uncached/名册.xlsx"))


NOTES = [
    ("note-left-of", "", "Left of the bank entrance", "没有照办"),
    ("note-closed-mondays", "", "Closed on Mondays", "没有照办"),
    ("note-xieye-zhong", "closed", "", ""),
]


@pytest.mark.parametrize(("name", "status", "note", "words"), NOTES)
def test_a_remark_is_an_order_only_when_it_says_nothing_else(name: str, status: str, note: str, words: str) -> None:
    sheet = case(f"{name}/二月.xlsx")
    assert (sheet.entries[0].status, sheet.entries[0].note) == (status, note)
    assert words in said(sheet)


OLD = [
    ("藏行.xls", 3, "表里隐藏了 1 行（第 3 行）"),
    ("藏列.xls", 3, "表里隐藏了 1 列（E“手机”）"),
    ("错值.xls", 2, "第 2 行：“负责人”里是 #N/A"),
    ("合并.et", 3, "没读的工作表 1 张：旧表"),
]
"""Made with xlwt: a hidden row, a hidden column, an error in a cell, a merged heading; each with a hidden sheet."""


@pytest.mark.parametrize(("file", "many", "words"), OLD)
def test_an_old_workbook_says_what_a_new_one_does(file: str, many: int, words: str) -> None:
    """Hidden rows and columns of .xls and .et were read unsaid, and an error was an empty cell."""
    sheet = case(f"roster-old-marks/{file}")
    assert len(sheet.entries) == many
    assert words in said(sheet)


@pytest.mark.parametrize("cut", [513, 2000, 4096, 5000])
def test_an_old_workbook_that_is_cut_off_is_refused(cut: int) -> None:
    content = (CASES / "roster-old-marks/藏行.xls").read_bytes()[:cut]
    with pytest.raises(Unreadable):
        read(content, "名册.xls")


@given(st.data())
def test_an_old_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray((CASES / "roster-old-marks/藏列.xls").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(bytes(content), "名册.xls")
