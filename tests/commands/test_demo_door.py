"""In the demonstration everybody is the manager: it listens on this machine only, unless its own option says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import demo
from app.cli.main import _parser
from app.settings import load
from texts import speaker


@pytest.mark.parametrize(("words", "host"), [([], "127.0.0.1"), (["--host", "0.0.0.0"], "0.0.0.0")])
def test_a_setting_made_for_the_real_bot_does_not_open_the_demonstration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], host: str
) -> None:
    """The container's image sets FIVESTAR_HOST=0.0.0.0."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_HOST", "0.0.0.0")
    chosen = _parser(speaker("zh"), "demo").parse_args(["demo", *words])
    assert demo._for_demo(load()[0], tmp_path, chosen.host).host == host
