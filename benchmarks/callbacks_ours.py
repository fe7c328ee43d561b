"""Our whole bot with Telegram, WeCom and 微信客服 on a street of its own. FAR_PORT HOOK FOLDER."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from app.app import PARTS, App, open_database
from app.channels import switched_on
from app.serving import run_until_told
from app.settings import Settings
from bot.clock import wall_clock
from messages.address import Address
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.people import people

CORP, AGENT, KFID, SECRET, TOKEN = "ww5823bf96d3bd56c7", 1000002, "wkbench", "bench-secret", "bench"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
USERS = 200


async def fill(database: Database) -> None:
    """People whom the bot knows on each way, and that they tap cards: one message answers them."""

    async def street(tx: Tx) -> None:
        now = wall_clock()
        for user in range(1, USERS + 1):
            for to in (Address("telegram", str(user)), Address("wecom", f"u{user}"), Address("kefu", f"wm{user}")):
                person = await people.add(tx, name=f"{to.channel}{user}", now=now)
                await conversations.save(
                    tx, to, person_id=person, step="", in_hand=None, thread="", seen_at=now, form="card"
                )

    await database.write(street)


async def main(far: str, hook: str, folder: str) -> None:
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder}/bench.db",
        data_dir=Path(folder),
        port=int(hook),
        public_url=f"http://127.0.0.1:{hook}",
        telegram={
            "token": "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "mode": "webhook",
            "base_url": f"http://127.0.0.1:{far}",
            "webhook_secret": SECRET,
        },
        wecom={
            "corp_id": CORP,
            "agent_id": AGENT,
            "secret": SECRET,
            "token": TOKEN,
            "aes_key": AES_KEY,
            "base_url": f"http://127.0.0.1:{far}",
        },
        kefu={"open_kfid": KFID},
    )  # type: ignore[call-arg]
    database = await open_database(settings)
    await fill(database)
    made = switched_on(settings, database, wall_clock)
    for channel in made:
        channel.limits = replace(channel.limits, per_second=1e6, per_person=1e6, bursts=())
    await run_until_told(App(settings, Rules(), database, channels=made, parts=PARTS))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
