"""What the neighbours of the stars leave goes out by name, and every form of it reads back as the same rows."""

from __future__ import annotations

import io
from csv import DictReader
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import python_calamine

from documents.papers.exports import as_csv, as_json, as_xlsx
from schedules.case_outcomes import result_rows
from storage.intake import intakes
from storage.operations import exports
from storage.operations.exports import WHAT
from tests.sites import a_card, a_site
from tests.stories.activities.test_volunteer_day import SATURDAY, named, one_shape, plan
from tests.stories.articles.test_study import add
from tests.stories.intake.test_case_sheets import hours, sends, three
from tests.stories.sites.test_permits import melons, permit_of
from tests.town import Town
from texts import speaker

NAMED = (
    "sites",
    "service-cards",
    "requests",
    "intakes",
    "case-results",
    "permits",
    "activities",
    "volunteer-hours",
    "follow-ups",
    "pledges",
    "articles",
    "honours",
)
"""Names that an office has in its own sheets: none of them may go."""


async def lived(town: Town) -> None:
    """One of everything, in the words of those who do it."""
    chen, sun = await town.manager(), await town.staff("孙队员", "squad")
    secretary, wang = await town.staff("三书记", "secretary", branch="第三支部"), await town.member("王芳")
    estate = await a_site(town, "翠竹苑", wang)
    await a_card(town, estate)
    await melons(town, sun)
    await permit_of(town, town.player("瓜农"))
    await sun.taps("给证")
    await sends(chen, three(town))
    await chen.taps("导入")
    await hours(town)
    await add(chen, "城市管理条例")
    await chen.says("实事 河沥溪路灯 12月底 第一支部")
    await chen.taps("记下")
    await chen.says("荣誉 市级 先进集体 第三支部")
    await secretary.says("联系支部 第三支部 讲党课，缺一台洒水车")
    await plan(town, sun)
    await named(town, "孙大姐", 2)
    town.clock.at(SATURDAY + timedelta(hours=2))
    await sun.says("记时长 2")
    await sun.picks("孙大姐")
    await sun.taps("都对，办结")


async def rows_of(town: Town, what: str) -> list[dict[str, Any]]:
    if what == "case-results":
        found = await town.database.read(lambda tx: intakes.results(tx, intakes.CASES))
        return result_rows(found, speaker("zh"), town.zone)
    return await town.database.read(lambda tx: exports.rows(tx, what, now=town.clock(), zone=town.zone))


def told(value: object) -> str:
    """A value as a table shows it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def sheet_of(content: bytes, path: Path) -> list[dict[str, str]]:
    path.write_bytes(content)
    head, *lines = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [{str(name): _plain(cell) for name, cell in zip(head, line, strict=True)} for line in lines]


def _plain(cell: object) -> str:
    return told(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


@one_shape
async def test_every_name_goes_out_and_reads_back_as_the_same_rows(town: Town, tmp_path: Path) -> None:
    await lived(town)
    for what in NAMED:
        assert what in WHAT
        rows = await rows_of(town, what)
        assert rows, f"nothing of {what} goes out"
        assert orjson.loads(as_json(rows)) == rows, what
        shown = [{name: told(value) for name, value in row.items()} for row in rows]
        assert list(DictReader(io.StringIO(as_csv(rows, for_excel=True).decode("utf-8-sig")))) == shown, what
        assert sheet_of(as_xlsx(rows, what), tmp_path / f"{what}.xlsx") == shown, what


@one_shape
async def test_the_clerks_list_of_hours_has_what_the_national_system_asks_for(town: Town) -> None:
    """姓名 活动 日期 地点 内容 小时 负责人, and no number of an identity card anywhere."""
    await lived(town)
    [row] = await rows_of(town, "volunteer-hours")
    assert (row["name"], row["activity"], row["place"], row["host"]) == ("孙大姐", "文明劝导", "西津路", "孙队员")
    assert (row["begins_at"], row["minutes"]) == ("2026-11-28T09:00:00+08:00", 90)
    for what in NAMED:
        assert not [row for row in await rows_of(town, what) if {"id_number", "identity"} & set(row)]
