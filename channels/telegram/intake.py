"""Handles one update, from polling or webhook; the caller acknowledges it only when this returns."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import TelegramError

from channels.telegram.albums import Albums
from channels.telegram.incoming import Aside, Reader
from channels.telegram.line import Line
from channels.telegram.transport import redacted
from messages.channel import Receive
from messages.errors import StorageDown
from messages.incoming import Incoming

log = logging.getLogger(__name__)

Notices = Mapping[str, Mapping[str, str]]
"""Sentences said on the spot, by language: `group` (with `{link}`), `contact`, `unreadable`, `too_large`."""

NOT_AGAIN = 3600.0
"""Seconds in which a chat is not told the same notice twice."""


class Intake:
    """Turns raw updates into `receive` calls, for polling and webhook alike."""

    def __init__(
        self,
        line: Line,
        *,
        spool: Path,
        notices: Notices,
        clock: Callable[[], datetime],
    ) -> None:
        self._line = line
        self._notices = notices
        self._clock = clock
        self._reader = Reader(line.number)
        self._receive: Receive | None = None
        self._albums = Albums(spool, self._album)
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: OrderedDict[tuple[int, str], float] = OrderedDict()
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def start(self, receive: Receive) -> None:
        self._receive = receive
        self._albums.start()

    async def stop(self) -> None:
        self._receive = None
        await self._albums.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def started(self) -> bool:
        return self._receive is not None

    def known_as(self, username: str) -> None:
        """Learn our own name, which groups call us by."""
        self._reader = replace(self._reader, username=username)

    async def take(self, raw: dict[str, Any]) -> None:
        """Handle one update; returns when what it changed is committed, or when there is nothing in it for us.

        Raises:
            StorageDown: nothing was changed; it must come again.
        """
        for heard in self._heard(raw):
            if isinstance(heard, Aside):
                self._say_once(heard)
            else:
                await self._hand_on(raw, heard)

    def acknowledge(self, raw: dict[str, Any]) -> None:
        """Take the waiting sign off a tapped key, on the side."""
        if query := tapped(raw):
            self._spawn(self._line.acknowledge(query))

    def _heard(self, raw: dict[str, Any]) -> list[Incoming | Aside]:
        """What is in an update; nothing in one whose fields are of no kind that the specification knows."""
        try:
            found = self._read(raw)
            for one in found:
                _insist_on_words(one)
        except Exception as error:
            kinds = " ".join(sorted(k for k in raw if k != "update_id"))
            log.error("update %s (%s) makes no sense: %s", raw.get("update_id"), kinds, type(error).__name__)
            return []  # it must not hold up the others for ever
        return [one for one in found if one]

    def _read(self, raw: dict[str, Any]) -> list[Incoming | Aside | None]:
        if "callback_query" in raw:
            return [self._reader.tap(raw, self._clock())]
        update = Update.de_json(raw, self._line)
        return [self._reader.aside(update), self._reader.read(update)]

    async def _hand_on(self, raw: dict[str, Any], heard: Incoming) -> None:
        """What comes side by side from one person keeps its order: a picture may take its time to be written down."""
        user = heard.sender.user
        async with self._lines.setdefault(user, asyncio.Lock()):
            if raw.get("message", {}).get("media_group_id"):
                await self._albums.add(raw)
                return
            await self._albums.flush(int(user))
        await self._pass(heard)

    async def _album(self, updates: Sequence[dict[str, Any]]) -> None:
        """One report of an album: the key and time of its first picture, all pictures, all captions."""
        parts = [heard for raw in updates for heard in self._heard(raw) if isinstance(heard, Incoming)]
        if parts:
            text = "\n".join(part.text for part in parts if part.text)
            pictures = tuple(attachment for part in parts for attachment in part.attachments)
            await self._pass(replace(parts[0], text=text, attachments=pictures))

    async def _pass(self, incoming: Incoming) -> None:
        if self._receive is None:
            raise StorageDown("the bot is not receiving just now")
        await self._receive(incoming)

    def _say_once(self, aside: Aside) -> None:
        what = (aside.chat, aside.notice)
        if monotonic() < self._told.get(what, 0.0):
            return
        self._told[what] = monotonic() + NOT_AGAIN
        while len(self._told) > 4096:  # noqa: PLR2004 a bound on memory, not a rule
            self._told.popitem(last=False)
        self._spawn(self._say(aside))

    async def _say(self, aside: Aside) -> None:
        spoken = aside.language.split("-")[0].lower()
        sentences = self._notices.get(spoken) or next(iter(self._notices.values()), {})
        if sentence := sentences.get(aside.notice):
            link = f"https://t.me/{self._reader.username}" if self._reader.username else ""
            text = sentence.replace("{link}", link)
            thread = int(aside.thread) if aside.thread else None
            await self._line.send_message(aside.chat, text, message_thread_id=thread)

    def _spawn(self, work: Coroutine[Any, Any, object]) -> None:
        """Do something on the side that nobody waits for; when it fails, nothing depends on it."""

        async def quietly() -> None:
            try:
                await work
            except TelegramError as error:
                log.debug("on the side: %s", redacted(error.message))

        task = asyncio.create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def tapped(raw: dict[str, Any]) -> str:
    """The number by which a tap is acknowledged; empty when it is none."""
    tap = raw.get("callback_query")
    query = tap.get("id") if isinstance(tap, dict) else None
    return query if isinstance(query, str) else ""


def _insist_on_words(heard: Incoming | Aside | None) -> None:
    """The library passes on whatever stands in a field; a number for a text would only be found out further in.

    Raises:
        TypeError, ValueError: something is of another kind than the specification has it.
    """
    if isinstance(heard, Aside):
        int(heard.chat)
    elif heard:
        int(heard.sender.user)
        kept = [part for a in heard.attachments for part in (a.ref, a.name)]
        "".join([heard.text, heard.choice, heard.language, heard.thread, *kept])
