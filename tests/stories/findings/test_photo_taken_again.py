"""A photo that could not be opened is asked for again, and what is sent then belongs to what the first was sent with."""

from __future__ import annotations

import pytest

from storage.photos.media import Media
from tests.media.pictures import saved, scene
from tests.player import Player
from tests.town import Town

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
KINDS = {
    "help": ("li", "求助 下水道堵了"),
    "observation": ("wang", "1 秩序 货出店"),
}


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("subject", KINDS)
async def test_the_photo_taken_again_is_filed_with_the_first(town: Town, subject: str) -> None:
    """A member's was once not kept at all: “这句我没看懂”."""
    li = await town.merchant("李记面馆")
    people: dict[str, Player] = {"li": li, "wang": await town.member("王芳", li)}
    who, words = people[KINDS[subject][0]], KINDS[subject][1]
    await who.sends_photo(words, HEIC)
    who.sees_somewhere("打不开")
    await who.sends_photo("", saved(scene(2)))
    rows = await town.database.read(lambda tx: tx.all(Media, "media_every"))
    kept = [row for row in rows if row.state == "stored"]
    assert [(row.subject, row.subject_id) for row in kept] == [(subject, rows[0].subject_id)]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_one_photo_replaces_one_and_the_next_day_is_another_day(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.sends_photo("1 秩序 货出店", HEIC)
    await wang.sends_photo("", saved(scene(2)))
    wang.sees("补到刚才那一条")
    await wang.sends_photo("", saved(scene(3)))
    wang.sees("没看懂")
    await wang.sends_photo("1 秩序 货出店", HEIC)
    town.clock.forward(hours=25)
    await wang.sends_photo("", saved(scene(4)))
    wang.sees("没看懂")
