"""What a role does most stays within reach, and the next thing to do is a touch away."""

from __future__ import annotations

import re

import pytest

from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


@telegram
async def test_the_menu_leaves_its_words_within_reach(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    for player, words in ((li, "今天的自查"), (chen, "没人看过的店")):
        await player.says("帮助")
        quick = player.screen[-1].reply.quick
        assert words in quick
        assert quick[-1] == "帮助"
        for said in quick:
            await player.says(said)
            assert "没看懂" not in player.last


@telegram
async def test_they_are_given_anew_each_day_and_not_with_every_answer(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("好")
    assert not li.screen[-1].reply.quick
    town.clock.forward(days=1)
    await li.says("好")
    assert "我的星" in li.screen[-1].reply.quick


@telegram
async def test_my_stars_leads_on(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("我的星")
    await li.taps("怎么评星")
    li.sees("四个月")


async def test_a_look_leads_to_the_next_shop(town: Town) -> None:
    places = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *places)
    await wang.says("2 好")
    wang.sees("还剩 2 家", "下一家：李记面馆")
    await (wang.says("1") if town.shape == "plain" else wang.taps("下一家"))
    wang.sees("李记面馆", "门前看到的怎么样")
    await wang.taps("五项都做到了")
    wang.sees("下一家：老王五金")
    await wang.says("3 秩序 货出店")
    wang.sees("都看过了")


@telegram
async def test_a_shop_that_is_closed_is_not_the_next_one(town: Town) -> None:
    places = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *places)
    await wang.says("1 歇业 3天")
    await wang.says("3 好")
    wang.sees("还剩 1 家", "下一家：张姐水果")


@telegram
async def test_whoever_enrols_has_them_at_once(town: Town) -> None:
    """A manager had none in the web chat before they said 帮助."""
    chen, li = await town.manager(), await town.merchant("李记面馆")
    await chen.says("邀请 管理员 周明")
    zhou = town.player("周明")
    await zhou.says(code_in(chen.last))
    assert "没人看过的店" in zhou.screen[-1].reply.quick
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    new = town.player("何大姐")
    await new.says("你好")
    await new.says(code_in(chen.last))
    assert "今天的自查" in new.screen[-1].reply.quick
    assert li.person_id


def code_in(text: str) -> str:
    found = re.search(r"[A-Z0-9]{8}", text)
    assert found
    return found[0]
