"""Takes the messages of all channels, those of one sender in the order they came.

Where the database can write on several connections at once, senders are spread over several lanes: each waits for the server
by itself, and a sender's messages stay in one lane. Two lanes that change the same row do so one after the other (see
`Database.write`). The embedded database has one writer, and one lane feeds it with the largest commits.
"""

from __future__ import annotations

import asyncio
from zlib import crc32

from bot.clock import Clock
from bot.lane import Hand, Lane
from bot.turns import Turns
from messages.incoming import Incoming
from storage.core.tx import Database


class Engine:
    """Acknowledges what arrives once what it changed is committed. `lanes` is how many commits may be under way at once."""

    def __init__(
        self, database: Database, turns: Turns, clock: Clock, *, hand: Hand, language: str = "zh", lanes: int = 1
    ) -> None:
        self._lanes = [Lane(database, turns, clock, hand=hand, language=language) for _ in range(lanes)]

    @property
    def handled(self) -> int:
        """Messages committed since the start."""
        return sum(lane.handled for lane in self._lanes)

    @property
    def storage_error(self) -> str:
        """Why the last commit of a lane failed; empty when all are well."""
        return next((lane.storage_error for lane in self._lanes if lane.storage_error), "")

    async def receive(self, incoming: Incoming) -> None:
        """Handle one message; returns when its effects are committed, or when it is parked for a human.

        Raises:
            StorageDown: the database cannot take it now. Nothing was changed: keep it and try again.
        """
        await self._lanes[crc32(str(incoming.sender).encode()) % len(self._lanes)].receive(incoming)

    async def run(self) -> None:
        """Handle messages until cancelled; what still waits then is refused, so that the channel delivers it again."""
        async with asyncio.TaskGroup() as group:
            for lane in self._lanes:
                group.create_task(lane.run())
