"""A case in a person's hands is still the shop's to mend or to contest; what is closed can still be set aside."""

from datetime import timedelta

import pytest

from programme.findings.finding_state import FindingState
from tests.stories.findings.test_rectify import handed, street, the_finding
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


@telegram
async def test_a_case_is_still_the_shops_to_put_right(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await handed(town)
    await li.says("改好了")
    await li.sends_photo()
    assert (await the_finding(town)).state is FindingState.FIXED
    await wang.taps("改好了")
    assert (await the_finding(town)).state is FindingState.CLOSED


@telegram
async def test_of_a_case_too_the_shop_may_say_that_it_is_not_theirs(town: Town) -> None:
    li, _, wang, chen = await street(town)
    await wang.says("1 秩序 货出店")
    await handed(town)
    await li.taps("不是我的责任")
    assert (await the_finding(town)).state is FindingState.STOPPED
    await chen.taps("不归店家")
    assert (await the_finding(town)).state is FindingState.WITHDRAWN


@telegram
async def test_a_case_ends_with_whoever_was_the_holder(town: Town) -> None:
    _, _, wang, chen = await street(town)
    await wang.says("1 秩序 货出店")
    await handed(town)
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    assert (await the_finding(town)).state is FindingState.WITHDRAWN


@telegram
async def test_a_repair_that_was_asked_for_goes_with_the_look_that_saw_it(town: Town) -> None:
    _, _, wang, _ = await street(town)
    await wang.says("1 设施 路面破了")
    await wang.taps("已报修")
    assert (await the_finding(town)).state is FindingState.REPAIR
    town.clock.forward(minutes=1)
    await wang.says("1 好")
    assert (await the_finding(town)).state is FindingState.WITHDRAWN


@telegram
async def test_what_was_closed_already_counts_for_nobody_once_it_is_set_aside(town: Town) -> None:
    """A table that nothing obeyed allowed only opening it again."""
    li, zhang, wang, chen = await street(town)
    await weeks_of_looks(town, wang, "1 好", 3)
    await zhang.says("反映 李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    assert (await the_finding(town)).state is FindingState.CLOSED
    closed_at = (await the_finding(town)).closed_at
    await town.job("ratings")
    town.clock.forward(hours=1)
    await li.says("申诉")
    await li.taps("的星")
    await li.says("那是送货的车，不是我家的")
    await chen.taps("看一看")
    await chen.taps("申诉成立")
    await chen.picks("有人反映：秩序")
    await chen.says("是送货车")
    await chen.taps("发")
    set_aside = await the_finding(town)
    assert set_aside.state is FindingState.WITHDRAWN
    assert set_aside.closed_at == closed_at
    assert set_aside.closed_at is not None
    assert set_aside.closed_at < town.clock() - timedelta(minutes=59)
