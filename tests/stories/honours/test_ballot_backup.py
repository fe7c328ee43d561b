"""What a backup of a secret ballot holds: every page of the file is searched, not only the rows that a query finds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from storage.core.backups import back_up
from tests.stories.honours.test_ballots import by_page, everything, telegram, votes
from tests.town import Town, on_day

VOTES = (("王芳", ("王芳",)), ("李强", ("李强",)), ("周敏", ("周敏",)), ("赵敏", ("王芳", "李强")))


def free_pages(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        return int(opened.execute("PRAGMA freelist_count").fetchone()[0])


async def copy(town: Town, tmp_path: Path, name: str) -> bytes:
    target = tmp_path / name
    await back_up(town.database, target)
    assert free_pages(target) == 0, "a page that is free keeps what stood on it"
    return target.read_bytes()


@telegram
async def test_no_page_of_a_backup_holds_what_was_deleted(town: Town, tmp_path: Path) -> None:
    """Envelopes that were opened, papers under earlier keys and tellers' figures are not left on any page of the file."""
    await by_page(town)
    secrets: list[str] = []
    keys: set[str] = set()
    for name, chosen in VOTES:
        answer = await votes(town, town.players[name], *chosen)
        secrets += re.findall(r"secret=([\w-]+)", str(answer.request.content))
        keys |= {str(paper["key"]) for paper in (await everything(town.database))["ballot_papers"]}
    now = {str(paper["key"]) for paper in (await everything(town.database))["ballot_papers"]}
    during = await copy(town, tmp_path, "during.db")
    assert len(secrets) == len(VOTES)
    assert len(keys) == 1 + 2 + 3 + 4, "each paper that comes in writes all anew"
    for left in (*secrets, *(keys - now)):
        assert left.encode() not in during
    assert all(key.encode() in during for key in now), "the search finds what is there"
    await town.pass_to(on_day(date(2026, 11, 24), 18, 30), "ballots")
    after = await copy(town, tmp_path, "after.db")
    for left in (*secrets, *keys):
        assert left.encode() not in after


@telegram
async def test_papers_lie_in_no_order_in_the_file(town: Town, tmp_path: Path) -> None:
    """The same votes cast in any order lie in the file by random keys: nothing tells which came first."""
    await by_page(town)
    for name, chosen in VOTES:
        await votes(town, town.players[name], *chosen)
    file = await copy(town, tmp_path, "order.db")
    rows = (await everything(town.database))["ballot_papers"]
    by_place = sorted((str(row["key"]) for row in rows), key=lambda key: file.index(key.encode()))
    by_key = sorted(by_place)
    assert by_place in (by_key, by_key[::-1]), "as the keys fall, which are made anew with every paper"
    assert len(set(permutations(by_key))) == 24
    with closing(sqlite3.connect(tmp_path / "order.db")) as opened, pytest.raises(sqlite3.OperationalError):
        opened.execute("SELECT rowid FROM ballot_papers")
