"""Takes what a channel hands over, as the engine does: a key counts once, and it can be out of order for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.telegram.channel import Telegram
from messages.errors import StorageDown
from messages.incoming import Incoming
from tests.waiting import until


class Ears:
    """`heard` is what was committed, in order."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.down = False

    async def receive(self, incoming: Incoming) -> None:
        await asyncio.sleep(0)
        if self.down:
            raise StorageDown("the disk is full")
        if incoming.key not in {i.key for i in self.heard}:
            self.heard.append(incoming)

    async def hears(self, many: int = 1) -> Incoming:
        """The newest, once there are so many."""
        await until(lambda: len(self.heard) >= many)
        return self.heard[-1]

    @asynccontextmanager
    async def listening_to(self, channel: Telegram) -> AsyncIterator[None]:
        task = asyncio.create_task(channel.run(self.receive))
        await until(lambda: channel._intake.started)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
