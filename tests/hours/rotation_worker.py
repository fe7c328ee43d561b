"""A process that carries out a rotation and is killed at its n-th change: DATABASE FOLDER N."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from storage.core.rows import Plain, Row
from storage.core.sqlite import SqliteTx, open_sqlite
from storage.core.statements import Statement
from tests.town import StoppedClock, Town, on_day

CHANGES = ("INSERT", "UPDATE", "DELETE")
changes = 0


class Killed(SqliteTx):
    """A transaction in which the process ends with `kill -9`."""

    at = ""

    async def _fetch(self, statement: Statement, values: dict[str, Plain]) -> Sequence[Row]:
        _passes(statement, self.at)
        return await super()._fetch(statement, values)

    async def _execute(self, statement: Statement, values: dict[str, Plain]) -> int:
        _passes(statement, self.at)
        return await super()._execute(statement, values)


def _passes(statement: Statement, at: str) -> None:
    global changes  # noqa: PLW0603 one process, one count
    changes += statement.sql.startswith(CHANGES)
    if str(changes) == at:
        os.kill(os.getpid(), signal.SIGKILL)


async def main(file: str, folder: str, at: str) -> None:
    database = await open_sqlite(Path(file))
    town = Town(database, StoppedClock(on_day(date(2026, 11, 24), 9)), Path(folder), shape="web")
    await town.start()
    await town.settle()
    await town.job("rotations")
    print(changes)
    os._exit(0)


if __name__ == "__main__":
    Killed.at = sys.argv[3]
    import storage.core.sqlite as opened

    opened.SqliteTx = Killed  # type: ignore[misc]
    asyncio.run(main(*sys.argv[1:]))
