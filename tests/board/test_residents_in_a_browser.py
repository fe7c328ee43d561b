"""Requests, sites and intakes on the board in a real browser, on a phone and a desk; small, and nothing axe complains about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.board.conftest import link_of
from tests.board.test_board_in_a_browser import CHROMIUM, address, complaints, pytestmark
from tests.sites import a_card, a_site
from tests.stories.activities.test_volunteer_day import plan
from tests.town import Town

__all__ = ["address", "pytestmark"]
PAGES = (
    "/board/requests",
    "/board/request/1",
    "/board/sites",
    "/board/site/1",
    "/board/activities",
    "/board/activity/1",
    "/board/activity/2",
    "/board/intakes?which=all",
)
SMALL = 60_000
"""Bytes of a page; the style is another ten thousand and is kept by the browser."""


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.mark.parametrize("width", [360, 1440])
async def test_lists_and_one_request_put_right_from_its_page(
    town: Town, address: str, chromium: Browser, width: int
) -> None:
    """The button said where the request stood instead of what it does."""
    chen, keeper = await town.manager(), await town.member("王芳")
    code = await a_card(town, await a_site(town, keeper=keeper))
    resident = town.player("居民")
    await resident.says(code)
    await resident.sends_photo("楼下路灯不亮，晚上老人下楼看不见台阶，已经好几天了")
    for n in range(40):
        await keeper.says(f"代报 翠竹苑 {n}栋门口噪音太大")
    await plan(town, chen, "周六 9点到10点半 翠竹苑 清理楼道和单元门口的小广告 15人")
    await chen.says("联合执法 翠竹苑 周三 9点 消防 住建 物业")
    await chen.taps("就这么定")
    await town.settle()
    link = await link_of(chen)
    context = await chromium.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(address + link)
    await page.get_by_role("button", name="进入看板").click()
    for path in PAGES:
        await page.goto(address + path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert await complaints(page) == [], path
        weight = await page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
        assert weight < SMALL, path
    await page.goto(address + "/board/requests")
    await page.get_by_role("link", name="26-00001").click()
    await page.get_by_role("button", name="办理").click()
    assert await complaints(page) == []
    await page.get_by_role("button", name="办好了").click()
    await page.get_by_label("写一句话").fill("换了灯泡")
    await page.get_by_role("button", name="发送").click()
    await page.get_by_role("button", name="发", exact=True).click()
    await page.get_by_role("status").wait_for()
    await town.settle()
    resident.sees_somewhere("换了灯泡")
