"""The webhook believes only Telegram, says 200 only after the commit, and notices when it is taken away or out of reach."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from channels.telegram.channel import Telegram
from channels.telegram.line import Line
from channels.telegram.webhook import BODY_BYTES, PATH
from messages.incoming import Incoming
from tests.telegram.conftest import Shelf
from tests.telegram.ears import Ears
from tests.telegram.house import PUBLIC, SECRET
from tests.telegram.people import Person
from tests.telegram.server import BotApi
from tests.waiting import until

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
async def channel(api: BotApi, tmp_path: Path, shelf: Shelf) -> AsyncIterator[Telegram]:
    line = Line(api.token, api.url, patience=0.3)
    made = Telegram(
        line,
        tmp_path,
        {},
        file_ids=shelf,
        people=shelf,
        public_url=f"{PUBLIC}/",
        secret=SECRET,
        clock=lambda: datetime.fromtimestamp(api.chats.clock(), UTC),
    )
    api.deliver = False
    yield made
    await made.close()


@pytest.fixture
async def outside(channel: Telegram) -> AsyncIterator[httpx.AsyncClient]:
    """Anybody on the internet."""
    transport = httpx.ASGITransport(Starlette(routes=channel.routes()))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        yield client


def update(api: BotApi, number: int = 1) -> dict[str, Any]:
    li = Person(api, 5, "老李")
    return {"update_id": number, "message": li.message(text="好")}


async def post(client: httpx.AsyncClient, body: object, secret: str = SECRET) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (await client.post(PATH, content=content, headers={HEADER: secret.encode()} if secret else {})).status_code


async def test_only_telegram_is_believed(
    api: BotApi, channel: Telegram, outside: httpx.AsyncClient, ears: Ears
) -> None:
    async with ears.listening_to(channel):
        await until(lambda: channel.health.ok)
        for secret in ("", "wrong", SECRET + "x", "é"):
            assert await post(outside, update(api), secret) == 403
        assert (await outside.get(PATH)).status_code == 405
        assert ears.heard == []
        assert await post(outside, update(api)) == 200
        assert [i.text for i in ears.heard] == ["好"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": 1}', 200),
        (b'{"update_id": 1, "message": {"message_id": "x"}}', 200),
        (b" " * (BODY_BYTES + 1), 413),
    ],
)
async def test_nonsense_is_bounded_and_harmless(
    channel: Telegram, outside: httpx.AsyncClient, ears: Ears, body: bytes, status: int
) -> None:
    async with ears.listening_to(channel):
        assert await post(outside, body) == status
    assert ears.heard == []


async def test_200_comes_only_after_the_commit(api: BotApi, channel: Telegram, outside: httpx.AsyncClient) -> None:
    committed = asyncio.Event()

    async def slow(_: Incoming) -> None:
        await committed.wait()

    running = asyncio.create_task(channel.run(slow))
    await until(lambda: channel.health.ok)
    answer = asyncio.create_task(post(outside, update(api)))
    await asyncio.sleep(0.05)
    assert not answer.done()
    committed.set()
    assert await answer == 200
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_cannot_be_kept_comes_again(
    api: BotApi, channel: Telegram, outside: httpx.AsyncClient, ears: Ears
) -> None:
    assert await post(outside, update(api)) == 503, "not receiving yet"
    async with ears.listening_to(channel):
        ears.down = True
        assert await post(outside, update(api)) == 503
        ears.down = False
        assert [await post(outside, update(api)), await post(outside, update(api))] == [200, 200]
    assert len(ears.heard) == 1


async def test_a_tap_is_acknowledged_by_the_answer_itself(
    api: BotApi, channel: Telegram, outside: httpx.AsyncClient, ears: Ears
) -> None:
    """One request less for every tap, and the waiting sign goes when it is kept and not before."""
    li = Person(api, 5, "老李")
    tap = {"id": "77", "from": li.user, "chat_instance": "1", "data": "3.0", "message": li.message(text="?")}
    headers = {HEADER: SECRET}
    async with ears.listening_to(channel):
        ears.down = True
        refused = await outside.post(PATH, json={"update_id": 1, "callback_query": tap}, headers=headers)
        assert (refused.status_code, refused.content) == (503, b"")
        ears.down = False
        told = await outside.post(PATH, json={"update_id": 1, "callback_query": tap}, headers=headers)
        assert told.json() == {"method": "answerCallbackQuery", "callback_query_id": "77"}
        assert [i.choice for i in ears.heard] == ["3.0"]
        nonsense = {"update_id": 2, "callback_query": {**tap, "id": 77, "data": 3}}
        assert (await outside.post(PATH, json=nonsense, headers=headers)).content == b""
    assert len(ears.heard) == 1
    assert not api.asked("answerCallbackQuery")


async def test_pictures_of_an_album_are_acknowledged_one_by_one(
    api: BotApi, channel: Telegram, outside: httpx.AsyncClient, ears: Ears
) -> None:
    """Telegram sends the next only after the last was acknowledged, so none can wait for the whole."""
    channel._intake._albums._quiet = 0.1
    li = Person(api, 5, "老李")
    async with ears.listening_to(channel):
        for number, body in enumerate(li.album(b"1", b"2", b"3")):
            assert await post(outside, {"update_id": number, **body}) == 200
        assert len((await ears.hears()).attachments) == 3


async def test_the_address_is_claimed_with_its_secret(api: BotApi, channel: Telegram, ears: Ears) -> None:
    async with ears.listening_to(channel):
        await until(lambda: channel.health.ok)
    [call] = api.asked("setWebhook")
    assert call.values["url"] == PUBLIC + PATH
    assert call.values["secret_token"] == SECRET
    assert call.json("allowed_updates") == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert api.asked("getUpdates") == []


async def test_a_webhook_that_was_taken_away_is_claimed_again(api: BotApi, channel: Telegram, ears: Ears) -> None:
    async with ears.listening_to(channel):
        await until(lambda: channel.health.ok)
        api.webhook["url"] = "https://elsewhere.example"
        assert (await channel.check()).trouble == "elsewhere"
        await until(lambda: api.webhook["url"] == PUBLIC + PATH)


async def test_a_blocked_way_is_said_and_forgotten_once_it_is_open(api: BotApi, channel: Telegram, ears: Ears) -> None:
    async with ears.listening_to(channel):
        await until(lambda: channel.health.ok)
        now = int(api.chats.clock())
        api.webhook |= {"last_error_date": now, "last_error_message": "SSL error {certificate verify failed}"}
        api.waiting.append(update(api))
        await until(lambda: not channel.health.ok)
        assert "certificate verify failed" in channel.health.words
        assert (await channel.check()).trouble == "unreachable"
        api.waiting.clear()
        await until(lambda: channel.health.ok)


def test_no_webhook_without_a_secret(api: BotApi, tmp_path: Path, shelf: Shelf) -> None:
    line = Line(api.token, api.url)
    assert Telegram(line, tmp_path, {}, file_ids=shelf, people=shelf, public_url=PUBLIC).routes() == ()
