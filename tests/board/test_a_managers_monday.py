"""A manager's Monday in a real browser: from the link to an answer and back in under ten taps, by finger and by keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.board.conftest import link_of
from tests.board.test_board_in_a_browser import address, chromium, complaints, pytestmark
from tests.player import Player
from tests.town import Town

__all__ = ["address", "chromium", "pytestmark"]

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desk": (1440, 900)}
MOST_TAPS = 9
HEAVY = 200_000


class Hand:
    """Taps, or tabs to a thing and presses Enter; counts both, and looks at each page it comes to."""

    def __init__(self, page: Page, *, keyboard: bool) -> None:
        self.page = page
        self.keyboard = keyboard
        self.taps = 0

    async def press(self, thing: Locator) -> None:
        self.taps += 1
        if self.keyboard:
            await self._tab_to(thing)
        async with self.page.expect_navigation():
            await (self.page.keyboard.press("Enter") if self.keyboard else thing.click())
        await self.look()

    async def _tab_to(self, thing: Locator) -> None:
        for _ in range(120):
            if await thing.evaluate("thing => thing === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{thing} cannot be reached by the keyboard")

    async def look(self) -> None:
        assert await complaints(self.page) == [], self.page.url
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        weight = await self.page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
        assert weight < HEAVY, self.page.url


async def a_week(town: Town) -> tuple[Player, Player]:
    """Two streets; on one of them a shop waits for help longer than was promised, and something is overdue."""
    li = await town.merchant("李记面馆")
    calm = await town.merchant("老丁理发", street="中溪路", grid="中溪路")
    wang = await town.member("王芳", li, calm)
    await wang.says("2 好")
    await wang.says("1 秩序 货出店")
    await li.says("求助 路灯不亮")
    town.clock.forward(hours=7)
    await town.job("clocks")
    await town.settle()
    return li, await town.manager()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keyboard", [False, True], ids=["finger", "keyboard"])
async def test_from_the_link_to_an_answer_and_back(
    town: Town, address: str, chromium: Browser, size: str, keyboard: bool
) -> None:
    li, chen = await a_week(town)
    width, height = SIZES[size]
    context = await chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(address + await link_of(chen))
    hand = Hand(page, keyboard=keyboard)
    await hand.press(page.get_by_role("button", name="进入看板"))
    await hand.press(page.locator("section[aria-labelledby=streets] li a").first)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("西津路")
    await hand.press(page.locator(".strip a").first)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("李记面馆")
    await hand.press(page.locator("section[aria-labelledby=mine] button").first)
    await hand.press(page.get_by_role("button", name="回复"))
    await page.get_by_label("写一句话").fill("今天下午来修")
    await hand.press(page.get_by_role("button", name="发送"))
    if await page.get_by_role("button", name="发", exact=True).count():
        await hand.press(page.get_by_role("button", name="发", exact=True))
    await town.settle()
    li.sees_somewhere("今天下午来修")
    await hand.press(page.get_by_role("link", name="街道", exact=True))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("街道")
    assert hand.taps <= MOST_TAPS


async def test_the_pages_print_on_paper(town: Town, address: str, chromium: Browser) -> None:
    """What is printed is the page without its buttons and menus, whole, on a few sheets of A4."""
    li, chen = await a_week(town)
    context = await chromium.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(address + await link_of(chen))
    await page.get_by_role("button", name="进入看板").click()
    await page.emulate_media(media="print")
    for path in ("/board", "/board/streets", "/board/street?name=西津路", f"/board/shop/{li.shop_id}", "/board/cases"):
        await page.goto(address + path)
        assert not await page.locator("header nav").is_visible(), path
        assert (await page.pdf(format="A4")).startswith(b"%PDF"), path
