"""A command that is for one town does nothing while nobody says for which; it says which there are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.cli.main import VERBS, main

FOR_ALL = {"run", "doctor", "province"}
"""What is for all towns while none is chosen."""
TYPED = {
    "demo": [],
    "simulate": [],
    "roster": ["export", "名册.xlsx"],
    "calendar": [],
    "words": ["list"],
    "cases": ["results", "案件.xlsx"],
    "keys": ["list"],
    "invites": ["门贴.pdf"],
    "hours": ["import", "时长.csv"],
    "job": ["ratings"],
    "explain": ["1"],
    "export": ["shops"],
    "backup": ["备份.db"],
    "restore": ["备份.db"],
    "erase": ["1"],
}


@pytest.fixture(autouse=True)
def _two_towns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [n for n in os.environ if n.startswith("FIVESTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    Path("towns").mkdir()
    for name in ("jixi", "ningguo"):
        Path(f"towns/{name}.env").touch()
    common = "FIVESTAR_TOWNS=towns\nFIVESTAR_DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing\n"
    Path(".env").write_text(common, "utf-8")


def test_every_command_is_thought_of() -> None:
    assert set(TYPED) | FOR_ALL == set(VERBS)


@pytest.mark.parametrize("verb", TYPED)
def test_without_a_town_it_is_refused(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(Path().rglob("*"))
    assert main([verb, *TYPED[verb]]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "jixi ningguo" in said.err
    assert "--town" in said.err
    assert sorted(Path().rglob("*")) == before, "it made something for nobody"


@pytest.mark.parametrize("verb", sorted(FOR_ALL - {"run"}))
def test_for_all_it_names_the_towns_it_could_not_reach(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, *(["digest"] if verb == "province" else [])]) == 1
    said = capsys.readouterr()
    for name in ("jixi", "ningguo"):
        assert name in said.out + said.err
