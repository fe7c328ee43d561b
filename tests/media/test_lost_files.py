"""Files that a power cut has taken are fetched again, and a disk of ours that is full costs nobody a photo."""

from __future__ import annotations

import asyncio

import pytest

from bot.post import Post
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from storage.photos import media
from tests.media.pictures import opened, saved, scene
from tests.media.test_fetching import TELEGRAM, Line, case, photos_are, rows
from tests.town import Town


@TELEGRAM
@pytest.mark.parametrize("left", [b"", b"\0" * 900, None], ids=["empty", "zeros", "gone"])
async def test_a_file_a_power_cut_has_taken_is_fetched_again_before_it_is_sent(town: Town, left: bytes | None) -> None:
    li, wang = await case(town)
    line = Line(town)
    await li.sends_photo("改好了", saved(scene(7)))
    [row] = await rows(town)
    if left is None:
        (town.folder / row.file).unlink()
    else:
        (town.folder / row.file).write_bytes(left)

    async def show(post: Post) -> None:
        picture = Attachment(Medium.PHOTO, f"{media.PREFIX}{row.id}", "photo.jpg")
        await post.tell(wang.person_id, lambda _: Reply("请再看一眼", attachments=(picture,)), key="look")

    running = asyncio.create_task(town.fetcher.run())
    try:
        await town.work_for(town.hours.jobs["housekeeping"], "2026-11-23", True).write(show)
        await town.settle()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    wang.sees("请再看一眼")
    [picture] = wang.screen[-1].reply.attachments
    assert opened((town.folder / picture.ref).read_bytes()).size == (640, 480)
    assert line.asked == 2


@TELEGRAM
async def test_what_was_stored_lately_and_has_lost_its_file_is_fetched_again_at_the_start(town: Town) -> None:
    li, _ = await case(town)
    await li.sends_photo("改好了", saved(scene(8)))
    [row] = await rows(town)
    (town.folder / row.file).write_bytes(b"")
    line = Line(town)
    line.open.clear()
    running = asyncio.create_task(town.another_fetcher().run())
    try:
        await photos_are(town, "to fetch")
        line.open.set()
        await photos_are(town, "stored")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    [row] = await rows(town)
    assert (row.state, (town.folder / row.file).stat().st_size) == ("stored", row.bytes)
