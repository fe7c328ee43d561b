"""Whoever keeps what they read asks for the version: another one after every commit, the same while nobody writes."""

from __future__ import annotations

from pathlib import Path

from storage.core.sqlite import open_sqlite
from storage.core.tx import Database
from storage.shops import shops


async def test_another_after_each_commit_and_the_same_between_them(database: Database) -> None:
    versions = [await database.version()]
    for name in ("一网格", "二网格", "三网格"):
        await database.read(shops.grids)
        assert await database.version() == versions[-1], "reading changes nothing"
        await database.write(lambda tx, name=name: shops.grid(tx, name))  # type: ignore[misc]
        versions.append(await database.version())
    assert len(set(versions)) == len(versions)


async def test_what_another_process_wrote_counts_too(tmp_path: Path) -> None:
    ours, theirs = await open_sqlite(tmp_path / "town.db"), await open_sqlite(tmp_path / "town.db")
    before = await ours.version()
    await theirs.write(lambda tx: shops.grid(tx, "一网格"))
    assert await ours.version() != before
    await theirs.close()
    await ours.close()
