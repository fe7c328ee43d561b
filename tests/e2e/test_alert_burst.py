"""Three thousand alerts in a burst, while the running bot is killed again and again: all of them are kept, and none twice."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from channels.hooks.envelope import BATCH, ONE
from channels.hooks.signature import sign
from storage.core.sqlite import open_sqlite
from storage.intake import api_keys
from storage.people import people
from tests.e2e.bot import Bot
from tests.ports import own_port
from tests.waiting import RESTART, until

ALERTS, CAMERAS, AT_ONCE = 3000, 40, 12
KILLS = (300, 900, 1500, 2100, 2700)
"""After so many acknowledged alerts, while others are on their way."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Burst:
    """A platform that repeats whatever was not acknowledged, some of it alone and some of it ten at a time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "burst.db"
        rules = folder / "programme.toml"
        rules.write_text('[[intake.sources]]\nname = "city"\nper_minute = 1000000\n', "utf-8")
        self.bot = Bot(
            folder,
            "run",
            database_url=f"sqlite:///{self.file}",
            data_dir=str(folder / "data"),
            port=str(own_port()),
            programme=str(rules),
        )
        self.acknowledged = 0
        self.secret = ""
        self._left = [self._request(start) for start in range(0, ALERTS, 10)]

    def _request(self, start: int) -> list[dict[str, object]]:
        """Ten alerts of as many cameras."""
        return [
            {
                "specversion": "1.0",
                "id": f"a-{n}",
                "source": "/city",
                "type": "alert",
                "data": {"camera": f"C{n % CAMERAS}", "code": "0501", "place": f"第{n % CAMERAS}个路口"},
            }
            for n in range(start, start + 10)
        ]

    async def build(self) -> None:
        database, now = await open_sqlite(self.file), datetime.now(UTC)
        self.secret = await database.write(lambda tx: api_keys.make(tx, "city", api_keys.ALERTS, now))
        await database.write(lambda tx: people.add(tx, name="陈主任", now=now, roles={"manager"}))
        await database.close()

    async def send(self) -> None:
        async with httpx.AsyncClient(timeout=10) as http:
            while self._left:
                events = self._left.pop()
                if len(self._left) % 3:
                    await self._until_taken(http, events, BATCH)
                    continue
                for event in events:
                    await self._until_taken(http, event, ONE)

    async def _until_taken(self, http: httpx.AsyncClient, body: object, kind: str) -> None:
        content = json.dumps(body).encode()
        name = f"m-{id(body)}"

        async def taken() -> bool:
            headers = {"content-type": kind, **sign(self.secret, name, content, datetime.now(UTC))}
            try:
                answer = await http.post(f"{self.bot.address}/api/alerts?source=city", content=content, headers=headers)
            except httpx.TransportError:
                return False
            assert answer.status_code in (204, 500, 503), answer.text
            return answer.status_code == 204

        await until(taken, "the bot does not come back", within=RESTART, every=0.05)
        self.acknowledged += len(body) if isinstance(body, list) else 1

    async def reaches(self, alerts: int) -> None:
        while self.acknowledged < alerts:  # noqa: ASYNC110 what is waited for happens in a dozen tasks
            await asyncio.sleep(0.005)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()


async def test_a_burst_with_five_power_cuts(tmp_path: Path) -> None:
    burst = Burst(tmp_path)
    await burst.build()
    await burst.bot.start()
    sending = [asyncio.create_task(burst.send()) for _ in range(AT_ONCE)]
    for alerts in KILLS:
        await asyncio.wait({asyncio.create_task(burst.reaches(alerts)), *sending}, return_when="FIRST_COMPLETED")
        assert not all(task.done() for task in sending)
        await burst.bot.kill()
        await burst.bot.start()
    await asyncio.gather(*sending)
    assert await burst.bot.stop() == 0

    assert burst.acknowledged == ALERTS
    kept = Counter(name for (name,) in burst.rows("SELECT outer_id FROM intakes WHERE source = 'city'"))
    assert len(kept) == ALERTS
    assert set(kept.values()) == {1}
    troubles = burst.rows("SELECT camera, count(*) FROM intakes WHERE same_as IS NULL GROUP BY camera")
    assert sorted(many for _, many in troubles) == [1] * CAMERAS, "one trouble a camera, whatever was repeated"
    requests = burst.rows("SELECT count(*), count(DISTINCT key) FROM service_requests")
    by_night = burst.rows("SELECT count(*) FROM intakes WHERE state = 'new'")
    assert requests == [(CAMERAS - int(str(by_night[0][0])), CAMERAS - int(str(by_night[0][0])))]
    assert burst.rows("SELECT count(*) FROM parked") == [(0,)]
