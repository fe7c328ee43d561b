"""Which town the running task works for; empty in a process with one. Tasks and threads inherit it from whoever starts them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TOWN: ContextVar[str] = ContextVar("town", default="")


@contextmanager
def working_for(name: str) -> Iterator[None]:
    """For as long as it lasts, the chosen town is this one."""
    before = TOWN.set(name)
    try:
        yield
    finally:
        TOWN.reset(before)
