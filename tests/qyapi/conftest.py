"""Both channels over the fake; a test ends with no complaint and nothing dropped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.qyapi.house import QyHouse


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules, a fraction of the time."""
    monkeypatch.setattr("bot.outbox.STANDSTILL", 0.3)
    monkeypatch.setattr("bot.outbox.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("bot.outbox.LOOK_AROUND", 0.05)
    monkeypatch.setattr("channels.qyapi.callback.LOOK_AROUND", 0.05)
    monkeypatch.setattr("channels.kefu.channel.FIRST_PAUSE", 0.05)


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[QyHouse]:
    made = QyHouse(database_url, tmp_path)
    await made.open()
    yield made
    await made.close()
    assert made.api.complaints == []
    assert made.api.dropped == []
    assert made.caller.lost == 0
