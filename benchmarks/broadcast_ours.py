"""Our whole bot asks everybody at once for today's self-check, as an operator's hand would. PORT FOLDER MESSAGES."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

from app.app import PARTS, App, open_database
from app.channels import lent
from app.serving import run_until_told
from app.settings import Settings
from benchmarks.echo_ours import fill
from bot.clock import wall_clock
from channels.telegram.setup import TelegramSettings, setup
from programme.rules import Rules
from tests.ports import own_port

MORNING = 9
WEDNESDAY = 2
"""No news of the week before is made up for, which would be a shop's one unasked message of the day."""


async def main(port: str, folder: str, messages: str) -> None:
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder}/bench.db",
        data_dir=Path(folder),
        public_url="https://bench.test",
        port=own_port(),
        telegram=TelegramSettings(token="1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", base_url=f"http://127.0.0.1:{port}"),  # type: ignore[arg-type]
    )  # type: ignore[call-arg]
    now = wall_clock().astimezone(settings.zone)
    ahead = timedelta(days=(WEDNESDAY - now.weekday()) % 7, hours=MORNING - now.hour)

    def clock() -> datetime:
        return wall_clock() + ahead

    database = await open_database(settings)
    await fill(database, settings.zone, int(messages), 0)
    channel = setup.make(settings.of("telegram"), lent(setup, settings, database, clock))
    assert channel
    app = App(settings, Rules(), database, channels=[channel], parts=PARTS, clock=clock)
    running = asyncio.create_task(run_until_told(app))
    await asyncio.sleep(3)
    await app.hours.run_by_hand("reminders")
    await running
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
