"""What keeps us from Telegram is survived, said by health and doctor in words to act on, and over without a restart."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.doctor import CHECKS
from channels.telegram.line import Line
from tests.telegram.house import House
from tests.telegram.people import Person
from tests.telegram.server import TOKEN, Fault
from tests.waiting import until


async def doctor_says(house: House) -> str:
    check = next(check for check in CHECKS if check.__name__ == "_channels")
    return "\n".join([f"{found.mark} {found.words}" async for found in check(house.app)])


@pytest.fixture
async def li(house: House) -> Person:
    await house.until_well()
    return house.person("老李")


@pytest.fixture
async def cut_off(tmp_path: Path, mode: str) -> AsyncIterator[House]:
    """A bot that starts while there is no network."""
    made = House(tmp_path, mode)
    await made.start()
    yield made
    await made.close()


async def test_all_is_well(house: House, li: Person) -> None:
    assert (await house.health()).ok
    if house.mode == "polling":
        assert await doctor_says(house) == "✓ Telegram：已连上 @five_star_bot（polling）"


async def test_no_network_at_the_start(cut_off: House) -> None:
    await cut_off.until_ill("does not answer", "check the network")
    assert "✗ 连不上 Telegram" in await doctor_says(cut_off)
    await cut_off.api.start()
    await cut_off.until_well()
    li = cut_off.person("老李")
    await li.starts()
    await li.sees("")


async def test_no_network_in_the_middle(house: House, li: Person) -> None:
    await li.says("在吗")
    await li.sees("")
    await house.api.stop()
    await house.until_ill("does not answer")
    await house.api.start()
    await house.until_well()
    before = len(li.mine)
    await li.says("还在吗")
    await until(lambda: len(li.mine) > before)


async def test_no_name_is_found_for_the_server_at_the_start(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names' server is down: the address has a name, and nobody knows its number."""
    house = House(tmp_path, mode)
    named = house.api.url.replace("127.0.0.1", "localhost")
    house.settings.telegram.base_url = named
    known = asyncio.BaseEventLoop.getaddrinfo

    async def unknown(loop: asyncio.BaseEventLoop, host: str, *about: Any, **more: Any) -> Any:
        if host == "localhost":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return await known(loop, host, *about, **more)

    with monkeypatch.context() as down:
        down.setattr(asyncio.BaseEventLoop, "getaddrinfo", unknown)
        await house.open()
        await house.until_ill("does not answer", "check the network")
    await house.until_well()
    li = house.person("老李")
    await li.starts()
    await li.sees("")
    await house.close()


async def test_what_was_to_be_said_without_a_network_is_said_afterwards(house: House, li: Person) -> None:
    house.api.play(*[Fault("gateway")] * 3)
    await li.says("在吗")
    await li.sees("")
    await house.settled()
    assert len(li.mine) == 1


async def test_a_token_revoked_in_the_middle(house: House, li: Person) -> None:
    house.api.token = "777:a-new-one-from-BotFather-for-the-test"
    await house.until_ill("does not accept the bot token", "FIVESTAR_TELEGRAM__TOKEN")
    assert "✗ Telegram 不认这个令牌" in await doctor_says(house)
    await li.says("在吗")
    house.api.token = TOKEN
    await house.until_well()
    await li.sees("")
    await house.settled()


async def test_letters_wait_while_the_token_is_revoked(house: House, li: Person) -> None:
    """The update came in before; the answer goes out after the token is back, once."""
    house.api.play(*[Fault("status", status=401, words="Unauthorized")] * 2)
    await li.says("在吗")
    await until(lambda: bool(house.app.senders["telegram"].paused))
    assert not (await house.health()).ok
    house.clock.forward(seconds=1)
    await li.sees("")
    await house.settled()
    assert house.app.senders["telegram"].paused == ""
    assert len(li.mine) == 1


@pytest.mark.parametrize("mode", ["polling"])
async def test_another_program_polls_with_our_token(house: House, li: Person) -> None:
    line = Line(TOKEN, house.api.url)

    async def intrude() -> None:
        while True:
            await line.updates(offset=None, wait=1, allowed=["message"])

    other = asyncio.create_task(intrude())
    other.add_done_callback(lambda task: task.cancelled() or task.exception())
    try:
        await house.until_ill("another program polls", "@BotFather")
    finally:
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
    await house.until_well()
    await line.request.shutdown()
    await li.says("在吗")
    await li.sees("")


@pytest.mark.parametrize("mode", ["polling"])
async def test_a_webhook_left_behind_is_taken_away(house: House, li: Person) -> None:
    house.api.webhook["url"] = "https://old.example/hook"
    async with house.api._news:
        house.api._polls += 1
        house.api._news.notify_all()
    await until(lambda: house.api.webhook["url"] == "")
    await li.says("在吗")
    await li.sees("")
    assert all(call.values.get("drop_pending_updates", "false") == "false" for call in house.api.asked("deleteWebhook"))


@pytest.mark.parametrize("mode", ["polling"])
async def test_a_server_that_hangs(house: House, li: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    house.channel._polling._wait = 0
    house.api.play(*[Fault("hang")] * 2, on=["getUpdates"])
    await li.says("在吗")
    await house.until_ill("does not answer")
    await house.until_well()
    await li.sees("")


@pytest.mark.parametrize("mode", ["polling"])
async def test_a_server_that_answers_nonsense(house: House, li: Person) -> None:
    house.channel._polling._wait = 0
    house.api.play(*[Fault("garbage"), Fault("status"), Fault("gateway")] * 2, on=["getUpdates"])
    await house.until_ill("does not answer")
    await house.until_well()


async def test_a_restart_in_the_middle_of_everything(house: House, li: Person) -> None:
    for n in range(5):
        await li.says(f"第{n}句")
        if n % 2:
            await house.restart()
    await house.settled()
    assert len(li.mine) == 5


@pytest.mark.parametrize("mode", ["webhook"])
async def test_the_database_cannot_take_it_for_a_while(
    house: House, li: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = house.database.write

    async def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(house.database, "write", full)
    await li.says("好")
    await until(lambda: 503 in house.api.answers)
    monkeypatch.setattr(house.database, "write", write)
    await li.sees("")
    await house.settled()
    assert len(li.mine) == 1
