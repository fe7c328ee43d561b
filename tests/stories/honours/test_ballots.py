"""推选: two tellers each alone; by page with sealed envelopes; no count is said, and no paper leads to whoever cast it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import httpx
import pytest

from programme.honours.ballot_state import BallotState
from programme.honours.honour_state import HonourState
from storage.core.copying import tables
from storage.core.tx import Database, Tx
from storage.honours import ballots, honours
from storage.operations import exports
from tests.board.conftest import pages
from tests.player import Player
from tests.town import Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])
SEVEN = ("王芳", "李强", "周敏", "赵敏", "孙亮", "钱进", "吴双")


async def standing(town: Town, *names: str) -> Player:
    """Seven members, of whom these have been nominated and agree; the manager who plans the ballot."""
    chen = await town.manager()
    for name in SEVEN:
        await town.member(name)
    for name in names:
        await chen.says(f"提名 优秀党员 {name} 守夜三晚")
        await chen.taps("提名")
        await town.players[name].taps("同意")
    return chen


async def states(town: Town) -> dict[str, int]:
    found = await town.database.read(lambda tx: honours.in_states(tx, *HonourState))
    return dict(Counter(str(one.state) for one in found))


async def test_two_tellers_count_alone_and_only_names_are_told(town: Town) -> None:
    chen = await standing(town, "王芳", "李强", "周敏")
    await chen.says("推选 优秀党员 2人")
    chen.sees("应到 7 人", "3 人参选")
    await town.hours.run_asked()
    await town.settle()
    chen.sees_somewhere("选票", "计票 1")
    one, other = town.players["赵敏"], town.players["孙亮"]
    await one.says("计票 1")
    one.sees("周敏", "李强", "王芳")
    order = re.findall(r"\d\. (王芳|李强|周敏)", one.last)
    figures = {"王芳": 5, "李强": 4, "周敏": 1}
    mine = " ".join(str(figures[name]) for name in order)
    await one.says(f"7 6 6 {mine}")
    one.sees("另一位监票人")
    await other.says(f"计票 1 7 6 5 {mine}")
    for teller in (one, other):
        teller.sees("两位数的不一样")
    for teller in (one, other):
        await teller.says(f"计票 1 7 6 6 {mine}")
    chen.sees("选出 2 人", "王芳", "李强")
    told = next(t for t in reversed(chen.heard) if "选出" in t)
    assert not re.search(r"[145]", told), "no count is told"
    assert await states(town) == {"chosen": 2, "passed over": 1}
    found = await town.database.read(lambda tx: ballots.counts(tx, ballots.BallotId(1)))
    assert found == {}, "and none is kept"


@telegram
async def test_whoever_stands_does_not_count_and_figures_have_to_fit(town: Town) -> None:
    chen = await standing(town, "王芳")
    await chen.says("推选 优秀党员 1人")
    await town.players["王芳"].says("计票 1")
    town.players["王芳"].sees("不计票")
    zhao = town.players["赵敏"]
    await zhao.says("计票 1 6 7 5 4")
    zhao.sees("对不上")


@telegram
async def test_half_of_the_papers_are_not_enough(town: Town) -> None:
    chen = await standing(town, "王芳")
    await chen.says("推选 优秀党员 1人")
    for name in ("赵敏", "孙亮"):
        await town.players[name].says("计票 1 7 3 3 3")
    chen.sees("没过半数")
    assert await states(town) == {"agreed": 1}, "and may be voted on again"


async def test_a_tie_for_the_last_place_is_left_to_those_who_decide(town: Town) -> None:
    chen = await standing(town, "王芳", "李强", "周敏")
    await chen.says("推选 优秀党员 2人")
    for name in ("赵敏", "孙亮"):
        await town.players[name].says("计票 1 7 7 7 6 4 4")
    chen.sees("选出 1 人", "最后的名额票数一样", "由党组定")
    assert await states(town) == {"chosen": 1, "agreed": 2}
    await chen.says("荣誉")
    for number in (1, 2, 3):
        await chen.says("荣誉")
        await chen.taps(f"看 {number}")
        await chen.taps("公示五个工作日")
    assert await states(town) == {"notice": 3}, "whichever the Party group has decided on"


def client(town: Town) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(pages(town)), base_url="http://board.test")


def link_of(player: Player) -> str:
    found = re.search(r"/ballot/[\w-]+", player.looks())
    assert found, player.looks()
    return found[0]


async def votes(town: Town, player: Player, *names: str) -> httpx.Response:
    """Open the link, take an envelope, tick, put it in: each with no cookie."""
    async with client(town) as browser:
        link = link_of(player)
        assert "拿一张票" in (await browser.get(link)).text
        paper = await browser.post(link)
        assert not paper.headers.get("set-cookie")
        assert paper.headers["cache-control"] == "no-store"
        secret = re.search(r'name="secret" value="([^"]+)"', paper.text)
        assert secret
        marks = [at for at, name in re.findall(r'name="mark" value="(\d)"> (\S+)', paper.text) if name in names]
        return await browser.post("/ballot/paper", data={"ballot": "1", "secret": secret[1], "mark": marks})


async def by_page(town: Town) -> Player:
    town.world = type(town.world)(**{**town.world.__dict__, "address": "http://board.test"})
    town.turns.world = town.world
    chen = await standing(town, "王芳", "李强", "周敏")
    await chen.says("推选 优秀党员 2人 网页 11月24日")
    return chen


CAST = (
    ("王芳", ("王芳", "李强")),
    ("李强", ("李强",)),
    ("周敏", ("王芳", "李强")),
    ("赵敏", ("周敏",)),
    ("孙亮", ("王芳", "李强")),
)


async def test_by_page_it_ends_at_its_hour_and_says_only_who_is_elected(town: Town) -> None:
    chen = await by_page(town)
    for name, chosen in CAST:
        assert "投进去了" in (await votes(town, town.players[name], *chosen)).text
    async with client(town) as browser:
        assert "已经拿过了" in (await browser.get(link_of(town.players["王芳"]))).text
        assert (await browser.post(link_of(town.players["王芳"]))).status_code == 409
        again = await browser.post("/ballot/paper", data={"ballot": "1", "secret": "nonsense", "mark": "0"})
        assert "已经投过了" in again.text
    await town.pass_to(on_day(date(2026, 11, 24), 18, 30), "ballots")
    chen.sees("选出 2 人", "李强", "王芳")
    async with client(town) as browser:
        over = (await browser.get(link_of(town.players["王芳"]))).text
    assert over.count("拿过票") == 6, "five, and the heading"
    assert over.count("没拿") == 2
    assert await states(town) == {"chosen": 2, "passed over": 1}


async def everything(database: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, as anybody with the database or a backup of it may read them."""

    async def read(tx: Tx) -> dict[str, list[dict[str, object]]]:
        found = {}
        for table in tables():
            rows = await tx._fetch(_all_of(table.name), {})
            found[table.name] = [{key: row[key] for key in row.keys()} for row in rows]  # noqa: SIM118 a row is no dict
        return found

    return await database.read(read)


def _all_of(table: str) -> object:
    from storage.core.statements import Statement

    return Statement(f"all_{table}", f"SELECT * FROM {table}", ())


@telegram
async def test_no_row_in_any_table_and_no_order_joins_a_voter_to_a_paper(town: Town) -> None:
    """Each voter marks what nobody else does, so that any trace would show; asked while the vote is on, and after it."""
    await by_page(town)
    secrets = []
    for name, chosen in (("王芳", ("王芳",)), ("李强", ("李强",)), ("周敏", ("周敏",)), ("赵敏", ("王芳", "李强"))):
        answer = await votes(town, town.players[name], *chosen)
        secrets += re.findall(r"secret=([\w-]+)", str(answer.request.content))
    kept = await everything(town.database)
    papers, roll = kept["ballot_papers"], kept["ballot_roll"]
    assert len(papers) == 4
    assert sum(bool(line["took"]) for line in roll) == 4
    assert set(papers[0]) == {"key", "ballot_id", "marks"}, "no time, no number"
    assert set(roll[0]) == {"ballot_id", "person_id", "link", "took"}
    told = {str(value) for line in papers for column, value in line.items() if column != "ballot_id"}
    marks = {str(line["marks"]) for line in papers}
    for table, rows in kept.items():
        if table != "ballot_papers":
            others = {str(value) for row in rows for value in row.values()}
            assert not (told - marks) & others, f"a paper's key stands in {table}"
            assert not any(secret in value for secret in secrets for value in others), f"an envelope is open in {table}"
    envelopes = {str(value) for row in kept["ballot_envelopes"] for value in row.values()}
    assert not envelopes & {str(line["link"]) for line in roll}
    if town.database.dialect == "postgres":
        await _has_one_writing(town.database)
    await town.pass_to(on_day(date(2026, 11, 24), 18, 30), "ballots")
    after = await everything(town.database)
    assert [after[name] for name in ("ballot_papers", "ballot_envelopes", "ballot_sealed", "teller_counts")] == [[]] * 4


async def _has_one_writing(database: Database) -> None:
    """PostgreSQL keeps which transaction wrote a row: the last wrote all papers, and no line of the roll."""

    async def read(tx: Tx) -> tuple[set[str], set[str]]:
        from storage.core.statements import Statement

        async def of(table: str) -> set[str]:
            rows = await tx._fetch(Statement(f"x_{table}", f"SELECT xmin::text AS x FROM {table}", ()), {})
            return {row["x"] for row in rows}

        return await of("ballot_papers"), await of("ballot_roll")

    papers, roll = await database.read(read)
    assert (len(papers), len(roll)) == (1, 1)
    assert not papers & roll


@telegram
async def test_no_export_holds_a_count_of_votes(town: Town) -> None:
    chen = await standing(town, "王芳")
    await chen.says("推选 优秀党员 1人")
    for name in ("赵敏", "孙亮"):
        await town.players[name].says("计票 1 7 6 6 5")
    for what in ("honours", "ballots"):
        rows = await town.database.read(lambda tx, what=what: exports.rows(tx, what, now=town.clock(), zone=town.zone))
        assert rows
        assert not any(value == 5 for row in rows for column, value in row.items() if column != "id")
    assert (await town.database.read(ballots.open_ones)) == []
    found = await town.database.read(lambda tx: ballots.find(tx, 1))
    assert found
    assert (found.state, found.returned) == (BallotState.COUNTED, 6)
