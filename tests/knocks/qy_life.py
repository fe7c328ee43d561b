"""One life of a bot with WeCom and 微信客服, which `kill -9`s itself at one place; its API and its callers live elsewhere."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bot.outbox
import channels.kefu.channel
import channels.qyapi.callback
from app.app import App
from app.channels import switched_on
from app.settings import Settings
from channels.qyapi.client import QyApi
from messages.errors import StorageDown
from messages.incoming import Incoming
from programme.rules import Rules
from tests.knocks.day import Killer
from tests.knocks.series import open_watched
from tests.qyapi.phones import AES_KEY, TOKEN
from tests.qyapi.server import AGENT, CORP, KFID, SECRET
from tests.town import MONDAY
from web.server import serve, site

SENDS = {"message/send", "message/update_template_card", "kf/send_msg", "kf/send_msg_on_event"}


@dataclass(frozen=True)
class Life:
    """Where it lives and dies: `began` is the monotonic second of its Monday 09:00, `place` and `at` are the killer's.

    With `away` the database takes nothing.
    """

    url: str
    folder: str
    port: int
    api_port: int
    began: float
    place: str = ""
    at: int = 0
    away: bool = False

    def clock(self) -> datetime:
        return MONDAY.astimezone(UTC) + timedelta(seconds=time.monotonic() - self.began)


def live(life: Life) -> None:
    """Until killed or told to stop; what was passed is then written down."""
    bot.outbox.FIRST_PAUSE = bot.outbox.LOOK_AROUND = channels.qyapi.callback.LOOK_AROUND = 0.05
    channels.kefu.channel.FIRST_PAUSE = 0.05
    asyncio.run(_live(life))


async def _live(life: Life) -> None:
    killer, told = Killer(life.place, life.at), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    _watch_sends(killer)
    folder = Path(life.folder)
    database = await open_watched(life.url, killer)
    settings = Settings(
        _env_file=None,
        data_dir=folder,
        public_url=f"http://127.0.0.1:{life.port}",
        wecom={
            "corp_id": CORP, "agent_id": AGENT, "secret": SECRET, "token": TOKEN, "aes_key": AES_KEY, "cards": "always",
            "base_url": f"http://127.0.0.1:{life.api_port}",
        },
        kefu={"open_kfid": KFID, "pull_every": 0.5},
    )  # fmt: skip
    made = [c for c in switched_on(settings, database, life.clock, patience=1.0) if c.name != "web"]
    app = App(settings, Rules(), database, channels=made, parts=("web", "sender"), clock=life.clock)
    await app.prepare()
    if life.away:
        app.receive = _away
    app.start()
    pages = site([route for c in made for route in c.routes()], health=app.health, metrics=bytes)
    app.supervisor.keep("site", lambda: serve(pages, "127.0.0.1", life.port, asyncio.Event()))
    await told.wait()
    (folder / "passed.json").write_text(json.dumps(killer.passed))
    await app.stop()
    await database.close()


async def _away(_: Incoming) -> None:
    raise StorageDown("the database is away")


def _watch_sends(killer: Killer) -> None:
    """The killer looks on after every message the API has taken, before we have written down that it went out."""
    call = QyApi.call

    async def watched(self: QyApi, path: str, *more: Any, **named: Any) -> dict[str, Any]:
        found = await call(self, path, *more, **named)
        if path in SENDS:
            killer.passes("send")
        return found

    QyApi.call = watched  # type: ignore[method-assign]
