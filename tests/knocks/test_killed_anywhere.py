"""kill -9 before and after every commit and after every send of a day: what came of it is what would have come anyway."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knocks.series import run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def test_a_day_on_sqlite(tmp_path: Path) -> None:
    told = run(tmp_path, f"sqlite:///{tmp_path / 'day.db'}", 6)
    assert told["wrong"] == []
    assert told["kills"] > 40
    assert told["doubled"] <= told["kills"], "one message at most was on its way"
    print(told)


async def test_a_day_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    import asyncio

    told = await asyncio.to_thread(run, tmp_path, postgres_url, 15)
    assert told["wrong"] == []
    assert told["kills"] > 30
    assert told["doubled"] <= told["kills"]
    print(told)
