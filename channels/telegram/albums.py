"""Collects albums: up to ten updates become one report, with no picture lost or counted twice.

The server never says when an album is complete, and a webhook gets its next picture only once the last one was acknowledged.
So each picture is written to a spool folder before it is acknowledged, and the album is handed over when it has been quiet
for a moment or the person goes on to something else. Killed anywhere, the next process finds the rest in the folder. A
picture handed over leaves an empty mark behind for a day, so that a redelivery changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import time
from typing import Any

import orjson

from files import durable
from messages.errors import StorageDown

log = logging.getLogger(__name__)

QUIET = 1.0
"""Seconds without another picture after which an album is taken to be complete."""

REMEMBERED = 86_400.0
"""Seconds a mark is kept: as long as the server keeps updates for redelivery."""

AGAIN = 2.0
"""Seconds until an album that the database could not take is tried again."""

TORN = ".torn"
"""How a picture ends that could not be read again; `doctor` counts them."""

Album = tuple[int, str]
"""The chat and the server's name of an album."""

Deliver = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]
"""Hands over one album, its raw updates in order; raises `StorageDown` to be asked again."""


class Albums:
    """The albums that are still arriving. `spool` is a folder of ours; `deliver` gets each album once it is whole."""

    def __init__(self, spool: Path, deliver: Deliver, quiet: float = QUIET) -> None:
        self._spool = spool
        self._deliver = deliver
        self._quiet = quiet
        self._open: dict[Album, list[dict[str, Any]]] = {}
        self._timers: dict[Album, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._locks: dict[Album, asyncio.Lock] = {}
        self._done: dict[int, float] = {}

    def start(self) -> None:
        """Take up what an earlier process left behind."""
        durable.make_folder(self._spool)
        marks = sorted(self._spool.glob("[0-9]*.done"), key=lambda file: file.stat().st_mtime)
        self._done = {int(file.stem): file.stat().st_mtime for file in marks if file.stem.isdecimal()}
        for file in sorted(self._spool.glob("*.json")):
            update = _picture(file)
            if update is None:
                _lay_aside(file)
            elif int(update["update_id"]) not in self._done:
                self._keep(update)

    async def stop(self) -> None:
        """Leave what is not complete in the spool for the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._open.clear()
        self._timers.clear()

    async def add(self, update: dict[str, Any]) -> None:
        """Keep one picture; returns when it is safe on disk and may be acknowledged.

        Raises:
            StorageDown: the disk did not take it.
        """
        number, album = int(update["update_id"]), _album(update)
        if number in self._done or number in _numbers(self._open.get(album, ())):
            return
        await self.flush(album[0], but=album)
        try:
            await asyncio.to_thread(durable.write, self._spool / f"{number}.json", orjson.dumps(update))
            await asyncio.to_thread(self._forget_old)
        except OSError as error:
            raise StorageDown(f"the folder {self._spool.name} cannot be written: {error.strerror}") from None
        self._keep(update)

    async def flush(self, chat: int, but: Album | None = None) -> None:
        """Hand over what is open of one chat, because the person has gone on."""
        for album in [a for a in self._open if a[0] == chat and a != but]:
            await self._hand_over(album)

    def _keep(self, update: dict[str, Any]) -> None:
        album = _album(update)
        self._open.setdefault(album, []).append(update)
        if timer := self._timers.pop(album, None):
            timer.cancel()
        timer = self._timers[album] = asyncio.create_task(self._when_quiet(album))
        self._tasks.add(timer)
        timer.add_done_callback(self._tasks.discard)

    async def _when_quiet(self, album: Album) -> None:
        await asyncio.sleep(self._quiet)
        self._timers.pop(album, None)  # from here on a late picture must not cancel the handing over
        while album in self._open:
            try:
                await self._hand_over(album)
            except StorageDown as down:
                log.warning("an album waits: %s", down)
                await asyncio.sleep(AGAIN)

    async def _hand_over(self, album: Album) -> None:
        async with self._locks.setdefault(album, asyncio.Lock()):
            updates = sorted(self._open.get(album, ()), key=lambda u: int(u["update_id"]))
            if not updates:
                return
            await self._deliver(updates)
            numbers = _numbers(updates)
            self._done |= dict.fromkeys(numbers, time())
            late = [u for u in self._open.pop(album) if u["update_id"] not in numbers]
            self._locks.pop(album, None)
        for update in late:
            self._keep(update)
        await asyncio.to_thread(_mark, self._spool, numbers)

    def _forget_old(self) -> None:
        before = time() - REMEMBERED
        for number in [n for n, at in self._done.items() if at < before]:
            del self._done[number]
            (self._spool / f"{number}.done").unlink(missing_ok=True)


def _picture(file: Path) -> dict[str, Any] | None:
    """What an earlier process wrote down; None when the disk has not kept it whole."""
    try:
        update: dict[str, Any] = orjson.loads(file.read_bytes())
        _album(update)
    except (ValueError, TypeError, LookupError):
        return None
    return update if str(update.get("update_id")) == file.stem else None


def _lay_aside(file: Path) -> None:
    """Rename a file that cannot be read, so that it is not tried again nor blocks the start; it is kept for an operator."""
    log.error(
        "%s in the folder %s is not whole and is laid aside; a picture of an album is lost", file.name, file.parent
    )
    file.replace(file.with_suffix(TORN))


def _album(update: dict[str, Any]) -> Album:
    message = update["message"]
    return int(message["chat"]["id"]), str(message["media_group_id"])


def _numbers(updates: Sequence[dict[str, Any]]) -> list[int]:
    return [int(u["update_id"]) for u in updates]


def _mark(spool: Path, numbers: list[int]) -> None:
    """The first picture names the album's key, so it is marked last: what a kill leaves over still has the same key."""
    for number in reversed(numbers):
        (spool / f"{number}.done").touch()
        (spool / f"{number}.json").unlink(missing_ok=True)
