"""The contract on WeCom, over a strict API: a card is greyed and never rewritten, what follows it is said anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.channels import ChannelMemory
from channels.qyapi.client import QyApi
from channels.qyapi.envelope import Envelope
from channels.wecom.channel import WeCom
from messages.reply import Reply
from storage.core.tx import Database
from tests.channels.contract import *  # noqa: F403 the tests of every channel
from tests.channels.rig import Rig, Shown
from tests.qyapi.phones import AES_KEY, TOKEN
from tests.qyapi.server import AGENT, CORP, SECRET, QyServer
from tests.qyapi.server import Shown as Card
from tests.town import FAST, MONDAY, StoppedClock, Town
from texts import speaker


@pytest.fixture
async def rig(database: Database, tmp_path: Path) -> AsyncIterator[Rig]:
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="wecom")
    api = QyServer(lambda: town.clock().timestamp())
    await api.start()
    api.members.add("li")
    channel = WeCom(
        QyApi(CORP, SECRET, api.url),
        Envelope(TOKEN, AES_KEY, CORP),
        AGENT,
        tmp_path,
        memory=ChannelMemory("wecom", database, town.clock),
        words={name: speaker("zh")(f"wecom.{name}") for name in ("tick", "link")},
        clock=town.clock,
    )
    channel.limits = replace(channel.limits, **FAST)
    town.channel = channel  # type: ignore[assignment]
    await town.start()
    made = Rig(town, "li", lambda: [_shown(card) for card in api.screen])
    await made.enrol()
    await made.says("中文")
    api.screen.clear()
    yield made
    await town.stop()
    await channel.close()
    await api.stop()
    assert api.complaints == []
    assert api.dropped == []


async def test_what_cannot_be_edited_is_said_anew(rig: Rig) -> None:
    """The same name as in the contract, which asks here for an edit that only greys."""
    await rig.push(Reply("先说的"), "first")
    await rig.push(Reply("后说的", replace="a-code-nobody-knows|好"), "second")
    assert "先说的" in rig.words
    assert "后说的" in rig.words


def _shown(card: Card) -> Shown:
    made = card.body.get("template_card", {})
    options = [o["text"] for o in made.get("checkbox", {}).get("option_list", ())]
    submit = [made["submit_button"]["text"]] if "submit_button" in made else []
    labels = [b["text"] for b in made.get("button_list", ())]
    return Shown(card.text, (*options, *submit, *labels), card.number)
