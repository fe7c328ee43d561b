"""A morning over WeCom and 微信客服, killed at one place after another: what the street sees and what is kept stays the same.

`python -m tests.knocks.qy_series FOLDER URL STRIDE`; one line of JSON. The far side and the people live in this process, the
bot in one after another.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from itertools import count
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg

from messages.address import Address
from storage.core.copying import tables
from storage.core.postgres import open_postgres
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.delivery import conversations
from storage.people import invites, people
from storage.shops import shops
from tests.knocks.qy_life import Life, live
from tests.knocks.series import _count_on_without_gaps, _wipe_and_fill
from tests.ports import own_port
from tests.qyapi import phones
from tests.qyapi.phones import Caller, Guest, Member
from tests.qyapi.server import QyServer, Shown
from tests.town import MONDAY
from tests.waiting import LONG_ENOUGH, until

CODE, LI, WANG = "K7M2PX9Q", "wmLi", "wangfang"
PASSING = re.compile(
    r"(^|_)(at|until|since|code|token|attempts|claimed_by|error|receipt|not_before|took_ms|note|secret|said)$"
)
"""Columns that tell when and how often, not what."""
UNTOLD = ("incarnation", "runs", "cursors", "file_ids", "shop_evidence", "rating_worlds")
"""The last two repeat in bytes, instants among them, what the other tables say."""

LIFE = re.compile(r"-\w+\.")
"""In what a button carries, the database's own name."""

DIGEST = re.compile(r"\b[0-9a-f]{40}\b")
"""In the key of an event, what tells it from another; its second belongs to it."""

HOUR = re.compile(r"\b\d\d:\d\d\b")

CLAIMS_RUN_OUT = 61.0
"""Seconds by which the clock is put forward after a death on PostgreSQL, where another process might have lived on."""


async def morning(path: Path) -> None:
    """A shop whose sign hangs at the door, and a member who has used WeCom before."""
    database = await open_sqlite(path)

    async def settle_in(tx: Tx) -> None:
        grid = await shops.grid(tx, "西津路")
        shop = await shops.add(tx, name="李记面馆", door="1号", street="西津路", walk="1", grid_id=grid, now=MONDAY)
        code = await invites.make(tx, kind="shop", name="李记面馆", now=MONDAY, days=30, shop_id=shop)
        await tx.raw(f"UPDATE invites SET code = '{CODE}' WHERE code = '{code}'")
        wang = await people.add(tx, name="王芳", now=MONDAY, roles={"member"})
        await shops.link_to(tx, shop, wang, 1, MONDAY)
        where: dict[str, Any] = {"step": "", "in_hand": None, "thread": "", "seen_at": MONDAY, "form": "card"}
        await conversations.save(tx, Address("wecom", WANG), person_id=wang, **where)

    await database.write(settle_in)
    await database.close()


class Morning:
    """One morning with its far side; the bot is started again whenever it has died."""

    def __init__(self, folder: Path, url: str, place: str = "", at: int = 0) -> None:
        self.folder, self.url, self.place, self.at = folder, url, place, at
        self.began = time.monotonic()
        self.api = QyServer(lambda: self.life.clock().timestamp())
        self.port = own_port()
        self.caller = Patient(self)
        self.life = Life(url, str(folder), self.port, self.api.port, self.began, place, at)
        self.deaths = 0
        self._watching: asyncio.Task[None] | None = None
        phones._NUMBERS = count(1)

    async def run(self) -> None:
        await self.api.start()
        self._begin()
        self._watching = asyncio.create_task(self._revive())
        li, wang = Guest(self.caller, LI), Member(self.caller, WANG)
        script: list[tuple[Callable[[], Awaitable[None]], Guest | Member, str]] = [
            (lambda: li.scans(CODE), li, "李记面馆"),
            (lambda: li.says("好"), li, "谢谢"),
            (lambda: wang.says("我的商户"), wang, "1. 李记面馆"),
            (lambda: wang.taps("1 李记面馆"), wang, "门前看到的怎么样"),
            (lambda: wang.taps("有没做到的"), wang, "请勾选"),
            (lambda: wang.votes("秩序"), wang, "秩序 没做到"),
            (lambda: li.says("改好了"), li, "同事看过就算改好"),
        ]
        for act, who, words in script:
            await self._is_up()
            await act()
            await self._seen(who, words)
        await self._rests()
        self._watching.cancel()
        self._process.terminate()
        await asyncio.to_thread(self._process.join)
        await self.api.stop()

    def _begin(self) -> None:
        context = multiprocessing.get_context("forkserver")
        self._process: ForkServerProcess = context.Process(target=live, args=(self.life,), daemon=True)
        self._process.start()

    async def spooled(self) -> list[str]:
        """Words arrive while the database is away, then the power goes; what the member sees after the next start."""
        await self.api.start()
        self.life = replace(self.life, away=True)
        self._begin()
        await self._is_up()
        wang = Member(self.caller, WANG)
        for words in ("1 好", "撤销", "我的商户"):
            await wang.says(words)
        self._process.kill()
        await asyncio.to_thread(self._process.join)
        assert self.caller.answers == [200, 200, 200]
        assert len(list(self.folder.glob("wecom/*/*.json"))) >= 3, "one that was slow may have come twice"
        self.life = replace(self.life, away=False)
        self._begin()
        await self._seen(wang, "1. 李记面馆")
        await self._rests()
        self._process.terminate()
        await asyncio.to_thread(self._process.join)
        await self.api.stop()
        return [shown.text.partition("\n")[0] for shown in wang.screen]

    async def _revive(self) -> None:
        while True:
            if not self._process.is_alive():
                self.deaths += 1
                if self.deaths > 1 or not self.place:
                    raise RuntimeError("a life ended by itself")
                later = 0.0
                if not self.url.startswith("sqlite"):
                    await _count_on_without_gaps(self.url)
                    later = CLAIMS_RUN_OUT
                self.life = Life(self.url, str(self.folder), self.port, self.api.port, self.began - later)
                self._begin()
            await asyncio.sleep(0.01)

    async def _is_up(self) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                if self._watching and self._watching.done():
                    self._watching.result()  # a life that ended by itself ends the series
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz"):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.02)

    async def _seen(self, who: Guest | Member, words: str) -> None:
        """Until it is on the screen. A welcome whose twenty seconds a death took comes after the next word."""
        await self._rests(lambda: words in who.looks())

    async def _rests(self, sees: Callable[[], bool] = bool) -> None:
        """Until nothing more can come, or it sees what it waits for."""

        async def enough() -> bool:
            return sees() or await self._at_rest()

        await until(enough, every=0.02)

    async def _at_rest(self) -> bool:
        """Whether nothing more can come: no callback in the spool, no row to pull, no message to send, in this order."""
        if self._watching and self._watching.done():
            self._watching.result()
        if not self._process.is_alive() or any(self.folder.glob("wecom/*/*.json")):
            return False
        pulled, queued = await waiting(self.url)
        return pulled == len(self.api.rows) and not queued

    def screens(self) -> Counter[str]:
        return Counter(HOUR.sub("<hour>", f"{s.user}: {s.text}") for s in (*self.api.screen, *self.api.kefu_screen))

    def doubled_by_name(self) -> list[Shown]:
        """Cards and messages of the service account, which the API drops when repeated: none of them twice."""
        named = [
            s
            for s in (*self.api.screen, *self.api.kefu_screen)
            if s.body["msgtype"] == "template_card" or s.number[:1] == "k"
        ]
        names = Counter(s.body.get("msgid") or s.body["template_card"]["task_id"] for s in named)
        return [s for s in named if names[s.body.get("msgid") or s.body["template_card"]["task_id"]] > 1]


class Patient(Caller):
    """The far side's caller: after a broken connection it calls again, at most three times; here as soon as we are back."""

    def __init__(self, morning_: Morning) -> None:
        super().__init__(morning_.api, f"http://127.0.0.1:{morning_.port}")
        self._morning = morning_

    async def deliver(self, path: str, query: dict[str, str], body: bytes) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            for _ in range(4):
                try:
                    async with http.post(self.reach + path, params=query, data=body) as response:
                        self.answers.append(response.status)
                        return
                except (aiohttp.ClientError, TimeoutError):
                    await asyncio.sleep(0.1)
                    await self._morning._is_up()
        self.lost += 1


async def waiting(url: str) -> tuple[int, int]:
    """How many rows of the service account have been read, and how many messages are not sent yet."""
    asked = "SELECT (SELECT max(position) FROM cursors), (SELECT count(*) FROM outbox WHERE state = 'queued')"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(f"file:{url[10:]}?mode=ro", uri=True, timeout=LONG_ENOUGH)) as file:
            position, queued = file.execute(asked).fetchone()
    else:
        connection: Any = await asyncpg.connect(url)
        position, queued = await connection.fetchrow(asked)
        await connection.close()
    return int((position or "c0").strip("ce")), queued


async def kept(url: str, folder: Path) -> dict[str, list[str]]:
    """What came of the morning, table by table, without when and how often."""
    path = folder / "end.db"
    path.unlink(missing_ok=True)
    database = await (open_sqlite(Path(url[10:])) if url.startswith("sqlite") else open_postgres(url))
    await database.backup(path)
    await database.close()
    file, found = sqlite3.connect(path), {}
    for table in tables():
        columns = [c for c in table.columns if not PASSING.search(c)]
        if table.name in UNTOLD or not columns:
            continue
        rows = file.execute(f"SELECT {', '.join(columns)} FROM {table.name}").fetchall()
        found[table.name] = sorted(
            re.sub(
                r"\b1\d{12}\b", "<instant>", HOUR.sub("<hour>", DIGEST.sub("<digest>", LIFE.sub("-<life>.", repr(row))))
            )
            for row in rows
        )
    file.close()
    return found


class Series:
    """Mornings begun from the same file, each killed somewhere else."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.kills = self.doubled = 0
        self.wrong: list[str] = []

    def run(self, place: str = "", at: int = 0) -> Morning:
        shutil.rmtree(self.folder / "wecom", ignore_errors=True)
        if self.url.startswith("sqlite"):
            for ending in ("", "-wal", "-shm"):
                Path(self.url[10:] + ending).unlink(missing_ok=True)
            shutil.copyfile(self.folder / "morning.db", self.url[10:])
        else:
            asyncio.run(_wipe_and_fill(self.url, self.folder / "morning.db"))

        async def day() -> Morning:
            made = Morning(self.folder, self.url, place, at)
            await made.run()
            return made

        return asyncio.run(day())

    def undisturbed(self) -> dict[str, int]:
        self.screens = self.run().screens()
        self.kept = asyncio.run(kept(self.url, self.folder))
        return dict(json.loads((self.folder / "passed.json").read_text()))

    def killed(self, place: str, at: int) -> None:
        where, lived = f"{place} {at}", self.run(place, at)
        self.kills += lived.deaths
        screens = lived.screens()
        if set(screens) != set(self.screens):
            self.wrong.append(f"{where}: screens: {set(screens) ^ set(self.screens)}"[:600])
        self.doubled += sum((screens - self.screens).values())
        for what in (lived.api.complaints, lived.api.dropped, lived.doubled_by_name(), lived.caller.lost):
            if what:
                self.wrong.append(f"{where}: {what}"[:600])
        found = asyncio.run(kept(self.url, self.folder))
        for table, rows in self.kept.items():
            if table != "outbox" and found[table] != rows:
                only = [r for r in found[table] if r not in rows][:2], [r for r in rows if r not in found[table]][:2]
                self.wrong.append(f"{where}: {table}: {only[0]} instead of {only[1]}"[:600])


def main(folder: Path, url: str, stride: int) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(["tests.knocks.qy_life", "tests.knocks.loaded"])
    asyncio.run(morning(folder / "morning.db"))
    series = Series(folder, url)
    places = series.undisturbed()
    for place in ("before", "after", "send"):
        for at in range(1, places[place] + 1, stride):
            series.killed(place, at)
    told = {"places": places, "kills": series.kills, "doubled": series.doubled, "wrong": series.wrong[:20]}
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
