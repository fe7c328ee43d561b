"""The week's digest tells of residents and cameras: a line of their own, a sheet, and columns of their own behind 721."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from documents.digest.digest_figures import Digest
from documents.digest.digest_sheet import digest_xlsx
from documents.digest.digest_words import digest_words
from programme.calendar import week_of
from schedules.digest_week import digest_of, span_of
from storage.digest import digest
from tests.player import Player
from tests.sites import a_card, a_site
from tests.town import Town
from texts import speaker

SAY = speaker("zh")


async def week_now(town: Town) -> Digest:
    now = town.clock().astimezone(town.zone)
    span = span_of(week_of(now.date()), now)
    return digest_of(await town.database.read(lambda tx: digest.of_week(tx, span)), town.rules, town.zone)


async def said(handler: Player, kind: str, words: str) -> None:
    await handler.taps(kind)
    await handler.says(words)
    await handler.taps("发")


async def reported(town: Town, code: str, words: str) -> Player:
    resident = town.player(f"居民{words}")
    await resident.says(code)
    await resident.says(words)
    return resident


async def test_requests_stand_in_the_words_and_apart_in_the_workbook(town: Town) -> None:
    """Three reported, two done, one in time; a question is no case of 721, a changed label is."""
    await town.manager()
    keeper = await town.member("王芳")
    code = await a_card(town, await a_site(town, keeper=keeper))
    for words in ("路灯不亮", "小广告太多", "树倒了"):
        await reported(town, code, words)
    asker = town.player("问的人")
    await asker.says(f"{code} ask")
    await asker.says("能挂横幅吗")
    await keeper.says("26-00004")
    await said(keeper, "先回一句", "可以挂七天")
    await keeper.says("26-00001")
    await said(keeper, "办好了", "换了")
    town.clock.forward(days=5)
    await keeper.says("26-00002")
    await said(keeper, "办好了", "清了")
    await keeper.says("26-00002 管理")
    week = await week_now(town)
    told = week.figures
    assert (told.requests, told.requests_done, told.requests_in_time) == (4, 3, 2)
    assert "诉求 4 件，办结 3 件，按时 2 件" in digest_words(week, town.rules, SAY)
    assert (week.requests_solved, week.findings_solved, week.shares.cases) == ((1, 1, 0), (0, 0, 0), 2)
    book = openpyxl.load_workbook(io.BytesIO(digest_xlsx(week, town.rules, SAY)), data_only=True)
    shares = {row[0].value: [cell.value for cell in row[1:]] for row in book.worksheets[0].iter_rows(min_row=2)}
    assert [shares[f"721 {name}"][2:] for name in ("服务解决", "管理解决", "移交执法")] == [[0, 1], [0, 1], [0, 0]]
    assert (shares["居民诉求"][0], shares["诉求办结"][0], shares["诉求按时办好"][0]) == (4, 3, 2)
    rows = list(book["诉求"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[2], row[9], row[10]) for row in rows] == [
        ("26-00001", "翠竹苑", "是", "服务解决"),
        ("26-00002", "翠竹苑", "否", "管理解决"),
        ("26-00003", "翠竹苑", None, None),
        ("26-00004", "翠竹苑", "是", None),
    ]
    assert "路灯不亮" not in str(rows), "nobody's own words"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_week_without_residents_says_nothing_of_them(town: Town) -> None:
    await town.manager()
    assert "诉求" not in digest_words(await week_now(town), town.rules, SAY)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_branch_reads_of_its_own_sites_only(town: Town) -> None:
    await town.manager()
    keeper = await town.member("王芳")
    code = await a_card(town, await a_site(town, keeper=keeper))
    await reported(town, code, "路灯不亮")
    week = await week_now(town)
    (one,) = week.requests
    assert one.branch is not None, "a site without a branch is its keeper's"
    assert week.of_branch(one.branch).figures.requests == 1
    assert replace(week).of_branch(one.branch + 1).figures.requests == 0
