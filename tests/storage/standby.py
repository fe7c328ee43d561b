"""A second PostgreSQL server that follows the first, as a failover needs it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import Server


class Pair:
    """A primary that commits only what its standby has, too. `url` leads to whichever of them takes changes."""

    def __init__(self, primary: Server, standby: Server) -> None:
        self.primary = primary
        self.standby = standby
        self.url = (
            f"postgresql://postgres@/postgres?host={primary.folder},{standby.folder}&target_session_attrs=read-write"
        )

    def kill_primary(self) -> None:
        """As `kill -9` or a lost machine: nothing is said to anybody."""
        os.kill(int((self.primary.folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def promote(self) -> None:
        """What a watcher such as Patroni does once the primary has been silent for long enough."""
        self.standby.run("pg_ctl", "promote", "-D", self.standby.folder / "data")


@contextmanager
def a_pair(primary: Server) -> Iterator[Pair]:
    """The standby is a copy of the primary, and follows it from there."""
    folder = Path(tempfile.mkdtemp(prefix="fivestar-pg-"))
    standby = primary.beside(folder)
    copy = ["-h", primary.folder, "-U", "postgres", "-D", folder / "data", "-X", "stream", "-R", "-C", "-S", "standby"]
    standby.run("pg_basebackup", *copy)
    standby.start()
    try:
        yield Pair(primary, standby)
    finally:
        standby.stop(keep=False)
