"""What the privacy lines promise: after its time a row or a photo is gone, and not before."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from messages.incoming import Incoming
from storage.core.rows import milliseconds
from storage.core.tx import Tx
from storage.delivery import inbox, prompts
from storage.operations import housekeeping
from storage.photos import media
from storage.photos.media import Media
from tests.roster.test_in_chat import BOOK, sends
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def photos(town: Town) -> list[Media]:
    async def all_of(tx: Tx) -> list[Media]:
        found = [await media.find(tx, number) for number in range(1, 9)]
        return [row for row in found if row]

    return await town.database.read(all_of)


def file_of(town: Town, row: Media) -> Path:
    return town.folder / row.file


async def after(town: Town, **span: float) -> None:
    town.clock.forward(**span)
    await town.job("housekeeping")


async def test_a_roster_sent_in_chat_goes_after_a_week_and_with_whoever_is_forgotten(town: Town) -> None:
    """It lists everybody's telephone; what it says was read within the hour."""
    chen = await town.manager()
    await sends(chen, BOOK)
    [row] = await photos(town)
    assert file_of(town, row).exists()
    await after(town, days=6)
    assert file_of(town, row).exists()
    await after(town, days=2)
    assert not file_of(town, row).exists()
    await sends(chen, BOOK)
    li = await town.merchant("胡氏山货")
    await li.says("停用")
    await li.taps("确定停用")
    await town.job("erased-files")
    newest = (await photos(town))[-1]
    assert (newest.state, newest.ref) == ("dropped", "")
    assert not file_of(town, row).exists()


async def test_a_photo_goes_after_180_days_with_its_file_and_is_still_known_again(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.sends_photo()
    await town.settle()
    [row] = await photos(town)
    assert file_of(town, row).exists()
    await after(town, days=179)
    assert file_of(town, row).exists()
    await after(town, days=2)
    [gone] = await photos(town)
    assert (gone.state, gone.ref) == ("dropped", "")
    assert not file_of(town, row).exists()
    assert gone.phash == row.phash


async def test_a_file_that_another_row_still_stands_for_stays(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.sends_photo()
    town.clock.forward(days=100)
    await li.sends_photo()
    await town.settle()
    first, second = await photos(town)
    assert first.sha256 == second.sha256
    await after(town, days=81)
    assert [row.state for row in await photos(town)] == ["dropped", "stored"]
    assert file_of(town, second).exists()


async def test_the_photo_of_a_fix_is_kept_a_year(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.taps("改好了")
    await li.sends_photo()
    await town.settle()
    [row] = await photos(town)
    assert row.subject == "fix"
    await after(town, days=200)
    assert file_of(town, row).exists()
    await after(town, days=166)
    assert not file_of(town, row).exists()


async def test_what_could_not_be_handled_is_kept_a_week(town: Town) -> None:
    incoming = Incoming("telegram:1:9", town.player("王五").address, town.clock(), text="……")
    await town.database.write(lambda tx: inbox.park(tx, incoming, "ValueError", town.clock()))
    await after(town, days=6)
    assert await town.database.read(inbox.parked)
    await after(town, days=2)
    assert not await town.database.read(inbox.parked)


async def test_keys_offers_letters_and_ticks_have_their_time(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("自查")
    question = li.screen[-1]
    await town.pass_to(town.clock() + timedelta(hours=1), "reminders", "clocks")
    began = town.clock()

    async def known(tx: Tx) -> tuple[bool, int, int]:
        number = int(re.split(r"[.-]", question.reply.choices[0].data)[0])
        messages = [row for row in await tx.rows("outbox_export") if row["created_at"] <= milliseconds(began)]
        ticks = [row for row in await tx.rows("runs_export") if row["claimed_at"] <= milliseconds(began)]
        return await prompts.prompt(tx, number, li.address) is not None, len(messages), len(ticks)

    is_open, messages, ticks = await town.database.read(known)
    assert is_open
    assert messages
    assert ticks
    await after(town, days=15)
    assert (await town.database.read(known))[2] < ticks, "those that come every few minutes"
    await after(town, days=16)
    assert not (await town.database.read(known))[0]
    assert await town.database.write(lambda tx: inbox.is_new(tx, "telegram:1", town.clock())), (
        "a key a month old is forgotten"
    )
    await after(town, days=30)
    assert (await town.database.read(known))[1] == 0


async def test_a_web_visitors_upload_goes_too(town: Town) -> None:
    old = town.folder / "web" / "guest" / "a.jpg"
    new = town.folder / "web" / "guest" / "b.jpg"
    for path, days in ((old, 181), (new, 1)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        then = (town.clock() - timedelta(days=days)).timestamp()
        os.utime(path, (then, then))
    work = await town.job("housekeeping")
    assert work.counts["files"] == 1
    assert (old.exists(), new.exists()) == (False, True)


async def test_an_sqlite_file_gives_back_what_lies_empty(town: Town) -> None:
    if town.database.dialect != "sqlite":
        return

    async def fill(tx: Tx) -> None:
        for n in range(3000):
            await inbox.record_attempt(tx, f"key {n}", "x" * 3000, town.clock())

    await town.database.write(fill)
    town.clock.forward(days=31)
    await town.database.write(lambda tx: housekeeping.forget(tx, town.clock()))
    assert await town.database.read(lambda tx: tx.value("free_pages")) > housekeeping.PAGES
    await town.job("housekeeping")
    assert await town.database.read(lambda tx: tx.value("free_pages")) == 0
