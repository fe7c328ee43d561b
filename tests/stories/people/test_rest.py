"""What nobody has just asked for leaves people their rest, however late it can go out at last."""

from __future__ import annotations

from datetime import datetime

import pytest

from messages.errors import TryLater
from tests.town import ZONE, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])

SUNDAY_EVENING = datetime(2026, 11, 29, 17, 50, tzinfo=ZONE)


async def test_stars_held_up_by_an_evening_without_network_wake_nobody(town: Town) -> None:
    """They went out at 22:00, when the line was back."""
    li = await town.merchant("李记面馆")
    town.clock.at(SUNDAY_EVENING)
    town.channel.refuses = {li.address.user: TryLater(3600)}
    await town.pass_to(SUNDAY_EVENING.replace(hour=20, minute=20), "ratings", "star-news")
    town.clock.at(SUNDAY_EVENING.replace(hour=22))
    town.channel.refuses.clear()
    await town.restart()
    await town.settle()
    assert not li.heard
    await li.says("帮助")
    assert li.heard, "who asks at night is answered at night"
    before = len(li.screen)
    morning = SUNDAY_EVENING.replace(day=30, hour=7, minute=31)
    await town.pass_to(morning, "clocks")
    assert len(li.screen) == before + 1
    li.sees("待评")


async def test_a_complaint_made_at_night_reaches_the_manager_in_the_morning(town: Town) -> None:
    li = await town.merchant("李记面馆")
    boss = await town.manager()
    town.clock.at(SUNDAY_EVENING.replace(hour=22))
    await li.says("投诉")
    await li.says("店门口路灯坏了")
    await li.taps("发")
    li.sees("谢谢")
    assert not boss.heard
    await town.pass_to(SUNDAY_EVENING.replace(day=30, hour=7, minute=31), "clocks")
    boss.sees("店门口路灯坏了")
