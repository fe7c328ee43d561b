"""The sender stops when it is told to, even if there is something to send at that very moment."""

from __future__ import annotations

import asyncio

import pytest

from tests.town import Town
from tests.waiting import LONG_ENOUGH


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("steps", range(6))
async def test_a_letter_that_comes_while_stopping_keeps_nobody_awake(town: Town, steps: int) -> None:
    running = asyncio.create_task(town.sender.run())
    await asyncio.sleep(0.02)
    town.sender.hand([])
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=LONG_ENOUGH)
    assert done, "the cancellation was swallowed"
