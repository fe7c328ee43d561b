"""The optional model: it sees a masked sentence, may only order the choices of a question, and is missed by nobody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from app.language_model import LanguageModel, LanguageModelSettings
from bot.advice import Advised, masked
from tests.player import Player
from tests.town import Town
from texts import speaker

telegram = pytest.mark.parametrize("shape", ["telegram"])
Answers = Callable[[dict[str, Any]], Awaitable[web.Response]]
HEARD: list[dict[str, Any]] = []


@asynccontextmanager
async def endpoint(answers: Answers) -> AsyncIterator[str]:
    """A chat endpoint of our own that keeps what it was asked."""
    HEARD.clear()

    async def handle(request: web.Request) -> web.Response:
        HEARD.append(await request.json())
        return await answers(HEARD[-1])

    app = web.Application()
    app.router.add_post("/v1/chat/completions", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        await runner.cleanup()


def said(*names: str) -> web.Response:
    return web.json_response({"choices": [{"message": {"content": json.dumps(list(names))}}]})


def advise(town: Town, address: str) -> None:
    """Put the adviser before the engine, as the app does."""
    model = LanguageModel(LanguageModelSettings(base_url=address, key=None, model="test"), speaker("zh"))
    receive = town.engine.receive
    advised = Advised(receive, model, town.database, town.turns.dialogue, town.world, town.zone, town.clock)
    town.engine.receive = advised.receive  # type: ignore[method-assign]


def labels(player: Player) -> list[str]:
    return [button.label for button in player.screen[-1].reply.choices]


@telegram
async def test_it_orders_the_choices_and_sees_no_name_and_no_number(town: Town) -> None:
    async def answers(_: dict[str, Any]) -> web.Response:
        return said("complaint", "stars", "erase_everything")

    li = await town.merchant("李记面馆", name="王小明")
    async with endpoint(answers) as address:
        advise(town, address)
        await li.says("王小明住槐树后头那边13800001111")
    assert labels(li)[0] == "投诉建议"
    asked = HEARD[0]["messages"][1]["content"]
    assert "王小明" not in asked
    assert "13800001111" not in asked
    assert not await town.database.read(lambda tx: tx.rows("self_checks_everything"))


@telegram
async def test_what_is_understood_is_never_shown_to_it(town: Town) -> None:
    async def answers(_: dict[str, Any]) -> web.Response:
        return said()

    li = await town.merchant("李记面馆")
    async with endpoint(answers) as address:
        advise(town, address)
        for words in ("好", "我的星", "卫生 地上有油"):
            await li.says(words)
    assert HEARD == []


@telegram
@pytest.mark.parametrize("trouble", ["slow", "broken", "refused", "nobody"])
async def test_in_trouble_nobody_notices(town: Town, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.advice.PATIENCE", 0.2)

    async def answers(_: dict[str, Any]) -> web.Response:
        if trouble == "slow":
            await asyncio.sleep(1)
        return web.Response(status=500) if trouble == "refused" else web.Response(text="{}")

    li = await town.merchant("李记面馆")
    async with endpoint(answers) as address:
        advise(town, "http://127.0.0.1:9/v1" if trouble == "nobody" else address)
        await li.says("槐树后头那边")
        li.sees("点一下就行")
        usual = labels(li)
        await li.says("槐树后头那边")
        assert labels(li) == usual
    assert len(HEARD) <= 1


def test_what_is_masked() -> None:
    assert masked("张阿姨说王芳三号店13800001111，看 http://a.cn/x", ["王芳"]) == "某人说某人三号店#，看 …"
