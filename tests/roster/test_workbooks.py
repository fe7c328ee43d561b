"""What a workbook holds beside its rows: hidden rows and sheets, failed formulas, notes, totals, further sheets."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence
from datetime import time

import pytest
import xlsxwriter

from documents.roster.roster_cells import Unreadable
from documents.roster.roster_sheet import Sheet
from documents.roster.roster_words import problem
from tests.roster.books import HEAD, csv, read, xlsb
from texts import speaker

SAY = speaker("zh")
HEADINGS = ["店名", "门牌", "街道", "手机"]
LI = ["李记面馆", "12号", "西津路", "13900000001"]
HIDDEN = ' table:visibility="collapse"'
WANG = ["王记面馆", "14号", "西津路", "13900000002"]


def said(sheet: Sheet) -> str:
    return "\n".join(problem(found, SAY) for found in (*sheet.problems, *sheet.notes))


def book(
    sheets: dict[str, Sequence[Sequence[object]]],
    *,
    hidden_rows: Sequence[int] = (),
    hidden_columns: str = "",
    hidden_sheets: Sequence[str] = (),
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("#"):
                        page.write_formula(y, x, "=NA()", None, cell)
                    else:
                        page.write(y, x, cell)
            for y in hidden_rows:
                page.set_row(y, None, None, {"hidden": True})
            if hidden_columns:
                page.set_column(hidden_columns, None, None, {"hidden": True})
            if name in hidden_sheets:
                page.hide()
    return out.getvalue()


def test_a_failed_formula_is_said_with_its_row_and_column() -> None:
    """It passed for an empty cell: a shop without a door, a place without a telephone."""
    sheet = read(book({"名册": [HEADINGS, LI, ["王记面馆", "#N/A", "西津路", "#REF!"]]}), "名册.xlsx")
    assert "第 3 行：“门牌”里是 #N/A" in said(sheet)
    assert "第 3 行：“手机”里是 #REF!" in said(sheet)


def test_a_failed_formula_in_a_text_file_too() -> None:
    assert "“手机”里是 #N/A" in said(read(csv(HEAD, "李记面馆,12号,西津路,,#N/A,,")))


def test_hidden_rows_are_read_and_said() -> None:
    sheet = read(book({"名册": [HEADINGS, LI, WANG]}, hidden_rows=[2]), "名册.xlsx")
    assert [e.name for e in sheet.entries] == ["李记面馆", "王记面馆"]
    assert "表里隐藏了 1 行（第 3 行）" in said(sheet)


def test_hidden_columns_are_read_and_named() -> None:
    """A telephone that nobody saw went into the register unsaid."""
    sheet = read(book({"名册": [HEADINGS, LI]}, hidden_columns="D:D"), "名册.xlsx")
    assert sheet.entries[0].phone == "13900000001"
    assert "表里隐藏了 1 列（D“手机”）" in said(sheet)
    assert "隐藏" not in said(read(book({"名册": [HEADINGS, LI]}, hidden_columns="F:XFD"), "名册.xlsx"))


def test_an_attribute_in_single_quotes_is_one_too() -> None:
    """A programme that writes its XML with them hid rows and columns, and its failed formulas were empty cells."""
    made = book({"名册": [HEADINGS, LI, ["王记面馆", "#N/A", "西津路", ""]]}, hidden_rows=[1], hidden_columns="C:C")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(out, "w") as again:
        for name in parts.namelist():
            text = parts.read(name)
            again.writestr(name, text.replace(b'"', b"'") if "worksheets/" in name else text)
    words = said(read(out.getvalue(), "名册.xlsx"))
    assert "表里隐藏了 1 行（第 2 行）" in words
    assert "表里隐藏了 1 列（C“街道”）" in words
    assert "第 3 行：“门牌”里是 #N/A" in words


def test_a_binary_workbook_tells_the_same() -> None:
    """Hidden telephones and failed formulas of an .xlsb went by unsaid."""
    rows = (HEADINGS, LI, ["王记面馆", "#N/A", "西津路", ""])
    words = said(read(xlsb(*rows, hidden_rows=[1], hidden_columns=[3]), "名册.xlsb"))
    assert "表里隐藏了 1 行（第 2 行）" in words
    assert "表里隐藏了 1 列（D“手机”）" in words
    assert "第 3 行：“门牌”里是 #N/A" in words
    shown = read(xlsb(HEADINGS, LI, WANG), "名册.xlsb")
    assert [e.name for e in shown.entries] == ["李记面馆", "王记面馆"]
    assert "隐藏" not in said(shown)


@pytest.mark.parametrize("end", range(0, 400, 7))
def test_a_binary_workbook_that_is_cut_off_is_read_as_far_as_it_goes(end: int) -> None:
    whole = xlsb(HEADINGS, LI, WANG, hidden_rows=[1], hidden_columns=[3])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as parts, zipfile.ZipFile(out, "w") as again:
        for name in parts.namelist():
            again.writestr(name, parts.read(name)[:end] if name.endswith(".bin") else parts.read(name))
    with contextlib.suppress(Unreadable):
        read(out.getvalue(), "名册.xlsb")


def test_hidden_columns_and_rows_of_an_open_document() -> None:
    """LibreOffice collapses them and repeats what is alike: repeated rows before a hidden one were counted as one."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    shown = ["".join(map(cell.format, row)) for row in (HEADINGS, LI, WANG)]
    shown.insert(1, "<table:table-cell/>")
    hidden = ["", ' table:number-rows-repeated="3"', "", HIDDEN]
    rows = "".join(f"<table:table-row{how}>{row}</table:table-row>" for how, row in zip(hidden, shown, strict=True))
    columns = (
        '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16380"/>'
    )
    sheet = read(open_document(f'<table:table table:name="名册">{columns}{rows}</table:table>'), "名册.ods")
    assert [e.name for e in sheet.entries] == ["李记面馆", "王记面馆"]
    assert "表里隐藏了 1 行（第 6 行）" in said(sheet)
    assert "表里隐藏了 1 列（D“手机”）" in said(sheet)


def open_document(tables: str) -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def test_a_hidden_sheet_is_last_months_and_named() -> None:
    sheet = read(book({"十一月": [HEADINGS, LI], "十月": [HEADINGS, WANG]}, hidden_sheets=["十月"]), "名册.xlsx")
    assert [e.name for e in sheet.entries] == ["李记面馆"]
    assert "没读的工作表 1 张：十月" in said(sheet)


def test_a_row_of_a_further_sheet_says_which() -> None:
    sheet = read(book({"西津路": [HEADINGS, LI], "南山路": [HEADINGS, ["", "3号", "", ""]]}), "名册.xlsx")
    assert "第 （第2张表）2 行：没有店名" in said(sheet)


def test_a_sheet_called_after_its_street_is_the_street() -> None:
    rows = [["店名", "门牌"], ["李记面馆", "12号"]]
    sheet = read(book({"西津路": rows, "南山路": rows, "其他": rows}), "名册.xlsx")
    assert [e.street for e in sheet.entries] == ["西津路", "南山路", ""]


NO_SHOPS = [
    ["合计", "2家"],
    ["合 计：", "", "", "2"],
    ["总计 2 户"],
    ["小计", 2],
    ["共2家"],
    ["Total", 2],
    ["填表人：张三", "", "", "2026年11月20日"],
    ["审核人(签字)：", "李四"],
    ["注：1.门牌以公安门牌为准。"],
    ["备注：本表每月更新"],
    ["说明：带*的必填"],
    ["单位（盖章）"],
    HEADINGS,
    ["店名", "门牌", "街道", ""],
    ["以上商户信息由各网格员核实，如有变动请于每月二十五日前报办公室汇总。"],
]


@pytest.mark.parametrize("row", NO_SHOPS, ids=lambda row: str(row[0])[:8])
def test_a_row_that_is_no_shop_is_left_out_and_said(row: list[object]) -> None:
    sheet = read(book({"名册": [HEADINGS, LI, row, WANG]}), "名册.xlsx")
    assert not sheet.problems
    assert [e.name for e in sheet.entries] == ["李记面馆", "王记面馆"]
    assert "不是店铺、没有算进去 1 行（第 3 行）" in said(sheet)


SHOPS = ["合计数码", "总计算机店", "注册会计师事务所", "说明书打印", "共三家面馆", "日期胶卷照相", "备注文具店"]


@pytest.mark.parametrize("name", SHOPS)
def test_a_shop_of_a_name_that_begins_so_is_a_shop(name: str) -> None:
    assert [e.name for e in read(book({"名册": [HEADINGS, [name, "3号", "西津路", ""]]}), "名册.xlsx").entries] == [
        name
    ]


def test_a_total_with_somebodys_telephone_is_a_shop() -> None:
    sheet = read(book({"名册": [HEADINGS, ["合计", "3号", "西津路", "13900000003"]]}), "名册.xlsx")
    assert [e.name for e in sheet.entries] == ["合计"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("党员甲、党员乙", "只能有一位"),
        ("王芳 李强", "只能有一位"),
        ("王芳/李强", "只能有一位"),
        ("党员甲\n党员乙", "只能有一位"),
        ("党员甲13800001111", "这一列只写姓名"),
        ("党员甲 138 0000 1111", "这一列只写姓名"),
    ],
)
def test_two_members_or_a_telephone_in_the_members_cell_are_refused(cell: str, words: str) -> None:
    rows = [["店名", "门牌", "联系党员"], ["李记面馆", "12号", cell]]
    assert words in said(read(book({"名册": rows}), "名册.xlsx"))


@pytest.mark.parametrize("cell", ["张　三", "张 三", "欧阳 娜娜", "阿不都·热合曼", "Ann Lee", "王和平"])
def test_one_member_is_one_however_the_name_is_written(cell: str) -> None:
    rows = [["店名", "门牌", "联系党员"], ["李记面馆", "12号", cell]]
    assert not read(book({"名册": rows}), "名册.xlsx").problems


CLOSING = [
    ("次日2:00", time(2)),
    ("次日凌晨2点", time(2)),
    ("第二天2点", time(2)),
    ("翌日 1:30", time(1, 30)),
    ("26:00", time(2)),
    ("25:30", time(1, 30)),
    (26 / 24, time(2)),
    ("次日0:00", time(23, 59)),
    ("凌晨2点", time(2)),
]


@pytest.mark.parametrize(("cell", "closes"), CLOSING)
def test_closing_after_midnight(cell: object, closes: time) -> None:
    (entry,) = read(
        book({"名册": [["店名", "门牌", "开门", "打烊"], ["李记", "1号", "8:00", cell]]}), "名册.xlsx"
    ).entries
    assert (entry.opens, entry.closes) == (time(8), closes)


@pytest.mark.parametrize("cell", ["26:00", "次日2:00", "早饭后"])
def test_nobody_opens_tomorrow(cell: str) -> None:
    rows = [["店名", "门牌", "开门"], ["李记", "1号", cell]]
    assert "“开门”" in said(read(book({"名册": rows}), "名册.xlsx"))


@pytest.mark.parametrize("cell", ["8:00-21:00", "8:00～21:00", "早上8点至晚上9点", "8:00 — 21:00"])
def test_one_column_with_both_hours(cell: str) -> None:
    (entry,) = read(book({"名册": [["店名", "门牌", "营业时间"], ["李记", "1号", cell]]}), "名册.xlsx").entries
    assert (entry.opens, entry.closes) == (time(8), time(21))


def test_hours_that_stand_there_twice_and_differ_are_refused() -> None:
    rows = [["店名", "门牌", "开门", "打烊"], ["李记", "1号", "8:00-21:00", "22:00"]]
    assert "打烊时间不一样" in said(read(book({"名册": rows}), "名册.xlsx"))


def test_a_mobile_and_a_landline_in_two_columns_are_one_telephone() -> None:
    rows = [["店名", "门牌", "手机", "联系电话"], ["李记", "1号", "13900000001", "0563-4012345"]]
    sheet = read(book({"名册": rows}), "名册.xlsx")
    assert [e.phone for e in sheet.entries] == ["13900000001"]
    assert "0563-4012345" in said(sheet)
