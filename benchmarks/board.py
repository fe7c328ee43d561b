"""The board on a large town: how long each page takes with 10,000 shops."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx

from app.app import App
from app.pages import board_of
from app.settings import Settings
from benchmarks.table import Table
from programme.rules import Rules
from storage.board import board_access
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from web.health import HealthReport
from web.server import site

SHOPS = 10_000
ROUNDS = 5
PAGES = ("/board", "/board/shops", "/board/shops?page=160", "/board/shops?q=店09", "/board/shop/5000", "/board/cases")
PAGES += ("/board/streets", "/board/street?name=第7街")
SMALLEST = {"SHOPS": 400, "ROUNDS": 1, "PAGES": ("/board", "/board/shops", "/board/shop/300")}
"""What a test starts it with."""


def run() -> Table:
    rows = asyncio.run(_pages())
    return Table(
        f"The board with {SHOPS:,} shops", ("page", "ms", "kB unpacked"), rows, "One reader, no socket, SQLite."
    )


async def _pages() -> list[tuple[object, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.db"
        database = await open_sqlite(path)
        try:
            token = await database.write(_fill)
            app = App(Settings(database_url=f"sqlite:///{path}", data_dir=path.parent), Rules(), database)
            pages = site(board_of(app).routes(), health=_well, metrics=bytes)
            transport = httpx.ASGITransport(pages)
            async with httpx.AsyncClient(transport=transport, base_url="http://b", timeout=60) as client:
                await client.post(f"/board/enter/{token}")
                return [await _page(client, page) for page in PAGES]
        finally:
            await database.close()  # its thread would keep a failed process for ever


async def _page(client: httpx.AsyncClient, path: str) -> tuple[object, ...]:
    took = []
    for _ in range(ROUNDS):
        began = perf_counter()
        answer = await client.get(path)
        took.append(perf_counter() - began)
        assert answer.status_code == 200
    return path, f"{median(took) * 1000:.0f}", f"{len(answer.content) / 1000:.0f}"


async def _fill(tx: Tx) -> str:
    now = datetime.now(UTC)
    grid = await shops.grid(tx, "西津路")
    for n in range(SHOPS):
        await shops.add(
            tx, name=f"店{n:05d}", door=f"{n}号", street=f"第{n // 200}街", walk=f"{n:06d}", grid_id=grid, now=now
        )
    person = await people.add(tx, name="陈主任", now=now, roles=("manager",))
    return await board_access.make_link(tx, person, now)


async def _well() -> HealthReport:
    return HealthReport(True)
