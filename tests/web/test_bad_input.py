"""What a mischievous or merely hasty visitor can send to the real bot: nothing breaks, nothing counts twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.app import App
from app.channels import web_chat
from app.settings import Settings
from channels.webchat.files import PHOTO_BYTES
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.people import invites, people
from storage.shops import shops
from tests.media.pictures import from_a_telephone, saved, scene
from tests.town import StoppedClock
from tests.waiting import until
from tests.web.conftest import OURS
from web.server import site

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass
class Visitor:
    """Somebody at the page of the real bot."""

    house: House
    http: httpx.AsyncClient
    number: int = 0

    async def sends(self, **message: object) -> httpx.Response:
        self.number += 1
        body = {"uuid": f"visitor-{self.number:04}", **message}
        return await self.http.post("/chat/send", content=json.dumps(body), headers=OURS)

    async def taps(self, letter: dict[str, Any], choice: str, **more: object) -> httpx.Response:
        return await self.sends(kind="tap", choice=choice, label="x", on=letter["number"], **more)

    async def letters(self) -> list[dict[str, Any]]:
        """All there is, once all is said."""
        await self.house.settle()
        answer = await self.http.get("/chat/messages", params={"as": "", "after": ""})
        found: list[dict[str, Any]] = answer.json()[""]["letters"]
        return found

    async def last(self) -> dict[str, Any]:
        return (await self.letters())[-1]


@dataclass
class House:
    """The real bot behind the page, on a clock that can be put forward."""

    app: App
    clock: StoppedClock

    @property
    def now(self) -> datetime:
        return self.clock()

    async def rows(self, name: str) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.app.database.read(lambda tx: tx.rows(name))]

    async def settle(self) -> None:
        """Until everything is said and fetched."""
        waiting: list[dict[str, Any]] = []

        async def nothing() -> bool:
            letters = [row for row in await self.rows("outbox_export") if row["state"] == "queued"]
            waiting[:] = [row for row in letters if row["not_before"] <= self.now.timestamp() * 1000]
            waiting.extend(row for row in await self.rows("media_every") if row["state"] == "to fetch")
            return not waiting

        await until(nothing, lambda: f"still waiting: {waiting}")

    async def enters(self, code: str) -> Visitor:
        routes = [route for channel in self.app.channels.values() for route in channel.routes()]
        pages = site(routes, health=self.app.health, metrics=lambda: b"")
        http = httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="http://street.test")
        (await http.get("/chat")).raise_for_status()
        visitor = Visitor(self, http)
        await visitor.sends(text=code)
        await visitor.letters()
        return visitor


@pytest.fixture
async def house(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr("channels.webchat.channel.BURST", 1000)
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    clock = StoppedClock(MORNING)
    chat = web_chat(settings, database, clock)
    app = App(settings, Rules(), database, channels=[chat], parts=("web", "sender"), clock=clock)
    made = House(app, clock)
    await app.prepare()
    app.start()
    await asyncio.sleep(0)
    yield made
    await app.stop()


@pytest.fixture
async def li(house: House) -> AsyncIterator[Visitor]:
    visitor = await house.enters(await house.app.database.write(lambda tx: _shop(tx, "李记面馆", house.now)))
    yield visitor
    await visitor.http.aclose()


@pytest.fixture
async def wang(house: House, li: Visitor) -> AsyncIterator[Visitor]:
    visitor = await house.enters(await house.app.database.write(lambda tx: _member(tx, house.now)))
    yield visitor
    await visitor.http.aclose()


async def _shop(tx: Tx, name: str, now: datetime) -> str:
    grid = await shops.grid(tx, "西津路")
    place = await shops.add(tx, name=name, door="1号", street="西津路", walk="000001", grid_id=grid, now=now)
    return await invites.make(tx, kind="shop", name=name, shop_id=place, now=now, days=30)


async def _member(tx: Tx, now: datetime) -> str:
    number = await people.add(tx, name="王芳", now=now, branch_id=None, roles=set())
    await shops.link_to(tx, 1, number, 1, now)
    return await invites.make(tx, kind="member", name="王芳", person_id=number, now=now, days=30)


FORGED = [
    "999999.0",
    "1.99",
    "1.-1",
    "1.submit",
    "1.t0",
    "1.tsubmit",
    "1.",
    ".0",
    ".",
    "@ 1 0",
    "self_check.record_all_met 1 2026-11-23",
    "9" * 64,
    "9223372036854775808.0",
    "٣.٠",
    "²",
    "1\u0000.0",
    "\ud800",
    "1.0; DROP TABLE shops",
    "💥" * 10,
]


async def test_forged_taps_are_answered_calmly_and_change_nothing(house: House, li: Visitor) -> None:
    for choice in FORGED:
        await li.sends(text="自查")
        question = await li.last()
        answer = await li.taps(question, choice)
        assert answer.status_code == 422 or "已经答过了" in (await li.last())["text"], ascii(choice)
        assert await house.rows("self_checks_everything") == []
    assert await house.rows("parked_open") == []
    await li.sends(text="好")
    assert "五项都做到了" in (await li.last())["text"]


async def test_the_buttons_of_another_person_are_nobodys(house: House, li: Visitor, wang: Visitor) -> None:
    await li.sends(text="自查")
    question = await li.last()
    met = question["buttons"][0][0]["data"]
    await wang.taps(question, met)
    assert "已经答过了" in (await wang.last())["text"]
    assert await house.rows("self_checks_everything") == []
    await li.taps(question, met)
    assert len(await house.rows("self_checks_everything")) == 1


async def test_one_button_hit_by_many_fingers_counts_once(house: House, li: Visitor) -> None:
    await li.sends(text="自查")
    question = await li.last()
    met, wrong = (row[0]["data"] for row in question["buttons"])
    answers = await asyncio.gather(*[li.taps(question, met if n % 2 else wrong) for n in range(8)])
    assert {answer.status_code for answer in answers} == {200}
    await li.letters()
    assert len(await house.rows("self_checks_everything")) <= 1
    assert await house.rows("parked_open") == []


async def test_yesterdays_question_asks_todays(house: House, li: Visitor) -> None:
    await li.sends(text="自查")
    question = await li.last()
    house.clock.forward(days=1)
    await li.taps(question, question["buttons"][0][0]["data"])
    assert "11月24日" in (await li.last())["text"]
    assert await house.rows("self_checks_everything") == []


async def test_strange_ticks_are_ticks_of_what_is_there_or_nothing(house: House, li: Visitor) -> None:
    for picked in ([99], [0, 0, 0], list(range(100)), [], [-1], [2**70]):
        await li.sends(text="自查")
        question = await li.last()
        await li.taps(question, question["buttons"][1][0]["data"])
        pick = await li.last()
        answer = await li.taps(pick, pick["pick"]["data"], picked=picked)
        assert answer.status_code in (200, 422), picked
        await house.settle()
        for row in await house.rows("self_checks_everything"):
            assert set(row["problems"].split()) <= {"hygiene", "order", "green", "facility", "facade"}
    assert await house.rows("parked_open") == []


STRANGE = [
    "\u0000好",
    "秩序 \ud800 货出店",
    "\u202e好\u202c",
    "e" + "\u0301" * 500,
    "' OR 1=1 --",
    "秩序 " + "长" * 3990,
    "{0.__class__} %s %(x)s {text}",
    "1" * 4000,
    "1" * 19,
    "１",
    "²",
    "/start " + "A" * 3000,
    "<script>alert(1)</script>",
    "\n" * 50 + "好",
]


async def test_strange_words_are_only_words(house: House, li: Visitor, wang: Visitor) -> None:
    for text in STRANGE:
        for visitor in (li, wang):
            answer = await visitor.sends(text=text)
            assert answer.status_code in (200, 422), ascii(text)
            assert answer.status_code == 422 or (await visitor.last())["direction"] == "out", ascii(text)
    assert await house.rows("parked_open") == []


async def test_a_photo_of_ten_megabytes_arrives_small(house: House, li: Visitor) -> None:
    content = from_a_telephone(scene(3, 2400, 1800), 6)
    content += bytes(PHOTO_BYTES - len(content))
    name = (await li.http.post("/chat/upload", content=content, headers=OURS)).json()["name"]
    await li.sends(text="秩序 货出店了", files=[name])
    await house.settle()
    [row] = await house.rows("media_every")
    assert row["state"] == "stored"
    assert row["bytes"] < 1_000_000


async def test_a_photo_cut_short_is_said(house: House, li: Visitor) -> None:
    content = saved(scene(4))
    name = (await li.http.post("/chat/upload", content=content[:-4000], headers=OURS)).json()["name"]
    await li.sends(text="秩序 货出店了", files=[name])
    await house.settle()
    assert [row["state"] for row in await house.rows("media_every")] == ["failed"]
    assert "打不开" in (await li.last())["text"]
