"""A browser that keeps no cookie, and a page that stays open while a copy is restored, in a real browser."""

from __future__ import annotations

from playwright.async_api import Page, Request, Route, expect

from channels.webchat.channel import WebChat
from messages.reply import Reply
from tests.web.browser import IN_A_BROWSER, Opens, bubble, says, seen
from tests.web.conftest import served
from tests.web.echo import Echo, chrome
from web.locations import CHAT

pytestmark = IN_A_BROWSER

FEW = 30
"""Requests that a page and its files take, with one more try; it was 690 in six seconds."""


async def without_cookies(page: Page) -> list[str]:
    """Let every cookie get lost on its way; the addresses asked for from now on."""
    asked: list[str] = []

    async def stripped(route: Route, request: Request) -> None:
        asked.append(request.url)
        answer = await route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        await page.context.clear_cookies()
        await route.fulfill(response=answer, headers=headers)

    await page.route("**/chat**", stripped)
    return asked


async def test_a_browser_that_keeps_no_cookie_is_told_so_and_asks_no_more(echo: Echo, opens: Opens) -> None:
    async with served(echo) as address:
        page = await opens("about:blank")
        asked = await without_cookies(page)
        await page.goto(f"{address}/chat")
        await expect(page.locator("#connection")).to_contain_text("Cookie")
        await expect(seen(page).locator(".empty")).to_contain_text("允许")
        await says(page, "在吗")
        await page.wait_for_timeout(6000)
        assert len(asked) < FEW, asked
        assert len([url for url in asked if url.endswith("/chat")]) == 2


async def test_a_page_opened_elsewhere_than_at_its_address_says_where(echo: Echo, opens: Opens) -> None:
    """PUBLIC_URL is https and somebody opens it over http by its number: a cookie for https only is not kept."""
    echo.chat = WebChat(echo.mailbox, echo.folder, CHAT, chrome(), public_url="https://stars.example.cn")
    async with served(echo) as address:
        page = await opens("about:blank")
        asked = await without_cookies(page)
        await page.goto(f"{address}/chat")
        await expect(page.locator("#connection")).to_contain_text("https://stars.example.cn/chat")
        await page.wait_for_timeout(3000)
        assert len(asked) < FEW


async def test_a_browser_that_keeps_nothing_at_all_opens_all_the_same(echo: Echo, opens: Opens) -> None:
    """Where cookies are blocked, asking for what was kept is an error too: the page stood at “opening” for ever."""
    async with served(echo) as address:
        page = await opens("about:blank")
        await page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });"
        )
        await page.goto(f"{address}/chat")
        await says(page, "在吗")
        await expect(bubble(page, "听到了：在吗")).to_be_visible()


async def test_a_page_open_across_a_restore_recovers_by_itself(echo: Echo, opens: Opens) -> None:
    """Numbers and versions begin again lower than the page remembers: it heard nothing until they had caught up."""
    async with served(echo) as address:
        page = await opens(f"{address}/chat")
        await says(page, "第一句")
        await expect(bubble(page, "听到了：第一句")).to_be_visible()
        kept, versions = list(echo.mailbox.letters), 3
        for words in ("第二句", "第三句", "第四句"):
            await says(page, words)
            await expect(bubble(page, f"听到了：{words}")).to_be_visible()
        echo.mailbox.letters = kept
        echo.mailbox.begin_again("second", versions)
        await echo.chat.send(echo.heard[0].sender, Reply("恢复以后说的"), key="after")
        await expect(bubble(page, "恢复以后说的")).to_be_visible()
        await expect(bubble(page, "第一句").first).to_be_visible()
        await expect(bubble(page, "第三句")).to_have_count(0)
        await says(page, "第五句")
        await expect(bubble(page, "听到了：第五句")).to_be_visible()
