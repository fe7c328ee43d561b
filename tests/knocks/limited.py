"""A process that runs out of file handles, to see what it does: `python -m tests.knocks.limited FOLDER`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from messages.errors import StorageDown
from storage.core.sqlite import open_sqlite
from storage.delivery import inbox

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REFUSED = "refused, then well"


async def main(folder: Path) -> str:
    file = await open_sqlite(folder / "town.db")
    await file.write(lambda tx: inbox.is_new(tx, "telegram:1", NOW))
    spent, refused = spend(), False
    with contextlib.suppress(OSError):
        os.close(os.open(folder / "more", os.O_CREAT))
        raise SystemExit("there were handles left")
    for number in range(2, 100):
        try:
            await file.write(lambda tx, n=number: inbox.is_new(tx, f"telegram:{n}", NOW))  # type: ignore[misc]
        except StorageDown:
            refused = True
    try:
        await open_sqlite(folder / "other.db")
        raise SystemExit("a second file opens without a handle")
    except StorageDown as error:
        print(error)
    for handle in spent:
        os.close(handle)
    assert await file.write(lambda tx: inbox.is_new(tx, "telegram:100", NOW))
    assert not await file.write(lambda tx: inbox.is_new(tx, "telegram:1", NOW))
    await file.close()
    return REFUSED if refused else "well"


def spend() -> list[int]:
    """All handles there are."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    spent = []
    with contextlib.suppress(OSError):
        while True:
            spent.append(os.open("/dev/null", os.O_RDONLY))
    return spent


if __name__ == "__main__":
    print(asyncio.run(main(Path(sys.argv[1]))))
