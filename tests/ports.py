"""Ports that belong to one test process for as long as it lives.

The kernel's own choice (port 0, closed again, bound later) may be given to somebody else in between: a connection going out, or
another test process. Then a server waits for its port until the test's time is over.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from itertools import count
from pathlib import Path

from app.serving import can_listen

FIRST, LAST = 12_000, 32_000
"""Below the ports the kernel hands to outgoing connections (32768 and up, `ip_local_port_range`)."""

_FOLDER = Path(tempfile.gettempdir(), f"fivestar-test-ports-{os.getuid()}")
_held: list[int] = []
"""File descriptors whose locks say that a port is ours; the kernel lets go of them when the process ends, however it ends."""

_steps = count(os.getpid() * 37)


def own_port() -> int:
    """A port on 127.0.0.1 that no other test process on this machine is given, and this one only once."""
    _FOLDER.mkdir(exist_ok=True)
    while True:
        port = FIRST + next(_steps) % (LAST - FIRST)
        lock = os.open(_FOLDER / str(port), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        if can_listen("127.0.0.1", port):
            _held.append(lock)
            return port
        os.close(lock)
