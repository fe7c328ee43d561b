"""One merchant with Telegram and WeChat, over both real channels: one question a morning; what WeChat shuts out goes there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from messages.address import Address
from storage.core.tx import Tx
from storage.delivery import conversations
from tests.qyapi.house import QyHouse
from tests.telegram.people import Person
from tests.telegram.server import BotApi


class BothHouse(QyHouse):
    """The same bot with Telegram beside."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url, folder)
        self.telegram = BotApi(lambda: self.clock().timestamp())
        wanted = {"token": self.telegram.token, "mode": "polling", "base_url": self.telegram.url}
        self.settings = self.settings.model_copy(update={"telegram": type(self.settings.of("telegram"))(**wanted)})

    async def open(self) -> None:
        await self.telegram.start()
        await super().open()

    async def close(self) -> None:
        await super().close()
        await self.telegram.stop()

    async def link(self, person: Person, user: str) -> None:
        """The chat on Telegram is the same person's as the one in WeChat."""
        now = self.clock() - timedelta(days=5)

        async def same(tx: Tx) -> None:
            known = await conversations.conversation(tx, Address("kefu", user))
            assert known
            where: dict[str, Any] = {"step": "", "in_hand": None, "thread": "", "seen_at": now}
            await conversations.save(tx, Address("telegram", str(person.number)), person_id=known.person_id, **where)

        await self.database.write(same)


@pytest.fixture
async def both(database_url: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    made = BothHouse(database_url, tmp_path)
    await made.open()
    yield made
    await made.close()
    assert made.api.complaints == []
    assert made.telegram.complaints == []


async def test_one_question_a_morning_and_a_shut_window_leads_to_telegram(both: BothHouse) -> None:
    number, code = await both.shop("李记面馆")
    li, wang = both.guest("wmLi"), both.member("WangFang")
    await li.scans(code)
    await both.sees(li, "李记面馆")
    await li.says("好")
    await both.sees(li, "谢谢")
    phone = Person(both.telegram, 9001, "李老板")
    await both.link(phone, "wmLi")
    await both.colleague(wang, "王芳", (number, 1))
    both.clock.forward(hours=24)
    await both.job("reminders")
    await both.settled()
    asked = li.looks().count("门前五包今天怎么样") + phone.looks().count("门前五包今天怎么样")
    assert asked == 2, "the welcome's and this morning's, on one telephone only"
    both.clock.forward(hours=30)
    before = len(li.screen)
    await wang.says("1 秩序 货出店")
    await both.until(lambda: "秩序 没做到" in phone.looks())
    assert len(li.screen) == before
    assert "held" not in await both.states()
    await phone.taps("改好了")
    await both.until(lambda: "同事看过就算改好" in phone.looks())
