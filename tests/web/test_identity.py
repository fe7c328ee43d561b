"""Who is at the page, on the real database: a cookie of ours, renewed at enrolment; a page that stays open across a restore."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.app import App
from app.channels import web_chat
from app.settings import Settings
from channels.webchat.visitors import address_of
from programme.rules import Rules
from storage.core import copying, incarnation
from storage.core.copying import tables
from storage.core.tx import Database, Tx
from storage.delivery import web_messages
from storage.people import invites
from tests.town import MONDAY, StoppedClock
from tests.waiting import LONG_ENOUGH
from tests.web.conftest import OURS
from web.server import site


@dataclass
class House:
    """The bot behind its page."""

    app: App
    database: Database
    pages: Any

    def browser(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.pages)
        return httpx.AsyncClient(transport=transport, base_url="http://street.test", headers=OURS)


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    clock = StoppedClock(MONDAY)
    app = App(
        settings,
        Rules(),
        database,
        channels=[web_chat(settings, database, clock)],
        parts=("web", "sender"),
        clock=clock,
    )
    await app.prepare()
    app.start()
    await asyncio.sleep(0)
    routes = [route for channel in app.channels.values() for route in channel.routes()]
    yield House(app, database, site(routes, health=app.health, metrics=lambda: b""))
    await app.stop()


async def says(http: httpx.AsyncClient, words: str, uuid: str = "") -> httpx.Response:
    answer = await http.post("/chat/send", json={"uuid": uuid or f"uuid-{hash(words) % 10**8:08}", "text": words})
    answer.raise_for_status()
    return answer


async def texts(http: httpx.AsyncClient, **query: str) -> list[str]:
    feed = (await http.get("/chat/messages", params={"after": "", **query})).json()[""]
    return [letter["text"] for letter in feed["letters"]]


async def hears(http: httpx.AsyncClient, words: str) -> None:
    """Wait for a message with these words."""
    after = ""
    async with asyncio.timeout(LONG_ENOUGH):
        while True:
            feed = (await http.get("/chat/messages", params={"after": after})).json()[""]
            if any(words in letter["text"] for letter in feed["letters"]):
                return
            after = str(feed["version"])


async def code_for(house: House, shop: str = "管理员") -> str:
    now = house.app.clock()
    return await house.database.write(
        lambda tx: invites.make(tx, kind="role", name=shop, now=now, days=90, role="manager", code="")
    )


async def test_only_a_cookie_of_ours_is_anybody(house: House) -> None:
    """A visitor could choose their own, and a page elsewhere one for them."""
    async with house.browser() as http:
        for made_up in ("a" * 43, "a" * 43 + "." + "b" * 22, "x" * 400, ".", "é" * 20):
            answer = await http.get("/chat/messages?after=0", headers={"cookie": f"fivestar={made_up}".encode()})
            assert answer.status_code == 401
            page = await http.get("/chat?lang=en", headers={"cookie": f"fivestar={made_up}".encode()})
            assert f"fivestar={made_up};" not in page.headers["set-cookie"]
            http.cookies.clear()
        await http.get("/chat")
        assert (await http.get("/chat/messages?after=")).status_code == 200
        stolen = http.cookies["fivestar"]
        http.cookies.set("fivestar", stolen[:-1] + ("A" if stolen[-1] != "A" else "B"), domain="street.test", path="/")
        assert (await http.get("/chat/messages?after=")).status_code == 401


async def test_looking_a_thousand_times_writes_nothing_down(house: House) -> None:
    before = await everything(house.database)
    for _ in range(30):
        async with house.browser() as http:
            await http.get("/chat?lang=en")
            await http.get("/chat/messages?after=")
            await http.post("/chat/send", json={"uuid": "hello-uuid", "kind": "hello"})
    assert await everything(house.database) == before
    async with house.browser() as http:
        await http.get("/chat")
        await says(http, "你好")
        assert await everything(house.database) != before


async def everything(database: Database) -> dict[str, int]:
    """How many rows there are in each table."""

    async def count(side: copying._Side) -> dict[str, int]:
        return {t.name: (await side.rows(f"SELECT count(*) FROM {t.name}"))[0][0] for t in tables()}

    return await copying._on(database, count, writes=False)


async def test_a_cookie_planted_before_opens_nothing_after_enrolment(house: House) -> None:
    """Whoever put theirs into somebody's browser was that somebody as soon as they had enrolled."""
    async with house.browser() as thief, house.browser() as li:
        await thief.get("/chat")
        planted = thief.cookies["fivestar"]
        li.cookies.set("fivestar", planted, domain="street.test", path="/")
        await li.get("/chat")
        assert li.cookies["fivestar"] == planted
        answer = await says(li, await code_for(house))
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert li.cookies["fivestar"] != planted
        await hears(li, "管理员")  # the chat goes on under the new cookie
        assert (await thief.get("/chat/messages?after=")).status_code == 401
        page = await thief.get("/chat")
        assert planted not in page.headers["set-cookie"]
        assert await texts(thief) == [], "a stranger with a cookie of their own"
        assert (await says(li, "帮助")).status_code == 200


async def test_an_answer_lost_on_its_way_locks_nobody_out(house: House) -> None:
    """The code is spent; the browser never heard of its new cookie and tries the same message again."""
    async with house.browser() as li:
        await li.get("/chat")
        old, code = li.cookies["fivestar"], await code_for(house)
        first = await says(li, code, "enrol-uuid")
        given = first.headers["set-cookie"].split(";")[0]
        li.cookies.clear()
        li.cookies.set("fivestar", old, domain="street.test", path="/")
        again = await says(li, code, "enrol-uuid")
        assert again.headers["set-cookie"].split(";")[0] == given, "two windows at once are given the same"
        await hears(li, "管理员")
        li.cookies.set("fivestar", old, domain="street.test", path="/")
        assert (await li.get("/chat/messages?after=")).status_code == 401


async def test_whoever_spoke_before_cookies_were_sealed_is_still_known(house: House) -> None:
    token = "Xy3_kd0Qm1Zp8Lr5Vt7Bn2Ws9Cf4Hj6Gk1Da0Ee3Uu8"
    now = house.app.clock()

    async def spoke(tx: Tx) -> None:
        user = address_of(token).user
        await web_messages.append(tx, user, "old", {"text": "早"}, direction="in", replaces=None, now=now)

    await house.database.write(spoke)
    async with house.browser() as li:
        li.cookies.set("fivestar", token, domain="street.test", path="/")
        await li.get("/chat")
        assert li.cookies["fivestar"].startswith(f"{token}.")
        assert await texts(li) == ["早"]


async def test_a_page_open_across_a_restore_gets_everything_afresh(house: House) -> None:
    """It waited for messages after a number that the restored database had not reached yet, and heard nothing for days."""
    async with house.browser() as li:
        await li.get("/chat")
        await says(li, "你好")
        await hears(li, "八位码")
        feed = (await li.get("/chat/messages?after=")).json()[""]
        now = house.app.clock()
        await house.database.write(lambda tx: incarnation.renew(tx, now))
        asked = {"after": str(feed["version"] + 1000), "life": feed["life"]}
        fresh = (await asyncio.wait_for(li.get("/chat/messages", params=asked), LONG_ENOUGH)).json()[""]
        assert fresh["life"] != feed["life"]
        assert {lt["text"] for lt in feed["letters"]} <= {lt["text"] for lt in fresh["letters"]}


async def test_a_tap_of_another_life_marks_no_other_message(house: House) -> None:
    async with house.browser() as li:
        await li.get("/chat")
        await says(li, "帮助")
        feed = (await li.get("/chat/messages?after=")).json()[""]
        number = feed["letters"][-1]["number"]
        tap = {"uuid": "tap-uuid-1", "kind": "tap", "choice": "1-0.0", "label": "好", "on": number, "life": "another"}
        (await li.post("/chat/send", json=tap)).raise_for_status()
        letters = (await li.get("/chat/messages?after=")).json()[""]["letters"]
        assert [lt["on"] for lt in letters if lt.get("kind") == "tap"] == [0]
