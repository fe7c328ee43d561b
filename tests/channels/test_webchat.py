"""The contract on the web chat, over its real mailbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from channels.webchat.channel import WebChat
from storage.core.tx import Database
from tests.channels.contract import *  # noqa: F403 the tests of every channel
from tests.channels.rig import Rig, Shown
from tests.town import FAST, MONDAY, StoppedClock, Town
from tests.web.echo import chrome
from tests.web.mailbox import ListMailbox
from web.locations import CHAT


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="web")
    mailbox = ListMailbox()
    channel = WebChat(mailbox, tmp_path, CHAT, chrome(), clock=town.clock)
    channel.limits = replace(channel.limits, **FAST)
    town.channel = channel  # type: ignore[assignment]
    await town.start()
    made = Rig(town, "li", lambda: [_shown(letter.number, letter.body) for letter in mailbox.of("li")])
    await made.enrol()
    await made.says("中文")
    mailbox.letters.clear()
    yield made
    await town.stop()


def _shown(number: int, body: dict) -> Shown:  # type: ignore[type-arg]
    pick = body.get("pick")
    options = [*pick["options"], pick["submit"]] if pick else []
    labels = [b["label"] for row in body.get("buttons", ()) for b in row]
    return Shown(body["text"], (*options, *labels), str(number))
