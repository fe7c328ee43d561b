"""Whatever fails between Telegram and us, the database ends as after a day without faults, and nobody hears a thing twice.

The one exception is counted: a message Telegram took without saying so is said again, because it knows no idempotency key.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.telegram.chats import MESSAGES
from tests.telegram.house import House
from tests.telegram.server import Fault
from tests.telegram.street import live_a_day, open_street

GATEWAY, FLOOD = Fault("gateway"), Fault("flood")
HANG, HUNG = Fault("hang"), Fault("hang", accepted=True)
DROP, DROPPED = Fault("drop"), Fault("drop", accepted=True)
GARBAGE = Fault("garbage", accepted=True)
SPOILT = Fault("garbage")

Spoil = Callable[[House], Awaitable[None]]


def speaking(*faults: Fault | None) -> Spoil:
    async def spoil(house: House) -> None:
        house.api.play(*faults)

    return spoil


def asking(method: str, *faults: Fault | None) -> Spoil:
    async def spoil(house: House) -> None:
        house.api.play(*faults, on=[method])

    return spoil


async def everything_twice(house: House) -> None:
    house.api.twice = True


SPOILS: dict[str, Spoil] = {
    "floods": speaking(FLOOD, None, None, FLOOD),
    "502s": speaking(*[GATEWAY, GATEWAY, None] * 5),
    "server errors": speaking(*[Fault("status"), None] * 5),
    "time-outs before accepting": speaking(None, HANG, None, None, HANG),
    "time-outs after accepting": speaking(None, HUNG, None, None, HUNG),
    "connections dropped before accepting": speaking(*[DROP, None] * 6),
    "connections dropped after accepting": speaking(*[None, DROPPED, None] * 5),
    "malformed answers": speaking(*[None, GARBAGE, None] * 5),
    "taps that cannot be answered": asking("answerCallbackQuery", GATEWAY, HANG, GARBAGE),
    "files that come late": asking("getFile", GATEWAY, SPOILT, DROP, HANG),
    "updates twice": everything_twice,
}
POLLED: dict[str, Spoil] = {
    "polling meets 502s": asking("getUpdates", *[GATEWAY, None] * 4),
    "polling meets malformed answers": asking("getUpdates", *[None, GARBAGE] * 4),
    "polling meets broken connections": asking("getUpdates", *[DROPPED, None, DROP] * 3),
    "polling is flooded": asking("getUpdates", None, FLOOD),
}


class Day:
    """How a day ended: what the database keeps, and what each person was told anew, with how often."""

    def __init__(self, house: House) -> None:
        self.kept = house.lasting()
        self.told = Counter((t.chat, t.text, t.method) for t in house.api.chats.told if t.method in MESSAGES)


@pytest.fixture(scope="module")
def good_days() -> dict[str, Day]:
    """The day without faults, lived once for each mode."""
    return {}


async def lived(folder: Path, mode: str, spoil: Spoil | None) -> tuple[Day, House]:
    house = House(folder, mode)
    await house.open()
    try:
        street = await open_street(house)
        if spoil:
            await spoil(house)
        await live_a_day(street)
        day = Day(house)
    finally:
        await house.close()
    assert house.api.complaints == []
    assert house.api.unplayed == 0, "a fault that never came proves nothing"
    return day, house


@pytest.fixture
async def good_day(tmp_path: Path, good_days: dict[str, Day], mode: str) -> Day:
    if mode not in good_days:
        folder = tmp_path / "good"
        folder.mkdir()
        good_days[mode], _ = await lived(folder, mode, None)
    return good_days[mode]


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> list[str]:
    rows = [(table, set(one[table]) ^ set(other[table])) for table in one]
    return [f"{table}: {row}" for table, wrong in rows for row in sorted(wrong)]


def sent(house: House) -> list[tuple[Any, ...]]:
    """Each message as the outbox has it and how it went out, for whoever must find out why one was said again."""
    with closing(sqlite3.connect(house.folder / "bot.db")) as db:
        return db.execute("SELECT id, attempts, state, error, receipt, body FROM outbox ORDER BY id").fetchall()


async def prove(spoil: Spoil, folder: Path, mode: str, good: Day) -> None:
    day, house = await lived(folder, mode, spoil)
    assert differences(good.kept, day.kept) == []
    assert good.told - day.told == Counter(), "nothing is left unsaid"
    again = day.told - good.told
    assert again.total() <= house.api.unavoidable, f"said again: {again}; {sent(house)}"


@pytest.mark.parametrize("mode", ["polling"])
@pytest.mark.parametrize("fault", SPOILS)
async def test_a_day_with_faults_ends_like_one_without(fault: str, mode: str, tmp_path: Path, good_day: Day) -> None:
    await prove(SPOILS[fault], tmp_path, mode, good_day)


@pytest.mark.parametrize("mode", ["polling"])
@pytest.mark.parametrize("fault", POLLED)
async def test_polling_with_faults_ends_like_polling_without(
    fault: str, mode: str, tmp_path: Path, good_day: Day
) -> None:
    await prove(POLLED[fault], tmp_path, mode, good_day)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["webhook"])
@pytest.mark.parametrize("fault", [fault for fault in SPOILS if fault != "taps that cannot be answered"])
async def test_by_webhook_too(fault: str, mode: str, tmp_path: Path, good_day: Day) -> None:
    """All but a refused acknowledgement: by webhook it is part of our own answer."""
    await prove(SPOILS[fault], tmp_path, mode, good_day)


async def test_all_of_it_delivered_again_in_any_order_changes_nothing(house: House) -> None:
    street = await open_street(house)
    await live_a_day(street)
    before = Day(house)
    again = house.api.sent[:]
    random.Random(5).shuffle(again)
    async with house.api._news:
        house.api.waiting += again
        house.api._news.notify_all()
    await house.settled()
    after = Day(house)
    assert differences(before.kept, after.kept) == []
    assert after.told == before.told
