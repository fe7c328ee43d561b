"""A real browser to look at the chat with, as the system has it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, async_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

IN_A_BROWSER = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
"""What a file of such stories is marked with."""

SPEAKS = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
"""A microphone that hums, and nobody who has to allow it."""
Opens = Callable[..., Awaitable[Page]]


@pytest.fixture
async def opens() -> AsyncIterator[Opens]:
    """Opens an address in a fresh browser profile; any error on the page fails the story."""
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *SPEAKS])

        async def open_(address: str, size: dict[str, int] = PHONE, **options: Any) -> Page:
            context = await browser.new_context(viewport=size, **{"locale": "zh-CN", **options})  # type: ignore[arg-type]
            page = await context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
            await page.goto(address)
            return page

        yield open_
        await browser.close()
    assert faults == []


def seen(page: Page) -> Locator:
    """The conversation in front."""
    return page.locator(".column:visible").first


async def says(page: Page, words: str) -> None:
    field = seen(page).get_by_role("textbox")
    await field.fill(words)
    await field.press("Enter")


def bubble(page: Page, words: str) -> Locator:
    return seen(page).locator(".letter", has_text=words)
