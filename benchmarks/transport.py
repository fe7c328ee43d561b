"""What a tap costs in requests alone: acknowledged and its message edited, over our line and over the stock one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from telegram import Bot, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from benchmarks.table import Table
from channels.telegram.line import Line
from tests.ports import own_port

TOKEN = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
WORDS = "李记面馆：五项都做到了，收到，谢谢！"
KEYS = {"inline_keyboard": [[{"text": "有一样没做到", "callback_data": "1.0"}]]}
SERVER = Path(__file__).with_name("api_server.py")
STOCK = "python-telegram-bot as it comes (httpx)"
IN_FLIGHT = (1, 10)
TAPS = 500
ROUNDS = 5

Tap = Callable[[], Awaitable[None]]
SMALLEST = {"TAPS": 20, "ROUNDS": 1}
"""What a test starts it with."""


def run() -> Table:
    port = own_port()
    server = subprocess.Popen(
        [sys.executable, str(SERVER), str(port), "polling", "1", "1000000", "1", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdout
    server.stdout.readline()
    try:
        cost = asyncio.run(_measure(f"http://127.0.0.1:{port}"))
    finally:
        server.kill()
    rows = [
        (name, in_flight, f"{ms:.2f} ms", f"{ms / 2:.2f} ms", f"{cost[STOCK, in_flight] / ms:.1f}×")
        for (name, in_flight), ms in cost.items()
    ]
    head = ("over", "in flight", "CPU a tap", "CPU a request", "against stock")
    words = "To a server on the other core; a tap is two requests. Aim: ≤ 0.1 ms a request, of the stock one's 1.2 ms."
    return Table("CPU of a tap's requests", head, rows, words)


async def _measure(server: str) -> dict[tuple[str, int], float]:
    line = Line(TOKEN, server)
    stock = Bot(TOKEN, base_url=f"{server}/bot", request=HTTPXRequest(), get_updates_request=HTTPXRequest())
    await stock.initialize()

    async def raw() -> None:
        await line.acknowledge("1")
        await line.reword(1, 7, WORDS, KEYS)

    def parsed(bot: Bot) -> Tap:
        async def tap() -> None:
            await bot.answer_callback_query("1")
            await bot.edit_message_text(WORDS, 1, 7, reply_markup=InlineKeyboardMarkup.de_json(KEYS))

        return tap

    ways: dict[str, Tap] = {
        "our line": raw,
        "our transport, answers parsed": parsed(line),
        STOCK: parsed(stock),
    }
    found: dict[tuple[str, int], list[float]] = {(name, many): [] for many in IN_FLIGHT for name in ways}
    for _ in range(ROUNDS):
        for (name, many), each in found.items():
            each.append(await _cpu(ways[name], many))
    await stock.shutdown()
    await line.request.shutdown()
    return {which: median(each) for which, each in found.items()}


async def _cpu(tap: Tap, in_flight: int) -> float:
    """Milliseconds of this process's CPU for one tap."""

    async def one_after_another() -> None:
        for _ in range(TAPS // in_flight):
            await tap()

    began = time.process_time()
    await asyncio.gather(*[one_after_another() for _ in range(in_flight)])
    return (time.process_time() - began) / TAPS * 1e3
