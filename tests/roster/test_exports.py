"""Rows out of a street that is lived in: stars explained in words, 待评 without stars, every version of a self-check."""

from __future__ import annotations

import pytest

from documents.papers.exports import as_json, explained
from storage.operations import exports
from tests.town import Town
from texts import speaker


async def rows(town: Town, what: str) -> list[dict[str, object]]:
    return await town.database.read(lambda tx: exports.rows(tx, what, now=town.clock(), zone=town.zone))


@pytest.mark.parametrize("shape", ["telegram"])
async def test_ratings_say_why_in_words_and_unrated_shops_have_no_stars(town: Town) -> None:
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果")]
    wang = await town.member("王芳", *shops)
    for _ in range(4):
        await wang.says("1 好")
        town.clock.forward(days=7)
    await town.job("ratings")
    await wang.says("1 秩序 货出店")
    await town.job("ratings")
    found = explained(await rows(town, "ratings"), town.rules, speaker("zh"))
    assert [(r["shop"], r["state"], r["version"]) for r in found] == [
        ("李记面馆", "rated", 2),
        ("张姐水果", "unrated", 2),
    ]
    rated, unrated = found
    assert rated["stars"] in range(1, 6)
    assert "秩序" in str(rated["explanation"])
    assert (unrated["stars"], unrated["shown"]) == (None, None)
    assert "待评" in str(unrated["explanation"])
    assert "figures" not in rated
    assert as_json(found).startswith(b"[\n{")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_every_version_of_a_self_check_and_which_one_stands(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("好")
    await li.says("秩序 货出店了")
    found = await rows(town, "self-checks")
    assert [(r["shop"], r["problems"], r["standing"]) for r in found] == [
        ("李记面馆", "", False),
        ("李记面馆", "order", True),
    ]
    assert str(found[0]["at"]).endswith("+08:00")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_facts_are_flat(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 当场改好")
    assert [r["facts"] for r in await rows(town, "reviews")] == ["order=0.5"]
