"""A proof nobody can open proves nothing: the case waits for its photo again, and the next photo is that photo."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from messages.attachment import Attachment, Medium
from messages.errors import Refused
from storage.findings import findings
from storage.findings.findings import Finding
from tests.media.pictures import saved, scene
from tests.media.test_fetching import Line
from tests.player import Player
from tests.town import Town

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)


async def case(town: Town) -> tuple[Player, Player]:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    return li, wang


async def the_finding(town: Town, li: Player) -> Finding:
    [found] = await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))
    return found


async def test_a_heic_as_proof_and_the_photo_taken_again(town: Town) -> None:
    li, wang = await case(town)
    before = await the_finding(town, li)
    await li.sends_photo("改好了", HEIC)
    assert (await the_finding(town, li)).state == "open"
    li.sees_somewhere("秩序 的照片没收好，打不开", "重新拍一张")
    wang.sees("李记面馆", "打不开", "先不用去看")
    town.clock.forward(minutes=5)
    await li.sends_photo("", saved(scene(3)))
    li.sees("照片收到")
    found = await the_finding(town, li)
    assert (found.state, found.fixed_by) == ("fixed", li.person_id)
    assert found.due_at
    assert before.due_at
    assert found.due_at >= before.due_at, "nobody is late because a photo could not be opened"
    wang.sees("李记面馆", "改好了")
    assert len(wang.screen[-1].reply.attachments) == 1
    await wang.taps("改好了")
    li.sees("确认改好了")
    await li.sends_photo("", saved(scene(4)))
    li.sees("今天")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_proof_that_cannot_be_opened_is_not_said_to_be_kept(town: Town) -> None:
    """“照片收到了吗” was told “都存好了” of the photo of a fix that was lost, and of what was still to be fetched."""
    li, _ = await case(town)
    await li.sends_photo("改好了", HEIC)
    await li.says("照片收到了吗")
    li.sees("打不开")
    await li.sends_photo("", saved(scene(3)))
    await li.says("照片收到了吗")
    li.sees("共 1 件", "都存好了")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_after_another_broken_photo_it_waits_still(town: Town) -> None:
    li, _ = await case(town)
    await li.sends_photo("改好了", HEIC)
    await li.sends_photo("", HEIC)
    assert (await the_finding(town, li)).state == "open"
    await li.says("改好了")
    li.sees("请拍一张现在的照片")
    await li.sends_photo("", saved(scene(3)))
    assert (await the_finding(town, li)).state == "fixed"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_one_photo_of_two_that_can_be_opened_is_proof_enough(town: Town) -> None:
    li, _ = await case(town)
    good, bad = town.folder / "good.jpg", town.folder / "bad.heic"
    good.write_bytes(saved(scene(5)))
    bad.write_bytes(HEIC)
    await li.says("改好了", *[Attachment(Medium.PHOTO, str(path), path.name) for path in (bad, good)])
    assert (await the_finding(town, li)).state == "fixed"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_proof_that_never_came_goes_back_too(town: Town) -> None:
    li, wang = await case(town)
    Line(town, Refused("wrong file id"))
    await li.sends_photo("改好了", saved(scene(6)))
    assert (await the_finding(town, li)).state == "open"
    wang.sees("先不用去看")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_was_confirmed_at_the_door_stays_so(town: Town) -> None:
    """The member went and looked before the photo was given up."""
    li, wang = await case(town)
    line = Line(town, *[OSError("no route")] * 50)
    sent = asyncio.create_task(li.sends_photo("改好了", saved(scene(7))))
    await town.written_to(wang, "改好了")
    town.clock.forward(minutes=3)
    await sent
    await wang.taps("改好了")
    li.sees("确认改好了")
    for _ in range(80):
        town.clock.at(town.clock.now + timedelta(minutes=10))
        await town.settle()
    assert line.asked > 5
    assert await town.database.read(lambda tx: findings.open_at(tx, li.shop_id)) == []
