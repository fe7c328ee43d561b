"""实事: promised by one message, counted only when those it was for say that it is good."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from programme.pledges.pledge_state import PledgeKind, PledgeState
from programme.sites.site_kinds import SiteKind
from storage.core.tx import Tx
from storage.pledges import pledges
from storage.pledges.pledges import NewPledge
from storage.sites import sites
from storage.sites.sites import blank
from tests.player import Player
from tests.town import Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def state(town: Town, number: int = 1) -> PledgeState:
    found = await town.database.read(lambda tx: pledges.find(tx, number))
    assert found
    return found.state


async def reported(town: Town) -> Player:
    """A resident who has reported rubbish at an estate: 26-00001."""

    async def make(tx: Tx) -> None:
        await sites.add(tx, blank(SiteKind.ESTATE, "翠竹苑", town.clock()))

    await town.database.write(make)
    resident = town.player("老赵")
    await resident.says("翠竹苑 垃圾没收")
    return resident


async def promised(town: Town, words: str = "实事 翠竹苑垃圾房 12月底 环卫支部 来自 26-00001") -> tuple[Player, Player]:
    """A manager and the secretary whose branch it is."""
    chen = await town.manager()
    zhou = await town.staff("周书记", "secretary", branch="环卫支部")
    await chen.says(words)
    await chen.taps("记下")
    return chen, zhou


async def test_it_counts_when_whoever_asked_for_it_says_so(town: Town) -> None:
    resident = await reported(town)
    chen, zhou = await promised(town)
    chen.sees("实事 1", "翠竹苑垃圾房")
    zhou.sees("归您办", "12月31日前")
    await zhou.says("实事 1 开工")
    resident.sees("开工了", "12月31日前")
    await zhou.says("实事 1 办好了")
    zhou.sees("已问 1 个人")
    resident.sees("好用了吗")
    await chen.says("实事")
    chen.sees("为民 0 件", "等人说好")
    await resident.taps("好用了")
    zhou.sees("有人说好用了")
    await chen.says("实事")
    chen.sees("为民 1 件，企优 0 件")
    assert await state(town) is PledgeState.ANSWERED


async def test_not_yet_and_it_is_its_owners_again_even_after_it_counted(town: Town) -> None:
    resident = await reported(town)
    _, zhou = await promised(town)
    await zhou.says("实事 1 办好了")
    await resident.taps("还没好")
    zhou.sees("还没好")
    assert await state(town) is PledgeState.DOING
    await zhou.says("实事 1 办好了")
    await resident.taps("好用了")
    assert await state(town) is PledgeState.ANSWERED
    resident.sees("谢谢")
    await resident.taps("又不好用了")
    assert await state(town) is PledgeState.DOING
    assert await town.database.read(pledges.answered) == [], "and is not counted any more"


async def test_for_nobody_in_particular_another_manager_goes_and_takes_a_photo(town: Town) -> None:
    chen, zhou = await promised(town, "实事 河沥溪路灯 12盏 12月底 环卫支部")
    await zhou.says("实事 1 办好了")
    chen.sees("请您去看一眼")
    await chen.taps("我去看过了")
    await chen.says("看过了，挺好")
    chen.sees("照片")
    assert await state(town) is PledgeState.DONE
    await chen.sends_photo()
    chen.sees("算数了")
    assert await state(town) is PledgeState.ANSWERED


@telegram
async def test_a_manager_never_counts_what_they_did_themselves(town: Town) -> None:
    chen = await town.manager()
    await chen.says("实事 河沥溪路灯 12盏 12月底 陈主任")
    await chen.taps("记下")
    await chen.says("实事 1 办好了")
    chen.sees("先不算数")
    await chen.says("实事 1")
    chen.sees_no("我去看过了")
    zhou = await town.manager("周主任")
    await zhou.says("待办")
    zhou.sees("要您去看一眼")


@telegram
async def test_of_thirty_four_only_the_thirty_that_were_answered_for_are_shown(town: Town) -> None:
    chen = await town.manager()

    async def make(tx: Tx) -> None:
        for n in range(51):
            kind = PledgeKind.PEOPLE if n < 34 else PledgeKind.BUSINESS
            new = NewPledge(kind, f"第{n}件", date(2026, 12, 31), None, chen.person_id, ())
            one = await pledges.add(tx, new, by=chen.person_id, at=town.clock())
            if n == 33:
                await pledges.save(tx, one, _to(one, PledgeState.DROPPED))
                continue
            done = _to(one, PledgeState.DONE)
            await pledges.save(tx, one, done)
            if n < 30 or kind is PledgeKind.BUSINESS:
                await pledges.save(tx, done, _to(done, PledgeState.ANSWERED, town.clock()))

    await town.database.write(make)
    await chen.says("实事")
    chen.sees("为民 30 件，企优 17 件")
    shown = await town.database.read(pledges.answered)
    assert [one.kind for one in shown].count(PledgeKind.PEOPLE) == 30


def _to(one: pledges.Pledge, state: PledgeState, at: datetime | None = None) -> pledges.Pledge:
    return replace(one, state=state, answered_at=at)


@pytest.mark.parametrize("begun", [False, True])
async def test_dropped_only_with_a_reason_that_those_who_wait_are_told(town: Town, begun: bool) -> None:
    resident = await reported(town)
    chen, zhou = await promised(town)
    if begun:
        await zhou.says("实事 1 开工")
    await chen.says("实事 1 不办了")
    chen.sees("为什么")
    await chen.says("经费没批")
    await chen.taps("发")
    for one in (resident, zhou):
        one.sees("不办了", "经费没批")
    assert await state(town) is PledgeState.DROPPED


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_reason_told_with_the_drop_is_shown_first_as_well(town: Town) -> None:
    resident = await reported(town)
    chen, _ = await promised(town)
    await chen.says("实事 1 不办了 经费没批")
    chen.sees("发给", "经费没批")
    assert await state(town) is not PledgeState.DROPPED
    await chen.taps("发")
    resident.sees("不办了", "经费没批")


async def test_a_firm_is_asked_as_residents_are(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    wang = await town.member("王强")
    await chen.says("实事 企优 门前加两个车位 12月10日前 王强 来自 李记面馆")
    chen.sees("企优实事", "门前加两个车位", "12月10日前")
    await chen.taps("记下")
    await wang.says("实事 1 开工")
    await wang.says("实事 1 办好了")
    await li.taps("好用了")
    assert await state(town) is PledgeState.ANSWERED


async def test_on_the_first_of_the_month_owners_hear_what_is_due(town: Town) -> None:
    await reported(town)
    chen, zhou = await promised(town)
    await town.pass_to(on_day(date(2026, 11, 30), 12), "pledges")
    await town.pass_to(on_day(date(2026, 12, 1), 12), "pledges")
    zhou.sees("这个月到期的实事 1 件", "翠竹苑垃圾房")
    chen.sees("到期没办好的 1 件")


async def test_what_was_asked_for_again_and_again_is_offered_to_choose_from(town: Town) -> None:
    await reported(town)
    another = town.player("老钱")
    await another.says("翠竹苑 垃圾又没收")
    await another.taps("不是")
    chen = await town.manager()
    await chen.says("实事 选题")
    chen.sees("翠竹苑", "2 次")


@telegram
async def test_what_is_missing_is_asked_for(town: Town) -> None:
    chen = await town.manager()
    await town.staff("周书记", "secretary", branch="环卫支部")
    for words, answer in (
        ("实事 河沥溪路灯 环卫支部", "哪天前"),
        ("实事 河沥溪路灯 12月底", "谁来办"),
        ("实事 12月底 环卫支部", "办什么"),
        ("实事 9 办好了", "没有实事 9"),
    ):
        await chen.says(words)
        chen.sees(answer)
