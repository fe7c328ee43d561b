"""A town that was never run: a command for it makes its schema as `run` does, or says who has to make it and how."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from app.cli.main import main
from storage.shops import shops
from tests.databases import Server
from tests.towns.province import Province

ROSTER = "店名,门牌,街道,负责人,联系党员\n李记面馆,1号,西津路,李明,王强\n"


async def test_its_roster_comes_before_its_first_run(
    province: Province, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    await province.add("jixi")
    await asyncio.to_thread((tmp_path / "名册.csv").write_text, ROSTER, "utf-8")
    assert await asyncio.to_thread(main, ["--town", "jixi", "roster", "apply", "名册.csv"]) == 0
    await asyncio.to_thread(main, ["--town", "jixi", "doctor"])
    said = capsys.readouterr()
    assert "CREATE SCHEMA" not in said.out + said.err
    await province.start()
    [street] = await province.app("jixi").database.read(shops.streets)
    assert "西津路" in str(street)


async def test_whoever_may_not_make_it_is_told_who_may(
    province: Province, postgres_server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await province.add("jixi")
    url = os.environ["FIVESTAR_DATABASE_URL"]
    await postgres_server.admin("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN")
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", url.replace("postgres@", "guest@"))
    for words in (["roster", "check", "名册.csv"], ["doctor"]):
        assert await asyncio.to_thread(main, ["--town", "jixi", *words]) == 1
        said = capsys.readouterr()
        assert "CREATE SCHEMA jixi AUTHORIZATION guest" in said.out + said.err
