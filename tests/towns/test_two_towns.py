"""Two towns in one process, with the same shops and the same people: nothing of one is ever seen in the other."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.app import App
from app.cli.main import main
from programme.calendar import week_of
from storage.operations import exports
from tests.towns.province import Province
from tests.waiting import until

NOODLES = "李记面馆"


@pytest.fixture
async def two(province: Province) -> Province:
    await province.add("jixi")
    await province.add("ningguo")
    await province.start()
    return province


async def exported(app: App, what: str) -> list[dict[str, Any]]:
    now, zone = app.clock(), app.settings.zone
    return await app.database.read(lambda tx: exports.rows(tx, what, now=now, zone=zone))


async def test_what_a_person_says_in_one_town_is_never_heard_or_answered_in_the_other(two: Province) -> None:
    li, _ = await two.settle("ningguo", NOODLES)
    same, _ = await two.settle("jixi", NOODLES)
    for _ in range(3):
        await li.says("自查")
        await li.sees("门前五包")
        await li.says("好")
        await li.sees("收到，谢谢")
    assert len(await exported(two.app("ningguo"), "self_checks")) == 3
    assert await exported(two.app("jixi"), "self_checks") == []
    assert same.mine == [], "the same telephone number, in the other town"
    assert await exported(two.app("jixi"), "outbox") == []
    await same.says("自查")
    await same.sees("门前五包")
    assert {call.values["chat_id"] for call in two.apis["jixi"].asked("sendMessage")} == {str(same.number)}


async def test_stars_and_letters_are_each_towns_own(two: Province) -> None:
    for name in ("ningguo", "jixi"):
        await two.settle(name, NOODLES)
    mine = two.app("ningguo")
    period = week_of(mine.clock().astimezone(mine.settings.zone).date())
    await mine.hours.run_by_hand("ratings", period)
    assert [row["shop"] for row in await exported(mine, "ratings")] == [NOODLES]
    assert await exported(two.app("jixi"), "ratings") == []
    await mine.hours.run_by_hand("weekly-digest", "")
    await until(lambda: bool(two.apis["ningguo"].asked("sendMessage")))
    assert two.apis["jixi"].asked("sendMessage") == []


async def test_a_board_opens_under_its_own_name_only(two: Province) -> None:
    _, wang = await two.settle("ningguo", NOODLES)
    await two.settle("jixi", "绩溪的店")
    await wang.says("看板")
    told = await wang.sees("/board/enter/")
    link = next(word for word in told.text.split() if "/board/enter/" in word)
    assert link.startswith("http://ningguo.localhost:")
    path = link.partition("/board/")[2]
    async with two.browser("jixi") as other, two.browser("ningguo") as own:
        assert (await other.post(f"/board/{path}")).status_code == 403
        assert (await own.post(f"/board/{path}")).status_code == 303
        shops = await own.get("/board/shops")
        assert shops.status_code == 200
        assert NOODLES in shops.text
        assert "绩溪的店" not in shops.text
        other.cookies = own.cookies
        assert (await other.get("/board/shops")).status_code == 403, "a session of one is none of the other"
    async with two.browser("") as nobody, two.browser("langxi") as unknown:
        assert (await nobody.get("/chat")).status_code == 404
        assert (await unknown.get("/board")).status_code == 404


async def test_health_and_figures_are_told_by_town(two: Province) -> None:
    li, _ = await two.settle("ningguo", NOODLES)
    await li.says("自查")
    await li.sees("门前五包")
    async with two.browser("") as operator, two.browser("jixi") as jixi:
        health = (await operator.get("/healthz")).json()
        assert health == {"ok": True, "parts": {"jixi": "ok", "ningguo": "ok"}}
        assert (await operator.get("/healthz/jixi")).json()["parts"]["database"] == "ok"
        assert (await operator.get("/healthz/nowhere")).status_code == 404
        assert (await jixi.get("/healthz")).json()["parts"]["channel telegram"] == "ok"
        figures = (await operator.get("/metrics")).text
        assert 'fivestar_turns_total{town="ningguo"} 1.0' in figures
        assert 'fivestar_turns_total{town="jixi"} 0.0' in figures
        assert 'fivestar_letters_sent_total{channel="telegram",town="ningguo"} 1.0' in figures
        assert "town=" not in (await jixi.get("/metrics")).text, "a town's own page knows of no other"


async def test_a_command_is_for_the_town_that_is_named(two: Province, capfd: pytest.CaptureFixture[str]) -> None:
    await two.settle("ningguo", NOODLES)
    await two.settle("jixi", "绩溪的店")

    async def fivestar(*words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = await asyncio.to_thread(main, words)
        return status, *capfd.readouterr()

    status, out, _ = await fivestar("export", "shops", "--format", "json", "--town", "jixi")
    assert (status, [row["name"] for row in json.loads(out)]) == (0, ["绩溪的店"])
    status, out, _ = await fivestar("--town=ningguo", "export", "shops", "--format", "json")
    assert (status, [row["name"] for row in json.loads(out)]) == (0, [NOODLES])
    status, out, err = await fivestar("export", "shops")
    assert (status, out) == (1, "")
    assert "jixi ningguo" in err
    assert "--town" in err
    status, _, err = await fivestar("job", "ratings", "--town", "langxi")
    assert status == 1
    assert "langxi" in err
    assert "jixi ningguo" in err
    _, out, _ = await fivestar("doctor")
    assert out.index("— jixi —") < out.index("— ningguo —")
    _, out, _ = await fivestar("doctor", "--town", "jixi")
    assert "—" not in out.splitlines()[0]


async def test_the_province_adds_up_what_the_towns_say_and_ranks_nobody(
    two: Province, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Figures only: no shop is named, towns stand in the order of their files, and one that is not there is said."""
    for name, shop in (("ningguo", NOODLES), ("jixi", "绩溪的店")):
        li, _ = await two.settle(name, shop)
        await li.says("好")
        await li.sees("收到，谢谢")
    two.write("langxi", {"TELEGRAM__TOKN": "1:a"})
    capfd.readouterr()
    week = week_of(two.clock().astimezone(two.app("jixi").settings.zone).date())
    status = await asyncio.to_thread(main, ["province", "digest", "--period", week, "--out", "省.xlsx"])
    out, _ = capfd.readouterr()
    assert status == 1, "one town is missing"
    assert "2 个县区" in out
    assert "在册的店：2" in out
    assert "发过自查的店：2" in out
    assert "没读到 langxi" in out
    assert NOODLES not in out
    book = openpyxl.load_workbook(tmp_path / "省.xlsx")
    whole, towns = book["合计"], book["各县区"]
    assert [row[0].value for row in towns.iter_rows()] == ["县区", "jixi", "ningguo", "合计"]
    assert [cell.value for cell in towns[2]][1:3] == [1, 1]
    assert [cell.value for cell in whole[3]][:2] == ["在册的店", "=SUM('各县区'!B2:B3)"]
    assert any("langxi" in str(row[0].value) for row in whole.iter_rows())
    (two.folder / "langxi.env").unlink()
    status = await asyncio.to_thread(main, ["province", "digest", "--period", "2026-48"])
    assert status == 1
    assert "2026-W48" in capfd.readouterr().err
