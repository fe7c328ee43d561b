"""`fivestar doctor` and `/healthz` say what nobody has done, and that nothing is backed up."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.app import App
from app.cli.doctor import _clock
from app.cli.main import main
from app.settings import Settings
from bot.clock import wall_clock
from programme import calendar
from programme.holidays import read_holidays
from programme.rules import Rules
from storage.core.sqlite import open_sqlite
from storage.operations import runs
from tests.town import MONDAY, Town


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder, in Chinese."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setenv("FIVESTAR_LANGUAGE", "zh")
    return tmp_path


async def kept_hours(path: Path, since: datetime) -> None:
    database = await open_sqlite(path)
    await database.write(lambda tx: runs.begin_keeping(tx, since))
    await database.close()


def says(capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["doctor"])
    return status, capfd.readouterr().out


def test_hours_that_nobody_keeps_are_said(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A schedules process that had died was “well” as long as its last run had been."""
    status, before = says(capfd)
    assert "该在" not in before, "a house that was never lived in misses nothing"
    asyncio.run(kept_hours(desk / "a.db", wall_clock() - timedelta(days=8)))
    status, out = says(capfd)
    assert status == 1
    [line] = [line for line in out.splitlines() if "（ratings）" in line]
    assert line.startswith("✗ 任务 评星（ratings）该在")


def test_a_backup_that_nobody_makes_or_that_cannot_be_written_is_said(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "! 没有每夜备份" in says(capfd)[1]
    (desk / "a file").write_text("in the way")
    monkeypatch.setenv("FIVESTAR_BACKUP_DIR", str(desk / "a file" / "backups"))
    status, out = says(capfd)
    assert (status, "没有每夜备份" in out) == (1, False)
    assert f"✗ 文件夹 {desk / 'a file' / 'backups'} 不能写" in out
    monkeypatch.setenv("FIVESTAR_BACKUP_DIR", str(desk / "backups"))
    assert f"磁盘（{desk / 'backups'}）" in says(capfd)[1]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_overdue_is_what_no_process_has_done_half_an_hour_after_its_time(town: Town) -> None:
    await town.merchant("李记面馆")
    await town.database.write(lambda tx: runs.begin_keeping(tx, MONDAY))
    sunday = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)  # 18:00 in Ningguo
    town.clock.at(sunday + timedelta(minutes=29))
    assert "ratings" not in await town.hours.overdue()
    town.clock.at(sunday + timedelta(minutes=31))
    assert (await town.hours.overdue())["ratings"] == sunday
    await town.hours.catch_up("ratings")
    assert "ratings" not in await town.hours.overdue()


@pytest.mark.parametrize("released", [date(2100, 1, 1), date(1999, 1, 1)])
def test_a_clock_before_this_version_or_long_after_it_is_wrong(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, released: date
) -> None:
    """A clock in 1999 or 2100 was found only by asking Telegram."""
    del desk
    monkeypatch.setattr("app.cli.doctor.RELEASED", released)
    status, out = says(capfd)
    assert status == 1
    assert "✗ 时钟不对" in out
    assert "timedatectl" in out


def test_a_folder_that_cannot_be_written_asks_for_no_backup(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "a file").write_text("in the way")
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{desk / 'a file' / 'five.db'}")
    status, out = says(capfd)
    assert status == 1
    assert "✗ 数据库写不进去" in out
    assert "替换数据库文件" not in out


def test_a_file_that_is_no_database_asks_for_the_backup(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "b.db").write_bytes(b"hello, this is no database at all\n" * 200)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{desk / 'b.db'}")
    status, out = says(capfd)
    assert (status, "用最近的备份替换数据库文件" in out) == (1, True)


def test_a_server_that_does_not_answer_is_named(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason stood there empty, and the advice was about the file of SQLite."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        port = taken.getsockname()[1]
        monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"postgresql://five:secret@127.0.0.1:{port}/five")
        status, out = says(capfd)
    assert status == 1
    [line] = [line for line in out.splitlines() if line.startswith("✗")]
    assert line.startswith("✗ 连不上 PostgreSQL")
    assert f"127.0.0.1:{port}: it does not answer (Connection refused)" in line
    assert "secret" not in line
    assert "备份" not in line


@pytest.mark.parametrize("name", ["a#1", "a?mode=ro", "a%20b", "甲 乙"])
def test_a_database_lies_where_its_address_says(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{desk / name / 'five.db'}")
    assert "✓ 数据库（sqlite" in says(capfd)[1]
    assert (desk / name / "five.db").stat().st_size > 0
    assert [folder.name for folder in desk.iterdir() if folder.name.startswith("a")] == [name] * name.startswith("a")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_next_years_holidays_are_asked_for_from_december(town: Town) -> None:
    app = App(Settings(_env_file=None), Rules(), town.database, clock=town.clock)  # type: ignore[call-arg]

    async def asks(moment: datetime) -> list[str]:
        town.clock.at(moment)
        return [found.words async for found in _clock(app) if "节假日" in found.words]

    assert await asks(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)) == []
    [line] = await asks(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    assert line.startswith("还没有 2027 年的节假日安排")
    assert "fivestar calendar" in line
    try:
        calendar.enter([read_holidays("2027年 春节：2月5日至11日放假")])
        assert await asks(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)) == []
    finally:
        calendar.enter([])
        app.workers.close()
