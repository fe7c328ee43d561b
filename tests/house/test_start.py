"""What the start of the bot imports: nothing heavy that the first message does not need. Imports are four fifths of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LATE = {
    "aiohttp": "requests of our own: channels import it once they are switched on",
    "app.pages": "the board and the public pages, imported once the bot listens",
    "asyncpg": "PostgreSQL",
    "ctypes": "memory given back once the bot listens",
    "bot.language.reader": "the language, read in a thread once the bot listens",
    "documents.digest.digest_picture": "drawings",
    "documents.drawing.star_card": "drawings",
    "documents.intake.case_sheet": "sheets, read by a worker",
    "documents.papers.certificate": "papers",
    "documents.papers.sheets": "workbooks",
    "documents.roster.roster_sheet": "rosters, read by a worker",
    "jinja2": "the pages of the board",
    "numpy": "columns",
    "opencc": "Traditional characters",
    "PIL": "photos, opened by a worker",
    "prometheus_client": "the page of metrics",
    "python_calamine": "workbooks, read by a worker",
    "telegram": "the channel of its name, where it is switched on",
    "typst": "papers and drawings",
    "web.board.pages": "the board",
    "web.open311.georeport_api": "other programs",
    "xlsxwriter": "workbooks",
}
"""What comes later, and what for. In a module that is imported at the start, write `lazy("…")` (`files/lazily.py`)."""

_START = """
import sys
import app.cli.main, app.cli.run, app.serving
from app import app
import handlers, schedules
app.found(handlers, "flow", app.Flow)
app.found(schedules, "job", app.Job)
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", _START], cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


@pytest.mark.parametrize("module", LATE)
def test_the_start_does_without(imported: set[str], module: str) -> None:
    assert "handlers.checks.self_check" in imported
    assert module not in imported, f"{module} is imported at the start, for {LATE[module]}"


def test_telegram_does_without_a_second_http_library_until_it_needs_one() -> None:
    """Words go over kept connections; aiohttp, 8 MB, is for files and proxies."""
    asked = "import sys, channels.telegram.channel, channels.telegram.line; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "channels.telegram.transport" in told.stdout.split()
    assert "aiohttp" not in told.stdout.split()


def test_the_first_message_does_without_the_table_of_traditional_characters() -> None:
    """Four characters of our own words are beyond GB 2312, and made every process read the 7 MB of OpenCC."""
    asked = "import sys; from bot import dialogue; from programme.rules import Rules; dialogue.prepare(Rules())"
    asked += "; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "bot.language.reader" in told.stdout.split()
    assert "opencc" not in told.stdout.split(), "add the character to [normalise] rare in texts/zh/words/context.toml"
