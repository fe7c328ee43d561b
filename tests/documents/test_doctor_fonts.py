"""The doctor says beforehand which characters of the roster no picture could show."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli import doctor
from documents.drawing import fonts
from storage.core.tx import Database
from tests.town import MONDAY, StoppedClock, Town
from texts import speaker


@pytest.mark.parametrize(("shop", "mark", "words"), [("李记面馆", "✓", "Noto"), ("㐂记面馆", "!", "㐂")])
async def test_rare_characters_are_named(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shop: str, mark: str, words: str
) -> None:
    monkeypatch.setattr(fonts, "system_font", lambda: None)
    town = Town(database, StoppedClock(MONDAY), tmp_path)
    await database.write(lambda tx: town.add_shop(tx, shop))
    app: Any = SimpleNamespace(database=database, say=speaker("zh"))
    [line] = [found async for found in doctor._fonts(app)]
    assert line.mark == mark
    assert words in line.words
