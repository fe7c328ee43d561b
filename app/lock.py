"""A file lock that allows one running bot per SQLite file: a second would send messages the first is sending."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from messages.errors import RefusedByRule


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold the file's lock while the bot runs; the system lets go of it however the process ends.

    Raises:
        RefusedByRule: another process holds it.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(f"{database.name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedByRule(
                f"another bot is running on {database}: stop it first, or use PostgreSQL, where many may run"
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
