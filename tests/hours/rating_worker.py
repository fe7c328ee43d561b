"""A worker of a rating run as a process of its own: DATABASE FOLDER; it stands still with its first stretch in hand."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.app import App, open_database
from app.demo.sample_clock import PutForward
from app.settings import Settings
from programme.rules import Rules
from schedules import rating_stretches, ratings
from storage.core.tx import Database

WEEK = "2026-W38"
SUNDAY = datetime(2026, 9, 20, 18, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def app_on(database: Database, folder: Path) -> App:
    """The bot on that Sunday evening."""
    settings = Settings(database_url="sqlite:///unused.db", data_dir=folder)
    return App(settings, Rules(), database, clock=PutForward(SUNDAY))


def _stand_still(*_: Any) -> None:
    print("holding", flush=True)
    time.sleep(600)


async def main(url: str, folder: str) -> None:
    ratings.CHUNK = 0
    rating_stretches.rate_grids = _stand_still  # type: ignore[assignment]
    database = await open_database(Settings(database_url=url, data_dir=Path(folder)))
    await app_on(database, Path(folder)).hours.run_by_hand("ratings", WEEK)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
