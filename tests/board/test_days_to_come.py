"""Volunteer days on the page of a card and of the town, and the notice of a joint enforcement, which comes afterwards."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.board.conftest import pages
from tests.board.test_city import weight
from tests.sites import a_card, a_site
from tests.stories.activities.test_volunteer_day import SATURDAY, named, plan
from tests.stories.honours.test_honours import on_notice
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])
SMALL = 60_000


async def test_what_is_on_here_and_what_was_done_here(town: Town, browser: httpx.AsyncClient) -> None:
    host = await town.staff("赵队长", "squad")
    code = await a_card(town, await a_site(town, "翠竹苑", host))
    await plan(town, host, "周六 9点到10点半 西津路 文明劝导 15人")
    await plan(town, host, "周日 9点到10点 翠竹苑 清理楼道 10人")
    for n in range(10):
        await plan(town, host, f"周日 14点到15点 西津路 第{n}次植绿")
    await named(town, "孙大姐")
    await host.says("联合执法 翠竹苑 周六 14点 消防 住建 物业")
    await host.taps("就这么定")
    for path in (f"/c/{code}", "/city"):
        page = await browser.get(path)
        for part in ("文明劝导", "清理楼道", "11月28日 周六 09:00–10:30", "/chat#code=join-2", "/city/activities"):
            assert part in page.text, path
        for part in ("孙大姐", "消防", "第9次植绿", "<script"):
            assert part not in page.text, path
        assert await weight(page, browser) < SMALL
    page = (await browser.get(f"/c/{code}")).text
    assert page.index("清理楼道") < page.index("文明劝导"), "here first"
    assert "/city/activities.ics" in (await browser.get("/city")).text
    everything = await browser.get("/city/activities")
    assert "第9次植绿" in everything.text
    assert await weight(everything, browser) < SMALL


async def test_a_joint_enforcement_is_published_afterwards(town: Town, browser: httpx.AsyncClient) -> None:
    host, resident = await town.staff("赵队长", "squad"), town.player("居民")
    code = await a_card(town, await a_site(town, "翠竹苑", host))
    await resident.says("翠竹苑 路灯坏了两盏")
    await host.says("联合执法 翠竹苑 周六 14点 消防 住建 物业")
    await host.taps("就这么定")
    town.clock.at(SATURDAY + timedelta(hours=8))
    await host.says("联合办结 1 当场整改 16+30+19 劝导 6")
    await host.picks("26-00001")
    for path, language, parts in (
        ("/city", "zh", ("翠竹苑", "一起去的：消防 住建 物业", "71 件：当场整改 65 · 劝导 6", "解决居民诉求 1 件")),
        (f"/c/{code}", "zh", ("一起去的：消防 住建 物业", "71 件")),
        (f"/c/{code}", "en", ("71 in all: fixed 65", "requests solved: 1")),
    ):
        page = (await browser.get(path, headers={"accept-language": language})).text
        for part in parts:
            assert part in page, (path, language)
        for part in ("赵队长", "两盏"):
            assert part not in page, "no name, and not what anybody said"


async def test_honours_are_public_for_those_who_agreed(town: Town, browser: httpx.AsyncClient) -> None:
    """Named outside only with one's own yes; a branch is no person; the deed and what is on notice stay inside."""
    chen, wang = await on_notice(town, confirmed=True)
    await chen.says("荣誉 省级 先进集体 第一支部")
    page = (await browser.get("/city/honours")).text
    assert ("第一支部" in page, "王芳" in page) == (True, False)
    await town.hours.run_asked()
    await town.settle()
    await wang.taps("同意公开")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(pages(town)), base_url="http://board.test") as later:
        page = (await later.get("/city/honours")).text
        english = (await later.get("/city/honours", headers={"accept-language": "en"})).text
    for part in ("王芳", "优秀共产党员", "RY-2026-001", "省级 先进集体"):
        assert part in page
    assert "疏通了" not in page
    assert "no order of merit" in english
