"""Every named statement is understood by both databases: what one dialect cannot say is found before anybody asks it."""

from __future__ import annotations

from storage.tx import Database


async def test_open(database: Database) -> None:
    assert await database.read(lambda tx: tx.value("migrations_done")) >= 1
