"""Put right a moment after it was reported: the words are the fix of what is open, and no mere remark."""

from __future__ import annotations

import pytest

from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.reviews import evidence
from tests.stories.findings.test_rectify import the_finding
from tests.town import MONDAY, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        ("卫生 地上有油", "冲好了，地上干净了"),
        ("卫生 地上有油", "地冲过了"),
        ("秩序 货出店了", "搬进来喽"),
        ("秩序 货出店了", "they're inside now"),
        ("秩序 货出店了", "boxes are gone now"),
        ("秩序 货出店了", "moved them in"),
        ("卫生 垃圾桶满了", "垃圾桶倒了，收拾好了"),
    ],
)
async def test_what_is_said_to_be_done_is_the_fix(town: Town, fault: str, done: str) -> None:
    """“收到，记在今天的自查里了。弄好了发‘改好了’”, said to somebody who had just said so."""
    li = await town.merchant("李记面馆")
    await li.says(fault)
    await li.says(done)
    li.sees("拍不了照")
    await li.sends_photo()
    assert (await the_finding(town)).state is FindingState.FIXED


async def test_which_of_several_is_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("卫生 地上有油")
    await li.says("秩序 货出店了")
    await li.says("弄清爽了")
    li.sees("哪一项改好了？", "卫生", "秩序")


@pytest.mark.parametrize("more", ["其他都好", "下午搬进来", "是昨天送货的放的", "绿化很好"])
async def test_what_else_is_said_of_it_stays_a_remark(town: Town, more: str) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says(more)
    assert any("记在今天的自查里" in text for text in li.heard)
    assert (await the_finding(town)).state is FindingState.OPEN


async def test_all_well_asks_which_of_the_faults_told_is_put_right(town: Town) -> None:
    """“五项都做到了，收到” was all, while both faults stood."""
    li = await town.merchant("李记面馆")
    await li.says("卫生 地上有油")
    await li.says("秩序 货出店了")
    await li.says("好了好了，全部搞清爽了")
    li.sees("哪一项改好了？", "卫生", "秩序")
    said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date()))
    assert said is not None
    assert said.problems == ()
    await li.says("1")
    li.sees("哪一项改好了？")
    assert {f.cue for f in await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))} == {""}
    await li.taps("都改好了")
    li.sees("拍不了照")


async def test_what_somebody_else_found_is_not_asked_about_every_day(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("好")
    li.sees("五项都做到了，收到")


async def test_a_new_fault_while_the_own_fix_waits_runs_anew(town: Town) -> None:
    """“11:00 前弄好就行”, and then 改好了 was told that nothing is open: the new fault was nowhere."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("卫生 有垃圾")
    await li.says("改好了")
    await li.sends_photo()
    town.clock.forward(minutes=20)
    await li.says("门口又有烟头")
    li.sees("记下了：卫生", "今天 11:20 前")
    wang.sees("卫生 又自己报了一处", "先不用看")
    [finding] = await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))
    assert finding.state is FindingState.OPEN
    await li.says("改好了")
    await li.sends_photo()
    wang.sees("说 卫生 改好了")


async def test_a_new_fault_beside_what_a_member_found_is_one_of_its_own(town: Town) -> None:
    """A fault that is told must not make worse what stands: the fix of the first one is looked at as before."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 卫生 有垃圾")
    await li.says("改好了")
    await li.sends_photo()
    town.clock.forward(minutes=20)
    await li.says("门口又有烟头")
    li.sees("记下了：卫生", "今天 11:20 前", "先前说改好的那一处", "同事照样去看")
    wang.sees("卫生", "刚又自己报了一处新的")
    states = [f.state for f in await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))]
    assert states == [FindingState.FIXED, FindingState.OPEN]
    await li.says("改好了")
    li.sees("拍不了照")


async def test_all_of_what_was_told_holds_nothing_that_somebody_else_found(town: Town) -> None:
    """“都改好了” of two faults that the shop had told took in a third one, found by a member between them."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("卫生 地上有油")
    await wang.says("1 秩序 货出店")
    await li.says("绿化 花枯死了")
    await li.says("好了好了，全部搞清爽了")
    li.sees("哪一项改好了？", "卫生", "绿化")
    assert "都改好了" not in li.looks()
