"""The public pages in a real browser, at the width of an old phone and of a desk; nothing axe complains about."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, async_playwright

from storage.requests import service_requests
from tests.board.test_board_in_a_browser import CHROMIUM, address
from tests.board.test_city import lived
from tests.stories.activities.test_volunteer_day import plan
from tests.town import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
    pytest.mark.parametrize("shape", ["web"]),
]
__all__ = ["address"]


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_card_town_and_request(town: Town, address: str, chromium: Browser, width: int, scheme: Any) -> None:
    _, code, _, _ = await lived(town)
    host = await town.staff("赵队长", "squad")
    await plan(town, host, "周六 9点到10点半 翠竹苑 清理楼道和单元门口的小广告 15人")
    await host.says("联合执法 翠竹苑 周二 9点 消防 住建 物业")
    await host.taps("就这么定")
    town.clock.forward(days=1, hours=3)
    await host.says("联合办结 2 当场整改 16+30+19 劝导 6")
    one = await town.database.read(lambda tx: service_requests.find(tx, 1))
    assert one is not None
    context = await chromium.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", color_scheme=scheme)
    page = await context.new_page()
    for path in (f"/c/{code}", "/c/222222", "/city", "/city/activities", f"/r/{one.token}"):
        await page.goto(address + path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        found: Any = await Axe().run(page)
        assert [f"{v['id']}: {n['html']}" for v in found.response["violations"] for n in v["nodes"]] == [], path
    await page.get_by_role("button", name="没解决").click()
    await page.get_by_role("status").wait_for()
    await page.get_by_label("补一句").fill("还有一堆")
    await page.get_by_role("button", name="发出去").click()
    await page.get_by_text("还有一堆").first.wait_for()
