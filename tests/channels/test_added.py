"""A channel is added by its own folder and nothing else: settings, doctor, door signs and sending find it there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import channels
from app.channels import lent, switched_on
from app.cli.main import main
from app.settings import load, variables
from app.setups import setups
from bot.clock import wall_clock
from messages.errors import SettingsError
from storage.core.sqlite import open_sqlite

FOLDER = '''"""A channel in one file, as somebody would add it."""

from pydantic import BaseModel, Field

from messages.channel import Health
from messages.limits import Limits
from messages.reply import Receipt
from messages.setup import Line, Setup


class Settings(BaseModel):
    token: str = Field("", pattern="^$|^p-.+$", description="a token that begins with p-")


class Parrot:
    name = "parrot"
    limits = Limits(buttons=0, edits=False)
    health = Health()

    def __init__(self, memory):
        self.memory = memory

    def routes(self):
        return []

    async def run(self, receive):
        pass

    async def send(self, to, reply, *, thread="", key="", ticket=""):
        return Receipt(key)

    async def fetch(self, attachment):
        return b""


async def check(wanted, lent):
    return [Line("✓" if wanted.token else "!", "well" if wanted.token else "off", {"folder": lent.data_dir})]


async def link(wanted, lent):
    return (lambda code: f"parrot:{code}") if wanted.token else None


setup = Setup("parrot", Settings, lambda wanted, lent: Parrot(lent.memory) if wanted.token else None, check, link)
'''


@pytest.fixture
def parrot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An office's folder, and the new channel's folder beside those that are there."""
    folder = tmp_path / "more" / "parrot"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "setup.py").write_text(FOLDER)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path / "more")])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setenv("FIVESTAR_PARROT__TOKEN", "p-1")
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("channels.parrot")]:
        del sys.modules[name]


def test_its_settings_are_known_and_checked(parrot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert variables()["FIVESTAR_PARROT__TOKEN"] == "a token that begins with p-"
    settings, _ = load(None)
    assert settings.of("parrot").token == "p-1"
    monkeypatch.setenv("FIVESTAR_PARROT__TOKEN", "x")
    with pytest.raises(SettingsError, match="FIVESTAR_PARROT__TOKEN: use a token that begins with p-"):
        load(None)


async def test_it_is_made_with_what_it_is_lent(parrot: Path) -> None:
    settings, _ = load(None)
    database = await open_sqlite(parrot / "a.db")
    made = {channel.name: channel for channel in switched_on(settings, database, wall_clock)}
    assert made.keys() == {"web", "parrot"}
    setup = next(s for s in setups() if s.name == "parrot")
    link = await setup.link(settings.of("parrot"), lent(setup, settings, database)) if setup.link else None
    assert link
    assert link("K7M2PX9Q") == "parrot:K7M2PX9Q"
    memory = made["parrot"].memory  # type: ignore[attr-defined]
    await memory.ring("one", "token")
    await memory.move_cursor("one", "c1")
    assert (await memory.cursor("one")).at == "c1"
    assert (await memory.cursor("one")).rung_with == "token"
    await database.close()


def test_doctor_says_its_line(parrot: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    assert "parrot" in capfd.readouterr().out


def test_a_way_that_is_not_there_is_refused_in_words(parrot: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["invites", "a.pdf", "--way", "pigeon"]) == 1
    assert "pigeon" in capfd.readouterr().err
