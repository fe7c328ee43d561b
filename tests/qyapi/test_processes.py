"""Two processes on PostgreSQL: one pull at a time, no row twice; a rolling deployment answers everybody once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from messages.incoming import Incoming
from tests.qyapi.house import QyHouse


@pytest.fixture
async def pair(postgres_url: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Two bots on one database and one far side."""
    one, two = QyHouse(postgres_url, tmp_path / "one"), QyHouse(postgres_url, tmp_path / "two")
    await one.open()
    two.api, two.clock = one.api, one.clock
    two.settings = one.settings.model_copy(update={"data_dir": tmp_path / "two"})
    two.caller.api = one.api
    await two.start()
    yield one, two
    for house in (one, two):
        await house.until(lambda h=house: h.app.channels["kefu"].health.ok)  # type: ignore[misc]
    await two.stop()
    await one.close()
    assert one.api.complaints == []


async def test_one_pulls_at_a_time_and_no_row_comes_twice(pair: tuple[QyHouse, QyHouse]) -> None:
    one, two = pair
    _, code = await one.shop("李记面馆")
    at_work, most, heard = [0], [0], []

    def watched(house: QyHouse) -> None:
        receive = house.app.engine.receive

        async def taking(incoming: Incoming) -> None:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
            heard.append(incoming.key)
            await asyncio.sleep(0.01)
            await receive(incoming)
            at_work[0] -= 1

        pull = house.app.channels["kefu"]._pull  # type: ignore[attr-defined]
        whole = pull.all
        pull.all = lambda _: whole(taking)

    li = one.guest("wmLi")
    await li.scans(code)
    await one.sees(li, "李记面馆")
    watched(one)
    watched(two)
    li.rings = False
    for n in range(12):
        await li.says(f"第{n}句")
    for house in (one, two):
        house.app.channels["kefu"]._pull.ring("")  # type: ignore[attr-defined]
    await one.until(lambda: len(set(heard)) == 12)
    assert most == [1]
    assert len(heard) == 12
