"""A roster made to hurt: its sender is told what to do, the bot lives, and nothing is tried for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from documents.drawing.picture_header import MEMORY
from documents.isolation.limits import Limits
from documents.isolation.workers import Workers
from storage.photos import media
from storage.photos.media import Media
from tests.media import poison
from tests.player import Player
from tests.roster.test_in_chat import BOOK, names, sends
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


@pytest.fixture
async def hasty(town: Town) -> AsyncIterator[Town]:
    """A town whose workers are ended before they have read anything."""
    workers = town.workers = Workers(most=1, roster=Limits(cpu=1, wall=0.001, memory=MEMORY))
    yield town
    workers.close()


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576"])
async def test_a_stray_cell_is_named_to_whoever_sent_it(town: Town, far: str) -> None:
    chen = await town.manager()
    await sends(chen, poison.stray_cell(far))
    chen.sees(far, "删掉那些行和列")
    assert await names(town) == []
    await sends(chen, BOOK)
    chen.sees("新店 2 家")


async def test_a_pdf_is_no_roster(town: Town) -> None:
    chen = await town.manager()
    await sends(chen, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40, "名册.pdf")
    assert await names(town) == []
    assert chen.last
    chen.sees_no("确认导入")


async def test_a_roster_that_breaks_two_workers_is_set_aside(hasty: Town) -> None:
    chen = await hasty.manager()
    await sends(chen, BOOK)
    chen.sees("试了两次都读不了", "新建一张表")
    [named] = await hasty.database.read(lambda tx: media.set_aside(tx, hasty.clock.now))
    assert (named.kind, named.id) == ("roster", 1)
    await _looked_at_again(hasty, chen)


async def _looked_at_again(town: Town, chen: Player) -> None:
    """The next look around finds nothing left to do."""
    told = len(town.channel.sent)
    await town.job("roster-files")
    assert len(town.channel.sent) == told
    town.workers = None
    await sends(chen, BOOK)
    chen.sees("新店 2 家")


async def test_a_roster_whose_file_is_lost_is_fetched_again(town: Town) -> None:
    chen = await town.manager()
    folder = town.folder / "sent"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(BOOK)
    await chen.says("", poison.attached(folder / "a.xlsx"))
    [row] = await town.database.read(lambda tx: tx.all(Media, "media_every"))
    (town.folder / row.file).write_bytes(b"")
    await town.hours.run_asked()
    await town.settle()
    await town.hours.run_asked()
    await town.settle()
    chen.sees("新店 2 家")
