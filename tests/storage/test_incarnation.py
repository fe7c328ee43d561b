"""A restore begins another life of the database: what people still hold from the one before is stale and harmless.

After a restore numbers are given again. A tap on an old “五项都做到了” once erased a person: the number of that prompt now
belonged to “yes, forget me”.
"""

from __future__ import annotations

import sqlite3
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from app.cli import backup, doctor, erase, export, job, restore, roster, run
from app.cli.main import DONE, REFUSED, main
from app.health import database_words
from documents.drawing.star_card import StarCard
from documents.papers.certificate import Certificate
from files import durable
from messages.errors import DatabaseIsNewer
from storage.board import board_access
from storage.core import incarnation
from storage.core.tx import Database
from storage.operations import figures
from tests.databases import Server, open_database
from tests.storage.test_backup_restore import _settings, bring_back, other_url
from tests.storage.test_contract_values import NOW
from tests.town import Town
from tests.waiting import until
from texts.days import Day

__all__ = ["_settings", "other_url"]

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


@dataclass
class Lives:
    """A street, and what becomes of it when a copy from before is restored somewhere else."""

    town: Town
    url: str
    file: Path
    monkeypatch: pytest.MonkeyPatch

    async def keep(self) -> None:
        """A copy, once all that was sent is written down as sent: a sender that is told to stop does so a moment later."""
        database, now = self.town.database, self.town.clock()

        async def nothing_waits() -> bool:
            return not await database.read(lambda tx: figures.waiting(tx, now))

        await until(nothing_waits)
        await self.town.database.backup(self.file)

    @asynccontextmanager
    async def restored(self) -> AsyncIterator[Database]:
        """The bot on the restored copy; people's telephones still show everything they were told."""
        self.town.clock.forward(minutes=2)  # it takes longer than a claim lasts
        await bring_back(self.monkeypatch, self.url, self.file)
        here, there = self.town.database, await open_database(self.url)
        self.town.database = there
        await self.town.restart()
        try:
            yield there
        finally:
            self.town.database = here
            await self.town.restart()
            await there.close()


@pytest.fixture
def lives(town: Town, other_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lives:
    return Lives(town, other_url, tmp_path / "kept.db", monkeypatch)


async def people_erased(database: Database) -> int:
    async def count(tx: object) -> int:
        found = await tx.rows("person", id=1)  # type: ignore[attr-defined]
        return sum(row["erased_at"] is not None for row in found)

    return await database.read(count)


async def test_an_old_button_does_not_do_what_its_number_means_today(lives: Lives) -> None:
    town = lives.town
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    await lives.keep()
    await li.says("自查")
    lost = li.screen[-1]
    async with lives.restored() as there:
        await li.says("停用")
        asked = li.screen[-1]
        assert [b.data.split("-")[0] for b in asked.reply.choices] == [b.data.split("-")[0] for b in lost.reply.choices]
        await li.taps("五项都做到了", on=lost)
        li.sees("按钮是以前的")
        assert await people_erased(there) == 0
        assert asked.reply.text.splitlines()[0] in li.last, "what is asked now is asked again"


async def test_a_button_of_before_is_said_to_be_that_and_its_question_asked_anew(lives: Lives) -> None:
    town = lives.town
    li = await town.merchant("李记面馆")
    await li.says("自查")
    old = li.screen[-1]
    await lives.keep()
    async with lives.restored():
        await li.taps("五项都做到了", on=old)
        li.sees("按钮是以前的", "五项都做到了")
        await li.taps("五项都做到了")
        li.sees("李记面馆", "收到")


async def test_words_typed_after_a_restore_answer_nothing_of_before(lives: Lives) -> None:
    """What they answer was asked in the life that is lost: here “1” would have been yes, forget me."""
    town = lives.town
    li = await town.merchant("李记面馆")
    await li.says("停用")
    question = li.screen[-1].reply.choices[0].label
    await lives.keep()
    async with lives.restored() as there:
        await li.says(question)
        assert await people_erased(there) == 0


async def test_what_waited_to_be_sent_goes_out_with_buttons_that_work(lives: Lives) -> None:
    """A nightly copy holds the morning's questions; nobody has seen them."""
    town = lives.town
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    town.clock.forward(hours=13)
    await wang.says("1 秩序 货出店")
    assert not li.screen
    await lives.keep()
    async with lives.restored():
        town.clock.forward(hours=13)
        await until(lambda: bool(li.screen))
        li.sees("秩序")
        label = li.screen[-1].reply.choices[0].label
        await li.taps(label)
        assert "按钮是以前的" not in li.last


async def test_links_and_sessions_of_the_board_end_with_their_life(lives: Lives) -> None:
    """A link spent since the copy would be good again, and who had left would be in."""
    town = lives.town
    chen = await town.manager()
    now = town.clock()
    link = await town.database.write(lambda tx: board_access.make_link(tx, chen.person_id, now))
    other = await town.database.write(lambda tx: board_access.make_link(tx, chen.person_id, now))
    session = await town.database.write(lambda tx: board_access.enter(tx, other, now))
    assert session
    await lives.keep()
    async with lives.restored() as there:
        assert not await there.read(lambda tx: board_access.is_open(tx, link, now))
        assert await there.read(lambda tx: board_access.visitor(tx, session, now)) is None


async def test_every_restore_is_another_life_and_a_copy_is_the_same_one(lives: Lives, tmp_path: Path) -> None:
    await lives.keep()
    first = await lives.town.database.read(incarnation.token)
    with closing(sqlite3.connect(lives.file)) as copy:
        assert copy.execute("SELECT token FROM incarnation").fetchall() == [(first,)]
    async with lives.restored() as there:
        second = await there.read(incarnation.token)
        assert second != first
        assert await there.read(incarnation.cookie_key) == await lives.town.database.read(incarnation.cookie_key)
    await bring_back(lives.monkeypatch, f"sqlite:///{tmp_path / 'third.db'}", lives.file)
    third = await open_database(f"sqlite:///{tmp_path / 'third.db'}")
    assert await third.read(incarnation.token) not in (first, second)
    await third.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_program_older_than_its_database_touches_nothing(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], lives: Lives, tmp_path: Path, kind: str
) -> None:
    """Only doctor and restore looked; the others wrote rows whose meaning they could not know."""
    url = f"sqlite:///{tmp_path / 'newer.db'}"
    if kind == "postgres":
        server: Server = request.getfixturevalue("postgres_server")
        url = await server.empty()
    await lives.keep()
    newer, now = await open_database(url), lives.town.clock()
    await newer.write(lambda tx: tx.do("migration_record", number=9999, name="from the future", applied_at=now))
    await newer.close()
    lives.monkeypatch.setenv("FIVESTAR_DATABASE_URL", url)
    table = tmp_path / "名册.csv"
    table.write_text("店名,门牌\n李记面馆,西津路1号\n", "utf-8")
    for verb, chosen in (
        (run, Namespace(only=None)),
        (backup, Namespace(file=tmp_path / "copy.db")),
        (export, Namespace(what="shops", format="csv", out=tmp_path / "out.csv")),
        (roster, Namespace(what="apply", file=table, encoding="")),
        (job, Namespace(name="ratings", period="")),
        (erase, Namespace(person="1")),
        (restore, Namespace(file=lives.file)),
    ):
        with pytest.raises(DatabaseIsNewer):
            await verb.run(chosen)
    assert not (tmp_path / "copy.db").exists()
    assert not (tmp_path / "out.csv").exists()
    assert await doctor.run(Namespace()) == 1
    assert "9999" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_program_that_is_overtaken_while_it_runs_is_not_well(
    request: pytest.FixtureRequest, tmp_path: Path, shape: str, kind: str
) -> None:
    """Another process of a newer version has brought the schema up to date meanwhile."""
    del shape
    url = f"sqlite:///{tmp_path / 'overtaken.db'}"
    if kind == "postgres":
        server: Server = request.getfixturevalue("postgres_server")
        url = await server.empty()
    database = await open_database(url)
    assert await database_words(database) == ""
    await database.write(lambda tx: tx.do("migration_record", number=9999, name="from the future", applied_at=NOW))
    assert "newer program" in await database_words(database)
    await database.close()


def test_an_operator_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, shape: str
) -> None:
    """The reason and what to do, in the operator's language; the exit status says refused."""
    del shape
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert main(["export", "shops", "--out", str(tmp_path / "out.csv")]) == DONE
    with closing(sqlite3.connect(tmp_path / "new.db")) as file, file:
        file.execute("INSERT INTO migrations VALUES (9999, 'from the future', 0)")
    capsys.readouterr()
    assert main(["backup", str(tmp_path / "copy.db")]) == REFUSED
    assert "更新" in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()


async def test_a_file_of_another_life_is_not_taken_for_one_of_this(tmp_path: Path, shape: str) -> None:
    """A certificate is drawn once and kept under its number: after a restore the number may be another shop's."""
    del shape
    one = Certificate(
        "2026-Q4-0001", "李记面馆", "西津路1号", "2026-Q4", date(2026, 12, 28), "城管局", "五星商户", "https://x"
    )
    other = replace(one, shop="胡氏山货")
    assert durable.name_of("zh", one) == durable.name_of("zh", replace(one))
    assert durable.name_of("zh", one) != durable.name_of("zh", other)
    card = StarCard("李记面馆", "西津路1号", Day(date(2026, 11, 29)), 2, "城管局", "西津路")
    assert durable.name_of("zh", card) != durable.name_of("zh", replace(card, shop="胡氏山货"))
