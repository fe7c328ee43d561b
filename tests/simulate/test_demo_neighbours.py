"""The sample street of the demonstration has done things together, and leaves a visitor something to answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.demo.sample_town import open_street
from app.settings import Settings
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.honours import honours
from storage.pledges import pledges


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_visitor_meets_an_activity_a_pledge_and_an_honour(database: Database, tmp_path: Path) -> None:
    await open_street(Settings(database_url="sqlite:///unused.db", data_dir=tmp_path), Rules(), database, weeks=2)

    async def read(tx: Tx) -> tuple[list[str], list[str], list[str], list[str]]:
        days = [str(row["state"]) for row in await tx.rows("export_activities")]
        hours = [str(row["name"]) for row in await tx.rows("export_volunteer_hours")]
        promised = [str((await pledges.find(tx, n)).state) for n in (1, 2)]  # type: ignore[union-attr]
        named = [str((await honours.find(tx, n)).state) for n in (1, 2)]  # type: ignore[union-attr]
        return days, hours, promised, named

    days, hours, promised, named = await database.read(read)
    assert days == ["closed", "planned"]
    assert len(hours) == 3
    assert promised == ["answered", "promised"]
    assert named[0] in ("confirmed", "notice"), "over long holidays five working days are not over yet"
    assert named[1] == "nominated", "the visitor may agree"
