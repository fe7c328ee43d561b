"""What is written is read back the same, through Excel, CSV and another office suite, whatever people called their shops."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from documents.roster.roster_book import roster_csv, roster_workbook
from documents.roster.roster_headings import HEADINGS
from programme.roster.roster import Entry
from storage.roster.roster import Exported
from tests.roster.books import DUTIES, read

STREET = [
    Exported(
        "李记面馆",
        "12号附2",
        "西津路",
        "一网格",
        "餐饮",
        "李长顺",
        "13800001000",
        "王芳",
        "13800002001",
        "第一支部",
        time(6),
        time(23, 59),
        ("hygiene", "order"),
        "门前到路沿石",
        "=1+1",
        True,
        30.6279,
        118.983333,
    ),
    Exported("=HYPERLINK(0)", "12-3", "+路", "@格", "-", "", "", "", "", "", None, None, (), "", "", False),
    Exported("007", "0012", "西津路", "西津路", "", "", "05634012345", "", "", "", None, None, (), "", "1.0", False),
]
WRITERS = [("a.xlsx", roster_workbook), ("a.csv", roster_csv)]
Writer = Callable[[Sequence[Exported], object], bytes]


def said(entry: Entry) -> tuple[object, ...]:
    return (
        *entry.place,
        entry.grid,
        entry.trade,
        entry.owner,
        entry.phone,
        entry.member,
        entry.member_phone,
        entry.branch,
        entry.opens,
        entry.closes,
        entry.duties,
        entry.area,
        entry.note,
        entry.status,
        entry.latitude,
        entry.longitude,
    )


def meant(row: Exported) -> tuple[object, ...]:
    values = {name: getattr(row, name) for name in Exported.__slots__ if name != "shut"}
    return said(Entry(0, walk="", status="closed" if row.shut else "", **values))


@pytest.mark.parametrize(("name", "write"), WRITERS)
def test_what_is_written_is_read_back_the_same(name: str, write: Writer) -> None:
    sheet = read(write(STREET, DUTIES), name)
    assert sheet.problems == []
    assert [said(e) for e in sheet.entries] == [meant(row) for row in STREET]


NAMES = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=20)


@settings(max_examples=25)
@given(NAMES, NAMES, NAMES)
def test_any_name_comes_back(name: str, door: str, note: str) -> None:
    assume(not any(re.match("'[-=+@]", words) for words in (name, door)))
    assume(name[0] not in "※*＊")  # begins a remark on the list: left out, and said
    row = Exported(name, door, "街", "格", "", "", "", "", "", "", None, None, (), "", "。" + note, False)
    for file, write in WRITERS:
        (entry,) = read(write([row], DUTIES), file).entries
        assert (entry.name, entry.door, entry.note) == (name, door, "。" + note)


def test_a_spreadsheet_sees_text_and_never_a_formula() -> None:
    page = openpyxl.load_workbook(io.BytesIO(roster_workbook(STREET, DUTIES))).active
    assert page is not None
    assert [cell.value for cell in page[1]] == list(HEADINGS)
    assert (page["A3"].value, page["A3"].data_type, page["A4"].value) == ("=HYPERLINK(0)", "s", "007")
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:R4")
    assert {cell.number_format for cell in page[2]} == {"@"}
    lines = roster_csv(STREET, DUTIES).decode("utf-8-sig").splitlines()
    assert lines[2].startswith("'=HYPERLINK(0),12-3,'+路,'@格,'-,")


def test_of_no_shops_there_is_an_empty_form() -> None:
    page = openpyxl.load_workbook(io.BytesIO(roster_workbook([], DUTIES))).active
    assert page is not None
    assert page["A1"].value == "店名"
    assert page["G50"].number_format == "@", "a telephone typed there stays as it was typed"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "csv:Text - txt - csv (StarCalc):44,34,76"])
def test_it_survives_libreoffice(kind: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "名册.xlsx").write_bytes(roster_workbook(STREET, DUTIES))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", tmp_path, tmp_path / "in" / "名册.xlsx"]
    subprocess.run(run, check=True, capture_output=True, timeout=55)
    name = f"名册.{kind[:4].rstrip(':')}"
    sheet = read((tmp_path / name).read_bytes(), name)
    assert [said(e) for e in sheet.entries] == [meant(row) for row in STREET]
