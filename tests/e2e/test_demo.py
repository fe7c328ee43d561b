"""The demonstration as a visitor finds it: three people, one browser, the whole loop in a minute, in either language."""

from __future__ import annotations

import io
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.e2e.bot import Bot
from tests.media.pictures import from_a_telephone, scene
from tests.web.browser import IN_A_BROWSER, PHONE, Opens
from texts import Say, speaker

READY_WITHIN = 15.0
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_LOAD = 200_000
"""Bytes over the wire, everything the page asks for by itself; the promise of the README."""
DESK = {"width": 1280, "height": 800}

pytestmark = [*IN_A_BROWSER, pytest.mark.slow, pytest.mark.timeout(180)]


@dataclass(frozen=True)
class Tongue:
    """What the visitor reads in one language: labels as they stand in the texts, and a few words of each answer."""

    locale: str
    roles: tuple[str, str, str]
    thanks: str
    failed: str
    found: str
    photo_please: str
    look_please: str
    confirmed: str

    @property
    def say(self) -> Say:
        return speaker(self.locale[:2])

    def tries(self, persona: str) -> list[str]:
        return self.say(f"web.try_{persona}").split("|")


ZH = Tongue(
    "zh-CN",
    ("老板", "党员", "管理员"),
    thanks="五项都做到了，收到",
    failed="秩序 没做到",
    found="刚才看到 秩序 没做到",
    photo_please="请拍一张现在的照片",
    look_please="说 秩序 改好了",
    confirmed="确认改好了",
)
EN = Tongue(
    "en-GB",
    ("Merchant", "Member", "Manager"),
    thanks="all five met",
    failed="Order not met",
    found="Order was not met just now",
    photo_please="please send a photo",
    look_please="says Order is fixed",
    confirmed="is confirmed as fixed",
)


@dataclass
class Visit:
    """One visitor's page: on a telephone one person at a time, at a desk all three at once."""

    page: Page
    tongue: Tongue
    shots: Path

    async def be(self, number: int) -> Locator:
        """Turn to the merchant (0), the member (1) or the manager (2); their conversation."""
        role = self.tongue.roles[number]
        tab = self.page.get_by_role("navigation").get_by_role("link", name=role)
        if await tab.is_visible():
            await tab.click()
        return self.page.locator(".column", has=self.page.locator(".who", has_text=role))

    async def shoot(self, name: str) -> None:
        await self.page.wait_for_timeout(300)
        await self.page.screenshot(path=self.shots / f"{name}.png")


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Bot]:
    bot = Bot(tmp_path, "demo", port="0")
    start = time.monotonic()
    await bot.start()
    assert time.monotonic() - start < READY_WITHIN
    yield bot
    assert await bot.stop() == 0


def letter(column: Locator, words: str) -> Locator:
    return column.locator(".letter.out", has_text=words).last


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("tongue", [ZH, EN], ids=["zh", "en"])
async def test_the_whole_loop(demo: Bot, opens: Opens, tmp_path: Path, tongue: Tongue, size: dict[str, int]) -> None:
    page = await opens(demo.address, size, locale=tongue.locale)
    visit, say = Visit(page, tongue, tmp_path), tongue.say

    li = await visit.be(0)
    await li.get_by_role("button", name=say("self_check.all_met"), exact=True).last.click()
    await expect(letter(li, tongue.thanks)).to_be_visible()
    await visit.shoot("1 self-check")

    wang = await visit.be(1)
    await wang.locator(".tries").get_by_role("button", name=tongue.tries("member")[1]).click()
    await expect(letter(wang, tongue.failed)).to_be_visible()
    await visit.shoot("2 review")

    li = await visit.be(0)
    await expect(letter(li, tongue.found)).to_be_visible()
    await letter(li, tongue.found).get_by_role("button", name=say("findings.i_fixed")).click()
    await expect(letter(li, tongue.photo_please)).to_be_visible()
    door = tmp_path / "door.jpg"
    door.write_bytes(from_a_telephone(scene(7, 1200, 900), 6, taken=datetime.now(SHANGHAI)))
    await li.locator("input[type=file]").set_input_files(door)

    wang = await visit.be(1)
    asked = letter(wang, tongue.look_please)
    await expect(asked).to_be_visible()
    await expect(asked.locator("img")).to_have_js_property("complete", value=True)
    await visit.shoot("3 the fix")
    source = await asked.locator("img").get_attribute("src")
    with Image.open(io.BytesIO(await (await page.request.get(f"{demo.address}{source}")).body())) as kept:
        assert kept.height > kept.width
        assert not kept.getexif()
    await asked.get_by_role("button", name=say("findings.is_right"), exact=True).click()
    li = await visit.be(0)
    await expect(letter(li, tongue.confirmed)).to_be_visible()

    chen = await visit.be(2)
    await chen.locator(".tries").get_by_role("button", name=tongue.tries("manager")[0], exact=True).click()
    await expect(letter(chen, say("engine.job_done", job=say("jobs.ratings"), figures=""))).to_be_visible(
        timeout=15_000
    )
    digests = chen.locator(".letter.out", has=page.locator(".download"))
    before = await digests.count()
    await chen.locator(".tries").get_by_role("button", name=tongue.tries("manager")[1], exact=True).click()
    await expect(digests).to_have_count(before + 1, timeout=20_000)
    await expect(digests.last.locator("img").first).to_have_js_property("complete", value=True)
    await expect(digests.last.get_by_role("link")).to_be_visible()
    await visit.shoot("4 digest")

    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_the_first_load_is_light(demo: Bot, opens: Opens) -> None:
    page = await opens("about:blank")
    session = await page.context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await session.send("Network.enable")
    await page.goto(demo.address)
    await expect(page.get_by_role("button", name="五项都做到了", exact=True).last).to_be_visible()
    assert 10_000 < sum(sizes) < FIRST_LOAD
