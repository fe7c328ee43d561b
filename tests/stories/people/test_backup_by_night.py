"""A copy every night: whole, checked, and not for ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from storage.core.backups import damage_of
from tests.town import ZONE, Town

one_shape = pytest.mark.parametrize("shape", ["telegram"])
NIGHT = datetime(2026, 11, 24, 4, 0, tzinfo=ZONE)


@one_shape
async def test_fourteen_nights_are_kept_and_each_is_whole(town: Town) -> None:
    town.backups = town.folder / "backups"
    li = await town.merchant("李记面馆")
    await li.says("好")
    town.backups.mkdir()
    (town.backups / ".fivestar-2026-11-20.db.00aa.part").write_bytes(b"a process died")
    for night in range(16):
        town.clock.at(NIGHT + timedelta(days=night))
        await town.pass_to(NIGHT + timedelta(days=night, minutes=20), "backup")
    copies = sorted(path.name for path in town.backups.iterdir())
    assert copies == [f"fivestar-2026-{day}.db" for day in ("11-26", "11-27", "11-28", "11-29", "11-30")] + [
        f"fivestar-2026-12-{day:02}.db" for day in range(1, 10)
    ]
    newest = town.backups / copies[-1]
    assert damage_of(newest) == ""
    with closing(sqlite3.connect(newest)) as copy:
        assert copy.execute("SELECT count(*) FROM self_checks").fetchone() == (1,)


@one_shape
async def test_without_a_folder_there_is_none_and_nothing_fails(town: Town) -> None:
    await town.pass_to(NIGHT + timedelta(minutes=20), "backup")
    assert town.hours.failures == {}
    assert not list(town.folder.rglob("fivestar-*.db"))


@one_shape
async def test_a_folder_that_cannot_be_written_fails_the_run_until_it_can(town: Town) -> None:
    blocked = town.folder / "backups"
    blocked.write_text("a file where the folder should be")
    town.backups = blocked
    await town.pass_to(NIGHT + timedelta(minutes=20), "backup")
    assert "backup" in town.hours.failures
    blocked.unlink()
    await town.hours.catch_up("backup")
    assert town.hours.failures == {}
    assert (blocked / "fivestar-2026-11-24.db").exists()
