"""Our whole bot on a street of its own: a synced commit, then the answer. PORT MODE HOOK FOLDER TAPS IN_FLIGHT."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.app import PARTS, App, open_database
from app.channels import lent
from app.serving import run_until_told
from app.settings import Settings
from benchmarks.api_server import buttons_each
from bot.clock import wall_clock
from channels.telegram.setup import TelegramSettings, setup
from messages.address import Address
from messages.reply import Button, Reply
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.delivery import conversations, prompts
from storage.people import people
from storage.shops import shops


async def fill(database: Database, zone: object, users: int, each: int) -> None:
    """A shop and `each` open questions for every person, numbered as the server will tap them."""

    async def street(tx: Tx) -> None:
        now = wall_clock()
        await tx.do("incarnation_renew", token="bench")  # what the server's taps name
        grid, day = await shops.grid(tx, "西津路"), now.astimezone(zone).date()  # type: ignore[arg-type]
        for user in range(1, users + 1):
            to = Address("telegram", str(user))
            shop = await shops.add(
                tx, name=f"店{user}", door=f"{user}号", street="西津路", walk=f"{user:06d}", grid_id=grid, now=now
            )
            person = await people.add(tx, name=f"u{user}", now=now)
            await conversations.save(tx, to, person_id=person, step="", in_hand=None, thread="", seen_at=now)
            await shops.hold(tx, shop, person, now)
            for _ in range(each):
                rows = ((Button("五项都做到了", f"self_check.record_all_met {shop} {day}"),),)
                await prompts.add(tx, to, Reply("？", rows, best_before=now + timedelta(days=1)), now)

    await database.write(street)


async def main(port: str, mode: str, hook: str, folder: str, taps: str, in_flight: str) -> None:
    wanted = TelegramSettings(
        token="1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        mode=mode,
        base_url=f"http://127.0.0.1:{port}",
        webhook_secret="bench-secret",
    )  # type: ignore[arg-type]
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder}/bench.db",
        data_dir=Path(folder),
        port=int(hook),
        public_url="https://bench.test",
        telegram=wanted,
    )  # type: ignore[call-arg]
    database = await open_database(settings)
    await fill(database, settings.zone, int(in_flight), buttons_each(int(taps), int(in_flight)))
    channel = setup.make(settings.of("telegram"), lent(setup, settings, database, wall_clock))
    assert channel
    channel.limits = replace(channel.limits, per_second=1e6, per_person=1e6)
    await run_until_told(App(settings, Rules(), database, channels=[channel], parts=PARTS))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
