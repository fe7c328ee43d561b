"""Whatever an office sends: read where it can be read, refused in words that help where it cannot."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time

import pytest

from documents.roster.roster_cells import Unreadable
from documents.roster.roster_words import problem, unreadable
from tests.roster.books import HEAD, LI, csv, read, xlsx
from texts import speaker

SAY = speaker("zh")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_however_it_was_saved(encoding: str, separator: str) -> None:
    lines = [line.replace(",", separator) for line in (HEAD, LI)]
    (entry,) = read(csv(*lines, encoding=encoding)).entries
    assert (entry.row, entry.name, entry.door, entry.phone, entry.member) == (
        2,
        "李记面馆",
        "12号",
        "13800001000",
        "王芳",
    )


def test_an_encoding_can_be_named() -> None:
    assert read(csv(HEAD, LI, encoding="utf-16-le"), encoding="utf-16-le").entries[0].owner == "李长顺"


def test_a_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() -> None:
    sheet = read(xlsx(["店名*", "门牌（必填）"], ["李记面馆", "12号"], title="西津街道商户名册"), "名册.xlsx")
    assert [(e.row, e.name) for e in sheet.entries] == [(4, "李记面馆")]


def test_numbers_and_times_as_excel_keeps_them() -> None:
    rows = [
        ["店名", "门牌", "手机", "开门", "打烊"],
        ["李记面馆", 12, 13800001000, 0.354166666666667, datetime(1900, 1, 1, 21, 30)],
    ]
    (entry,) = read(xlsx(*rows, formats={(1, 4): "hh:mm"}), "a.xlsx").entries
    assert (entry.door, entry.phone, entry.opens, entry.closes) == ("12", "13800001000", time(8, 30), time(21, 30))


def test_a_street_merged_over_its_shops_counts_for_each() -> None:
    out = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["街道", "店名", "门牌"])
        page.merge_range(1, 0, 3, 0, "西津路")
        for n in range(3):
            page.write_row(n + 1, 1, [f"店{n}", f"{n}号"])
    assert [e.street for e in read(out.getvalue(), "a.xlsx").entries] == ["西津路"] * 3


def test_english_headings_and_columns_nobody_asked_for() -> None:
    sheet = read(csv("Shop,Door Number,Street,Phone,邮编,Member", "Lime,3,High Street,01414960000,G1 5EP,Ann Lee"))
    assert (sheet.entries[0].member, sheet.entries[0].phone) == ("Ann Lee", "01414960000")
    assert sheet.unknown == ("邮编",)


def test_what_is_missing_leaves_and_what_is_empty_says_so() -> None:
    """No column 备注 leaves remarks as they are; an empty cell in it empties them. Duties empty means all of them."""
    assert read(csv(HEAD, LI)).entries[0].note is None
    assert read(csv(f"{HEAD},备注,适用项", f"{LI},,")).entries[0].note == ""
    assert read(csv(f"{HEAD},备注,适用项", f"{LI},,")).entries[0].duties == ()


def test_a_door_names_its_street_when_the_column_is_empty() -> None:
    sheet = read(csv("店名,门牌", "李记面馆,西津街道中溪路12-3号", "Lime,Unit 2A, 74 Trongate"))
    assert sheet.entries[0].street == "中溪路"


def test_blank_rows_are_nothing_and_a_shop_without_a_door_is_taken_and_said() -> None:
    sheet = read(csv(HEAD, "", LI, ",,,,,,", "流动摊,,,,,,"))
    assert [e.row for e in sheet.entries] == [3, 5]
    assert "第 5 行" in problem(sheet.notes[0], SAY)


@pytest.mark.parametrize("note", ["歇业", "歇业；回老家", "搬走 2026年", "恢复营业。", "歇业状态已久"])
def test_what_the_beginning_of_a_remark_says(note: str) -> None:
    entry = read(csv(f"{HEAD},备注", f"{LI},{note}")).entries[0]
    expected = {
        "歇业": ("closed", ""),
        "歇业；回老家": ("closed", "回老家"),
        "搬走 2026年": ("left", "2026年"),
        "恢复营业。": ("reopened", ""),
        "歇业状态已久": ("", "歇业状态已久"),
    }
    assert (entry.status, entry.note) == expected[note]


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(name, "hello")
    return out.getvalue()


REFUSED = [
    (b"", "a.xlsx", "空的"),
    (b"\0" * 400, "a.csv", "空的"),
    (xlsx(["店名", "门牌"], ["李", "1"]), "a.xls", "其实是 .xlsx"),
    (xlsx(["店名", "门牌"], ["李", "1"]), "a.csv", "其实是 .xlsx"),
    (OLE + b"\0" * 2000, "a.xlsx", "其实是旧版 .xls"),
    (OLE + b"\0" * 2000, "a.xls", "坏了"),
    (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    (xlsx(["店名", "门牌"], ["李", "1"])[:-300], "a.xlsx", "坏了"),
    (zipped("word/document.xml"), "a.xlsx", "不是 Excel 表"),
    (b"<html><table><tr><td>x", "a.xls", "其实是网页"),
    (csv(HEAD, LI), "a.xlsx", "里面却不是"),
    (csv("商户名,门牌", "李,1"), "a.csv", "“店名”"),
    (csv("店名,手机", "李,13800001000"), "a.csv", "“门牌”"),
    (csv("店名,門牌", "李記,1", encoding="big5"), "a.csv", "乱码"),
    (csv(HEAD, LI, encoding="utf-16-le")[:-1] + b"\0\0", "a.csv", "认不出来"),
    (csv(HEAD, LI) + b"\r\n\xff\xff,1", "a.csv", "第 3 行"),
    (csv(HEAD), "a.csv", "一家店也没有"),
    (csv(f"{HEAD},电话", f"{LI},1"), "a.csv", "“电话”有两列（E 和 H）"),
    (csv(HEAD, '"' + "李" * 200_000), "a.csv", "引号"),
]


@pytest.mark.parametrize(("content", "name", "words"), REFUSED, ids=lambda v: v if isinstance(v, str) else "")
def test_what_is_no_roster_is_refused_in_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    for language in ("zh", "en"):
        assert unreadable(refused.value, speaker(language))
    assert words in unreadable(refused.value, SAY)


WRONG_ROWS = [
    (",12号,西津路,李长顺,,,", "没有店名"),
    ("李记面馆,12号,西津路,李长顺,1380000,王芳,不知道是多少", "“党员手机”写的是“不知道是多少”"),
    ("李记面馆,12号,西津路,李长顺,1.38E+10,,", "变成了 1.38E+10"),
    (f"{'长' * 61},12号,西津路,,,,", "太长"),
]


@pytest.mark.parametrize(("row", "words"), WRONG_ROWS)
def test_a_wrong_row_is_named_by_its_number(row: str, words: str) -> None:
    sheet = read(csv(HEAD, LI, row))
    (found,) = sheet.problems
    assert problem(found, SAY).startswith("第 3 行：")
    assert words in problem(found, SAY)
    assert [e.row for e in sheet.entries] == [2], "the row itself is left out"


def test_a_door_that_excel_made_a_day_is_refused() -> None:
    sheet = read(xlsx(["店名", "门牌"], ["李", datetime(2026, 12, 3)], formats={(1, 1): "m-d"}), "a.xlsx")
    assert "日期" in problem(sheet.problems[0], SAY)


def test_a_code_used_twice_is_refused_with_its_rows() -> None:
    sheet = read(csv("编号,店名,门牌", "A1,李,1号", "A2,王,2号", "A1,张,3号"))
    assert problem(sheet.problems[0], SAY).startswith("第 2、4 行：编号“A1”")


def test_all_wrong_rows_are_said_at_once() -> None:
    assert len(read(csv(HEAD, *[f",{n}号,,,,," for n in range(30)])).problems) == 30
