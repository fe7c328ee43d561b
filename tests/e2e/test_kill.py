"""The running bot is killed in the middle of a day, again and again; the day goes on, and nothing of it is lost or doubled."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.people import invites
from storage.shops import shops
from tests.e2e.bot import Bot
from tests.media.pictures import saved, scene
from tests.ports import own_port
from tests.waiting import RESTART, until

SHOPS = 6
DAY = ("好", "秩序 货出店了", "好", "photo", "我的星", "好", "秩序 又出店了", "photo", "帮助", "好")
"""What each merchant sends, in this order; a `photo` says 卫生 with a picture."""
CHECKS = [words for words in DAY if words not in ("我的星", "帮助")]
KILLS = (9, 21, 34, 47)
"""After so many acknowledged messages, while others are on their way."""
IS_ANSWER = "key NOT LIKE 'unasked:%'"
"""By the real clock a Sunday evening's news may be written, too; nobody asked for them, and they wait for their hour."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Page:
    """What the chat page does: one message after the other, each under a name of its own until it is taken."""

    def __init__(self, street: Street, number: int, code: str) -> None:
        self._street = street
        self._number = number
        self._words = (code, *DAY)

    async def live(self) -> None:
        """A day, however often the bot is away."""
        base = self._street.bot.address
        async with httpx.AsyncClient(base_url=base, headers={"x-fivestar": "1"}, timeout=10) as http:
            await self._until_taken(lambda: http.get("/chat"))
            for step, words in enumerate(self._words):
                message: dict[str, object] = {"uuid": f"day-{self._number:02}-{step:02}", "text": words}
                if words == "photo":
                    content = saved(scene(self._number * 100 + step, 320, 240))
                    upload = await self._until_taken(lambda c=content: http.post("/chat/upload", content=c))  # type: ignore[misc]
                    message |= {"text": "卫生 门口有垃圾没扫", "files": [upload.json()["name"]]}
                await self._until_taken(lambda m=message: http.post("/chat/send", json=m))  # type: ignore[misc]
                self._street.acknowledged += 1

    @staticmethod
    async def _until_taken(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        async def taken() -> httpx.Response | None:
            try:
                answer = await ask()
            except httpx.TransportError:
                return None
            assert answer.is_success or answer.status_code >= 500 or answer.status_code == 429, answer.text
            return answer if answer.is_success else None

        answer = await until(taken, "the bot does not come back", within=RESTART, every=0.05)
        assert answer
        return answer


class Street:
    """Shops with open codes on a real file, and the bot on it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "day.db"
        self.acknowledged = 0
        self.bot = Bot(
            folder,
            "run",
            database_url=f"sqlite:///{self.file}",
            data_dir=str(folder / "data"),
            port=str(own_port()),
        )

    async def build(self) -> list[str]:
        """The street's codes."""
        now = datetime.now(UTC)

        async def shop(tx: Tx, number: int) -> str:
            grid = await shops.grid(tx, "西津路")
            place = await shops.add(
                tx, name=f"店{number}", door=f"{number}号", street="西津路", walk=f"{number:06d}", grid_id=grid, now=now
            )
            return await invites.make(tx, kind="shop", name=f"店{number}", shop_id=place, now=now, days=30)

        database = await open_sqlite(self.file)
        codes = [await database.write(lambda tx, n=n: shop(tx, n)) for n in range(SHOPS)]  # type: ignore[misc]
        await database.close()
        return codes

    async def reaches(self, messages: int) -> None:
        while self.acknowledged < messages:  # noqa: ASYNC110 what is waited for happens in six tasks
            await asyncio.sleep(0.005)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    made = Street(tmp_path)
    yield made
    await made.bot.stop()


async def test_a_day_with_four_power_cuts(street: Street) -> None:
    pages = [Page(street, number, code) for number, code in enumerate(await street.build())]
    await street.bot.start()
    living = [asyncio.create_task(page.live()) for page in pages]
    for messages in KILLS:
        await asyncio.wait({asyncio.create_task(street.reaches(messages)), *living}, return_when="FIRST_COMPLETED")
        assert not all(task.done() for task in living)
        await street.bot.kill()
        await street.bot.start()
    await asyncio.gather(*living)
    await all_settled(street)
    assert await street.bot.stop() == 0

    assert street.acknowledged == SHOPS * (1 + len(DAY))
    versions = Counter(
        name for (name,) in street.rows("SELECT s.name FROM self_checks c JOIN shops s ON s.id = c.shop_id")
    )
    assert versions == {f"店{number}": len(CHECKS) for number in range(SHOPS)}
    standing = street.rows("SELECT shop_id FROM self_checks WHERE standing = 1")
    assert len(set(standing)) == SHOPS
    assert street.rows("SELECT count(*) FROM web_letters WHERE direction = 'in'") == [(street.acknowledged,)]
    sent = street.rows("SELECT key FROM outbox WHERE state = 'sent'")
    shown = street.rows("SELECT key FROM web_letters WHERE direction = 'out'")
    assert {f"out:{key}" for (key,) in sent} == {key for (key,) in shown}
    assert street.rows(f"SELECT count(*) FROM outbox WHERE state <> 'sent' AND {IS_ANSWER}") == [(0,)]
    assert street.rows("SELECT count(*) FROM parked") == [(0,)]
    photos = street.rows("SELECT state, sha256, bytes FROM media")
    assert len(photos) == SHOPS * DAY.count("photo")
    aside = [state for state, *_ in photos if state == "set aside"]
    assert {state for state, *_ in photos} <= {"stored", "set aside"}
    assert len(aside) <= len(KILLS) // 2, "only what two processes died over is set aside"
    for _, sha256, size in (photo for photo in photos if photo[0] == "stored"):
        kept = street.file.parent / "data" / "media" / str(sha256)[:2] / f"{sha256}.jpg"
        assert kept.stat().st_size == size


async def all_settled(street: Street) -> None:
    """Until everything is said and fetched."""
    messages = f"SELECT count(*) FROM outbox WHERE state = 'queued' AND {IS_ANSWER}"
    photos = "SELECT count(*) FROM media WHERE state = 'to fetch'"
    left = "SELECT key, state, error FROM outbox WHERE state = 'queued'"
    await until(
        lambda: street.rows(messages) == street.rows(photos) == [(0,)],
        lambda: street.rows(left),
        within=RESTART,
        every=0.05,
    )
