"""A rotation whose process is killed at any change has passed as a whole or not at all, and the next run ends it once."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import datetime
from pathlib import Path

import pytest

from programme.ids import PersonId
from storage.activities import activities, follow_ups
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.rotation import rotations
from storage.shops import shops
from tests.town import MONDAY, StoppedClock, Town, on_day

ROOT = Path(__file__).parents[2]


async def agreed(town: Town) -> tuple[int, int]:
    """A rotation that both have signed; the leaver's and the successor's numbers."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, ming = await town.staff("王强", "secretary"), await town.staff("李明", "secretary")
    await town.make_member(wang, li, zhang)
    await town.make_member(ming)
    chen = await town.manager()
    await wang.says("活动 周六 9点 到 10点半 西津路 文明劝导")
    await wang.taps("对，发出去")
    await town.database.write(lambda tx: _asks_for_a_list(tx, wang.person_id, chen.person_id, town.clock()))
    await li.says("求助 下水道堵了")
    await chen.says("轮岗 王强 → 李明 11月24日")
    await chen.taps("就这样办")
    await wang.taps("交清")
    await ming.taps("接到")
    return wang.person_id, ming.person_id


async def _asks_for_a_list(tx: Tx, owner: int, asker: int, now: datetime) -> None:
    """A follow-up of the volunteer day."""
    [day] = await activities.hosted(tx, PersonId(owner))
    await follow_ups.ask(tx, day.id, "工具间贴个清单", owner=PersonId(owner), by=PersonId(asker), now=now)


async def in_hand_of(tx: Tx, person: int) -> int:
    """Shops, activities and follow-ups."""
    who = PersonId(person)
    found = await shops.links(tx, who), await activities.hosted(tx, who), await follow_ups.owned(tx, who)
    return sum(map(len, found))


@pytest.mark.parametrize("at", ["3", "9", "12", "15", "18", "22"])
async def test_killed_at_any_change(tmp_path: Path, at: str) -> None:
    file = tmp_path / "bot.db"
    database = await open_sqlite(file)
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="web")
    await town.start()
    leaver, successor = await agreed(town)
    await town.stop()
    await database.close()
    command = [sys.executable, "-m", "tests.hours.rotation_worker", str(file), str(tmp_path), at]
    worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    assert await asyncio.wait_for(worker.wait(), 60) == -signal.SIGKILL

    async def held(tx: Tx) -> tuple[int, int, int]:
        """What each of the two has in hand, and what is written down as passed."""
        passed = await rotations.items(tx, (await rotations.newest(tx, 1))[0].id)
        return await in_hand_of(tx, leaver), await in_hand_of(tx, successor), len(passed)

    database = await open_sqlite(file)
    assert await database.read(held) in ((4, 0, 0), (0, 4, 4))
    town = Town(database, StoppedClock(on_day(MONDAY.date().replace(day=24), 9, 30)), tmp_path, shape="web")
    await town.start()
    await town.job("rotations")
    assert await database.read(held) == (0, 4, 4)
    heard = [reply.text for _, reply in town.channel.sent if "联系党员是 李明" in reply.text]
    assert len(heard) == 2, "each shop once"
    await town.stop()
    await database.close()
