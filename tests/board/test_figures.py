"""One figure, one definition: words, picture, workbook, board and export say the same of any week."""

from __future__ import annotations

import io
import re
from dataclasses import fields
from random import Random

import httpx
import openpyxl
import pytest

from documents.digest.digest_figures import Digest
from documents.digest.digest_picture import digest_picture
from documents.digest.digest_sheet import digest_xlsx
from documents.digest.digest_words import digest_words
from documents.papers.exports import figure_rows
from programme.calendar import week_of
from programme.digest.figures import WeekFigures
from schedules.digest_week import digest_of, span_of
from storage.digest import digest
from tests.board.conftest import enters
from tests.player import Player
from tests.town import Town
from texts import LANGUAGES, catalogue, speaker

pytestmark = pytest.mark.parametrize("shape", ["telegram"])
SAY = speaker("zh")


async def week_now(town: Town) -> Digest:
    now = town.clock().astimezone(town.zone)
    span = span_of(week_of(now.date()), now)
    return digest_of(await town.database.read(lambda tx: digest.of_week(tx, span)), town.rules, town.zone)


async def lived(town: Town, seed: int) -> Player:
    """Some days on a street on which everything happens that the figures count; its manager."""
    chance = Random(seed)
    merchants = [await town.merchant(name) for name in ("李记面馆", "胡记山货", "津河花店", "老丁理发")]
    wang, chen = await town.member("王芳", *merchants), await town.manager()
    for _ in range(14):
        who, number = chance.choice(merchants), chance.randrange(1, 5)
        deed = chance.randrange(7)
        if deed == 0:
            await who.says("好")
        elif deed == 1:
            await wang.says(f"{number} 好")
        elif deed in (2, 3):
            await wang.says(f"{number} {chance.choice(('秩序 货出店', '卫生 有油'))}")
        elif deed == 4:
            await who.says("改好了")
            await who.sends_photo()
        elif deed == 5:
            await who.says("求助 水管漏了")
            asked = any(button.label == "回复" for said in wang.screen for button in said.reply.choices)
            if asked and chance.random() < 0.5:  # what is asked at night reaches the member in the morning
                await wang.taps("回复")
                await wang.says("下午来人修")
                await wang.taps("发")
        else:
            await who.says("秩序 货出店了")
        town.clock.forward(hours=chance.choice((1, 3, 9)))
        await town.job("clocks")
    return chen


def in_workbook(week: Digest, town: Town) -> dict[str, object]:
    book = openpyxl.load_workbook(io.BytesIO(digest_xlsx(week, town.rules, SAY)), data_only=True)
    return {str(row[0].value): row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}


def drawn_words(week: Digest, town: Town) -> list[str]:
    svg = digest_picture(week, town.rules, SAY).svg
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<text[^>]*>.*?</text>", svg)]


def on_the_board(page: str) -> dict[str, list[int]]:
    """The numbers beside each name."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {name: [int(n) for n in re.findall(r"\d+", re.sub(r"<[^>]+>", " ", value))] for name, value in found}


@pytest.mark.parametrize("seed", range(6))
async def test_all_five_tell_the_same_week(town: Town, browser: httpx.AsyncClient, seed: int) -> None:
    chen = await lived(town, seed)
    page = (await enters(chen, browser)).text
    week = await week_now(town)
    told = week.figures
    words = digest_words(week, town.rules, SAY)
    assert SAY("digest.told_week", sent=told.sent, seen=told.seen, all=told.possible, five=told.five) in words
    cases = {"done": told.in_time, "found": told.found, "kept": told.helps_in_time, "asked": told.helps}
    assert SAY("digest.told_cases", **cases) in words
    assert (f"超期没改 {told.overdue} 件" in words) == bool(told.overdue)
    drawn = drawn_words(week, town)
    assert SAY("digest.coverage", seen=told.seen, all=told.possible) in drawn
    assert SAY("digest.rectified", all=told.found) in drawn
    for name, value in (("in_time", told.in_time), ("late", told.late), ("overdue", told.overdue)):
        assert drawn[drawn.index(SAY(f"digest.{name}")) - 1] == str(value)
    sheet = in_workbook(week, town)
    for name in ("shops", "possible", "seen", "sent", "overdue", "helps", "helps_in_time", "appeals"):
        assert sheet[SAY(f"figures.{name}")] == getattr(told, name), name
    board = on_the_board(page)
    assert board[SAY("figures.seen")] == [told.seen, told.possible]
    assert board[SAY("figures.sent")] == [told.sent, told.shops]
    assert board[SAY("figures.looks")] == [told.looks]
    assert board[SAY("board.open_cases")] == [told.open, *([told.overdue] if told.overdue else [])]
    assert board[SAY("figures.helps_open")] == [told.helps_open, *([told.helps_overdue] if told.helps_overdue else [])]
    assert {row["name"]: row["value"] for row in figure_rows(told, SAY)} == told.as_dict()
    assert told.found == told.in_time + told.late + told.unseen_fix + told.running + told.stopped + told.overdue
    assert told.helps == told.helps_in_time + told.helps_late + told.helps_waiting


async def test_a_fix_that_nobody_has_seen_is_not_put_right_in_time(town: Town) -> None:
    """“按时改好” counted what the shop alone had said."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo()
    told = (await week_now(town)).figures
    assert (told.in_time, told.unseen_fix) == (0, 1)
    await wang.taps("改好了")
    told = (await week_now(town)).figures
    assert (told.in_time, told.unseen_fix) == (1, 0)


async def test_an_answer_in_time_stays_one_when_it_did_not_solve_it(town: Town) -> None:
    """“没解决” took the answer out of the digest: 0 件按时答复."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await town.manager()
    await li.says("求助 水管漏了")
    await wang.taps("回复")
    await wang.says("下午来人修")
    await wang.taps("发")
    await li.taps("没解决")
    told = (await week_now(town)).figures
    assert (told.helps, told.helps_in_time, told.helps_open) == (1, 1, 1)


async def test_a_shop_that_came_closed_is_not_one_nobody_saw(town: Town) -> None:
    """A shop imported as closed counted as not seen for the days of the week before it was on the roster."""
    town.clock.forward(days=2, minutes=-80)
    li = await town.merchant("李记面馆")
    await li.says("歇业 14天")
    assert (await week_now(town)).figures.possible == 0


def test_every_figure_has_a_name_and_a_definition(shape: str) -> None:
    del shape
    for language in LANGUAGES:
        words = catalogue(language)
        assert all(f"figures.{f.name}" in words and f"figures.{f.name}_means" in words for f in fields(WeekFigures))
