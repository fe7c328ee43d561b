"""Stories played in a real browser against a real server: what a merchant with a telephone and a manager at a desk see."""

from __future__ import annotations

import asyncio
import io
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Locator, Page, expect

from channels.webchat.visitors import address_of
from messages.reply import Reply
from tests.ports import own_port
from tests.waiting import LONG_ENOUGH, until
from tests.web.browser import DESK, IN_A_BROWSER, PHONE, Opens, bubble, says, seen
from tests.web.conftest import app_of, served
from tests.web.echo import MANAGER, WELCOME, Echo
from tests.web.pictures import HEIC, photo
from web.server import serve

pytestmark = IN_A_BROWSER


@asynccontextmanager
async def chat(echo: Echo) -> AsyncIterator[str]:
    async with served(echo) as address:
        yield f"{address}/chat"


def greeting(page: Page) -> Locator:
    """What the page says to somebody new; nothing of it is written down."""
    return seen(page).locator(".empty", has_text="您好，这里是五星商户")


async def test_a_word_is_answered_and_still_there_after_a_reload(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await expect(greeting(page)).to_be_visible()
        await says(page, "在吗")
        await expect(bubble(page, "听到了：在吗")).to_be_visible()
        await page.reload()
        await expect(seen(page).locator(".letter")).to_have_count(2)
        assert [i.text for i in echo.heard] == ["在吗"]


async def test_the_chosen_button_stays_chosen_and_the_others_rest(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await says(page, "自查")
        await page.get_by_role("button", name="五项都做到了").click()
        await expect(bubble(page, "收到，谢谢")).to_be_visible()
        for _ in range(2):
            chosen = page.get_by_role("button", name=re.compile("五项都做到了 ?（已选）"))
            await expect(chosen).to_have_class(re.compile("chosen"))
            await expect(page.get_by_role("button", name="有一样没做到")).to_have_attribute("aria-disabled", "true")
            await page.get_by_role("button", name="有一样没做到").click(force=True)
            await page.reload()
        assert [i.choice for i in echo.heard if i.choice] == ["7.0"]


async def test_a_checklist_is_filled_from_the_keyboard(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address, DESK)
        await says(page, "自查")
        await page.get_by_role("button", name="有一样没做到").press("Enter")
        first = page.get_by_role("checkbox", name="卫生")
        await first.focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        submit = page.get_by_role("button", name="就这些")
        await submit.press("Enter")
        await expect(bubble(page, "记下了：卫生、秩序")).to_be_visible()
        await page.reload()
        await expect(first).to_be_checked()
        await expect(first).to_be_disabled()
        assert echo.heard[-1].picked == (0, 1)


async def test_an_empty_checklist_is_not_sent(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await says(page, "自查")
        await page.get_by_role("button", name="有一样没做到").click()
        await page.get_by_role("button", name="就这些").click()
        await expect(seen(page).locator(".hint")).to_have_text("先选一样，再点这里")
        assert all(i.choice != "8.submit" for i in echo.heard)


async def test_a_photo_travels_small_and_opens_large(echo: Echo, opens: Opens, tmp_path: Path) -> None:
    (tmp_path / "door.jpg").write_bytes(photo(4000, 3000))
    async with chat(echo) as address:
        page = await opens(address)
        await seen(page).get_by_role("textbox").fill("门口")
        await seen(page).locator("input[type=file]").set_input_files(tmp_path / "door.jpg")
        await expect(bubble(page, "照片收到了")).to_be_visible()
        [sent] = echo.heard[-1].attachments
        with Image.open(io.BytesIO(await echo.chat.fetch(sent))) as picture:
            assert picture.size == (1600, 1200)
        assert echo.heard[-1].text == "门口"
        mine = seen(page).get_by_role("img", name="您发的照片：门口")
        await expect(mine).to_have_js_property("naturalWidth", 1600)
        await mine.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_photo_on_a_slow_line_says_how_far_it_is(echo: Echo, opens: Opens, tmp_path: Path) -> None:
    """A minute of nothing, then it was tried again from the start: a slow line was taken for a broken one."""
    noise = Image.frombytes("RGB", (900, 700), random.Random(1).randbytes(900 * 700 * 3))
    noise.save(tmp_path / "door.jpg", quality=60)
    async with chat(echo) as address:
        page = await opens(address)
        await expect(greeting(page)).to_be_visible()
        line = await page.context.new_cdp_session(page)
        slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 90_000}
        await line.send("Network.emulateNetworkConditions", slow)
        await seen(page).locator("input[type=file]").set_input_files(tmp_path / "door.jpg")
        bar = seen(page).get_by_role("progressbar")
        await expect(bar).to_have_attribute("aria-label", re.compile(r"已发 [1-9]\d?%"))
        await expect(bubble(page, "照片收到了")).to_be_visible(timeout=20_000)
        await expect(bar).to_have_count(0)


async def test_a_voice_is_heard_before_it_is_sent_or_dropped(echo: Echo, opens: Opens) -> None:
    """The page's own policy forbade to play what had just been recorded, and it was sent the moment one stopped."""
    async with chat(echo) as address:
        page = await opens(address, permissions=["microphone"])
        await expect(greeting(page)).to_be_visible()
        voice, panel = seen(page).get_by_role("button", name="说一段"), seen(page).locator(".heard")
        await voice.click()
        await expect(panel.locator(".clock")).to_have_text("0:01")
        await panel.get_by_role("button", name="不要了").click()
        await expect(panel).to_be_hidden()
        assert not any(i.attachments for i in echo.heard), "dropped while it was recorded"
        await voice.click()
        await expect(panel.locator(".clock")).to_have_text("0:01")
        await voice.click()
        player = panel.locator("audio")
        await expect(player).to_be_visible()
        await player.evaluate("async player => { await player.play(); }")
        await panel.get_by_role("button", name="不要了").click()
        assert not any(i.attachments for i in echo.heard), "dropped after it was heard"
        await voice.click()
        await expect(panel.locator(".clock")).to_have_text("0:01")
        await voice.click()
        await panel.get_by_role("button", name="发出去").click()
        await expect(seen(page).locator(".letter.in audio")).to_have_count(1)
        await seen(page).locator(".letter.in audio").evaluate("async player => { await player.play(); }")
        await until(lambda: any(i.attachments for i in echo.heard))
        assert [a.kind for i in echo.heard for a in i.attachments] == ["voice"]


async def test_a_photo_nobody_can_read_is_refused_in_words(echo: Echo, opens: Opens, tmp_path: Path) -> None:
    (tmp_path / "door.heic").write_bytes(HEIC)
    async with chat(echo) as address:
        page = await opens(address)
        await seen(page).locator("input[type=file]").set_input_files(tmp_path / "door.heic")
        await expect(seen(page).locator(".trouble")).to_contain_text("HEIC")
        await says(page, "那我打字")
        await expect(bubble(page, "听到了：那我打字")).to_be_visible()
        await page.get_by_role("button", name="不发了").click()
        await expect(seen(page).locator(".trouble")).to_have_count(0)


async def test_unsent_words_survive_a_reload_and_go_once(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await expect(greeting(page)).to_be_visible()
        echo.down = True
        await says(page, "门口有人倒水")
        await expect(bubble(page, "还没发出去，正在重试")).to_be_visible()
        await page.reload()
        await expect(bubble(page, "还没发出去，正在重试")).to_be_visible()
        echo.down = False
        await expect(bubble(page, "听到了：门口有人倒水")).to_be_visible(timeout=20_000)
        await expect(seen(page).locator(".trouble")).to_have_count(0)
        assert [i.text for i in echo.heard] == ["门口有人倒水"]


async def test_a_dead_server_is_said_and_survived(echo: Echo, opens: Opens) -> None:
    port = own_port()

    async def come_up() -> asyncio.Task[None]:
        ready = asyncio.Event()
        task = asyncio.create_task(serve(app_of(echo), "127.0.0.1", port, ready))
        await asyncio.wait_for(ready.wait(), LONG_ENOUGH)
        return task

    server = await come_up()
    page = await opens(f"http://127.0.0.1:{port}/chat")
    await expect(greeting(page)).to_be_visible()
    server.cancel()
    await asyncio.gather(server, return_exceptions=True)
    await says(page, "改好了")
    await expect(bubble(page, "还没发出去，正在重试")).to_be_visible()
    await expect(page.locator("#connection")).to_contain_text("网络断了", timeout=15_000)
    server = await come_up()
    await expect(bubble(page, "听到了：改好了")).to_be_visible(timeout=25_000)
    await expect(page.locator("#connection")).to_be_empty()
    assert [i.text for i in echo.heard] == ["改好了"]
    server.cancel()
    await asyncio.gather(server, return_exceptions=True)


async def test_one_visitor_plays_everybody_on_a_telephone(street: Echo, opens: Opens) -> None:
    async with chat(street) as address:
        page = await opens(f"{address}?as=boss")
        await expect(bubble(page, WELCOME)).to_be_visible()
        member = page.get_by_role("link", name="党员")
        await member.click()
        await expect(bubble(page, WELCOME)).to_be_visible()
        await page.get_by_role("link", name="老板").click()
        await expect(member.locator(".dot")).to_be_hidden()
        await says(page, "改好了")
        await expect(member.locator(".dot")).to_be_visible()
        await member.click()
        await expect(bubble(page, "李记面馆说改好了")).to_be_visible()
        await expect(member.locator(".dot")).to_be_hidden()
        await expect(member).to_have_attribute("aria-current", "page")
        await page.reload()
        await expect(bubble(page, "李记面馆说改好了")).to_be_visible()


async def test_at_a_desk_everybody_is_seen_at_once(street: Echo, opens: Opens) -> None:
    async with chat(street) as address:
        page = await opens(f"{address}?as=boss", DESK)
        await expect(page.locator(".column:visible")).to_have_count(3)
        await says(page, "改好了")
        await expect(page.get_by_role("log", name="王芳")).to_contain_text("李记面馆说改好了")


async def test_what_people_write_is_never_markup(echo: Echo, opens: Opens) -> None:
    evil = "<img src=x onerror=\"document.title='stolen'\"></script><b>粗</b>"
    async with chat(echo) as address:
        page = await opens(address)
        await says(page, evil)
        await expect(bubble(page, f"听到了：{evil}")).to_be_visible()
        assert await page.locator(".letter b, .letter img").count() == 0
        assert await page.title() == "五星商户"


async def test_enter_while_choosing_a_character_does_not_send(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        field = seen(page).get_by_role("textbox")
        await field.fill("ni hao")
        await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
        await expect(field).to_have_value("ni hao")
        await field.press("Shift+Enter")
        await field.press("Enter")
        await expect(field).to_have_value("")
        assert [i.text for i in echo.heard if i.text] == ["ni hao"]


async def test_older_messages_come_when_asked_for(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await says(page, "第一句")
        await expect(bubble(page, "听到了：第一句")).to_be_visible()
        for n in range(80):
            await echo.chat.send(echo.heard[0].sender, Reply(f"第 {n} 条"), key=f"bulk {n}")
        await page.reload()
        await expect(bubble(page, "第 79 条")).to_be_in_viewport()
        await page.get_by_role("button", name="看更早的消息").click()
        await expect(bubble(page, "听到了：第一句")).to_be_attached()
        await expect(page.get_by_role("button", name="看更早的消息")).to_be_hidden()


async def test_somebody_reading_older_messages_is_not_pulled_away(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await says(page, "在吗")
        await expect(bubble(page, "听到了：在吗")).to_be_visible()
        for n in range(30):
            await echo.chat.send(echo.heard[0].sender, Reply(f"第 {n} 条"), key=f"bulk {n}")
        await expect(bubble(page, "第 29 条")).to_be_in_viewport()
        await page.get_by_role("log").evaluate("log => { log.scrollTop = 0; }")
        await page.evaluate("() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))")
        await echo.chat.send(echo.heard[0].sender, Reply("新的一条"), key="new")
        await page.get_by_role("button", name="有新消息").click()
        await expect(bubble(page, "新的一条")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "locale"), [(PHONE, "zh-CN"), (DESK, "en-GB")])
async def test_everybody_can_use_it(
    street: Echo, opens: Opens, tmp_path: Path, scheme: str, size: dict[str, int], locale: str
) -> None:
    (tmp_path / "door.jpg").write_bytes(photo())
    async with chat(street) as address:
        page = await opens(f"{address}?as=boss", size, color_scheme=scheme, locale=locale, reduced_motion="reduce")
        for words in ("自查", "我的商户", "改好了"):
            await says(page, words)
        await page.get_by_role("button", name="有一样没做到").click()
        await seen(page).locator("input[type=file]").set_input_files(tmp_path / "door.jpg")
        await expect(bubble(page, "照片收到了")).to_be_visible()
        await expect(page.get_by_role("checkbox").first).to_be_attached()
        street.down = True
        await says(page, "还在吗")
        await expect(seen(page).locator(".trouble")).to_be_visible()
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        too_wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not too_wide
        street.down = False


async def test_a_bot_that_speaks_first_is_seen_without_a_reload(street: Echo, opens: Opens) -> None:
    async with chat(street) as address:
        page = await opens(f"{address}?as=manager&lang=en", DESK)
        await street.chat.send(address_of(MANAGER.token), Reply("本周小结"), key="digest")
        await expect(page.get_by_role("log", name="Director Chen")).to_contain_text("本周小结")
        await page.get_by_role("link", name="中文").click()
        await expect(page.get_by_role("heading", name="五星商户", level=1)).to_be_visible()


async def test_two_windows_of_one_person_show_the_same(echo: Echo, opens: Opens) -> None:
    async with chat(echo) as address:
        page = await opens(address)
        await expect(greeting(page)).to_be_visible()
        other = await page.context.new_page()
        await other.goto(address)
        await says(page, "自查")
        await expect(other.get_by_role("button", name="五项都做到了")).to_be_visible()
        await other.get_by_role("button", name="五项都做到了").click()
        await expect(page.get_by_role("button", name=re.compile("五项都做到了 ?（已选）"))).to_be_visible()
