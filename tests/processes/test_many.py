"""Six real processes on one PostgreSQL: one polls, each person is heard in order and told once, the dead are replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import asyncpg
import pytest

from messages.address import Address
from storage.core.tx import Tx
from storage.delivery import conversations
from storage.people import people
from storage.shops import shops
from tests.databases import open_database
from tests.ports import own_port
from tests.telegram.people import Person
from tests.telegram.server import BotApi
from tests.waiting import until

PEOPLE, MESSAGES = 12, 6
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


class Processes:
    """`fivestar run --only …`, started and killed as an operator or a power cut would."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def start(self, *names: str) -> None:
        for name in names:
            only = name.partition(" ")[0]
            port = {"FIVESTAR_PORT": str(own_port())}
            log = (self._folder / f"{name.replace(' ', '-')}.log").open("ab")
            self.running[name] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--only", only),
                env={**os.environ, **self._environment, **port},
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
            log.close()
        for name in names:
            stdout = self.running[name].stdout
            assert stdout is not None
            line = await asyncio.wait_for(stdout.readline(), 60)
            assert b"ready" in line, (self._folder / f"{name.replace(' ', '-')}.log").read_text()

    async def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        await process.wait()

    async def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        await asyncio.gather(*[p.wait() for p in self.running.values()])


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    made = BotApi(time)
    await made.start()
    yield made
    await made.stop()
    assert made.complaints == []


@pytest.fixture
async def processes(api: BotApi, postgres_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    made = Processes(
        {
            "FIVESTAR_DATABASE_URL": postgres_url,
            "FIVESTAR_DATA_DIR": str(tmp_path / "data"),
            "FIVESTAR_TELEGRAM__TOKEN": api.token,
            "FIVESTAR_TELEGRAM__BASE_URL": api.url,
            "FIVESTAR_PROGRAMME": str(Path(__file__).parents[2] / "programme.toml"),
        },
        tmp_path,
    )
    yield made
    await made.stop()


async def street(url: str, api: BotApi) -> list[Person]:
    """People who have enrolled, a shop each."""
    everybody = [Person(api, 9000 + n, f"老板{n}", "zh-hans") for n in range(PEOPLE)]
    database = await open_database(url)

    async def settle_in(tx: Tx) -> None:
        now = datetime.now(UTC)
        grid = await shops.grid(tx, "西津路")
        for n, person in enumerate(everybody):
            shop = await shops.add(
                tx, name=f"店{n}", door=f"{n}号", street="西津路", walk=f"{n:06d}", grid_id=grid, now=now
            )
            number = await people.add(tx, name=person.name, now=now)
            to = Address("telegram", str(person.number))
            await conversations.save(tx, to, person_id=number, step="", in_hand=None, thread="", seen_at=now)
            await shops.hold(tx, shop, number, now)

    await database.write(settle_in)
    await database.close()
    return everybody


async def test_a_morning_on_six_processes(api: BotApi, processes: Processes, postgres_url: str) -> None:
    everybody = await street(postgres_url, api)
    await processes.start("web 1")
    await processes.start("web 2", "sender 1", "sender 2", "schedules 1", "schedules 2")
    for round_ in range(MESSAGES):
        await asyncio.gather(*[p.says("好" if round_ % 2 else "自查") for p in everybody])
        if round_ == 1:
            await processes.kill("web 1")
        if round_ == 2:
            await processes.kill("sender 1")
        if round_ == 3:
            await processes.kill("schedules 1")
        await asyncio.sleep(0.5)
    await until(lambda: all(len(p.mine) >= MESSAGES for p in everybody), within=120)
    rows = await _rows(postgres_url, "SELECT channel, user_id, key, id, state, attempts FROM outbox ORDER BY id")
    replies = [r for r in rows if r["key"].startswith("telegram:")]
    assert Counter(r["state"] for r in replies) == {"sent": PEOPLE * MESSAGES}
    for person in everybody:
        said = [told.text for told in person.mine]
        asked = ["门前五包今天怎么样" in text for text in said[:MESSAGES]]
        assert asked == [n % 2 == 0 for n in range(MESSAGES)], said
    texts = Counter((call.values.get("chat_id"), call.values.get("text")) for call in api.asked("sendMessage"))
    doubled = sum(many - 3 for many in texts.values() if many > 3)
    assert doubled <= 2, "only what was on its way when its sender was killed may come twice"
    counted = await _rows(postgres_url, "SELECT job, period, count(*) AS many FROM runs GROUP BY job, period")
    assert all(row["many"] == 1 for row in counted)
    kept = await _rows(postgres_url, "SELECT count(*) AS many FROM self_checks")
    assert kept[0]["many"] == PEOPLE * MESSAGES // 2


async def _rows(url: str, sql: str) -> list[Any]:
    connection: Any = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(sql))
    finally:
        await connection.close()
