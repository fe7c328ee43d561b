"""Checks the pages of a running SQLite file every few minutes, so that damage by a failing disk is noticed soon."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path
from time import monotonic

log = logging.getLogger(__name__)

EVERY = 300.0
"""Seconds between two looks, at the least."""

SHARE = 20
"""A look that takes long is followed by a rest so many times as long: at most a twentieth of one processor."""

FIRST = 20.0
"""Seconds after the start until the first look: the start has other things to do."""


class Integrity:
    """`damage` is what SQLite's own check said last, empty when all was whole."""

    def __init__(self, path: Path, *, first: float = FIRST, every: float = EVERY) -> None:
        self._path = path
        self._first = first
        self._every = every
        self.damage = ""

    async def run(self) -> None:
        """Look until cancelled; being cancelled ends a look at once."""
        await asyncio.sleep(self._first)
        while True:
            began = monotonic()
            damage = await self._look()
            if damage != self.damage:
                log.error("the database file: %s", damage or "whole again")
                self.damage = damage
            await asyncio.sleep(max(self._every, SHARE * (monotonic() - began)))

    async def _look(self) -> str:
        connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        looking = asyncio.create_task(asyncio.to_thread(_check, connection))
        try:
            return await asyncio.shield(looking)
        except asyncio.CancelledError:
            connection.interrupt()
            await looking
            raise
        finally:
            connection.close()


def _check(connection: sqlite3.Connection) -> str:
    """What is wrong; a file that cannot be read just now is told by those who need it."""
    try:
        found = connection.execute("PRAGMA integrity_check(3)").fetchall()
    except sqlite3.OperationalError as error:
        return str(error) if "malformed" in str(error) else ""
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == [("ok",)] else "; ".join(str(row[0]) for row in found)
