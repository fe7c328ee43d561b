"""kill -9 before and after every commit and after every send of callbacks, pulls and card taps: it changes nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.knocks.qy_series import Morning, morning
from tests.knocks.series import run

SERIES = "tests.knocks.qy_series"


async def test_a_full_spool_survives_a_power_cut_in_its_order(tmp_path: Path) -> None:
    await morning(tmp_path / "day.db")
    seen = await Morning(tmp_path, f"sqlite:///{tmp_path / 'day.db'}").spooled()
    assert [next(w for w in ("五项都做到了", "撤销", "我的商户") if w in words) for words in seen] == [
        "五项都做到了",
        "撤销",
        "我的商户",
    ]
    assert list(tmp_path.glob("wecom/*/*.json")) == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_morning_on_sqlite(tmp_path: Path) -> None:
    told = run(tmp_path, f"sqlite:///{tmp_path / 'day.db'}", 4, series=SERIES)
    assert told["wrong"] == []
    assert told["kills"] > 10
    assert told["doubled"] <= told["kills"], (
        "one text at most was on its way; what the API drops when repeated came once"
    )
    print(told)


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_a_morning_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    told = await asyncio.to_thread(run, tmp_path, postgres_url, 8, series=SERIES)
    assert told["wrong"] == []
    assert told["kills"] > 5
    assert told["doubled"] <= told["kills"]
    print(told)
