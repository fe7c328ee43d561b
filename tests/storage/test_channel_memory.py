"""What the database keeps for channels: names of files with their age, and work that only one process is about at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from app.channels import ChannelMemory
from storage.core.tx import Database
from tests.databases import open_database
from tests.town import MONDAY, StoppedClock


async def test_a_name_that_is_too_old_is_not_found(database: Database) -> None:
    """WeCom's media ids are dead after three days; sending one was refused."""
    clock = StoppedClock(MONDAY)
    memory = ChannelMemory("wecom", database, clock)
    await memory.keep("digest", "media-1")
    clock.forward(days=1)
    assert await memory.find("digest", newer_than=timedelta(days=2)) == "media-1"
    clock.forward(days=2)
    assert await memory.find("digest", newer_than=timedelta(days=2)) is None
    assert await memory.find("digest") == "media-1"
    assert await ChannelMemory("kefu", database, clock).find("digest") is None


async def test_only_one_is_about_it_at_a_time(database_url: str) -> None:
    one, other = await open_database(database_url), await open_database(database_url)
    if one.dialect == "sqlite":
        await other.close()
        other = one
    begun, go = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        begun.set()
        await go.wait()

    async def short() -> None:
        done.append("short")

    done: list[str] = []
    working = asyncio.create_task(one.try_alone("pull", long))
    await begun.wait()
    assert await other.try_alone("pull", short) is False
    assert await other.try_alone("another", short) is True
    go.set()
    assert await working is True
    assert await other.try_alone("pull", short) is True
    assert done == ["short", "short"]
    await one.close()
    if other is not one:
        await other.close()
