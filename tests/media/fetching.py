"""A process that fetches what is due in a town's database, to be killed: `python -m tests.media.fetching DATABASE FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from storage.core.sqlite import open_sqlite
from tests.town import MONDAY, StoppedClock, Town


async def main(path: Path, folder: Path) -> None:
    database = await open_sqlite(path)
    town = Town(database, StoppedClock(max(MONDAY.astimezone(UTC), datetime(2026, 11, 23, 2, tzinfo=UTC))), folder)
    await town.start()
    while await town.fetcher.fetch_due():
        pass


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
