"""不归店家, 归隔壁: what is taken out of a look takes nothing else with it, and nobody inherits what was there before them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.appeals import appeals
from storage.findings import findings
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow
from tests.player import Player
from tests.stories.appeals.test_appeal import asked
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.stories.roster.test_new_holder import comes_in
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def street(town: Town) -> tuple[Player, Player, Player]:
    li = await town.merchant("李记面馆")
    return li, await town.member("王芳", li), await town.manager()


async def two_faults_and_one_excuse(li: Player, wang: Player) -> None:
    """A look with a photo finds order and hygiene; the order is not theirs, says the shop."""
    await wang.sends_photo("1 秩序 卫生 货出店")
    await li.taps("不是我的责任")
    await li.taps("秩序")


async def contests(li: Player) -> None:
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("那天是隔壁的货")


async def grants(chen: Player) -> None:
    await chen.taps("看一看")
    assert chen.screen[-1].reply.attachments, "with the photo of the look"
    await chen.taps("申诉成立")
    await chen.says("照片看得清是隔壁的")
    await chen.taps("发")
    await asked(chen.town)


async def rated(town: Town, shop: Player) -> RatingRow:
    await town.job("ratings")
    return (await town.database.read(lambda tx: ratings.latest(tx, shop.shop_id)))[0]


async def running(town: Town, shop: Player) -> list[str]:
    return [f.duty for f in await town.database.read(lambda tx: findings.open_at(tx, shop.shop_id))]


async def test_a_contested_look_stays_out_when_a_part_of_it_is_not_the_shops(town: Town) -> None:
    li, wang, chen = await street(town)
    await weeks_of_looks(town, wang, "1 好", 3)
    clean = await rated(town, li)
    await two_faults_and_one_excuse(li, wang)
    await contests(li)
    await chen.taps("不归店家")
    assert (await rated(town, li)).score == clean.score
    await grants(chen)
    li.sees("申诉成立")
    assert await running(town, li) == []
    assert (await rated(town, li)).score == clean.score


async def test_what_is_left_of_a_look_can_be_contested_and_goes_with_it(town: Town) -> None:
    li, wang, chen = await street(town)
    await two_faults_and_one_excuse(li, wang)
    await chen.taps("不归店家")
    assert await running(town, li) == ["hygiene"]
    await contests(li)
    await grants(chen)
    assert await running(town, li) == []


@pytest.mark.parametrize("words", ["撤销", "1 好"])
async def test_taken_back_or_put_right_the_rest_of_the_look_goes_too(town: Town, words: str) -> None:
    li, wang, chen = await street(town)
    await two_faults_and_one_excuse(li, wang)
    await chen.taps("不归店家")
    await wang.says(words)
    li.sees("卫生 那一条已经撤销")
    assert await running(town, li) == []


async def test_where_nothing_of_the_look_was_the_shops_nobody_decides_about_it_any_more(town: Town) -> None:
    li, wang, chen = await street(town)
    await wang.says("1 秩序 货出店")
    await li.taps("不是我的责任")
    await contests(li)
    await chen.taps("不归店家")
    li.sees("秩序 那一条已经撤销")
    assert await town.database.read(appeals.open_ones) == []
    await chen.says("待办")
    chen.sees("没有要您办的事")


async def test_what_lay_between_two_shops_is_not_for_a_holder_who_came_since(town: Town) -> None:
    li, wang, chen = await street(town)
    zhang = await town.merchant("张姐水果")
    await wang.says("1 秩序 货堆在中间")
    await wang.says("1 说不清")
    await wang.taps("张姐水果")
    question = chen.screen[-1]
    town.clock.forward(hours=1)
    await chen.says("换店主 张姐水果")
    await chen.taps("张姐水果")
    new = await comes_in(town, zhang)
    await chen.taps("归张姐水果", on=question)
    chen.sees("张姐水果 在那之后换了店主")
    assert (await running(town, zhang), await running(town, li)) == ([], [])
    await town.pass_to(town.clock() + timedelta(days=1), "clocks")
    new.sees_no("货堆在中间", "秩序", "时间过了")
    await chen.says("待办")
    chen.sees("没有要您办的事")


@pytest.mark.parametrize(
    ("words", "unclear", "report", "said"),
    [
        ("1号跟2号之间有垃圾", "说不清", "反映问题", "先不记在任何一家头上"),
        ("1、2号中间有一堆垃圾", "说不清", "反映问题", "先不记在任何一家头上"),
        ("between 1 and 2 there's rubbish", "unclear whose", "Report something", "put to neither shop"),
    ],
)
async def test_what_lies_between_two_shops_is_offered_as_nobodys(
    town: Town, words: str, unclear: str, report: str, said: str
) -> None:
    """Only a report, or a fault of one of the two, was offered."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, chen = await town.member("王芳", li, zhang), await town.manager()
    await wang.says(words)
    wang.sees("李记面馆", "张姐水果", unclear, report)
    await wang.taps(unclear)
    wang.sees(said)
    chen.sees("李记面馆", "张姐水果", "卫生", "您看归谁")
    assert not li.screen
    assert not zhang.screen
    await chen.taps("归张姐水果")
    zhang.sees("卫生 没做到")


async def test_what_lies_between_two_shops_is_one_thing_however_often_it_is_told(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, chen = await town.member("王芳", li, zhang), await town.manager()
    for words in ("1号跟2号之间有垃圾", "2号跟1号之间有垃圾"):
        await wang.says(words)
        await wang.taps("说不清")
        wang.sees("先不记在任何一家头上")
    assert len(await town.database.read(findings.all_open)) == 1
    assert len([said for said in chen.screen if "您看归谁" in said.reply.text]) == 1


async def test_what_was_found_that_day_may_be_unclear_after_more_was_said(town: Town) -> None:
    """Since later words add to a look, “说不清” was told that all is settled."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, chen = await town.member("王芳", li, zhang), await town.manager()
    await wang.says("1 秩序 货堆在中间")
    await wang.says("1 卫生 当场改好")
    await wang.says("1 说不清")
    await wang.taps("张姐水果")
    wang.sees("先不记在任何一家头上")
    chen.sees("李记面馆", "张姐水果", "秩序", "您看归谁")
