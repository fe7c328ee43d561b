"""A farmer asks for a pitch in one message, gets a permit to hang up, and gives it back; nobody is counted absent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from programme.ids import ShopId, SiteId
from programme.sites.site_kinds import SiteKind
from storage.operations import exports, housekeeping
from storage.sites import permits, sites
from tests.player import Player
from tests.sites import a_card, a_site
from tests.town import MONDAY, ZONE, Town

TODAY = MONDAY.date()
telegram = pytest.mark.parametrize("shape", ["telegram"])


async def melons(town: Town, keeper: Player, *before: Player, pitches: int = 2, days: int = 30) -> SiteId:
    """A sale site that is open, and before which shops it lies."""
    site = await a_site(
        town,
        "西津路瓜点",
        keeper,
        kind=SiteKind.STALL,
        place="西津桥头",
        hours="6:00-20:00",
        goods="西瓜",
        since=TODAY - timedelta(days=3),
        until=TODAY + timedelta(days=days),
        pitches=pitches,
    )
    await town.database.write(lambda tx: sites.stand_before(tx, site, [ShopId(one.shop_id) for one in before]))
    return site


async def permit_of(town: Town, farmer: Player, says: str = "摆摊 西津路瓜点 李大山 港口镇山门村") -> None:
    await farmer.says(says)
    farmer.sees("李大山（港口镇山门村）", "西瓜", "扫干净")
    await farmer.taps("答应，申请")


async def states(town: Town) -> list[str]:
    rows = await town.database.read(lambda tx: exports.rows(tx, "permits", now=town.clock(), zone=ZONE))
    return [str(row["state"]) for row in rows]


async def test_a_farmer_asks_in_one_message_and_hangs_the_permit_up(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun)
    await permit_of(town, farmer)
    farmer.sees("已经请 西津路瓜点 的责任人看")
    sun.sees("李大山（港口镇山门村）想到 西津路瓜点")
    await sun.taps("给证")
    sun.sees("S26-0001", "给了")
    farmer.sees("批好了", "S26-0001", "到12月23日")
    await town.hours.run_asked()
    await town.settle()
    farmer.sees("画好了")
    shown = farmer.screen[-1].reply.attachments
    assert [one.name for one in shown] == ["S26-0001.png", "S26-0001.pdf"]
    assert all((town.folder / one.ref).stat().st_size > 10_000 for one in shown)
    await farmer.says("我的销售证")
    farmer.sees("S26-0001", "到12月23日")


async def test_where_to_sell_is_answered_with_the_nearest_open_site(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun)
    await a_site(town, "南山茶点", sun, kind=SiteKind.STALL, goods="春茶", until=TODAY - timedelta(days=1))
    for words in ("哪里可以卖西瓜", "哪里能摆摊", "西瓜", "销售点", "哪里能卖瓜"):
        await farmer.says(words)
        farmer.sees("西津路瓜点（西瓜，到12月23日）", "西津桥头 6:00-20:00", "还有 2 个摊位")
        farmer.sees_no("南山茶点")
    await farmer.taps("在西津路瓜点摆摊")
    farmer.sees("报个名字和村子")
    await farmer.says("李大山")
    farmer.sees("名字和村子都要")
    await farmer.says("李大山，港口镇山门村")
    await farmer.taps("答应，申请")
    assert await states(town) == ["asked"]
    stranger = town.player("Anna")
    await stranger.says("Where can I sell?")
    stranger.sees("西津路瓜点", "23 Dec")


async def test_a_complaint_about_a_stall_stays_a_request(town: Town) -> None:
    """“摆摊” is a word of both: only who asks where, or wants a pitch, is answered with sites."""
    sun, resident = await town.staff("孙队员", "squad"), town.player("居民")
    await melons(town, sun)
    await resident.says("楼下有人摆摊太吵了，堵着路")
    resident.sees("收到")
    await resident.says("卖西瓜")
    resident.sees("想在哪个点卖")
    await resident.says("哪里卖西瓜")
    await resident.says("路灯坏了三天")
    resident.sees("收到", "26-")


async def test_the_card_of_a_sale_site_leads_to_a_pitch(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    code = await a_card(town, await melons(town, sun), "桥头")
    await farmer.says(code)
    await farmer.taps("我要在这里摆摊")
    await farmer.says("李大山 山门村")
    await farmer.taps("答应，申请")
    sun.sees("李大山（山门村）")


async def test_pitches_are_full_one_is_free_for_a_day_and_tomorrow_nobody_knows(town: Town) -> None:
    sun, first, second = await town.staff("孙队员", "squad"), town.player("瓜农甲"), town.player("瓜农乙")
    site = await melons(town, sun, pitches=1)
    await permit_of(town, first)
    await sun.taps("给证")
    await second.says("摆摊 西津路瓜点 王小河 河沥村")
    second.sees("摊位满了")
    await first.says("今天不出摊")
    first.sees("让给别人了", "11月24日")
    await second.says("摆摊 西津路瓜点 王小河 河沥村")
    second.sees("空着一个")
    await second.taps("只今天来")
    await second.says("王小河 河沥村")
    second.sees("只今天")
    await second.taps("答应，申请")
    sun.sees("只今天")
    await sun.taps("给证")
    second.sees("S26-0002", "到11月23日")
    await town.pass_to(datetime.combine(TODAY + timedelta(days=1), time(8), ZONE), "site-season")
    assert await states(town) == ["given", "ended"]
    kept = await town.database.read(lambda tx: tx.rows("pitches_freed_on", day=TODAY))
    assert kept == [], "who stayed away is kept nowhere"
    free = await town.database.read(lambda tx: _free(tx, site, TODAY + timedelta(days=1)))
    assert (free.season, free.today) == (0, 0)


async def _free(tx, site: SiteId, day: date):  # type: ignore[no-untyped-def]
    return await permits.free(tx, await sites.site(tx, site), day)


@telegram
async def test_a_full_site_gives_no_second_permit_for_one_pitch(town: Town) -> None:
    sun, first, second = await town.staff("孙队员", "squad"), town.player("瓜农甲"), town.player("瓜农乙")
    await melons(town, sun, pitches=1)
    await permit_of(town, first)
    await permit_of(town, second)
    await sun.says("待办")
    sun.sees("等您看")
    for said in list(sun.screen):
        if any("给证" in button.label for button in said.reply.choices):
            await sun.taps("给证", on=said)
    assert sorted(await states(town)) == ["asked", "given"]
    sun.sees("没有空摊位了")


async def test_refused_is_said_in_the_keepers_own_words(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun)
    await permit_of(town, farmer)
    await sun.taps("给不了")
    await sun.says("这几天修路，下周再来")
    await sun.taps("发")
    farmer.sees("这几天修路，下周再来")
    assert await states(town) == ["refused"]


async def test_given_back_frees_the_pitch(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun, pitches=1)
    await permit_of(town, farmer)
    await sun.taps("给证")
    await farmer.says("退证")
    await farmer.taps("退")
    farmer.sees("退好了")
    assert await states(town) == ["given back"]
    await farmer.says("销售点")
    farmer.sees("还有 1 个摊位")


async def test_the_first_fault_is_talked_about_the_second_is_heard_and_decided_by_another(town: Town) -> None:
    sun, chen, farmer = await town.staff("孙队员", "squad"), await town.manager(), town.player("瓜农")
    await melons(town, sun)
    await permit_of(town, farmer)
    await sun.taps("给证")
    await sun.says("劝导 S26-0001 摊子压了盲道")
    farmer.sees("提个醒：摊子压了盲道", "头一次只是说一声")
    assert chen.heard == []
    await sun.says("劝导 S26-0001 又压了盲道")
    farmer.sees("第二次", "先说给我们听")
    chen.sees("第二次劝导", "又压了盲道")
    await chen.taps("收回")
    chen.sees("先听他说一句")
    await farmer.taps("我说几句")
    await farmer.says("昨天下雨往里挪了")
    await farmer.taps("发")
    chen.sees("昨天下雨往里挪了")
    await chen.taps("收回")
    farmer.sees("收回了", "下一季可以再申请")
    assert await states(town) == ["withdrawn"]
    await farmer.says("摆摊 西津路瓜点 李大山 山门村")
    farmer.sees("这一季给不了您了")
    await town.pass_to(datetime.combine(TODAY + timedelta(days=31), time(8), ZONE), "site-season")
    assert await states(town) == ["ended"], "no list of the unwelcome outlives the season"
    rows = await town.database.read(lambda tx: tx.rows("permits_in_state", state="ended"))
    assert [(row["talks"], row["talked_by"], row["heard"]) for row in rows] == [(0, None, "")]


async def test_a_manager_keeps_it_and_who_talked_does_not_decide(town: Town) -> None:
    chen, wu, farmer = await town.manager(), await town.staff("吴主任", "manager"), town.player("瓜农")
    await melons(town, chen)
    await permit_of(town, farmer)
    await chen.taps("给证")
    await chen.says("劝导 S26-0001 垃圾没扫")
    await chen.says("劝导 S26-0001 垃圾又没扫")
    await wu.says("待办")
    wu.sees("第二次劝导，等您定")
    await wu.taps("第二次劝导")
    await wu.taps("不收")
    farmer.sees("接着用")
    await chen.says("待办")
    chen.sees_no("第二次劝导，等您定")


async def test_a_season_opens_and_ends_by_itself_and_everybody_hears_once(town: Town) -> None:
    li, sun, farmer = await town.merchant("李记面馆"), await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun, li, days=2)
    await town.pass_to(datetime.combine(TODAY + timedelta(days=1), time(9), ZONE), "site-season")
    li.sees("西津路瓜点", "合法的", "不算您的")
    await permit_of(town, farmer)
    await sun.taps("给证")
    heard = len(li.screen)
    await town.pass_to(datetime.combine(TODAY + timedelta(days=2), time(9), ZONE), "site-season")
    assert len(li.screen) == heard
    await town.pass_to(datetime.combine(TODAY + timedelta(days=4), time(9), ZONE), "site-season")
    li.sees("收了，谢谢您的包涵")
    farmer.sees("这一季辛苦了")
    assert await states(town) == ["ended"]
    await farmer.says("西瓜")
    farmer.sees("现在没有开着的")


async def test_a_manager_opens_extends_and_closes_a_site(town: Town) -> None:
    chen, farmer = await town.manager(), town.player("瓜农")
    await chen.says("销售点 开 河沥瓜点 西瓜 6个摊位 11月20日到12月20日")
    chen.sees("河沥瓜点", "西瓜", "6")
    await chen.taps("就这样")
    chen.sees("河沥瓜点（西瓜，到12月20日）")
    await farmer.says("摆摊 河沥瓜点 李大山 山门村")
    await farmer.taps("答应，申请")
    await chen.taps("给证")
    await chen.says("销售点 延 河沥瓜点 12月31日")
    await chen.taps("就这样")
    farmer.sees("延到12月31日")
    await farmer.says("我的销售证")
    farmer.sees("到12月31日")
    await chen.says("销售点 关 河沥瓜点")
    await chen.taps("就这样")
    farmer.sees("这一季辛苦了")
    assert await states(town) == ["ended"]


@telegram
async def test_only_a_manager_sets_a_season(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    site = await melons(town, sun)
    for player in (sun, farmer):
        await player.says("销售点 关 西津路瓜点")
        player.sees_no("就这样")
    assert (await town.database.read(lambda tx: sites.site(tx, site))).until == TODAY + timedelta(days=30)


@telegram
async def test_a_farmer_is_forgotten_when_all_has_long_ended(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun, days=1)
    await permit_of(town, farmer)
    await sun.taps("给证")
    await town.pass_to(datetime.combine(TODAY + timedelta(days=2), time(9), ZONE), "site-season")
    town.clock.forward(days=89)
    await town.database.write(lambda tx: housekeeping.forget(tx, town.clock()))
    assert [row["name"] for row in await town.database.read(lambda tx: tx.rows("export_permits"))] == ["李大山"]
    town.clock.forward(days=2)
    await town.database.write(lambda tx: housekeeping.forget(tx, town.clock()))
    rows = await town.database.read(lambda tx: tx.rows("export_permits"))
    assert [(row["name"], row["village"]) for row in rows] == [("", "")]


@telegram
async def test_who_is_erased_leaves_the_pitch_to_others(town: Town) -> None:
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun)
    await permit_of(town, farmer)
    await sun.taps("给证")
    await farmer.says("停用")
    await farmer.taps("确定停用")
    assert await states(town) == ["given back"]


async def test_what_is_not_wanted_any_more_or_never_decided_is_dropped(town: Town) -> None:
    sun, first, second = await town.staff("孙队员", "squad"), town.player("瓜农甲"), town.player("瓜农乙")
    await melons(town, sun, days=1)
    await permit_of(town, first)
    await first.says("我的销售证")
    first.sees("还没批")
    await first.taps("不申请了")
    await permit_of(town, second)
    await town.pass_to(datetime.combine(TODAY + timedelta(days=2), time(9), ZONE), "site-season")
    assert await states(town) == ["dropped", "dropped"]
