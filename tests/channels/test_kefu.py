"""The contract on 微信客服, over a strict API with a window of twelve, so that a long text fits into one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.channels import ChannelMemory
from channels.kefu.channel import Kefu
from channels.qyapi.client import QyApi
from channels.qyapi.envelope import Envelope
from messages.limits import Window
from storage.core.tx import Database
from tests.channels.contract import *  # noqa: F403 the tests of every channel
from tests.channels.rig import Rig, Shown
from tests.qyapi.phones import AES_KEY, TOKEN
from tests.qyapi.server import CORP, KFID, SECRET, QyServer
from tests.qyapi.server import Shown as Card
from tests.town import FAST, MONDAY, StoppedClock, Town


@pytest.fixture
async def rig(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setattr("tests.qyapi.service.MOST", 12)
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="kefu")
    api = QyServer(lambda: town.clock().timestamp())
    await api.start()
    channel = Kefu(
        QyApi(CORP, SECRET, api.url),
        Envelope(TOKEN, AES_KEY, CORP),
        KFID,
        tmp_path,
        memory=ChannelMemory("kefu", database, town.clock),
        clock=town.clock,
    )
    channel.limits = replace(channel.limits, window=Window(172_800.0, 12, 4), **FAST)
    town.channel = channel  # type: ignore[assignment]
    await town.start()

    def spoke(at: object) -> None:
        api.customers["li"].spoke, api.customers["li"].said = town.clock().timestamp(), 0

    made = Rig(town, "li", lambda: [_shown(card) for card in api.kefu_screen], spoke)
    await made.enrol()
    await made.says("中文")
    api.kefu_screen.clear()
    yield made
    await town.stop()
    await channel.close()
    await api.stop()
    assert api.complaints == []


def _shown(card: Card) -> Shown:
    menu = card.body.get("msgmenu", {}).get("list", ())
    return Shown(card.text, tuple(item["click"]["content"] for item in menu if "click" in item), card.number)
