"""Random people doing random things in random order: nothing breaks, and every promise holds after every step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knocks.crowd import gather


async def lived(folder: Path, shape: str, seed: int, steps: int) -> None:
    crowd = await gather(folder, shape, seed)
    try:
        await crowd.live(steps)
    finally:
        await crowd.town.stop()
        await crowd.town.database.close()


@pytest.mark.parametrize("shape", ["telegram", "plain", "web"])
async def test_a_crowd(tmp_path: Path, shape: str) -> None:
    await lived(tmp_path, shape, seed=8, steps=45)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", ["telegram", "plain"])
async def test_a_crowd_for_weeks(tmp_path: Path, shape: str, seed: int) -> None:
    await lived(tmp_path, shape, seed=seed, steps=300)
