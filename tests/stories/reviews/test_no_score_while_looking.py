"""Whoever has a look open sees no running score, whatever their role, until it is recorded or left."""

import pytest

from storage.people import people
from tests.player import Player
from tests.town import Town

REFUSED = "还有一家店没看完"
SCORES = {"manager": ("评星", "定线", "周报", "看板"), "secretary": ("周报", "看板"), "admin": ("评星", "周报", "看板")}


async def looker(town: Town, role: str) -> Player:
    await town.merchant("李记面馆")
    who = await town.staff("陈主任", role)
    if role == "admin":  # who looks at shops as somebody else, too
        await town.database.write(lambda tx: people.grant(tx, who.person_id, "squad", by=None, now=town.clock()))
    return who


@pytest.mark.parametrize("role", SCORES)
async def test_no_score_until_it_is_recorded(town: Town, role: str) -> None:
    who = await looker(town, role)
    await who.says("抽查 李记面馆")
    for words in SCORES[role]:
        await who.says(words)
        who.sees(REFUSED)
    await who.says("1")
    who.sees("李记面馆：五项都做到了")
    for words in SCORES[role]:
        await who.says(words)
        assert REFUSED not in who.last


async def test_the_checklist_is_the_same_look(town: Town) -> None:
    who = await looker(town, "manager")
    await who.says("抽查 李记面馆")
    await who.says("2")
    await who.says("评星")
    who.sees(REFUSED)


async def test_a_look_that_is_left_shows_them_again_and_its_question_is_gone(town: Town) -> None:
    who = await looker(town, "manager")
    await who.says("抽查 李记面馆")
    await who.says("帮助")
    await who.says("评星")
    who.sees(REFUSED)
    await who.says("不看了")
    who.sees("先不看了")
    await who.says("评星")
    assert REFUSED not in who.last
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    assert list(rows) == []


async def test_the_next_day_it_is_over(town: Town) -> None:
    who = await looker(town, "manager")
    await who.says("抽查 李记面馆")
    town.clock.forward(days=1)
    await who.says("周报")
    assert REFUSED not in who.last


async def test_a_merchant_who_is_a_member_too_sees_no_star_of_their_own(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    await town.make_member(li, zhang)
    await li.says("我的商户")
    await li.taps("张姐水果")
    await li.says("我的星")
    li.sees(REFUSED)
    await li.says("不看了")
    await li.says("我的星")
    assert REFUSED not in li.last


@pytest.mark.parametrize("shape", ["telegram", "plain"])
async def test_one_tap_leaves_the_look_and_does_what_was_said(town: Town) -> None:
    """Whoever had opened a shop in passing got neither the stars nor the digest until “不看了”, and had to say it again."""
    who = await looker(town, "manager")
    await who.says("抽查 李记面馆")
    await who.says("五星商户现在有几家了")
    who.sees(REFUSED)
    await who.taps("接着办这个")
    who.sees("还没有评过星")
    await who.says("评星")
    assert REFUSED not in who.last
