"""People change places, and the work goes with the place: nothing stays with somebody who may not do it any more."""

import pytest

from app.cli.roster import _apply, _undo
from documents.roster.roster_sheet import read_roster
from programme.duties import Duties
from storage.people import covers
from storage.requests import help_requests
from storage.shops import shops
from tests.player import Player
from tests.stories.reviews.test_member_week import FRIDAY, MONDAY
from tests.stories.roster.test_new_holder import office, sends_roster
from tests.town import Town, on_day

MEMBERS = "店名,门牌,街道,联系党员"

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def keeper(town: Town, number: int = 1) -> int | None:
    return (await town.database.read(lambda tx: help_requests.request(tx, number))).keeper_id


async def away(town: Town, member: Player, cover: Player) -> None:
    day = town.clock().date()
    await town.database.write(lambda tx: covers.name(tx, member.person_id, cover.person_id, day, day.replace(day=27)))


async def test_an_unanswered_call_goes_along_to_the_new_member(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, qiang = await town.member("王芳", li), await town.member("李强")
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    await chen.says("联系 李记面馆 李强")
    await chen.taps("李强")
    wang.sees("换了同事", "求助也转过去了")
    qiang.sees_somewhere("李记面馆", "下水道堵了", "由您联系")
    assert await keeper(town) == qiang.person_id
    await qiang.taps("回复")
    await qiang.says("我马上到")
    await qiang.taps("发")
    li.sees("李强回您", "我马上到")


@telegram
async def test_a_call_that_waits_for_any_manager_finds_the_member_of_a_proposal(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    wang = await town.member("王芳")
    await chen.says("分配")
    await chen.taps("就这样分")
    wang.sees_somewhere("下水道堵了")
    assert await keeper(town) == wang.person_id


@telegram
async def test_whoever_comes_back_gets_their_calls_back(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, qiang = await town.member("王芳", li), await town.member("李强")
    await wang.says("请假 3天 李强")
    await li.says("求助 下水道堵了")
    qiang.sees("下水道堵了")
    await wang.says("销假")
    wang.sees_somewhere("下水道堵了", "欢迎回来")
    assert await keeper(town) == wang.person_id


async def test_a_stand_in_who_loses_the_role_is_followed_by_somebody_who_has_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, qiang, min_ = await town.member("王芳", li), await town.member("李强"), await town.member("周敏")
    chen = await town.manager()
    await away(town, wang, qiang)
    await li.says("求助 下水道堵了")
    qiang.sees("下水道堵了")
    await chen.says("收回 党员 李强")
    await chen.taps("收回 李强")
    min_.sees_somewhere("王芳 请假", "请您代为联系", "下水道堵了")
    wang.sees("由 周敏 代为联系")
    chen.sees_somewhere("由 周敏 代为联系")
    await li.says("改天再说")
    min_.sees("改天再说")
    await min_.taps("回复")
    await min_.says("下午就来")
    await min_.taps("发")
    li.sees("周敏回您")


@telegram
async def test_a_manager_who_stands_in_and_goes_is_followed_too(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen, zhou = await town.manager(), await town.manager("周主任")
    await away(town, wang, chen)
    await li.says("求助 下水道堵了")
    await zhou.says("收回 管理员 陈主任")
    await zhou.taps("收回 陈主任")
    day = town.clock().date()
    assert await town.database.read(lambda tx: covers.keepers(tx, li.shop_id, day)) == [zhou.person_id]
    zhou.sees_somewhere("下水道堵了")


@telegram
async def test_a_manager_who_stands_in_and_is_forgotten_leaves_no_call_behind(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen, zhou = await town.manager(), await town.manager("周主任")
    await away(town, wang, chen)
    await li.says("求助 下水道堵了")
    await chen.says("停用")
    await chen.taps("确定停用")
    zhou.sees_somewhere("下水道堵了")
    wang.sees("由 周主任 代为联系")
    assert await keeper(town) == zhou.person_id


@telegram
async def test_a_roster_moves_a_call_along_and_brings_it_back(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, qiang = await town.member("王芳", li), await town.member("李强")
    chen = await town.manager()
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    await li.says("求助 下水道堵了")
    town.clock.forward(minutes=1)
    await sends_roster(chen, f"李记面馆,{place.door},西津路,李强", head=MEMBERS)
    await chen.taps("确认导入")
    qiang.sees("下水道堵了")
    town.clock.forward(minutes=1)
    await chen.taps("撤回这次导入")
    assert len([t for t in wang.heard if "下水道堵了" in t]) == 2, "at first, and when it came back"
    assert await keeper(town) == wang.person_id


@telegram
async def test_a_roster_from_the_terminal_moves_it_along_too(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, qiang = await town.member("王芳", li), await town.member("李强")
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    await li.says("求助 下水道堵了")
    town.clock.forward(minutes=1)
    file = town.folder / "名册.csv"
    file.write_text(f"{MEMBERS}\n李记面馆,{place.door},西津路,李强", "utf-8")
    await _apply(
        office(town), file, read_roster(file.read_bytes(), file.name, Duties(town.rules.duties)), handed_over=False
    )
    town.clock.forward(minutes=1)
    await town.settle()
    qiang.sees("下水道堵了")
    assert await keeper(town) == qiang.person_id
    await _undo(office(town))
    town.clock.forward(minutes=1)
    await town.settle()
    assert len([t for t in wang.heard if "下水道堵了" in t]) == 2, "at first, and when it came back"
    assert await keeper(town) == wang.person_id


@telegram
async def test_nobody_without_a_role_is_ever_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, zhang = await town.member("王芳", li), await town.merchant("张姐水果")
    chen = await town.manager()
    await away(town, wang, zhang)
    day = town.clock().date()
    assert await town.database.read(lambda tx: covers.acting(tx, wang.person_id, day)) is None
    assert await town.database.read(lambda tx: covers.keepers(tx, li.shop_id, day)) == [chen.person_id]


@telegram
async def test_a_list_for_somebody_else_has_no_numbers_that_mean_ones_own_shops(town: Town) -> None:
    doors = [await town.merchant(name) for name in ("李记面馆", "周记修鞋", "孙家小吃")]
    wang = await town.member("王芳", *doors)
    zhao = await town.member("赵敏", await town.merchant("吴氏茶庄"))
    await town.database.write(lambda tx: covers.name(tx, wang.person_id, zhao.person_id, MONDAY, FRIDAY))
    town.clock.at(on_day(MONDAY, 8, 50))
    await town.pass_to(on_day(MONDAY, 9, 20), "member-week")
    [instead] = [t for t in zhao.heard if "代看" in t]
    numbers = [int(line.partition(".")[0]) for line in instead.splitlines() if line[:1].isdigit()]
    assert numbers == [11, 12, 13], "1 to 10 are shops of one's own"
    assert "孙家小吃（3号）" in instead
    await zhao.taps("孙家小吃")
    zhao.sees("孙家小吃", "门前看到的怎么样")


async def test_the_shops_of_whoever_leaves_hear_whom_to_ask_from_now_on(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", li)
    qiang = await town.member("李强", zhang)
    await town.manager()
    await away(town, wang, qiang)
    await wang.says("停用")
    await wang.taps("确定停用")
    li.sees("联系党员是 李强")
    await qiang.says("停用")
    await qiang.taps("确定停用")
    li.sees("现在由管理员联系您", "求助")
    zhang.sees("现在由管理员联系您")
    assert await town.database.read(lambda tx: shops.link(tx, li.shop_id)) is None
