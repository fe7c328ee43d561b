"""The contract on Telegram, over a Bot API server that judges every request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from channels.telegram.channel import Telegram
from channels.telegram.line import Line
from storage.core.tx import Database
from tests.channels.contract import *  # noqa: F403 the tests of every channel
from tests.channels.rig import Rig, Shown
from tests.telegram.conftest import Shelf
from tests.telegram.people import Person
from tests.telegram.server import BotApi
from tests.town import FAST, MONDAY, StoppedClock, Town


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="telegram")
    api = BotApi(lambda: town.clock().timestamp())
    await api.start()
    shelf = Shelf()
    channel = Telegram(Line(api.token, api.url), tmp_path, {}, file_ids=shelf, people=shelf)
    channel.limits = replace(channel.limits, **FAST)
    town.channel = channel  # type: ignore[assignment]
    await town.start()
    li = Person(api, 9001, "李老板")
    seen = 0
    made = Rig(town, "9001", lambda: _screen(li)[seen:])
    await made.enrol()
    await made.says("中文")
    seen = len(_screen(li))
    yield made
    await town.stop()
    await channel.close()
    await api.stop()
    assert api.complaints == []


def _screen(person: Person) -> list[Shown]:
    return [
        Shown(told.text, tuple(key["text"].removeprefix("☐ ") for row in told.keys for key in row), str(told.number))
        for told in person.screen
    ]
