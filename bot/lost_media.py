"""Handles a file that can never be fetched or opened: its sender is told once, with what to do."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.flow import World
from bot.post import Build, Outgoing, Post
from bot.turns import Turns
from messages.address import Address
from messages.reply import Reply
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.delivery.outbox import OutboxMessage
from storage.photos import media
from storage.photos.media import Media
from texts import Say, speaker

log = logging.getLogger(__name__)

Lost = Callable[[Post, Media, datetime], Awaitable[Build | None]]
"""Puts right what hung on a file that will never come; what its sender hears instead of the plain sentence, if anything."""


class LostMedia:
    """Gives files up. `lost` is asked first, in the same transaction: a case may have to go back to waiting for its photo."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        clock: Clock,
        *,
        world: World,
        lost: Lost,
        hand: Callable[[Sequence[OutboxMessage]], None],
    ) -> None:
        self._database = database
        self._turns = turns
        self._clock = clock
        self._lost = lost
        self._hand = hand
        self._world = world

    async def give_up(self, row: Media, error: Exception, sentence: str, *, set_aside: bool = False) -> None:
        """It will never come, or was `set_aside` because opening it breaks its worker; `sentence` says what to do."""
        log.error("file %d from %s will not come: %s", row.id, row.channel, type(error).__name__)
        words = f"{type(error).__name__}: {error}"

        async def whole(tx: Tx) -> list[OutboxMessage]:
            known = await media.find(tx, row.id)
            if known is None or not known.user_id:
                return []  # forgotten meanwhile
            await media.failed(tx, row.id, attempts=row.attempts, error=words, set_aside=set_aside)
            return await self._tell(tx, row, sentence)

        if messages := await self._database.write(whole):
            self._hand(messages)

    async def _tell(self, tx: Tx, row: Media, sentence: str) -> list[OutboxMessage]:
        sender, now, key = Address(row.channel, row.user_id), self._clock(), _failure(row)
        language = self._world.language
        post = Post(tx, f"{key}/{row.subject}:{row.subject_id}", language, limits_of=self._world.limits, now=now)
        build = await self._lost(post, row, now) or _plain(sentence)
        known = await conversations.conversation(tx, sender)
        say = speaker((known.language if known else "") or language)
        post.outgoing.append(Outgoing(sender, build(say), key, row.person_id, known.thread if known else ""))
        written = [await self._turns.write_down(tx, out, now) for out in post.outgoing]
        return [message for message in written if message]


def _plain(sentence: str) -> Build:
    def build(say: Say) -> Reply:
        return Reply(say(sentence), urgent=True)

    return build


def _failure(row: Media) -> str:
    """One key for one file of one message, however many cases it was kept with: its sender hears of it once."""
    what = f"{row.channel} {row.user_id} {row.ref} {row.at.timestamp()}"
    return f"media:{hashlib.sha256(what.encode()).hexdigest()[:32]}/failed"
