"""What everybody says every day costs few statements: a new one in every turn is felt by all of them at once."""

from __future__ import annotations

import pytest

from storage.core.sqlite import SqliteDatabase
from tests.player import Player
from tests.town import Town

MOST = {"好": 12, "我的星": 12, "取消": 10}
"""Statements of the turn, each part of which has its reason: raise one only for what every such message needs."""


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("words", MOST)
async def test_a_turn_asks_nothing_twice(town: Town, words: str) -> None:
    if not isinstance(town.database, SqliteDatabase):
        pytest.skip("counted on SQLite: the statements are the same")
    li = await town.merchant("李记面馆")
    await li.says("好")
    told = await _heard(town.database, li, words)
    assert len(told) <= MOST[words], "\n".join(told)


async def _heard(database: SqliteDatabase, who: Player, words: str) -> list[str]:
    """The statements of the transaction in which the message was handled."""
    told: list[str] = []
    await database._writer.set_trace_callback(told.append)
    await who.says(words)
    await database._writer.set_trace_callback(lambda _: None)
    whole = "\n\0".join(told)
    turn = next(part for part in whole.split("BEGIN IMMEDIATE") if "INSERT INTO seen" in part)
    said = [s.strip("\n\0") for s in turn.split("\n\0")]
    return [s for s in said if s and not s.startswith(("COMMIT", "--"))]
