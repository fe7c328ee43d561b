"""Asks an adviser in which order the choices of a question are likely; it sees a masked sentence and decides nothing.

Only what would be answered with “which of these?” is asked about, before its turn begins. With no adviser, a slow one or
one that fails, the question has its usual order, and nobody notices.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.dialogue import Dialogue
from bot.flow import Turn, World
from bot.quick import commands
from messages.incoming import Incoming, Kind
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.operations import unheard

log = logging.getLogger(__name__)

PATIENCE = 1.5
"""Seconds an adviser has."""
REST = 60.0
"""Seconds it is left alone after it was slow or failed."""
LONGEST = 200
Adviser = Callable[[str, Sequence[str]], Awaitable[Sequence[str]]]
"""Takes a masked sentence and the commands it may ask for, and gives them the likeliest first."""
_DIGITS = re.compile(r"[0-9０-９零一二三四五六七八九〇]{2,}|[0-9０-９]")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_CALLED = re.compile(r"[\u4e00-\u9fff](?:老师|师傅|主任|书记|队长|局长|科长|老板|阿姨|叔叔|大哥|大姐|姐|哥|叔|婶|总)")


class Advised:
    """Receives for the engine, with the advice that was given in time."""

    def __init__(
        self,
        receive: Callable[[Incoming], Awaitable[None]],
        adviser: Adviser,
        database: Database,
        dialogue: Dialogue,
        world: World,
        zone: ZoneInfo,
        clock: Clock,
    ) -> None:
        self._receive, self._adviser = receive, adviser
        self._database, self._dialogue, self._world, self._zone = database, dialogue, world, zone
        self._clock = clock
        self._until = 0.0

    async def receive(self, incoming: Incoming) -> None:
        """Hand a message to the engine, its choices put in order where they would be asked."""
        if incoming.kind is Kind.MESSAGE and incoming.text and asyncio.get_running_loop().time() >= self._until:
            incoming = replace(incoming, advice=tuple(await self._advice(incoming)))
        await self._receive(incoming)

    async def _advice(self, incoming: Incoming) -> Sequence[str]:
        try:
            masked, choices = await self._database.read(lambda tx: self._question(tx, incoming))
            if not choices:
                return ()
            async with asyncio.timeout(PATIENCE):
                order = await self._adviser(masked, choices)
        except Exception as error:
            self._until = asyncio.get_running_loop().time() + REST
            log.warning("no advice for a while: %s", type(error).__name__)
            return ()
        return [name for name in order if name in choices]

    async def _question(self, tx: Tx, incoming: Incoming) -> tuple[str, Sequence[str]]:
        """The masked sentence and the commands that would be offered; none where nothing would be asked."""
        known = await conversations.conversation(tx, incoming.sender)
        if known is None or known.step or len(incoming.text) > LONGEST:
            return "", ()
        turn = Turn(tx, incoming, known, now=self._clock(), zone=self._zone, world=self._world)
        reading = await self._dialogue.read(turn)
        if not turn.roles or not reading.is_unclear:
            return "", ()
        offered = [m.intent for question in reading.asked for m in question.choices] or commands(turn.roles)
        return masked(incoming.text, await unheard.names_in(tx, incoming.text)), tuple(dict.fromkeys(offered))


def masked(sentence: str, names: Sequence[str]) -> str:
    """A sentence without names, numbers and addresses.

    >>> masked("王芳说3号店电话13800001111", ["王芳"])
    '某人说#号店电话#'
    """
    plain = _ADDRESS.sub("…", sentence)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, "某人")
    return _DIGITS.sub("#", _CALLED.sub("某人", plain))
