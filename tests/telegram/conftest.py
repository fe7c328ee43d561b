"""A bot over a server of our own; whatever the specification has against one of its requests fails the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from channels.telegram.channel import Telegram
from channels.telegram.line import Line
from messages.errors import StorageDown
from messages.setup import Known
from tests.telegram.house import House
from tests.telegram.server import BotApi


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules, a hundredth of the time."""
    monkeypatch.setattr("bot.outbox.STANDSTILL", 0.3)
    monkeypatch.setattr("bot.outbox.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("bot.outbox.LOOK_AROUND", 0.05)
    monkeypatch.setattr("bot.media.FIRST_PAUSE", timedelta(seconds=0.1))
    monkeypatch.setattr("channels.telegram.health.SOONEST", 0.03)
    monkeypatch.setattr("channels.telegram.health.LATEST", 0.3)
    monkeypatch.setattr("channels.telegram.polling.HANG", 0.3)
    monkeypatch.setattr("channels.telegram.webhook.LOOK_AROUND", 0.05)
    monkeypatch.setattr("channels.telegram.channel.GREET_AGAIN", 0.1)
    monkeypatch.setattr("channels.telegram.menus.GAP", 0.0)


@pytest.fixture(params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> str:
    """Stories run by polling and by webhook."""
    return str(request.param)


@pytest.fixture
async def house(tmp_path: Path, mode: str) -> AsyncIterator[House]:
    made = House(tmp_path, mode)
    await made.open()
    yield made
    await made.close()
    assert made.api.complaints == []


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server alone, with a clock that stands at an ordinary Monday."""
    made = BotApi(lambda: 1_795_395_600.0)
    await made.start()
    yield made
    await made.stop()
    assert made.complaints == []


class Shelf:
    """File ids in a dictionary, and people nobody knows."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.down = False

    async def find(self, digest: str, *, newer_than: timedelta | None = None) -> str | None:
        del newer_than
        if self.down:
            raise StorageDown("the disk is full")
        return self.ids.get(digest)

    async def keep(self, digest: str, file_id: str) -> None:
        if self.down:
            raise StorageDown("the disk is full")
        self.ids[digest] = file_id

    async def known(self, users: Sequence[str]) -> Mapping[str, Known]:
        del users
        return {}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def channel(api: BotApi, tmp_path: Path, shelf: Shelf) -> AsyncIterator[Telegram]:
    """The channel alone, sending only."""
    made = Telegram(Line(api.token, api.url, patience=0.3), tmp_path, {}, file_ids=shelf, people=shelf)
    yield made
    await made.close()
