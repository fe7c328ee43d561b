"""The spreadsheet opens, counts by itself, and cannot be made to run what somebody wrote."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from documents.digest.digest_doors import doors_of
from documents.digest.digest_sheet import digest_xlsx
from documents.digest.digest_words import branch_words, digest_words
from documents.examples import street_week
from programme.rules import Rules
from texts import LANGUAGES, speaker

RULES, ZH = Rules(), speaker("zh")
WEEK = street_week()


def opened(week: object = WEEK, *, values: bool = True, language: str = "zh") -> Workbook:
    content = digest_xlsx(week, RULES, speaker(language))  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def test_every_sheet_has_a_frozen_head_and_a_filter() -> None:
    for sheet in opened():
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert all(8 <= d.width <= 48 for d in sheet.column_dimensions.values())


def test_days_are_days_and_numbers_are_numbers() -> None:
    [first, *_] = opened()["整改"].iter_rows(min_row=2, values_only=True)
    assert isinstance(first[5], datetime)
    [shop, *_] = opened()["店铺"].iter_rows(min_row=2, values_only=True)
    assert isinstance(shop[5], int)
    assert isinstance(shop[7], float)
    assert isinstance(shop[11], datetime)


def test_totals_are_formulas_that_already_know_their_value() -> None:
    live, known = opened(values=False)["一周总览"], opened()["一周总览"]
    table = {row[0].value: (row[1].value, known.cell(row[1].row, 2).value) for row in live.iter_rows(min_row=2)}
    assert table["★★★★★"] == ("=COUNTIF('店铺'!F2:F101,5)", WEEK.counts[5])
    assert table["待评"][1] == WEEK.counts[0]
    assert table["整改：超期未改"][1] == len(WEEK.outcomes("overdue"))
    last = [row[1].value for row in opened(values=False)["走访"].iter_rows()][-1]
    assert last == "=SUBTOTAL(109,B2:B5)"


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x","y")', "+1+1", "@SUM(A1)", "-2", "http://x.example", "00123"])
def test_what_people_wrote_stays_text(words: str) -> None:
    helps = (replace(WEEK.helps[0], text=words), *WEEK.helps[1:])
    cell = opened(replace(WEEK, helps=helps), values=False)["求助"]["D2"]
    assert (cell.value, cell.data_type) == (words, "s")
    assert cell.hyperlink is None


def test_the_same_week_is_the_same_file() -> None:
    assert digest_xlsx(WEEK, RULES, ZH) == digest_xlsx(WEEK, RULES, ZH)


def test_an_empty_week_opens() -> None:
    empty = replace(WEEK, shops=(), findings=(), helps=(), grids=(), trend=(), oddities=())
    assert opened(empty)["店铺"].max_row == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_both_languages(language: str) -> None:
    assert len(opened(language=language).sheetnames) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_twelve_lines_at_most_and_begin_with_what_to_do(language: str) -> None:
    say = speaker(language)
    late = replace(WEEK.helps[0], answered=None, kept=False, waits_until=WEEK.helps[0].due)
    lines = digest_words(replace(WEEK, helps=(late, *WEEK.helps[1:])), RULES, say).splitlines()
    assert len(lines) <= 12
    assert lines[1].startswith("1. ")
    assert "721" in lines[-1]
    assert len("\n".join(lines)) < 1024, "it still fits under a picture"


def test_a_quiet_week_says_so() -> None:
    calm = replace(WEEK, shops=tuple(replace(s, looks=1) for s in WEEK.shops), findings=(), helps=(), oddities=())
    calm = replace(calm, appeals_open=0, appeals_due=None, vetoes_open=0, grids=())
    assert "没有急事" in digest_words(calm, RULES, ZH)
    assert "谢谢大家" in branch_words(calm.of_branch(1), "第一支部", RULES, ZH)


def test_the_streets_stand_door_by_door_with_their_weeks_on_the_colour_of_the_star() -> None:
    """The same doors as the board's strip: walking order, marks, stars as numbers and colours."""
    doors = [door for street in doors_of(WEEK) for door in street.doors]
    then = {(door.shop_id, week): 4 for door in doors[:5] for week in ("2026-W46", "2026-W47")}
    sheet = openpyxl.load_workbook(io.BytesIO(digest_xlsx(WEEK, RULES, ZH, then)))["街道"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("街道", "门牌", "店名", "要紧的", "现在", "第46周", "第47周")
    assert [row[2] for row in rows] == [door.name for door in doors]
    assert [row[4] for row in rows] == [door.star for door in doors]
    assert [row[5] for row in rows[:6]] == [4] * 5 + [None]
    coloured = {str(found.sqref) for found in sheet.conditional_formatting}
    assert coloured == {f"{column}2:{column}{len(doors) + 1}" for column in "EFG"}
    late = next(n for n, door in enumerate(doors) if "overdue" in door.marks)
    assert "▲ 超期没改" in str(rows[late][3])
