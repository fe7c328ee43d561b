"""What is done on the board: the same steps, permissions and questions as in chat, and every 待办 is there."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from storage.core.tx import Tx
from storage.delivery import conversations
from tests.board.conftest import enters
from tests.player import Player
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


def forms(page: httpx.Response) -> list[dict[str, str]]:
    """What the buttons of a page would send: the hidden fields, the button's own and its label."""
    found = []
    for form in re.findall(r"<form[^>]*action=\"/board/act\".*?</form>", page.text, re.DOTALL):
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        if "<textarea" in form:
            found.append({**hidden, "": "words"})
        for name, value, label in re.findall(r'<button name="(\w+)" value="([^"]*)"[^>]*>([^<]*)<', form):
            line = re.search(r"<strong>([^<]*)<", form)
            found.append({**hidden, name: html.unescape(value), "": html.unescape(line[1] if line else label)})
    return found


async def press(browser: httpx.AsyncClient, page: httpx.Response, label: str, words: str = "") -> httpx.Response:
    """Press the button that says so, or send `words` where they are asked for."""
    fields = next((f for f in forms(page) if label in f[""]), None)
    assert fields, f"no button “{label}” among {[f[''] for f in forms(page)]}"
    fields = {name: value for name, value in fields.items() if name}
    return await browser.post("/board/act", data={**fields, "words": words} if words else fields)


async def contests(town: Town) -> Player:
    """李记面馆 contests what 王芳 saw."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("秩序 没做到")
    await li.says("那是隔壁的货")
    return li


async def test_an_appeal_is_decided_on_the_board_as_in_chat(town: Town, browser: httpx.AsyncClient) -> None:
    li = await contests(town)
    chen = await town.manager()
    await enters(chen, browser)
    page = await browser.get("/board/cases")
    assert "李记面馆 申诉" in page.text
    case = await press(browser, page, "李记面馆 申诉")
    assert "那是隔壁的货" in case.text
    why = await press(browser, case, "成立")
    assert "<textarea" in why.text
    shown = await press(browser, why, "words", "照片上看得出是隔壁的")
    await press(browser, shown, "发")
    await town.settle()
    li.sees_somewhere("照片上看得出是隔壁的")
    assert "李记面馆 申诉" not in (await browser.get("/board/cases")).text, "it is done"


async def test_a_red_line_is_confirmed_by_another_manager_only(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    chen, zhou = await town.manager(), await town.manager("周主任")
    await chen.says("红线 李记面馆")
    await chen.taps("占盲道")
    await chen.says("盲道堵了三天")
    await chen.taps("发")
    await enters(chen, browser)
    assert "提了红线" not in (await browser.get("/board/cases")).text, "not by whoever proposed it"
    await browser.post("/board/leave")
    await enters(zhou, browser)
    case = await press(browser, await browser.get("/board/cases"), "提了红线")
    assert "盲道堵了三天" in case.text
    await press(browser, case, "确认")
    assert "提了红线" not in (await browser.get("/board/cases")).text


async def test_what_does_not_wait_for_somebody_cannot_be_opened_by_them(town: Town, browser: httpx.AsyncClient) -> None:
    """A form can say anything: only what stands in one's own 待办 opens, and another site's form opens nothing."""
    await contests(town)
    chen = await town.manager()
    await enters(chen, browser)
    key = "0" * 32
    forged = await browser.post("/board/act", data={"key": key, "action": "people.said_staff"})
    assert forged.url.path == "/board/cases"
    fields = {k: v for k, v in forms(await browser.get("/board/cases"))[0].items() if k}
    elsewhere = await browser.post("/board/act", data=fields, headers={"origin": "https://evil.test"})
    assert elsewhere.url.path == "/board"
    assert (await browser.get("/board/act", params={"key": fields["key"]})).url.path == "/board/cases"


async def test_pressing_twice_is_pressing_once(town: Town, browser: httpx.AsyncClient) -> None:
    li = await contests(town)
    chen = await town.manager()
    await enters(chen, browser)
    case = await press(browser, await browser.get("/board/cases"), "李记面馆 申诉")
    why = await press(browser, case, "成立")
    shown = await press(browser, why, "words", "照片看得清是隔壁的")
    first = await press(browser, shown, "发")
    again = await press(browser, shown, "发")
    assert [form[""] for form in forms(first)] == [form[""] for form in forms(again)]
    await town.settle()
    assert li.looks().count("照片看得清是隔壁的") == 1


async def test_the_board_is_no_way_to_reach_anybody(town: Town, browser: httpx.AsyncClient) -> None:
    """What is told to a person goes to their chat, also while they look at the board."""
    await contests(town)
    chen = await town.manager()
    await enters(chen, browser)
    await press(browser, await browser.get("/board/cases"), "李记面馆 申诉")

    async def ways(tx: Tx) -> list[str]:
        return [way.channel for way in await conversations.reaches(tx, chen.person_id)]

    assert await town.database.read(ways) == [town.shape]


async def test_more_than_a_page_can_be_turned_and_sifted(town: Town, browser: httpx.AsyncClient) -> None:
    for n in range(1, 46):
        shop = await town.merchant(f"店{n:02d}")
        if n % 10 == 1:
            member = await town.member(f"党员{n:02d}", shop)
        await shop.says(f"求助 路灯不亮{n}")
    del member
    chen = await town.manager()
    await enters(chen, browser)
    town.clock.forward(hours=5)
    page = await browser.get("/board/cases")
    first = [f[""] for f in forms(page)]
    second = [f[""] for f in forms(await browser.get("/board/cases?mine=2"))]
    assert len(first) == 40
    assert len({*first, *second}) == 45
    number = re.search(r'<option value="(\d+)">党员01', page.text)
    assert number
    theirs = await browser.get("/board/cases", params={"member": number[1], "by": "age"})
    assert [f[""][:3] for f in forms(theirs)] == ["店01"]


async def test_shops_are_found_by_their_member_and_sorted(town: Town, browser: httpx.AsyncClient) -> None:
    li, zhao = await town.merchant("李记面馆"), await town.merchant("赵家水果")
    await town.member("王芳", li)
    sun = await town.member("孙强", zhao)
    await sun.says("1 卫生 有水渍")
    await enters(await town.manager(), browser)
    found = await browser.get("/board/shops", params={"q": "孙强"})
    assert "赵家水果" in found.text
    assert "李记面馆" not in found.text
    for order in ("walk", "name", "stars", "change", "looked", "open"):
        page = (await browser.get("/board/shops", params={"by": order})).text
        assert "李记面馆" in page, order
    by_open = (await browser.get("/board/shops", params={"by": "open"})).text
    assert by_open.index("赵家水果") < by_open.index("李记面馆")
    unseen = (await browser.get("/board/shops", params={"by": "looked"})).text
    assert unseen.index("李记面馆") < unseen.index("赵家水果")
