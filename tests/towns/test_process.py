"""`fivestar run` with many towns as an operator starts and stops it: together, split by parts, and one town alone."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.databases import Server
from tests.e2e.bot import Bot
from tests.ports import own_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


async def test_it_runs_and_stops_in_order(postgres_server: Server, tmp_path: Path) -> None:
    towns = tmp_path / "towns"
    towns.mkdir()
    for name in ("jixi", "ningguo"):
        (towns / f"{name}.env").write_text("", "utf-8")
    (towns / "langxi.env").write_text("FIVESTAR_LANGUAGE=de", "utf-8")
    common = {"towns": str(towns), "database_url": await postgres_server.empty(), "data_dir": str(tmp_path / "data")}
    web = Bot(tmp_path, "run", "--only", "web", port=str(own_port()), **common)
    alone = Bot(tmp_path, "run", "--town", "jixi", port=str(own_port()), **common)
    try:
        await web.start()
        await alone.start()
        async with httpx.AsyncClient() as operator:
            parts = (await operator.get(f"{web.address}/healthz")).json()["parts"]
            assert list(parts) == ["jixi", "langxi", "ningguo"]
            assert "FIVESTAR_LANGUAGE=de" in parts["langxi"]
            chat = await operator.get(f"{web.address}/chat", headers={"host": "ningguo.localhost"})
            assert chat.status_code == 200
            assert list((await operator.get(f"{alone.address}/healthz")).json()["parts"]) == ["jixi"]
        assert " langxi: cannot be opened" in (tmp_path / "bot.log").read_text("utf-8")
    finally:
        stopped = await web.stop(), await alone.stop()
    assert stopped == (0, 0)
