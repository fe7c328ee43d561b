"""A disk that takes no file or spoils a page, and what nobody can open: `/healthz` and the doctor say so, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.app import App
from app.cli.main import main
from app.health import DataFolder
from app.settings import Settings
from files import durable
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming
from programme.rules import Rules
from storage.core.integrity import Integrity
from storage.core.sqlite import SqliteDatabase, open_sqlite
from storage.photos import media
from storage.photos.media import Media
from tests.knocks.test_disk import spoilt
from tests.media.pictures import saved, scene
from tests.media.test_fetching import TELEGRAM, case, rows
from tests.town import FAST, Limits, ListChannel, StoppedClock, Town
from tests.waiting import until
from web.server import site

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


async def healthz(app: App) -> tuple[int, dict[str, str]]:
    pages = site([], health=app.health, metrics=lambda: b"")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="http://bot.test") as http:
        answer = await http.get("/healthz")
        return answer.status_code, answer.json()["parts"]


async def app_on(file: SqliteDatabase, folder: Path, clock: StoppedClock) -> App:
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{file.path}", _env_file=None)  # type: ignore[call-arg]
    channel = ListChannel("telegram", Limits(**FAST))
    app = App(settings, Rules(), file, channels=[channel], parts=("web", "sender"), clock=clock)  # type: ignore[list-item]
    await app.prepare()
    return app


@TELEGRAM
async def test_a_data_folder_that_takes_nothing_costs_nobody_a_photo(town: Town) -> None:
    """Nine tries in six hours, then “failed” for good, was once the merchant's loss."""
    li, _ = await case(town)
    (town.folder / "media").write_bytes(b"a file where the folder should be")
    await li.sends_photo("秩序 货又出店了", saved(scene(1)))
    for _ in range(30):
        town.clock.forward(hours=1)
        await town.settle()
    [row] = await rows(town)
    assert (row.state, row.opened, row.attempts) == ("to fetch", 0, 0)
    assert "files cannot be kept" in town.fetcher.trouble
    li.sees_no("没取到", "打不开")
    (town.folder / "media").unlink()
    town.clock.forward(minutes=2)
    await town.settle()
    [row] = await rows(town)
    assert (row.state, town.fetcher.trouble) == ("stored", "")
    assert durable.is_whole(town.folder / row.file)


async def test_healthz_tries_the_data_folder(tmp_path: Path) -> None:
    file, folder = await open_sqlite(tmp_path / "town.db"), tmp_path / "data"
    app = await app_on(file, folder, StoppedClock(NOW))
    assert (await healthz(app))[1]["data folder"] == "ok"
    assert list(folder.iterdir()) == [], "it leaves nothing behind"
    folder.rmdir()
    folder.write_bytes(b"no folder any more")
    status, parts = await healthz(app)
    assert (status, parts["database"]) == (503, "ok")
    assert "cannot be written" in parts["data folder"]
    folder.unlink()
    assert (await healthz(app))[0] == 200
    await app.stop()
    await file.close()


async def test_many_who_ask_at_once_write_one_probe(tmp_path: Path) -> None:
    asked = DataFolder(tmp_path)
    assert set(await asyncio.gather(*[asked.words() for _ in range(200)])) == {""}
    assert list(tmp_path.iterdir()) == []


async def test_a_spoilt_page_is_known_while_running(tmp_path: Path) -> None:
    """Only the doctor, once called, would have found it."""
    path = tmp_path / "town.db"
    await asyncio.to_thread(spoilt_page, path)
    file = await open_sqlite(path)
    app = await app_on(file, tmp_path, StoppedClock(NOW))
    assert app.integrity
    app.integrity = Integrity(path, first=0, every=0.05)
    app.start()
    looking = app.integrity
    await until(lambda: looking.damage)
    status, parts = await healthz(app)
    assert status == 503
    assert parts["database"] not in ("", "ok")
    await app.stop()
    await file.close()


def spoilt_page(path: Path) -> None:
    """A database in which one page of the keys seen is not what was written; its first page is whole."""
    spoilt(path, "not at all")
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [[root]] = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'seen'").fetchall()
        [[size]] = file.execute("PRAGMA page_size").fetchall()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = bytes([7]) * size
    path.write_bytes(content)


async def test_being_told_to_stop_ends_a_look_at_once(tmp_path: Path) -> None:
    file = await open_sqlite(tmp_path / "town.db")
    looking = asyncio.create_task(Integrity(tmp_path / "town.db", first=0, every=0).run())
    await asyncio.sleep(0.05)
    looking.cancel()
    assert isinstance((await asyncio.gather(looking, return_exceptions=True))[0], asyncio.CancelledError)
    await file.close()


async def set_one_aside(file: SqliteDatabase, at: datetime) -> None:
    async def write(tx) -> None:  # type: ignore[no-untyped-def]
        photo = Attachment(Medium.PHOTO, "a file id")
        sender = Address("telegram", "5")
        await media.keep(tx, subject="fix", subject_id=1, person_id=None, sender=sender, attachments=[photo], at=at)
        [row] = await tx.all(Media, "media_every")
        await media.failed(tx, row.id, attempts=2, error="Overrun: it takes too long", set_aside=True)

    await file.write(write)


async def test_what_was_set_aside_is_named_and_rings_no_bell(tmp_path: Path) -> None:
    file, clock = await open_sqlite(tmp_path / "town.db"), StoppedClock(NOW)
    app = await app_on(file, tmp_path, clock)
    await set_one_aside(file, NOW)
    status, parts = await healthz(app)
    assert (status, parts["set aside"]) == (200, "1 could not be opened: photo 1 telegram")
    clock.forward(days=8)
    assert "set aside" not in (await healthz(app))[1]
    await app.stop()
    await file.close()


def test_the_doctor_names_what_was_set_aside_and_what_was_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def street() -> None:
        file = await open_sqlite(tmp_path / "a.db")
        await set_one_aside(file, datetime.now(UTC) - timedelta(hours=1))
        await file.close()

    asyncio.run(street())
    (tmp_path / "data" / "telegram" / "777").mkdir(parents=True)
    (tmp_path / "data" / "telegram" / "777" / "9.torn").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setenv("FIVESTAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FIVESTAR_LANGUAGE", "zh")
    main(["doctor"])
    lines = capfd.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("! 放到一边：photo 1（telegram") and "too long" in line]
    assert [line for line in lines if line.startswith("!") and ".torn" in line]


async def test_a_message_is_acknowledged_though_no_file_can_be_kept(tmp_path: Path) -> None:
    """The words are safe in the database; the photo comes once there is room."""
    file, folder = await open_sqlite(tmp_path / "town.db"), tmp_path / "data"
    folder.write_bytes(b"no folder")
    app = await app_on(file, folder, StoppedClock(NOW))
    app.start()
    await app.engine.receive(Incoming("telegram:1", Address("telegram", "5"), NOW, text="帮助"))
    assert json.dumps((await app.health()).parts["data folder"])
    await app.stop()
    await file.close()


@TELEGRAM
async def test_what_a_writer_that_died_left_unfinished_goes_at_night(town: Town) -> None:
    old, fresh = town.folder / "web" / "u" / ".a.jpg.0f.part", town.folder / "digests" / "w" / ".b.png.0f.part"
    for path, age in ((old, 2), (fresh, 0)):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
        at = (town.clock.now - timedelta(hours=age)).timestamp()
        os.utime(path, (at, at))
    await town.job("housekeeping")
    assert (old.exists(), fresh.exists()) == (False, True)
