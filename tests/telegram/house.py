"""A whole bot in this process, the real one, over our own Bot API server; only its patience is shorter."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from app.app import App, open_database
from app.channels import lent
from app.settings import Settings
from channels.telegram.channel import Telegram
from channels.telegram.setup import setup
from messages.limits import Limits
from programme.rules import Rules
from storage.people import invites
from tests.ports import own_port
from tests.telegram.people import Person
from tests.telegram.server import BotApi
from tests.town import MONDAY
from tests.waiting import until
from web.health import HealthReport
from web.server import serve, site

PATIENCE = 0.4
"""Seconds the bot waits for an answer of the server here."""

FAST = Limits(text_bytes=4096, per_second=1e6, per_person=1e6)
SECRET = "street-secret_5"
PUBLIC = "https://stars.example.cn"

_PASSING = {
    "at",
    "code",
    "print",
    "message",
    "seen_at",
    "claimed_until",
    "claimed_by",
    "attempts",
    "error",
    "receipt",
    "not_before",
    "next_at",
}
_INSTANT = re.compile(r"\b1[67]\d{11}\b")
_UNTOLD = {"migrations", "incarnation", "sqlite_sequence", "file_ids", "wrong_codes", "attempts", "runs"}
_UNTOLD |= {"shop_evidence", "rating_worlds"}
"""The last two repeat in bytes, instants among them, what the other tables say."""


class MovingClock:
    """Goes on from an ordinary Monday as the real one does, and can be put forward."""

    def __init__(self) -> None:
        self._start = MONDAY.astimezone(UTC)
        self._began = monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=monotonic() - self._began)

    def forward(self, **parts: float) -> None:
        self._start += timedelta(**parts)


class House:
    """One bot and its server. `mode` is `polling` or `webhook`."""

    def __init__(self, folder: Path, mode: str = "polling") -> None:
        self.folder = folder
        self.clock = MovingClock()
        self.api = BotApi(lambda: self.clock().timestamp())
        self.mode = mode
        self.settings = Settings(
            _env_file=None,
            database_url=f"sqlite:///{folder / 'bot.db'}",
            data_dir=folder,
            public_url=PUBLIC,
            telegram={
                "token": self.api.token,
                "mode": mode,
                "base_url": self.api.url,
                "webhook_secret": SECRET,
            },
        )
        self._numbers = iter(range(1, 1000))

    async def open(self) -> None:
        await self.api.start()
        await self.start()

    async def start(self) -> None:
        """A bot on this database, as after a start of the process."""
        self.database = await open_database(self.settings)
        lends = lent(setup, self.settings, self.database, self.clock, patience=PATIENCE)
        made = setup.make(self.settings.of("telegram"), lends)
        assert isinstance(made, Telegram)
        self.channel = _impatient(made)
        self.app = App(
            self.settings,
            Rules(),
            self.database,
            channels=[self.channel],
            parts=("web", "sender"),
            clock=self.clock,
        )
        await self.app.prepare()
        self.app.start()
        if self.mode == "webhook":
            await self._listen()

    async def _listen(self) -> None:
        port, ready = own_port(), asyncio.Event()
        pages = site(self.channel.routes(), health=self.app.health, metrics=bytes)
        self.app.supervisor.keep("site", lambda: serve(pages, "127.0.0.1", port, ready))
        await ready.wait()
        self.api.reach = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        await self.app.stop()
        await self.database.close()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def close(self) -> None:
        await self.stop()
        await self.api.stop()

    def person(self, name: str, language: str = "zh-hans") -> Person:
        return Person(self.api, 9000 + next(self._numbers), name, language)

    async def invite(self, kind: str, name: str, **more: Any) -> str:
        """A fresh enrolment code."""
        now = self.clock()
        code = await self.database.write(lambda tx: invites.make(tx, kind=kind, name=name, now=now, days=30, **more))
        return code if isinstance(code, str) else str(code.code)

    async def health(self) -> HealthReport:
        return await self.app.health()

    async def until_ill(self, *words: str) -> None:
        """Until health names the trouble with the channel in these words."""

        async def told() -> bool:
            report = await self.health()
            return not report.ok and all(word in report.parts["channel telegram"] for word in words)

        await until(told, lambda: f"health does not say {words}: {self.channel.health.words}")

    async def until_well(self) -> None:
        await until(lambda: self.channel.health.ok)

    async def settled(self) -> None:
        """Until every update is taken, everything sayable said and every file fetched."""
        await self.api.all_taken()
        await until(lambda: self.app.senders["telegram"].idle and not self._undone())

    def _undone(self) -> int:
        with closing(sqlite3.connect(self.folder / "bot.db")) as db:
            unsent = db.execute("SELECT count(*) FROM outbox WHERE state = 'queued'").fetchone()[0]
            return int(unsent + db.execute("SELECT count(*) FROM media WHERE state = 'to fetch'").fetchone()[0])

    def lasting(self) -> dict[str, list[Any]]:
        """All that the database keeps, without clock times and the traces of delivery."""
        with closing(sqlite3.connect(self.folder / "bot.db")) as db:
            db.row_factory = sqlite3.Row
            tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            [life] = db.execute("SELECT token FROM incarnation").fetchone()

            def rows(table: str) -> list[str]:
                return sorted(
                    _kept(row).replace(f"-{life}.", "-<life>.") for row in db.execute(f"SELECT * FROM {table}")
                )

            return {table: rows(table) for table in tables if table not in _UNTOLD}


def _kept(row: sqlite3.Row) -> str:
    kept = {k: row[k] for k in row.keys() if k not in _PASSING and not k.endswith("_at")}  # noqa: SIM118
    if "state" in kept and "body" in kept:
        kept["body"] = {**json.loads(kept["body"]), "replace": ""}
        kept["state"] = "sent" if kept["state"] == "unsure" else kept["state"]
    marked = {k: (v is not None) if k in ("since", "until", "expires") else v for k, v in kept.items()}
    return _INSTANT.sub("<instant>", repr(marked))


def _impatient(channel: Telegram) -> Telegram:
    channel.limits = FAST
    channel._intake._albums._quiet = 0.15
    channel._polling._wait = 2
    channel._menus._gather = 0.05
    return channel
