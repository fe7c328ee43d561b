"""The board in a real browser: link, week, shop, photo and back, at both sizes; nothing axe complains about; 10,000 shops."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from storage.core.tx import Tx
from storage.shops import shops
from tests.board.conftest import link_of, pages
from tests.ports import own_port
from tests.town import Town
from tests.waiting import LONG_ENOUGH
from web.server import serve

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.parametrize("shape", ["web"]),
]


@pytest.fixture
async def address(town: Town) -> AsyncIterator[str]:
    """The board on a real port."""
    ready, port = asyncio.Event(), own_port()
    serving = asyncio.create_task(serve(pages(town), "127.0.0.1", port, ready))
    await asyncio.wait_for(ready.wait(), LONG_ENOUGH)
    yield f"http://127.0.0.1:{port}"
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def entered(chromium: Browser, address: str, link: str, size: str) -> Page:
    context = await chromium.new_context(viewport=SIZES[size], locale="zh-CN")  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(address + link)
    await page.get_by_role("button", name="进入看板").click()
    await page.wait_for_url("**/board")
    return page


async def complaints(page: Page) -> list[str]:
    found: Any = await Axe().run(page)
    return [f"{v['id']}: {n['html']}" for v in found.response["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_link_to_a_photo_and_back(town: Town, address: str, chromium: Browser, size: str) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.sends_photo("秩序 货出店")
    await wang.says("1 卫生 有水渍")
    await town.job("ratings")
    await town.settle()
    page = await entered(chromium, address, await link_of(chen), size)
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
    await page.get_by_role("link", name="店铺").click()
    assert await complaints(page) == []
    await page.get_by_role("link", name="李记面馆").click()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture = page.locator(".photos img").first
    await picture.scroll_into_view_if_needed()
    await page.wait_for_function("document.querySelector('.photos img').naturalWidth > 0")
    await page.go_back()
    for path in ("/board/cases", "/board/titles", "/board/jobs", "/titles"):
        await page.goto(address + path)
        assert await complaints(page) == [], path


@pytest.mark.parametrize("size", SIZES)
async def test_an_appeal_is_decided_without_leaving_the_page(
    town: Town, address: str, chromium: Browser, size: str
) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("秩序 没做到")
    await li.says("那是隔壁的货")
    page = await entered(chromium, address, await link_of(chen), size)
    await page.get_by_role("link", name="待办").first.click()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="李记面馆 申诉").click()
    assert await complaints(page) == []
    await page.get_by_role("button", name="申诉成立").click()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_label("写一句话").fill("看得出是隔壁的")
    await page.get_by_role("button", name="发送").click()
    await page.get_by_role("button", name="发", exact=True).click()
    await page.wait_for_load_state()
    await town.settle()
    li.sees_somewhere("看得出是隔壁的")


async def test_a_page_of_ten_thousand_shops_stays_small(town: Town, address: str, chromium: Browser) -> None:
    async def many(tx: Tx) -> None:
        grid = await shops.grid(tx, "西津路")
        for n in range(10_000):
            name, street = f"店{n:05d}", f"第{n // 200}街"
            await shops.add(
                tx, name=name, door=f"{n}号", street=street, walk=f"{n:06d}", grid_id=grid, now=town.clock()
            )

    await town.database.write(many)
    chen = await town.manager()
    page = await entered(chromium, address, await link_of(chen), "phone")
    shown = (
        "/board",
        "/board/shops",
        "/board/shops?page=160",
        "/board/shops?q=店09",
        "/board/shop/5000",
        "/board/cases",
    )
    for path in (*shown, "/board/streets", "/board/street?name=第7街", "/board/street?name=第7街&page=2"):
        await page.goto(address + path)
        weight = await page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
        assert weight < (200_000 if "street" in path else 100_000), path
