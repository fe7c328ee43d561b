"""Requests, sites and intakes on the board: lists by age, and what is done there is done as in chat."""

from __future__ import annotations

import re

import httpx
import pytest

from programme.ids import ServiceRequestId
from programme.requests.request_state import RequestState
from programme.sites.site_kinds import SiteKind
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from tests.board.conftest import enters
from tests.player import Player
from tests.sites import a_card, a_site
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


async def the_request(town: Town, number: int = 1) -> ServiceRequest:
    return await town.database.read(lambda tx: service_requests.request(tx, ServiceRequestId(number)))


async def at_home(town: Town, *words: str) -> tuple[Player, Player]:
    """The manager and the keeper of 翠竹苑, where somebody reported these."""
    chen, keeper = await town.manager(), await town.member("王芳")
    code = await a_card(town, await a_site(town, keeper=keeper))
    for n, one in enumerate(words):
        resident = town.player(f"居民{n}")
        await resident.says(code)
        await resident.says(one)
        town.clock.forward(minutes=10)
    return chen, keeper


def hidden(page: httpx.Response, part: str = "") -> str:
    """The key of the form that says so."""
    forms = re.findall(r"<form.*?</form>", page.text, re.DOTALL)
    return next(re.findall(r'name="key" value="([0-9a-f]{32})"', form)[0] for form in forms if part in form)


async def presses(browser: httpx.AsyncClient, page: httpx.Response, button: str, words: str = "") -> httpx.Response:
    """A button of an answer, or the sentence that is asked for."""
    if words:
        return await browser.post("/board/act", data={"key": hidden(page, "<textarea"), "words": words})
    found = re.search(rf'<button name="choice" value="([^"]+)">{button}<', page.text)
    assert found, page.text
    return await browser.post("/board/act", data={"key": hidden(page, 'name="choice"'), "choice": found[1]})


async def test_a_request_is_answered_on_its_page_as_in_chat(town: Town, browser: httpx.AsyncClient) -> None:
    """From the list to its page, done in the handler's words, with the same preview; the reporter hears it."""
    chen, _ = await at_home(town, "楼下路灯不亮")
    await enters(chen, browser)
    listed = await browser.get("/board/requests")
    assert "26-00001" in listed.text
    assert "等先回话" in listed.text
    page = await browser.get("/board/request/1")
    assert "楼下路灯不亮" in page.text
    assert re.search(r"在谁手上</dt><dd>王芳</dd>", page.text), "the page said that nobody had it until somebody acted"
    opened = await browser.post("/board/request/1", data={"key": hidden(page), "act": "open"})
    asked = await presses(browser, opened, "办好了")
    preview = await presses(browser, asked, "", "换了灯泡")
    assert (await the_request(town)).state is RequestState.OPEN, "shown first, as in chat"
    await presses(browser, preview, "发")
    await town.settle()
    town.players["居民0"].sees_somewhere("换了灯泡")
    assert (await the_request(town)).state is RequestState.DONE
    page = await browser.get("/board/request/1")
    assert "说办好了" in page.text
    assert "陈主任" in page.text


async def test_the_list_is_sifted_by_state_service_site_and_sorted_by_age(
    town: Town, browser: httpx.AsyncClient
) -> None:
    chen, keeper = await at_home(town, "楼下路灯不亮", "垃圾没收", "树倒了")
    await keeper.says("26-00003")
    await keeper.taps("眼下办不了")
    await keeper.says("要等园林的车")
    await keeper.taps("发")
    await enters(chen, browser)
    page = (await browser.get("/board/requests")).text
    assert page.index("26-00001") < page.index("26-00002")
    assert "26-00003" not in page
    by_service = (await browser.get("/board/requests", params={"service": "rubbish"})).text
    assert ("26-00002" in by_service, "26-00001" in by_service) == (True, False)
    assert "26-00003" in (await browser.get("/board/requests", params={"which": "shelved"})).text
    assert "26-00001" not in (await browser.get("/board/requests", params={"q": "不在这里"})).text
    assert "26-00001" in (await browser.get("/board/requests", params={"site": 1, "by": "due"})).text
    town.clock.forward(days=3)
    await town.job("clocks")
    await enters(chen, browser)
    assert "已超时" in (await browser.get("/board/requests", params={"which": "late"})).text
    assert (
        await browser.get("/board/requests", params={"which": "';--", "page": "x", "by": "people"})
    ).status_code == 200


async def test_what_waits_for_better_days_is_taken_up_again(town: Town, browser: httpx.AsyncClient) -> None:
    chen, keeper = await at_home(town, "树倒了")
    await keeper.says("26-00001")
    await keeper.taps("眼下办不了")
    await keeper.says("要等园林的车")
    await keeper.taps("发")
    await enters(chen, browser)
    page = await browser.get("/board/request/1")
    await browser.post("/board/request/1", data={"key": hidden(page), "act": "take_up"})
    assert (await the_request(town)).state is RequestState.OPEN


async def test_two_are_joined_by_number(town: Town, browser: httpx.AsyncClient) -> None:
    chen, _ = await at_home(town, "楼下路灯不亮", "垃圾没收")
    await enters(chen, browser)
    page = await browser.get("/board/request/2")
    said = await browser.post("/board/request/2", data={"key": hidden(page, 'name="other"'), "other": "26-00001"})
    assert "26-00001" in said.text
    assert (await the_request(town, 2)).state is RequestState.SAME


async def test_a_secretary_sees_the_sites_of_the_branch_only(town: Town, browser: httpx.AsyncClient) -> None:
    await at_home(town, "楼下路灯不亮")
    await a_site(town, "没人管的巷子", kind=SiteKind.LANE)
    mine, other = await town.staff("周明", "secretary"), await town.staff("何静", "secretary", branch="环卫支部")
    await enters(mine, browser)
    assert "26-00001" in (await browser.get("/board/requests")).text
    sites = (await browser.get("/board/sites")).text
    assert ("翠竹苑" in sites, "没人管的巷子" in sites) == (True, False)
    await browser.post("/board/leave")
    await enters(other, browser)
    assert "26-00001" not in (await browser.get("/board/requests")).text
    for path in ("/board/request/1", "/board/site/1"):
        assert (await browser.get(path)).status_code == 404, path
    assert (await browser.get("/board/intakes")).status_code == 403
    forged = await browser.post("/board/request/1", data={"key": "0" * 32, "act": "open"})
    assert forged.url.path == "/board/requests"


async def test_a_keeper_is_changed_after_a_question_and_both_hear(town: Town, browser: httpx.AsyncClient) -> None:
    chen, keeper = await at_home(town)
    li = await town.member("李强")
    await enters(chen, browser)
    page = await browser.get("/board/site/1")
    assert "王芳" in page.text
    asked = await browser.post("/board/site/1", data={"key": hidden(page, 'name="keeper"'), "keeper": "李强"})
    assert li.heard == [], "asked first"
    await presses(browser, asked, "翠竹苑 交给 李强")
    await town.settle()
    li.sees("翠竹苑 从现在起由您负责")
    keeper.sees("李强")
    assert "李强" in (await browser.get("/board/site/1")).text


async def test_in_english_too(town: Town, browser: httpx.AsyncClient) -> None:
    chen, _ = await at_home(town)
    await town.member("李强")
    await chen.says("English")
    await chen.says("board")
    link = next(word for word in chen.last.split() if "/board/enter/" in word)
    await browser.post(link)
    page = await browser.get("/board/site/1")
    asked = await browser.post("/board/site/1", data={"key": hidden(page, 'name="keeper"'), "keeper": "李强"})
    assert "翠竹苑 to 李强" in asked.text


async def test_another_sites_form_does_nothing(town: Town, browser: httpx.AsyncClient) -> None:
    chen, _ = await at_home(town, "楼下路灯不亮")
    await town.member("李强")
    await enters(chen, browser)
    evil = {"origin": "https://evil.test"}
    await browser.post("/board/request/1", data={"key": "1" * 32, "act": "open"}, headers=evil)
    await browser.post("/board/site/1", data={"key": "2" * 32, "keeper": "李强"}, headers=evil)
    await browser.post("/board/intake/1", data={"key": "3" * 32}, headers=evil)
    for key in "123":
        assert (await browser.get("/board/act", params={"key": key * 32})).url.path == "/board/cases"


async def test_a_photo_of_a_request_is_seen_by_whom_it_concerns(town: Town, browser: httpx.AsyncClient) -> None:
    """On the board it had no page of its own: beside its words there was a broken picture."""
    chen, keeper = await town.manager(), await town.member("王芳")
    code = await a_card(town, await a_site(town, keeper=keeper))
    resident = town.player("居民")
    await resident.says(code)
    await resident.sends_photo("楼下路灯不亮")
    await town.settle()
    other = await town.staff("何静", "secretary", branch="环卫支部")
    await enters(chen, browser)
    (shown,) = set(re.findall(r'src="(/board/photo/\d+)"', (await browser.get("/board/request/1")).text))
    assert (await browser.get(shown)).headers["content-type"] == "image/jpeg"
    await browser.post("/board/leave")
    await enters(other, browser)
    assert (await browser.get(shown)).status_code == 404
