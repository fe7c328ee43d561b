"""岗位轮岗: one sheet, two signatures, everything passes in one transaction, and nothing falls between two people."""

from dataclasses import replace
from datetime import datetime

import pytest

from programme.ids import SiteId
from programme.rotation.rotation_state import RotationState
from programme.sites.site_kinds import SiteKind
from storage.core.tx import Tx
from storage.people import covers
from storage.requests import help_requests, service_requests
from storage.requests.service_requests import ServiceRequest
from storage.rotation import rotations
from storage.shops import shops
from storage.sites import sites
from storage.sites.sites import blank
from tests.player import Player
from tests.town import Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])
TUESDAY = datetime(2026, 11, 24).date()


async def links_of(town: Town, person: Player) -> set[int]:
    return {one.shop_id for one in await town.database.read(lambda tx: shops.links(tx, person.person_id))}


async def taps_it(person: Player, label: str) -> None:
    """Where choices are numbers, several open questions make the bot ask which of them is meant."""
    await person.taps(label)
    if "您说的是哪一个" in person.last:
        await person.taps(label)


async def both_sign(leaver: Player, successor: Player) -> None:
    await leaver.taps("交清")
    await successor.taps("接到")


async def plans(manager: Player, words: str) -> None:
    await manager.says(words)
    await manager.taps("就这样办")
    await manager.town.hours.run_asked()
    await manager.town.settle()


async def site(town: Town, name: str, keeper: Player) -> SiteId:
    made = blank(SiteKind.ESTATE, name, town.clock())

    async def make(tx: Tx) -> SiteId:
        site_id = await sites.add(tx, made)
        await sites.give_keeper(tx, site_id, keeper.person_id)
        return site_id

    return await town.database.write(make)


async def test_everything_in_hand_passes_on_its_day_and_everybody_hears_it_once(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, ming = await town.member("王强", li, zhang), await town.member("李明")
    chen = await town.manager()
    estate = await site(town, "翠竹苑", wang)
    resident = town.player("老赵")
    await resident.says("翠竹苑 垃圾没收")
    await li.says("求助 下水道堵了")
    await wang.says("2 卫生 门口有油污")
    await chen.says("轮岗 王强 → 李明 11月24日")
    chen.sees(
        "王强 → 李明", "11月24日 周二", "下水道堵了", "张姐水果 卫生", "1 李记面馆", "翠竹苑", "求助 1 件", "店 2 家"
    )
    await chen.taps("就这样办")
    await town.hours.run_asked()
    await town.settle()
    wang.sees_somewhere("您手上的事转给 李明", "交清")
    ming.sees_somewhere("王强 手上的事由您接", "下水道堵了")
    for one in (chen, wang, ming):
        one.sees_somewhere("转交单")
    await taps_it(wang, "交清")
    wang.sees("等另一位也点了")
    await taps_it(ming, "接到")
    chen.sees("都点了")
    assert await links_of(town, wang) == {li.shop_id, zhang.shop_id}, "nothing passes before its day"
    await town.pass_to(on_day(TUESDAY, 9), "rotations")
    assert await links_of(town, ming) == {li.shop_id, zhang.shop_id}
    assert await links_of(town, wang) == set()
    assert (await town.database.read(lambda tx: sites.site(tx, estate))).keeper_id == ming.person_id
    assert (await town.database.read(lambda tx: help_requests.request(tx, 1))).keeper_id == ming.person_id
    ming.sees_somewhere("先看有人在等的", "求助 1 件")
    wang.sees_somewhere("都转给 李明 了")
    chen.sees_somewhere("转好了")
    for shop in (li, zhang):
        assert len([t for t in shop.heard if "联系党员是 李明" in t]) == 1
    await town.pass_to(on_day(TUESDAY, 12), "rotations")
    assert len([t for t in li.heard if "联系党员是 李明" in t]) == 1, "and not again"


async def state(town: Town, number: int = 1) -> RotationState:
    return (await town.database.read(lambda tx: rotations.newest(tx, 9)))[-number].state


async def _take(tx: Tx, request: ServiceRequest, person: int) -> None:
    await service_requests.save(tx, request, replace(request, keeper_id=person), event="passed", by=None, at=request.at)


@telegram
async def test_a_resident_hears_the_new_name_and_the_promise_stays(town: Town) -> None:
    wang, ming, chen = await town.member("王强"), await town.member("李明"), await town.manager()
    await site(town, "翠竹苑", wang)
    resident = town.player("老赵")
    await resident.says("翠竹苑 垃圾没收")
    before = await town.database.read(lambda tx: service_requests.request(tx, 1))
    await town.database.write(lambda tx: _take(tx, before, wang.person_id))
    await plans(chen, "轮岗 王强 → 李明")
    await both_sign(wang, ming)
    ming.sees("几分钟内就转过去")
    await town.pass_to(on_day(TUESDAY, 9), "rotations")
    after = await town.database.read(lambda tx: service_requests.request(tx, 1))
    assert (after.keeper_id, after.due_at) == (ming.person_id, before.due_at)
    resident.sees("26-00001", "由 李明 办", "时间不变")


@telegram
async def test_two_change_places_in_one_go_though_both_hands_are_full(town: Town) -> None:
    mine = [await town.merchant(f"甲店{n}") for n in range(1, 11)]
    yours = [await town.merchant(f"乙店{n}") for n in range(1, 11)]
    wang, ming, chen = await town.member("王强", *mine), await town.member("李明", *yours), await town.manager()
    await chen.says("轮岗 王强 → 李明 11月24日")
    chen.sees("手上有 10 家", "超过 10 家")
    await town.staff("赵敏", "member")
    await plans(chen, "轮岗 李明 → 赵敏 11月24日")
    await plans(chen, "轮岗 王强 → 李明 11月24日")
    await both_sign(ming, town.players["赵敏"])
    await both_sign(wang, ming)
    await town.pass_to(on_day(TUESDAY, 9), "rotations")
    assert await links_of(town, ming) == {one.shop_id for one in mine}
    assert await links_of(town, town.players["赵敏"]) == {one.shop_id for one in yours}
    assert [one.number for one in await town.database.read(lambda tx: shops.links(tx, ming.person_id))] == [
        *range(1, 11)
    ]


@telegram
async def test_a_mistake_goes_back_with_everything_that_is_still_there(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, ming = await town.member("王强", li, zhang), await town.member("李明")
    zhou, chen = await town.member("周敏"), await town.manager()
    estate = await site(town, "翠竹苑", wang)
    await li.says("求助 下水道堵了")
    await plans(chen, "轮岗 王强 → 李明")
    await both_sign(wang, ming)
    await town.pass_to(on_day(town.clock().date(), 10), "rotations")
    await chen.says("联系 张姐水果 周敏")
    await chen.taps("周敏")
    await chen.says("轮岗")
    chen.sees("转好了")
    await chen.taps("撤回 王强")
    chen.sees("撤回了")
    assert await links_of(town, wang) == {li.shop_id}, "what the successor had passed on stays where it is"
    assert await links_of(town, zhou) == {zhang.shop_id}
    assert (await town.database.read(lambda tx: sites.site(tx, estate))).keeper_id == wang.person_id
    assert (await town.database.read(lambda tx: help_requests.request(tx, 1))).keeper_id == wang.person_id
    li.sees("联系党员是 王强")
    assert await state(town) is RotationState.TAKEN_BACK


@telegram
async def test_a_week_later_it_is_not_simply_taken_back(town: Town) -> None:
    wang, ming, chen = await town.member("王强"), await town.member("李明"), await town.manager()
    await plans(chen, "轮岗 王强 → 李明")
    await both_sign(wang, ming)
    await town.pass_to(on_day(town.clock().date(), 10), "rotations")
    chen.sees_somewhere("转好了")
    town.clock.forward(days=8)
    await chen.taps("转错了")
    chen.sees("过了七天")


@telegram
async def test_without_both_signatures_nothing_passes_and_whoever_is_missing_is_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, ming, chen = await town.member("王强", li), await town.member("李明"), await town.manager()
    await plans(chen, "轮岗 王强 到 李明 明天")
    await wang.taps("交清")
    await ming.says("待办")
    ming.sees("轮岗 王强 → 李明")
    await town.pass_to(on_day(TUESDAY, 12), "rotations")
    assert await links_of(town, wang) == {li.shop_id}
    assert len([t for t in ming.heard if "还差您点一下" in t]) == 1
    assert not [t for t in wang.heard if "还差您点一下" in t]
    chen.sees("有人没点，先没转")
    await ming.taps("接到")
    await town.pass_to(on_day(TUESDAY, 13), "rotations")
    assert await links_of(town, ming) == {li.shop_id}


@telegram
@pytest.mark.parametrize("signed", [False, True])
async def test_called_off_nothing_passes(town: Town, signed: bool) -> None:
    li = await town.merchant("李记面馆")
    wang, ming, chen = await town.member("王强", li), await town.member("李明"), await town.manager()
    await plans(chen, "轮岗 王强 → 李明 11月24日")
    if signed:
        await both_sign(wang, ming)
    await chen.says("轮岗")
    await chen.taps("取消 王强")
    ming.sees("取消了")
    await town.pass_to(on_day(TUESDAY, 12), "rotations")
    assert await links_of(town, wang) == {li.shop_id}
    assert await state(town) is RotationState.CALLED_OFF


@telegram
async def test_a_cover_goes_along(town: Town) -> None:
    li = await town.merchant("李记面馆")
    zhou = await town.member("周敏", li)
    wang, ming, chen = await town.member("王强"), await town.member("李明"), await town.manager()
    await zhou.says("请假 5天 王强")
    await li.says("求助 下水道堵了")
    await plans(chen, "轮岗 王强 → 李明")
    await both_sign(wang, ming)
    await town.pass_to(on_day(town.clock().date(), 10), "rotations")
    today = town.clock().date()
    assert await town.database.read(lambda tx: covers.keepers(tx, li.shop_id, today)) == [ming.person_id]
    assert (await town.database.read(lambda tx: help_requests.request(tx, 1))).keeper_id == ming.person_id


async def test_hosted_activities_and_follow_ups_pass_too(town: Town) -> None:
    """What a visit found lacking and a volunteer day to come: the successor notes the hours, and who asked hears the answer."""
    wang = await town.staff("王强", "secretary", branch="第二支部")
    ming = await town.staff("李明", "secretary", branch="第二支部")
    one, chen = await town.staff("一书记", "secretary"), await town.manager()
    await town.pass_to(on_day(datetime(2027, 1, 4).date(), 10), "branch-ring")
    await one.says("支部互查 学到 晨会只开十分钟 建议 工具间贴个清单")
    wang.sees_somewhere("工具间贴个清单")
    await wang.says("活动 周六 9点 到 10点半 西津路 文明劝导")
    await wang.taps("对，发出去")
    await chen.says("轮岗 王强 → 李明")
    chen.sees("带回的事 1 件", "工具间贴个清单", "要办的活动 1 个", "文明劝导")
    await chen.taps("就这样办")
    await town.hours.run_asked()
    await town.settle()
    await taps_it(wang, "交清")
    await taps_it(ming, "接到")
    await town.pass_to(on_day(town.clock().date(), 12), "rotations")
    ming.sees_somewhere("工具间贴个清单", "文明劝导")
    await ming.says("待办")
    await ming.taps("工具间贴个清单")
    await ming.says("贴好了")
    await ming.taps("发")
    one.sees("工具间贴个清单", "贴好了")
    await town.pass_to(on_day(datetime(2027, 1, 9).date(), 11), "activities", "clocks")
    ming.sees_somewhere("“文明劝导”结束了")
    assert not [said for said in wang.heard if "结束了" in said]


@telegram
async def test_what_the_successor_may_not_do_is_the_managers(town: Town) -> None:
    """A member without a branch to lead cannot host: nothing falls between, and it does not wait for somebody who is gone."""
    wang, ming = await town.staff("王强", "secretary", branch="第二支部"), await town.member("李明")
    one, chen = await town.staff("一书记", "secretary"), await town.manager()
    await town.pass_to(on_day(datetime(2027, 1, 4).date(), 10), "branch-ring")
    await one.says("支部互查 学到 晨会只开十分钟 建议 工具间贴个清单")
    await wang.says("活动 周六 9点 到 10点半 西津路 文明劝导")
    await wang.taps("对，发出去")
    await plans(chen, "轮岗 王强 → 李明")
    await both_sign(wang, ming)
    await town.pass_to(on_day(town.clock().date(), 12), "rotations")
    chen.sees_somewhere("请您接着管", "文明劝导", "工具间贴个清单")
    await chen.says("待办")
    chen.sees("工具间贴个清单")
    await town.pass_to(on_day(datetime(2027, 1, 9).date(), 11), "activities", "clocks")
    chen.sees_somewhere("“文明劝导”结束了")


@telegram
async def test_what_cannot_be_is_said_with_what_to_do_first(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, chen = await town.member("王强", li), await town.manager()
    await town.staff("赵书记", "secretary")
    await town.make_member(li)
    for words, answer in (
        ("轮岗 王强", "没认出两位"),
        ("轮岗 王强 → 孙悟空", "没认出两位"),
        ("轮岗 王强 → 赵书记", "还不是党员"),
        ("轮岗 王强 → 李记面馆老板", "自己的店"),
        ("轮岗 王强 → 陈主任 2027年9月1日", "三个月内"),
    ):
        await chen.says(words)
        chen.sees(answer)
    await wang.says("轮岗 王强 → 陈主任")
    wang.sees_no("就这样办")


@telegram
async def test_whoever_has_left_by_then_hands_nothing_over(town: Town) -> None:
    wang, ming, chen = await town.member("王强"), await town.member("李明"), await town.manager()
    await plans(chen, "轮岗 王强 → 李明 11月24日")
    await both_sign(wang, ming)
    await wang.says("停用")
    await wang.taps("确定停用")
    await town.pass_to(on_day(TUESDAY, 9), "rotations")
    chen.sees("有人已经离开")
    assert await state(town) is RotationState.CALLED_OFF


@telegram
async def test_only_the_two_themselves_sign(town: Town) -> None:
    wang, ming, chen = await town.member("王强"), await town.member("李明"), await town.manager()
    await plans(chen, "轮岗 王强 → 李明 11月24日")
    [asked] = [said for said in wang.screen if any("交清" in b.label for b in said.reply.choices)]
    await ming.taps("交清", on=asked)
    assert await state(town) is RotationState.PLANNED
