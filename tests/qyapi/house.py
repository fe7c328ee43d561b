"""A whole bot in this process with both channels, over our own qyapi."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.app import App
from app.channels import switched_on
from app.settings import Settings
from programme.ids import PersonId
from programme.rules import Rules
from storage.core.tx import Tx
from storage.delivery import outbox
from storage.people import invites, people
from storage.shops import shops
from tests.databases import open_database
from tests.ports import own_port
from tests.qyapi.phones import AES_KEY, TOKEN, Caller, Guest, Member
from tests.qyapi.server import AGENT, CORP, KFID, SECRET, QyServer
from tests.telegram.house import MovingClock
from tests.waiting import until
from web.server import serve, site

PATIENCE = 0.4


class QyHouse:
    """One bot, its far side, and the people."""

    def __init__(self, url: str, folder: Path, **settings: Any) -> None:
        self.url = url
        self.folder = folder
        self.clock = MovingClock()
        self.api = QyServer(lambda: self.clock().timestamp())
        self.caller = Caller(self.api)
        self.port = own_port()
        self.settings = Settings(
            _env_file=None,
            data_dir=folder,
            public_url=f"http://127.0.0.1:{self.port}",
            wecom={
                "corp_id": CORP,
                "agent_id": AGENT,
                "secret": f" {SECRET} ",
                "token": TOKEN,
                "aes_key": AES_KEY,
                "base_url": self.api.url,
                **settings,
            },
            kefu={"open_kfid": KFID, "pull_every": 0.5},
        )

    async def open(self) -> None:
        await self.api.start()
        await self.start()

    async def start(self) -> None:
        self.database = await open_database(self.url)
        channels = [
            c for c in switched_on(self.settings, self.database, self.clock, patience=PATIENCE) if c.name != "web"
        ]
        self.app = App(
            self.settings, Rules(), self.database, channels=channels, parts=("web", "sender"), clock=self.clock
        )
        await self.app.prepare()
        self.app.start()
        ready = asyncio.Event()
        routes = [route for channel in channels for route in channel.routes()]
        pages = site(routes, health=self.app.health, metrics=bytes)
        self.app.supervisor.keep("site", lambda: serve(pages, "127.0.0.1", self.port, ready))
        await ready.wait()
        self.caller.reach = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        await self.app.stop()
        await self.database.close()

    async def close(self) -> None:
        await self.stop()
        await self.api.stop()

    def member(self, user: str) -> Member:
        return Member(self.caller, user)

    def guest(self, user: str) -> Guest:
        return Guest(self.caller, user)

    async def shop(self, name: str, door: str = "1号") -> tuple[int, str]:
        """A shop and its code."""

        async def make(tx: Tx) -> tuple[int, str]:
            grid = await shops.grid(tx, "西津路")
            now = self.clock()
            number = await shops.add(
                tx, name=name, door=door, street="西津路", walk="1", grid_id=grid, now=now, duties=()
            )
            code = await invites.make(tx, kind="shop", name=name, now=now, days=30, shop_id=number)
            return number, code

        return await self.database.write(make)

    async def colleague(self, member: Member, name: str, *links: tuple[int, int], role: str = "member") -> PersonId:
        """Enrol a member who looks after shops under numbers (shop, number), or a manager."""

        async def make(tx: Tx) -> tuple[PersonId, str]:
            now = self.clock()
            person = await people.add(tx, name=name, now=now, roles={role})
            for shop, number in links:
                await shops.link_to(tx, shop, person, number, now)
            code = await invites.make(tx, kind="member", name=name, now=now, days=30, person_id=person)
            return person, str(code)

        person, code = await self.database.write(make)
        await member.says(code)
        await self.sees(member, "您好")
        return person

    async def sees(self, who: Member | Guest, *words: str) -> None:
        """Wait until all of these words are on somebody's screen."""
        await until(
            lambda: all(w in who.looks() for w in words),
            lambda: f"{who.user} does not see {words} in:\n{who.looks()}",
        )

    async def until(self, true: Callable[[], bool]) -> None:
        await until(true)

    async def pulled(self) -> None:
        """Until every row of the service account is taken."""
        await until(self._is_pulled)

    async def _is_pulled(self) -> bool:
        return await self.cursor() == f"c{len(self.api.rows)}"

    async def settled(self) -> None:
        """Until everything sayable is said: no callback in the spool, no row to pull, no message to send, in this order."""
        await until(self._is_settled, "something is left to be done")

    async def _is_settled(self) -> bool:
        if any(self.folder.glob("wecom/*/*.json")) or (self.api.rows and not await self._is_pulled()):
            return False
        now = self.clock()
        due = [await self.database.read(lambda tx, n=name: outbox.any_due(tx, n, now)) for name in self.app.senders]  # type: ignore[misc]
        return not any(due) and all(s.idle for s in self.app.senders.values())

    async def job(self, name: str) -> None:
        """A job as at its hour."""
        await self.app.hours.jobs[name].run(
            self.app.work_for(self.app.hours.jobs[name], f"{self.clock():%Y-%m-%d}", True)
        )

    async def database_wiped(self) -> None:
        """As on the first day: nothing was ever pulled."""
        database = await open_database(self.url)
        await database.write(lambda tx: tx.raw("DELETE FROM cursors"))
        await database.close()

    async def cursor(self) -> str:
        rows = await self.database.read(lambda tx: tx.rows("cursor", channel="kefu", account=KFID))
        return str(rows[0]["position"]) if rows else ""

    async def states(self) -> list[str]:
        rows = await self.database.read(lambda tx: tx.rows("outbox_export"))
        return [str(row["state"]) for row in rows]
