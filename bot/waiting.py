"""Waits for an event with a time-out, without losing a cancellation."""

from __future__ import annotations

import asyncio


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Until the event or for so many seconds."""
    # asyncio.wait_for of Python 3.11 swallows a cancellation that comes with the event: the sender would never stop
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
