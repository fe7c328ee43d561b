"""Reports of an Open311 client while the running bot is killed: sent again, each has its number, and there is one of each."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from storage.core.sqlite import open_sqlite
from storage.intake import api_keys
from tests.e2e.bot import Bot
from tests.ports import own_port
from tests.waiting import RESTART, until

REPORTS, AT_ONCE = 240, 8
KILLS = (20, 80, 150, 200)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_a_report_sent_again_after_a_power_cut_has_the_same_number(tmp_path: Path) -> None:
    file = tmp_path / "city.db"
    database, now = await open_sqlite(file), datetime.now(UTC)
    key = await database.write(lambda tx: api_keys.make(tx, "市民通", api_keys.OPEN311, now, 1_000_000))
    await database.close()
    port = str(own_port())
    bot = Bot(tmp_path, "run", database_url=f"sqlite:///{file}", data_dir=str(tmp_path / "data"), port=port)
    await bot.start()
    left, numbers = list(range(REPORTS)), dict[int, str]()

    async def post(http: httpx.AsyncClient, n: int) -> str:
        fields = {
            "api_key": key,
            "service_code": "rubbish",
            "address_string": "翠竹苑",
            "description": f"第{n}件",
            "attribute[external_id]": f"x-{n}",
        }

        async def number() -> str:
            try:
                answer = await http.post(f"{bot.address}/open311/v2/requests.json", data=fields)
            except httpx.TransportError:
                return ""
            assert answer.status_code in (200, 500, 503), answer.text
            return str(answer.json()[0]["service_request_id"]) if answer.status_code == 200 else ""

        return await until(number, "the bot does not come back", within=RESTART, every=0.05)

    async def send() -> None:
        async with httpx.AsyncClient(timeout=10) as http:
            while left:
                n = left.pop()
                numbers[n] = await post(http, n)

    async def reaches(many: int) -> None:
        while len(numbers) < many:  # noqa: ASYNC110 what is waited for happens in eight tasks
            await asyncio.sleep(0.005)

    sending = [asyncio.create_task(send()) for _ in range(AT_ONCE)]
    for many in KILLS:
        await asyncio.wait({asyncio.create_task(reaches(many)), *sending}, return_when="FIRST_COMPLETED")
        assert not all(task.done() for task in sending)
        await bot.kill()
        await bot.start()
    await asyncio.gather(*sending)
    async with httpx.AsyncClient(timeout=10) as http:
        assert [await post(http, n) for n in range(0, REPORTS, 10)] == [numbers[n] for n in range(0, REPORTS, 10)]
    assert await bot.stop() == 0

    assert len(set(numbers.values())) == REPORTS
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        assert db.execute("SELECT count(*), count(DISTINCT key) FROM service_requests").fetchall() == [
            (REPORTS, REPORTS)
        ]
        assert db.execute("SELECT count(*) FROM parked").fetchall() == [(0,)]
