"""A member goes away: somebody stands in at once, sees the shops beside their own, and it ends by itself."""

from datetime import date

import pytest

from storage.people import covers
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def two_members(town: Town) -> tuple[Player, Player, Player, Player]:
    li = await town.merchant("李记面馆")
    zhang = await town.merchant("张姐水果")
    return li, zhang, await town.member("王芳", li), await town.member("李强", zhang)


async def test_leave_finds_a_cover_who_sees_the_shops_beside_their_own(town: Town) -> None:
    li, _, wang, qiang = await two_members(town)
    chen = await town.manager()
    await wang.says("请假 3天")
    wang.sees("11月23日", "11月25日", "李强 替 王芳 看 1 家店")
    qiang.sees("王芳", "请您替着看")
    chen.sees("王芳", "李强")
    await qiang.says("我的商户")
    qiang.sees("1. 张姐水果", "替王芳看的 1 家", "11. 李记面馆")
    await qiang.taps("11 李记面馆")
    await qiang.taps("有没做到的")
    await qiang.picks("秩序")
    li.sees("秩序 没做到")
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    assert [row["source"] for row in rows] == ["linked"], "a stand-in looks as the linked member would"


async def test_help_goes_to_the_cover_and_what_already_waits_goes_along(town: Town) -> None:
    li, _, wang, qiang = await two_members(town)
    await li.says("求助 下水道堵了")
    await wang.says("请假 3天")
    assert any("下水道堵了" in text for text in (said.reply.text for said in qiang.screen))
    await li.says("改天再说")
    assert "改天再说" in qiang.last
    await qiang.taps("回复")
    await qiang.says("我马上到")
    await qiang.taps("发")
    li.sees("李强回您", "我马上到")


async def test_it_ends_by_itself_or_earlier(town: Town) -> None:
    li, _, wang, qiang = await two_members(town)
    await wang.says("请假 3天")
    day = date(2026, 11, 26)
    assert await town.database.read(lambda tx: covers.keepers(tx, li.shop_id, day)) == [wang.person_id]
    assert await town.database.read(lambda tx: covers.covered_by(tx, qiang.person_id, day)) == []
    town.clock.forward(days=1)
    await wang.says("销假")
    wang.sees("欢迎回来")
    qiang.sees("王芳 回来了")
    today = date(2026, 11, 24)
    assert await town.database.read(lambda tx: covers.covered_by(tx, qiang.person_id, today)) == []


async def test_another_cover_is_named_by_the_member_or_the_leave_called_off(town: Town) -> None:
    _, _, wang, qiang = await two_members(town)
    min_ = await town.member("周敏")
    await wang.says("请假 3天 李强")
    wang.sees("李强 替 王芳")
    await wang.taps("换个人")
    await wang.taps("周敏")
    wang.sees("周敏 替 王芳")
    min_.sees("请您替着看")
    qiang.sees("换了别的同事")
    await wang.taps("不请了")
    wang.sees("店还是您自己看")


@telegram
async def test_the_word_alone_asks_how_long(town: Town) -> None:
    _, _, wang, _ = await two_members(town)
    await wang.says("请假")
    wang.sees("请几天", "3 天")
    await wang.taps("3 天")
    wang.sees("李强 替 王芳")


@telegram
async def test_a_manager_says_it_for_a_member_and_holds_the_shops_when_nobody_else_can(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await chen.says("王芳 请假 2天")
    chen.sees("陈主任 替 王芳")
    wang.sees("陈主任", "替着看")
    day = date(2026, 11, 23)
    assert await town.database.read(lambda tx: covers.keepers(tx, li.shop_id, day)) == [chen.person_id]


@telegram
async def test_whoever_answers_for_the_shop_does_not_cover_it(town: Town) -> None:
    li, _, wang, _ = await two_members(town)
    await town.make_member(li)
    await wang.says("请假 1天")
    wang.sees("李强 替 王芳")


@telegram
async def test_a_cover_who_goes_away_too_is_covered_in_turn(town: Town) -> None:
    li, _, wang, qiang = await two_members(town)
    min_ = await town.member("周敏")
    await wang.says("请假 3天 李强")
    await qiang.says("请假 3天 周敏")
    await min_.says("我的商户")
    min_.sees("李记面馆（替王芳）", "张姐水果（替李强）")
    await li.says("求助 路灯坏了")
    li.sees("周敏")


async def test_a_manager_need_not_put_a_blank_after_the_name(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await town.member("张建国")
    chen = await town.manager()
    await chen.says("王芳请假三天")
    chen.sees("张建国 替 王芳")
    await chen.says("换店主")
    chen.sees("换店主 店名")


@telegram
async def test_a_colleague_is_sent_on_leave_by_nobody_but_their_manager(town: Town) -> None:
    """“王芳 请假 2天” from a colleague was taken for the colleague's own leave, with 王芳 as the cover."""
    _, _, wang, qiang = await two_members(town)
    await qiang.says("王芳 请假 2天")
    qiang.sees("相应的同事")
    assert await town.database.read(lambda tx: covers.on(tx, town.clock().date())) == []
    await wang.says("王芳请假2天")
    wang.sees("李强 替 王芳")


@pytest.mark.parametrize(
    "words", ["王芳明天请假三天，李明替她", "王芳明天请假三天，让李明来顶", "王芳明天出差三天由李明代一下"]
)
@telegram
async def test_a_stand_in_who_is_not_enrolled_is_named_and_another_asked_for(town: Town, words: str) -> None:
    """“王芳明天请假三天，李明替她” put somebody else in, and said nothing of 李明 who was not enrolled."""
    _, _, wang, qiang = await two_members(town)
    chen = await town.manager()
    await chen.says(words)
    chen.sees("李明 还没登记成党员", "李强")
    assert not await town.database.read(lambda tx: covers.on(tx, date(2026, 11, 24)))
    await chen.taps("李强")
    chen.sees("11月24日 周二 到 11月26日 周四，李强 替 王芳")
    qiang.sees("王芳")
    wang.sees("李强")


@pytest.mark.parametrize(
    "words",
    [
        "请假 3天 家里有事",
        "请假3天，麻烦找个人替我",
        "我请假三天，请同事替一下",
        "请假三天，谁来替我",
        "下周请假三天，家里没人带孩子",
    ],
)
@telegram
async def test_a_reason_is_nobody_who_stands_in(town: Town, words: str) -> None:
    _, _, wang, _ = await two_members(town)
    await wang.says(words)
    wang.sees("李强 替 王芳")


@telegram
async def test_a_manager_may_be_named_to_stand_in(town: Town) -> None:
    _, _, wang, _ = await two_members(town)
    chen = await town.manager()
    await wang.says("明天请假三天，陈主任替我")
    wang.sees("陈主任 替 王芳")
    chen.sees("请您替着看")


@telegram
async def test_whoever_is_named_to_stand_in_but_is_away_is_not_replaced_in_silence(town: Town) -> None:
    li, zhang, ding = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老丁理发")]
    wang, qiang = await town.member("王芳", li), await town.member("李强", zhang)
    await town.member("周敏", ding)
    await qiang.says("明天请假三天")
    await wang.says("明天请假一天，李强替我")
    wang.sees("李强 那几天也请假", "假还没记")
    await wang.taps("周敏")
    wang.sees("周敏 替 王芳 看 1 家店")


@telegram
async def test_a_name_within_a_longer_one_is_nobody_else(town: Town) -> None:
    """“王芳芳请假三天” sent 王芳 on leave, with 王芳芳 to stand in."""
    li, zhang, ding = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老丁理发")]
    await town.member("王芳", li)
    await town.member("王芳芳", zhang)
    await town.member("周敏", ding)
    chen = await town.manager()
    await chen.says("王芳芳请假三天，让周敏顶")
    chen.sees("周敏 替 王芳芳 看")


@pytest.mark.parametrize(
    "words", ["让李强替王芳，王芳明天请假三天", "王芳明天请假三天，让李强替她", "明天起请假三天的是王芳，由李强替"]
)
@telegram
async def test_whoever_stands_in_is_not_sent_on_leave(town: Town, words: str) -> None:
    """“让李强替王芳，王芳明天请假三天” sent 李强 on leave, with 王芳 to stand in."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    await town.member("王芳", li)
    await town.member("李强", zhang)
    chen = await town.manager()
    await chen.says(words)
    chen.sees("11月24日", "李强 替 王芳 看")
