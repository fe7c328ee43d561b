"""The contract on a channel of 200-byte texts, three buttons, no edits and a window that closes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.core.tx import Database
from tests.channels.contract import *  # noqa: F403 the tests of every channel
from tests.channels.probe import Probe
from tests.channels.rig import Rig, Shown
from tests.town import MONDAY, StoppedClock, Town


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="probe")
    town.channel = probe = Probe(town.clock)
    await town.start()
    made = Rig(town, "li", lambda: shown(probe), lambda at: probe.spoke("li", at))
    await made.enrol()
    made.spoke(town.clock())
    await made.says("中文")
    probe.screens.clear()
    yield made
    await town.stop()
    assert probe.complaints == []


def shown(probe: Probe, user: str = "li") -> list[Shown]:
    found = []
    for said in probe.screens.get(user, []):
        pick = said.reply.pick
        options = (*pick.options, pick.submit) if pick else ()
        found.append(Shown(said.reply.text, (*options, *(b.label for b in said.reply.choices)), str(said.number)))
    return found
