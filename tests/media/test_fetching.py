"""Photos are rows first and files later: fetched once, whoever dies in between, and shown to whoever has to look."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

import pytest

from bot.attachments import PATIENCE
from bot.media import ATTEMPTS, Fetcher
from messages.attachment import Attachment, Medium
from messages.errors import NotSent, Refused, TryLater
from storage.core.tx import Tx
from storage.photos import media
from storage.photos.media import Media
from tests.media.pictures import from_a_telephone, opened, saved, scene
from tests.player import Player
from tests.town import Town
from tests.waiting import until

TELEGRAM = pytest.mark.parametrize("shape", ["telegram"])


class Line:
    """What stands between us and the photo: raises the next of its errors, or waits, before the town's channel answers."""

    def __init__(self, town: Town, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()
        self.called = asyncio.Event()
        self._fetch = town.channel.fetch
        town.channel.fetch = self.fetch  # type: ignore[method-assign]

    async def fetch(self, attachment: Attachment) -> bytes:
        self.asked += 1
        self.called.set()
        await self.open.wait()
        if self.errors:
            raise self.errors.pop(0)
        return await self._fetch(attachment)


async def rows(town: Town) -> list[Media]:
    return await town.database.read(lambda tx: tx.all(Media, "media_every"))


async def photos_are(town: Town, *states: str) -> list[Media]:
    """Wait for the photos to be like that."""
    found: list[Media] = []

    async def so() -> bool:
        found[:] = await rows(town)
        return sorted(row.state for row in found) == sorted(states)

    await until(so, lambda: f"the photos are {[row.state for row in found]}")
    return found


async def case(town: Town) -> tuple[Player, Player]:
    """A shop with one finding, and the member who made it."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    return li, wang


async def test_the_member_sees_the_photo_of_the_fix(town: Town) -> None:
    li, wang = await case(town)
    await li.sends_photo("改好了", from_a_telephone(scene(1), 6))
    li.sees("照片收到")
    [picture] = wang.screen[-1].reply.attachments
    assert picture.kind is Medium.PHOTO
    kept = opened((town.folder / picture.ref).read_bytes())
    assert (kept.size, dict(kept.getexif())) == ((480, 640), {})
    [row] = await rows(town)
    assert (row.state, row.subject, row.taken_at, len(row.phash)) == ("stored", "fix", "2026-11-23T08:55:10+08:00", 16)
    assert picture.ref == row.file


@TELEGRAM
async def test_the_same_photo_twice_is_one_file_and_known_as_such(town: Town) -> None:
    li, _ = await case(town)
    content = saved(scene(2))
    await li.sends_photo("改好了", content)
    await li.sends_photo("", content)
    first, second = await rows(town)
    assert first.sha256 == second.sha256
    assert len([p for p in (town.folder / "media").rglob("*") if p.is_file()]) == 1
    same = await town.database.read(lambda tx: media.same_picture(tx, second.id, second.sha256))
    assert [row.id for row in same] == [first.id]


@TELEGRAM
@pytest.mark.parametrize("content", [b"<html>no photo</html>", saved(scene(3))[:3000]], ids=["nonsense", "truncated"])
async def test_a_photo_nobody_can_open_is_said_to_its_sender(town: Town, content: bytes) -> None:
    li, wang = await case(town)
    await li.sends_photo("改好了", content)
    li.sees_somewhere("打不开", "照片收到")
    assert li.looks().count("打不开") == 1
    assert wang.screen[-1].reply.attachments == ()
    wang.sees("李记面馆", "打不开", "先不用去看")
    [row] = await rows(town)
    assert (row.state, row.sha256) == ("failed", "")


@TELEGRAM
async def test_a_photo_that_never_comes_is_said_once_though_it_was_kept_with_two_cases(town: Town) -> None:
    li, _ = await case(town)
    Line(town, *[Refused("wrong file id")] * 2)
    sent = [await photo(town)]

    async def keep(tx: Tx) -> None:
        for number in (1, 2):
            await media.keep(
                tx,
                subject="fix",
                subject_id=number,
                person_id=li.person_id,
                sender=li.address,
                attachments=sent,
                at=town.clock(),
            )

    await town.database.write(keep)
    await town.settle()
    assert li.looks().count("没取到，请再发一次") == 1
    assert [row.state for row in await rows(town)] == ["failed", "failed"]


@TELEGRAM
async def test_a_bad_line_is_tried_for_hours_and_then_given_up(town: Town) -> None:
    li, _ = await case(town)
    line = Line(town, *[NotSent("no route")] * 50)
    await li.says("秩序 货又出店了", await photo(town))
    for _ in range(200):
        town.clock.forward(minutes=5)
        await town.settle()
    assert line.asked == ATTEMPTS
    li.sees_somewhere("没取到，请再发一次")
    [row] = await rows(town)
    assert (row.state, row.attempts) == ("failed", ATTEMPTS)


@TELEGRAM
async def test_a_channel_that_asks_for_patience_gets_it_and_costs_no_try(town: Town) -> None:
    li, _ = await case(town)
    line = Line(town, *[TryLater(30)] * 20)
    await li.says("秩序 货又出店了", await photo(town))
    for _ in range(25):
        town.clock.forward(seconds=31)
        await town.settle()
    assert line.asked == 21
    [row] = await rows(town)
    assert row.state == "stored"


@TELEGRAM
@pytest.mark.parametrize("error", [OSError("the disk is full"), RuntimeError("a defect of the channel")])
async def test_no_fault_is_final_at_once(town: Town, error: Exception) -> None:
    li, _ = await case(town)
    Line(town, error)
    await li.says("秩序 货又出店了", await photo(town))
    assert [row.state for row in await rows(town)] == ["to fetch"]
    town.clock.forward(seconds=10)
    await town.settle()
    assert [row.state for row in await rows(town)] == ["stored"]


@TELEGRAM
async def test_a_process_killed_while_fetching_leaves_it_to_the_next(town: Town) -> None:
    li, _ = await case(town)
    line = Line(town)
    line.open.clear()
    running = asyncio.create_task(town.fetcher.run())
    town.fetcher_at_rest = True
    await li.says("秩序 货又出店了", await photo(town))
    await line.called.wait()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert [row.state for row in await rows(town)] == ["to fetch"]
    line.open.set()
    await town.restart()
    town.fetcher_at_rest = False
    await town.settle()
    assert [row.state for row in await rows(town)] == ["to fetch"]
    await town.database.write(media.release_claims)
    await town.settle()
    assert [row.state for row in await rows(town)] == ["stored"]
    assert line.asked == 2


@TELEGRAM
async def test_a_claim_runs_out_where_nobody_releases_it(town: Town) -> None:
    li, _ = await case(town)
    town.fetcher_at_rest = True
    await li.says("秩序 货又出店了", await photo(town))
    now = town.clock()
    claimed = await town.database.write(lambda tx: media.claim(tx, town.shape, now, now + timedelta(minutes=2), 4))
    assert len(claimed) == 1
    assert await town.fetcher.fetch_due() == 0
    town.clock.forward(minutes=3)
    assert await town.fetcher.fetch_due() == 1


@TELEGRAM
async def test_two_processes_fetch_each_photo_once(town: Town) -> None:
    li, _ = await case(town)
    town.fetcher_at_rest = True
    for _ in range(9):
        await li.says("秩序 货又出店了", await photo(town))
    line = Line(town)
    both = [fetcher_of(town), fetcher_of(town)]
    while sum(await asyncio.gather(*[fetcher.fetch_due() for fetcher in both])):
        pass
    assert line.asked == 9
    assert {row.state for row in await rows(town)} == {"stored"}


@TELEGRAM
async def test_one_slow_photo_does_not_hold_up_the_others(town: Town) -> None:
    li, _ = await case(town)
    town.fetcher_at_rest = True
    line = Line(town)
    line.open.clear()
    await li.says("秩序 货又出店了", await photo(town))
    running = asyncio.create_task(town.fetcher.run())
    try:
        await line.called.wait()
        town.channel.fetch = line._fetch  # type: ignore[method-assign]
        await li.says("秩序 还有一张", await photo(town))
        town.fetcher.wake()
        await photos_are(town, "stored", "to fetch")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@TELEGRAM
async def test_words_wait_for_their_photo_a_little_and_others_pass_them(town: Town) -> None:
    li, wang = await case(town)
    town.fetcher_at_rest = True
    town.clock.forward(minutes=1)
    sent = asyncio.create_task(li.sends_photo("改好了"))
    await town.written_to(wang, "改好了")
    assert "改好了" not in wang.last
    town.clock.forward(seconds=10)
    await sent
    assert "改好了" not in wang.last
    await wang.says("帮助")
    wang.sees("我的商户")
    town.clock.forward(seconds=4)
    town.fetcher_at_rest = False
    await town.settle()
    wang.sees("李记面馆", "改好了")
    assert len(wang.screen[-1].reply.attachments) == 1


@TELEGRAM
async def test_words_go_without_a_photo_that_takes_too_long(town: Town) -> None:
    li, wang = await case(town)
    Line(town, *[TryLater(600)] * 3)
    sent = asyncio.create_task(li.sends_photo("改好了"))
    await town.written_to(wang, "改好了")
    town.clock.forward(seconds=10)
    await sent
    town.clock.forward(seconds=PATIENCE.total_seconds())
    await town.settle()
    wang.sees("李记面馆", "改好了")
    assert wang.screen[-1].reply.attachments == ()


@TELEGRAM
async def test_words_go_without_a_file_that_is_gone_from_the_disk(town: Town) -> None:
    li, wang = await case(town)
    town.fetcher_at_rest = True
    sent = asyncio.create_task(li.sends_photo("改好了"))
    [row] = await photos_are(town, "to fetch")
    await town.database.write(lambda tx: media.stored(tx, row.id, sha256="ab" * 32, phash="", taken_at=None, size=3))
    town.clock.forward(seconds=PATIENCE.total_seconds())
    await sent
    wang.sees("李记面馆", "改好了")
    assert wang.screen[-1].reply.attachments == ()


@TELEGRAM
async def test_a_place_is_kept_as_it_is(town: Town) -> None:
    li, _ = await case(town)
    line = Line(town)
    await li.says("秩序 这里", Attachment(Medium.PLACE, "30.6,118.9"))
    assert line.asked == 0
    assert [row.state for row in await rows(town)] == ["place"]


async def photo(town: Town) -> Attachment:
    path = town.folder / f"{town.next_key().replace(':', '-')}.jpg"
    path.write_bytes(saved(scene(int(path.stem.rpartition("-")[2]))))
    return Attachment(Medium.PHOTO, str(path), "photo.jpg")


def fetcher_of(town: Town) -> Fetcher:
    """One more process beside the town's own."""
    return town.another_fetcher()
