"""Towns as files in a folder, carried by one process over one PostgreSQL server, each with a Bot API server of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import httpx

from app.app import PARTS, App
from app.towns.chosen import every
from app.towns.many import Towns
from messages.address import Address
from storage.core.tx import Tx
from storage.delivery import conversations
from storage.people import people
from storage.shops import shops
from tests.telegram.house import MovingClock
from tests.telegram.people import Person
from tests.telegram.server import BotApi

LI, WANG = 9001, 9002
"""The same telephone numbers in every town: 李老板 keeps a shop, 王主任 is the manager."""


class Province:
    """`towns` once it has started; the process's own settings are in the environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "towns"
        self.folder.mkdir()
        self.apis: dict[str, BotApi] = {}
        self.towns: Towns | None = None
        self.clock = MovingClock()
        self.clock.forward(days=6, hours=2, minutes=7)
        """A Sunday noon, with nothing to make up for: by the real clock an evening's news came in between."""

    async def add(self, name: str, *, token: str = "", rules: str = "", **more: str) -> None:
        """A file for a town, with a bot of its own; `token` is another than its Bot API server knows."""
        api = self.apis[name] = BotApi(lambda: self.clock().timestamp())
        api.token = f"{len(self.apis)}00100200:{name}-{'x' * 30}"
        await api.start()
        own = {
            "TELEGRAM__TOKEN": token or api.token,
            "TELEGRAM__BASE_URL": api.url,
            "ADMIN_CODE": f"{name}-code-1",
            **more,
        }
        self.write(name, own)
        if rules:
            (self.folder / f"{name}.toml").write_text(rules, "utf-8")

    def write(self, name: str, own: Mapping[str, str]) -> None:
        lines = [f"FIVESTAR_{variable}={value}" for variable, value in own.items()]
        (self.folder / f"{name}.env").write_text("\n".join(lines), "utf-8")

    async def start(self) -> None:
        common, _, files = every()
        self.towns = Towns(common, files, parts=PARTS)
        for file in files:
            self.towns.add(file, self.clock)
        await self.towns.start()

    async def stop(self) -> None:
        if self.towns:
            await self.towns.stop()
        for api in self.apis.values():
            await api.stop()
            assert api.complaints == []

    def is_open(self, name: str) -> bool:
        assert self.towns is not None
        return any(town.app for town in self.towns.towns if town.name == name)

    def app(self, name: str) -> App:
        """The bot of a town that is open."""
        assert self.towns is not None
        app = next(town.app for town in self.towns.towns if town.name == name)
        assert app is not None, "it is not open"
        return app

    def browser(self, name: str) -> httpx.AsyncClient:
        """A browser that asks for a town by its host name; for "" by the process's address."""
        assert self.towns is not None
        port = self.towns.common.port
        host = {"host": f"{name}.localhost:{port}"} if name else {}
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=host)

    async def settle(self, name: str, shop: str) -> tuple[Person, Person]:
        """李老板 with a shop of this name, and 王主任, in one town."""
        li, wang = Person(self.apis[name], LI, "李老板"), Person(self.apis[name], WANG, "王主任")

        async def enrol(tx: Tx) -> None:
            now = self.clock()
            grid = await shops.grid(tx, "西津路")
            place = await shops.add(tx, name=shop, door="1号", street="西津路", walk="000001", grid_id=grid, now=now)
            for person in (li, wang):
                number = await people.add(tx, name=person.name, now=now)
                to = Address("telegram", str(person.number))
                await conversations.save(tx, to, person_id=number, step="", in_hand=None, thread="", seen_at=now)
                if person is li:
                    await shops.hold(tx, place, number, now)
                else:
                    await people.grant(tx, number, "manager", by=None, now=now)

        await self.app(name).database.write(enrol)
        return li, wang
