"""How much a worker may take: memory, processor time, and time by the clock. The kernel ends whoever takes more."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from documents.drawing.picture_header import MEMORY
from files.dataclass import dataclass

ADDRESS_SPACE = 1_200_000_000
"""Bytes one worker may map: what pictures may take, a decoder's own needs, Python, and room for a large workbook."""

HANDLES = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """For one thing opened: `cpu` seconds of processor, `wall` seconds by the clock, `memory` bytes of the shared budget."""

    cpu: int
    wall: float
    memory: int


READY = Limits(cpu=30, wall=60.0, memory=0)
PHOTO = Limits(cpu=10, wall=30.0, memory=MEMORY)
ROSTER = Limits(cpu=60, wall=240.0, memory=MEMORY // 2)
"""A workbook does not say what it will take; beside it pictures of an ordinary size are opened. 100,000 shops take 18 s."""


def confine() -> None:
    """Bind this process before it reads a byte: no files written, few handles, and the first to go when memory runs out."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    for what, most in (
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, HANDLES),
    ):
        with suppress(ValueError, OSError):  # a system that cannot limit it, or limits it further
            resource.setrlimit(what, (most, most))
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)  # whoever started us decides when we end


def allow(cpu: int, wall: float) -> None:
    """From now on so many seconds of processor and by the clock, then the kernel ends us, also when nobody watches any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + cpu
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, wall)


def rest() -> None:
    """Nothing is open: the clock stands."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
