"""The map in a real browser: tapped and walked through by keyboard at both sizes, with nothing axe complains about."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.board.conftest import link_of
from tests.board.test_board_in_a_browser import CHROMIUM, SIZES, address, chromium, complaints, entered
from tests.board.test_map import apply, shop
from tests.town import Town

__all__ = ["address", "chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.parametrize("shape", ["web"]),
]


@pytest.mark.parametrize("size", SIZES)
async def test_a_tile_is_tapped_or_reached_by_keyboard(town: Town, address: str, chromium: Browser, size: str) -> None:
    await apply(town, [shop(n, "西津路", placed=True) for n in range(1, 61)])
    page = await entered(chromium, address, await link_of(await town.manager()), size)
    for path in ("/board/streets", "/board/street?name=西津路"):
        await page.goto(address + path)
        assert await complaints(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            "a wide map is pushed in its own frame"
        )
        box = await page.locator(".map a").first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, "a finger meets it"
    await page.locator(".map a").first.focus()
    await page.keyboard.press("Tab")
    label = await page.evaluate("document.activeElement.getAttribute('aria-label')")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/board/shop/*")
    assert (await page.locator("h1").inner_text()).split()[0] in label
    await page.go_back()
    await page.locator(".map a").last.click()
    await page.wait_for_url("**/board/shop/*")
