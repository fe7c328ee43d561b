"""A province on the test server, its settings in the environment as an operator would have them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.databases import Server
from tests.ports import own_port
from tests.towns.province import Province


@pytest.fixture
async def province(postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Province]:
    """Without a town yet; add some, then start it."""
    monkeypatch.setattr("bot.outbox.LOOK_AROUND", 0.05)
    monkeypatch.setattr("bot.media.FIRST_PAUSE", timedelta(seconds=0.1))
    monkeypatch.setattr("channels.telegram.polling.HANG", 0.3)
    monkeypatch.setattr("channels.telegram.health.SOONEST", 0.03)
    monkeypatch.setattr("app.towns.one_town.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("app.towns.one_town.LONGEST_PAUSE", 0.2)
    for name in [n for n in os.environ if n.startswith("FIVESTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    made = Province(tmp_path)
    monkeypatch.setenv("FIVESTAR_TOWNS", str(made.folder))
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", await postgres_server.empty())
    monkeypatch.setenv("FIVESTAR_PORT", str(own_port()))
    yield made
    await made.stop()
