"""报修: a lamp that is out is the shop's to report and ours to get repaired; nobody waits for ever, and nobody unheard."""

import pytest

from storage.findings import findings
from storage.findings.findings import Finding
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def street(town: Town) -> tuple[Player, Player]:
    li = await town.merchant("李记面馆")
    return li, await town.member("王芳", li)


async def the_finding(town: Town) -> Finding:
    return await town.database.read(lambda tx: findings.finding(tx, 1))


async def test_a_lamp_the_shop_reports_is_seen_to_and_the_shop_hears_the_end(town: Town) -> None:
    li, wang = await street(town)
    await li.sends_photo("设施 路灯坏了")
    li.sees("由我们来报修", "修好了告诉您")
    wang.sees("李记面馆", "设施 坏了", "路灯坏了", "已报修", "修好了")
    assert wang.screen[-1].reply.attachments, "with what the shop has shown"
    await wang.says("待办")
    wang.sees("李记面馆 设施：坏了，要报修")
    await wang.taps("李记面馆 设施")
    wang.sees("路灯坏了", "要报修")
    await wang.taps("已报修")
    li.sees("设施 已经报修了", "修好了告诉您")
    town.clock.forward(days=3)
    await wang.says("待办")
    await wang.taps("李记面馆 设施：已报修")
    await wang.taps("修好了")
    li.sees("李记面馆：设施 修好了")
    closed = await the_finding(town)
    assert (closed.state, closed.share, closed.fixed_at) == ("closed", "service", town.clock())
    await wang.says("待办")
    wang.sees("没有要您办的事")


async def test_what_the_shop_adds_later_reaches_the_member_too(town: Town) -> None:
    li, wang = await street(town)
    await li.says("自查")
    await li.taps("有一样没做到")
    await li.picks("设施")
    li.sees("由我们来报修")
    wang.sees("设施 坏了", "没有附言")
    await li.says("路口那盏灯不亮")
    wang.sees("又补了一句", "路口那盏灯不亮")
    await li.sends_photo()
    assert wang.screen[-1].reply.attachments
    town.clock.forward(days=1)
    await li.says("设施 灯还是黑的")
    wang.sees("又补了一句", "灯还是黑的")


async def test_a_lamp_of_the_street_is_no_remark_on_litter(town: Town) -> None:
    li, _ = await street(town)
    await li.says("卫生 门口有菜叶")
    li.sees("记下了：卫生")
    await li.says("桥头路灯灭了三盏")
    li.sees("不是哪家店的事")


async def test_a_broken_pavement_an_outsider_finds_asks_nothing_of_the_shop(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1 设施 路面破了")
    li.sees("设施 没做到", "由我们来报修", "您不用做什么")
    assert "拍张照" not in li.last
    wang.sees_somewhere("要报修", "路面破了")
    await wang.taps("修好了")
    li.sees("设施 修好了")
    assert (await the_finding(town)).state == "closed"
    await wang.says("1 设施 又破了")
    li.sees("设施 没做到")


async def test_beside_something_the_shop_can_fix_each_is_told_whose_it_is(town: Town) -> None:
    li, wang = await street(town)
    await wang.says("1 秩序 设施 货出店")
    li.sees("秩序、设施 没做到", "今天 11:00", "设施 由我们来报修")
    await li.says("卫生 绿化 设施 都有点问题")
    li.sees("前弄好就行", "设施 由我们来报修")


async def test_a_reporter_hears_that_the_lamp_is_lit_again(town: Town) -> None:
    li, wang = await street(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("反映 李记面馆 设施 路灯坏了")
    await wang.taps("确有其事")
    zhang.sees("弄好了再告诉您")
    wang.sees_somewhere("要报修", "路灯坏了")
    await wang.taps("修好了")
    zhang.sees("李记面馆 设施，改好了")
    li.sees("设施 修好了")


@telegram
async def test_without_a_member_the_managers_have_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen, zhou = await town.manager(), await town.manager("周主任")
    await li.says("设施 路灯坏了")
    chen.sees("要报修")
    zhou.sees("要报修")
    await chen.taps("已报修")
    await zhou.taps("已报修")
    zhou.sees("已经处理过了")
    assert len([text for text in li.heard if "已经报修了" in text]) == 1


@telegram
async def test_a_repair_that_did_not_hold_is_ours_again(town: Town) -> None:
    li, wang = await street(town)
    await li.says("设施 路灯坏了")
    await wang.taps("修好了")
    town.clock.forward(days=1)
    await wang.says("1 又犯了")
    li.sees("又看到坏了", "您不用做什么")
    await wang.says("待办")
    wang.sees("李记面馆 设施：坏了，要报修")


@telegram
async def test_what_breaks_again_is_asked_for_again(town: Town) -> None:
    li, wang = await street(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("反映 李记面馆 设施 路灯坏了")
    await wang.taps("确有其事")
    await wang.taps("修好了")
    town.clock.forward(days=1)
    await zhang.taps("又犯了")
    li.sees("又看到坏了", "您不用做什么")
    wang.sees("设施 坏了，要报修", "路灯坏了", "已报修")


@telegram
@pytest.mark.parametrize(("asked", "state"), [(True, "repair"), (False, "open")])
async def test_a_repair_that_is_not_there_yet_asks_nothing_of_the_shop(town: Town, asked: bool, state: str) -> None:
    li, wang = await street(town)
    await li.says("设施 路灯坏了")
    if asked:
        await wang.taps("已报修")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("还没好")
    wang.sees("接着报修")
    li.sees("设施 还没修好", "您不用做什么")
    li.sees_no("再弄一下")
    assert (await the_finding(town)).state == state
    await wang.says("待办")
    wang.sees("李记面馆 设施：已报修" if asked else "李记面馆 设施：坏了，要报修")


@telegram
async def test_a_repair_that_is_in_front_of_the_shop_after_all_is_still_ours(town: Town) -> None:
    li, wang = await street(town)
    chen = await town.manager()
    await wang.says("1 设施 路面破了")
    await wang.taps("已报修")
    await li.taps("不是我的责任")
    question = chen.screen[-1]
    await chen._tap(next(b.data for b in question.reply.choices if b.label == "归店家"), question)
    li.sees("由我们接着报修", "您不用做什么")
    li.sees_no("计时接着走")
    assert (await the_finding(town)).state == "repair"


@telegram
async def test_of_several_shops_the_photo_of_a_fault_that_ran_already_reaches_the_member(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li, await town.another_shop(li, "李记小吃"))
    await li.says("设施 路灯坏了")
    await li.taps("李记小吃")
    town.clock.forward(days=1)
    await li.sends_photo("设施")
    town.clock.forward(minutes=1)
    await li.taps("李记小吃")
    wang.sees("李记小吃", "又补了一句")
    assert len(wang.screen[-1].reply.attachments) == 1
    town.clock.forward(minutes=1)
    await li.sends_photo()
    assert len([said for said in wang.screen if "又补了一句" in said.reply.text]) == 2, "and so does the next one"
