"""The spool: raw callbacks not yet committed, on the disk in the order they came, handled once the database is back.

A callback is never repeated once it was answered; so it is answered only after it lies in the database or here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from files import durable
from files.dataclass import dataclass

log = logging.getLogger(__name__)

MOST = 20_000
"""Most callbacks kept, so that the spool cannot fill the disk."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One callback as it came: its query and its encrypted body."""

    query: Mapping[str, str]
    body: bytes
    path: Path


class Spool:
    """A folder of callbacks. Its files stay encrypted as they came, and are opened only when they are handled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._unreadable: set[Path] = set()
        self.waiting = len(self._files())

    async def keep(self, query: Mapping[str, str], body: bytes) -> None:
        """Put it on the disk, synced.

        Raises:
            OSError: the disk does not take it.
        """
        if self.waiting >= MOST:
            raise OSError("the spool is full")
        name = f"{time.time_ns():020d}-{next(self._numbers):06d}.json"
        content = json.dumps({"query": dict(query), "body": body.decode("latin-1")}).encode()
        await asyncio.to_thread(durable.write, self._folder / name, content, 0o600)
        self.waiting += 1

    def oldest(self) -> Heard | None:
        """The first callback that can be read; an unreadable file is logged once and left for the operator."""
        for path in self._files():
            if path in self._unreadable:
                continue
            try:
                found = json.loads(path.read_bytes())
                return Heard(found["query"], found["body"].encode("latin-1"), path)
            except (OSError, ValueError, KeyError, UnicodeError) as error:
                log.error("%s in the spool cannot be read: %s", path.name, type(error).__name__)
                self._unreadable.add(path)
        self.waiting = 0
        return None

    def taken(self, heard: Heard) -> None:
        heard.path.unlink(missing_ok=True)
        self.waiting = max(self.waiting - 1, 0)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []
