"""How long a test waits for what must come: long enough for a loaded machine, and nothing is lost where it comes at once.

A test that goes on when something has happened waits for that thing itself with `until`, never for some time in which it ought
to have happened, and never for a number of looks: both are too short on a machine that has other things to do. A fixed pause
stands only before what must not happen: there a slow machine lets the test pass.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeVar, cast

LONG_ENOUGH = 30.0
"""Seconds. A shorter wait is written only where the time itself is what was promised."""

RESTART = 90.0
"""Seconds for what needs another start of the whole process."""

LOOK = 0.005
"""Seconds between two looks at what tells no event."""

Found = TypeVar("Found")


async def until(
    condition: Callable[[], Awaitable[Found] | Found],
    what: Callable[[], object] | object = "it does not come to that",
    *,
    within: float = LONG_ENOUGH,
    every: float = LOOK,
) -> Found:
    """Wait until the condition holds; what it found then. `what` is said where it never does.

    Raises:
        AssertionError: it does not hold within these seconds.
    """
    end = time.monotonic() + within
    while True:
        found = condition()
        if isawaitable(found):
            found = await found
        if found:
            return cast(Found, found)
        if time.monotonic() > end:
            raise AssertionError(_said(what))
        await asyncio.sleep(every)


def until_here(
    condition: Callable[[], object], what: Callable[[], object] | object = "it does not come to that"
) -> None:
    """The same where nothing else goes on meanwhile.

    Raises:
        AssertionError: it does not hold in time.
    """
    end = time.monotonic() + LONG_ENOUGH
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(_said(what))
        time.sleep(LOOK)


def _said(what: Callable[[], object] | object) -> str:
    return str(what() if callable(what) else what)
