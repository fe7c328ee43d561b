"""A rotation whose process is killed at any change has passed as a whole or not at all, and the next run ends it once."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.rotation import rotations
from storage.shops import shops
from tests.town import MONDAY, StoppedClock, Town, on_day

ROOT = Path(__file__).parents[2]


async def agreed(town: Town) -> tuple[int, int]:
    """A rotation that both have signed; the leaver's and the successor's numbers."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, ming, chen = await town.member("王强", li, zhang), await town.member("李明"), await town.manager()
    await li.says("求助 下水道堵了")
    await chen.says("轮岗 王强 → 李明 11月24日")
    await chen.taps("就这样办")
    await wang.taps("交清")
    await ming.taps("接到")
    return wang.person_id, ming.person_id


@pytest.mark.parametrize("at", ["3", "9", "15", "22"])
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
        passed = await rotations.items(tx, (await rotations.newest(tx, 1))[0].id)
        return len(await shops.links(tx, leaver)), len(await shops.links(tx, successor)), len(passed)

    database = await open_sqlite(file)
    assert await database.read(held) in ((2, 0, 0), (0, 2, 2))
    town = Town(database, StoppedClock(on_day(MONDAY.date().replace(day=24), 9, 30)), tmp_path, shape="web")
    await town.start()
    await town.job("rotations")
    assert await database.read(held) == (0, 2, 2)
    heard = [reply.text for _, reply in town.channel.sent if "联系党员是 李明" in reply.text]
    assert len(heard) == 2, "each shop once"
    await town.stop()
    await database.close()
