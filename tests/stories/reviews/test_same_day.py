"""A member goes by the same shop again within the day: what is told then adds to what was seen before."""

from __future__ import annotations

import pytest

from messages.incoming import Kind
from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.reviews import evidence
from tests.player import Player
from tests.town import MONDAY, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def facts(town: Town, li: Player, wang: Player) -> dict[str, float] | None:
    seen = await town.database.read(
        lambda tx: evidence.observation_of_day(tx, li.shop_id, MONDAY.date(), wang.person_id)
    )
    return seen and dict(seen.facts)


async def states(town: Town, li: Player) -> dict[str, FindingState]:
    every = await town.database.read(lambda tx: findings.at_shop(tx, li.shop_id, MONDAY.date()))
    return {f.duty: f.state for f in every}


async def street(town: Town) -> tuple[Player, Player]:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("李记面馆音响开太大，劝了不听")
    town.clock.forward(minutes=20)
    return li, wang


async def test_a_second_fault_does_not_take_the_first_one_back(town: Town) -> None:
    """“9号玻璃上的小广告也没撕” withdrew the noise told before, and the answer spoke of the sticker alone."""
    li, wang = await street(town)
    await wang.says("1号玻璃上的小广告也没撕")
    wang.sees("李记面馆：秩序、立面亮化 没做到", "撤销")
    li.sees("立面亮化")
    li.sees_no("撤销")
    assert await facts(town, li, wang) == {"order": 0.0, "facade": 0.0}
    assert await states(town, li) == {"order": FindingState.OPEN, "facade": FindingState.OPEN}


async def test_what_was_put_right_on_the_spot_leaves_the_other_fault(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1 立面亮化 当场改好")
    wang.sees("李记面馆：秩序 没做到，立面亮化 当场改好")
    assert await facts(town, li, wang) == {"order": 0.0, "facade": 0.5}
    assert await states(town, li) == {"order": FindingState.OPEN}


async def test_undo_takes_back_the_last_words_alone(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1号玻璃上的小广告也没撕")
    await wang.says("撤销")
    wang.sees("现在算的是先前那次：秩序 没做到")
    assert await facts(town, li, wang) == {"order": 0.0}
    assert await states(town, li) == {"order": FindingState.OPEN, "facade": FindingState.WITHDRAWN}


async def test_a_whole_new_look_takes_its_place_and_says_so(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1号玻璃上的小广告也没撕")
    await wang.says("1 都好")
    wang.sees("李记面馆：五项都做到了", "之前记的 秩序、立面亮化 没做到，改成了这次看到的")
    assert await facts(town, li, wang) == {}
    assert set((await states(town, li)).values()) == {FindingState.WITHDRAWN}


async def test_ticks_are_a_whole_new_look(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1")
    await wang.taps("有没做到的")
    await wang.picks("绿化")
    wang.sees("李记面馆：绿化 没做到", "之前记的 秩序 没做到，改成了这次看到的")
    assert await facts(town, li, wang) == {"green": 0.0}


async def test_a_corrected_message_takes_back_only_what_it_had_said(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1 卫生 门口油渍")
    await wang.edits("1 绿化 花枯死了")
    wang.sees("李记面馆：秩序、绿化 没做到")
    assert await facts(town, li, wang) == {"order": 0.0, "green": 0.0}
    assert (await states(town, li))["hygiene"] is FindingState.WITHDRAWN


async def test_a_fault_between_two_shops_waits_on_beside_another_one(town: Town) -> None:
    li, wang = await street(town)
    await town.merchant("张姐水果")
    await town.manager()
    await wang.says("1 说不清")
    await wang.taps("张姐水果")
    await wang.says("1号玻璃上的小广告也没撕")
    assert (await states(town, li))["order"] is FindingState.BETWEEN
    assert await facts(town, li, wang) == {"facade": 0.0}


async def test_undo_of_later_words_leaves_what_is_between_two_shops(town: Town) -> None:
    """撤销 of the later words withdrew what the managers had been asked about, without a word."""
    li, wang = await street(town)
    zhang, chen = await town.merchant("张姐水果"), await town.manager()
    await wang.says("1 秩序 货堆在中间")
    await wang.says("1 说不清")
    await wang.taps("张姐水果")
    await wang.says("1 卫生 门口油渍")
    await wang.says("撤销")
    await chen.taps("归张姐水果")
    zhang.sees("秩序 没做到")
    assert (await states(town, li))["hygiene"] is FindingState.WITHDRAWN


async def test_a_fix_that_was_seen_is_not_run_on_by_another_fault(town: Town) -> None:
    li, wang = await street(town)
    await li.says("改好了")
    await li.sends_photo()
    await wang.says("1号玻璃上的小广告也没撕")
    assert (await states(town, li))["order"] is FindingState.FIXED


async def test_a_shop_that_nobody_told_knows_of_nothing(town: Town) -> None:
    """“the noodle shop sign is dirty” was answered “店家已经知道，正在改” of a shop no message reaches."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("", kind=Kind.LEFT)
    await wang.says("1 秩序 货出店")
    await wang.says("1 秩序 货出店")
    wang.sees("请当面说一声")
    wang.sees_no("已经知道")
    await wang.taps("已当面说")
    await wang.says("1 秩序 货出店")
    wang.sees("已经知道")


async def test_what_is_seen_put_right_counts_half(town: Town) -> None:
    """“shop 8 cleaned up the grease, looks good now” withdrew the grease as if it had never been."""
    li, wang = await street(town)
    await wang.says("1 卫生 门口油渍")
    town.clock.forward(minutes=20)
    await wang.says("shop 1 cleaned up the grease, looks good now")
    wang.sees("李记面馆：秩序 没做到，卫生 当场改好")
    assert await facts(town, li, wang) == {"order": 0.0, "hygiene": 0.5}
    assert (await states(town, li))["order"] is FindingState.OPEN


async def test_a_fix_that_waits_is_closed_by_what_is_seen(town: Town) -> None:
    """“地上干净，树上也没挂东西了” recorded a look and left the two re-checks open."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    for fault in ("卫生 地上有油", "绿化 树上挂着拖把"):
        await li.says(fault)
        await li.says("改好了")
        await li.sends_photo()
    await wang.says("李记面馆那边我去看过了，地上干净，树上也没挂东西了")
    assert set((await states(town, li)).values()) == {FindingState.CLOSED}
    assert await facts(town, li, wang) == {}


async def test_later_words_of_the_same_duty_say_what_they_replace(town: Town) -> None:
    """“货架伸出来了，已经让他收了” put half in the place of the noise, its finding closed, and did not say so."""
    li, wang = await street(town)
    await wang.says("1号货架伸出来了，已经让他收了")
    wang.sees("李记面馆：秩序 当场改好", "之前记的 秩序 没做到，改成了这次看到的")
    assert await facts(town, li, wang) == {"order": 0.5}


@pytest.mark.parametrize(
    "said",
    [
        "李记面馆的秩序、卫生看过了，都改好了",
        "李记面馆那边，箱子搬掉了，地也冲干净了，我看过没问题",
        "1 都好",
    ],
)
async def test_fixes_told_as_right_are_no_new_look_beside_open_re_checks(town: Town, said: str) -> None:
    """“秩序、卫生看过了，都改好了” counted two halves against the shop and left both re-checks open."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    for fault in ("秩序 门口堆着箱子", "卫生 地上有油"):
        await li.says(fault)
        await li.says("改好了")
        await li.sends_photo()
    await wang.says(said)
    assert any("已确认" in seen.reply.text for seen in wang.screen)
    assert await states(town, li) == {"order": FindingState.CLOSED, "hygiene": FindingState.CLOSED}
    assert not await facts(town, li, wang)


async def test_a_fix_seen_right_leaves_the_fault_of_that_day_told(town: Town) -> None:
    li, wang = await street(town)
    await li.says("改好了")
    await li.sends_photo()
    await wang.says("1号秩序改好了，我看过了")
    assert await states(town, li) == {"order": FindingState.CLOSED}
    assert await facts(town, li, wang) == {"order": 0.0}


async def test_what_is_put_right_on_the_spot_is_no_re_check(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("秩序 门口堆着箱子")
    await li.says("改好了")
    await li.sends_photo()
    await wang.says("1 秩序 当场改好")
    assert await states(town, li) == {"order": FindingState.FIXED}
    assert await facts(town, li, wang) == {"order": 0.5}


async def test_a_fault_that_is_told_as_gone_is_offered_as_put_right(town: Town) -> None:
    """“烟头扫掉了” of a fault told that morning was asked as “五项都做到了吗？”, with no way to say just that."""
    li, wang = await street(town)
    await wang.says("1 卫生 烟头")
    await wang.says("李记面馆的烟头扫掉了")
    await wang.taps("卫生 弄好了")
    wang.sees("秩序 没做到，卫生 当场改好")
    assert await facts(town, li, wang) == {"order": 0.0, "hygiene": 0.5}


async def test_nothing_is_offered_as_put_right_where_nothing_was_wrong(town: Town) -> None:
    _, wang = await street(town)
    await wang.says("李记面馆的烟头扫掉了")
    wang.sees("五项都做到了吗")
    wang.sees_no("弄好了")


async def test_the_way_to_look_at_a_shop_names_it(town: Town) -> None:
    """“您是说这个吗？ [看这一家]” named neither the shop nor the matter."""
    _, wang = await street(town)
    await wang.says("李记那个面馆今天没去成，下雨")
    wang.sees("李记面馆 看这一家")
