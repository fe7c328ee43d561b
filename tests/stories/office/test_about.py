"""What the office asks in passing is answered: of a shop, a member, a street, of what is open and of the stars."""

from __future__ import annotations

import pytest

from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"], indirect=True)


async def a_street(town: Town) -> Player:
    """Two shops of 王芳 on 津河路, one of 李明 on 西津路; 王芳 saw a fault at the second and looked at nothing else."""
    li = await town.merchant("李记面馆", street="津河路")
    flowers = await town.merchant("津河花店", street="津河路")
    glasses = await town.merchant("明亮眼镜")
    chen = await town.manager()
    wang = await town.member("王芳", li, flowers)
    await town.member("李明", glasses)
    await wang.says("2 秩序 货出店")
    return chen


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("李记面馆归谁管", "联系党员：王芳"),
        ("李记现在几星", "星级：待评"),
        ("who looks after Li Ji Noodles", "李记面馆 (津河路1号)"),
        ("津河花店上次什么时候有人去看的", "11月23日"),
        ("王芳这周看了几家", "看了 1 家，共 2 家"),
        ("how many shops did Wang Fang visit this week", "looked at 1 of 2"),
        ("王芳还有哪几家没看", "还没看：李记面馆"),
        ("李明负责哪些店", "明亮眼镜"),
        ("这周谁没去看", "还没人看过的店有 2 家"),
        ("西津路还有哪家没人看过", "明亮眼镜"),
        ("津河路有多少家店", "津河路：共 2 家店"),
        ("津河路1号是哪家店", "李记面馆（津河路1号）"),
        ("明亮眼镜现在停评了吗", "联系党员：李明"),
        ("还有几件没复查", "没有等复查的"),
        ("本周走访完成多少了", "有人看过 1 家，没人看过 2 家"),
        ("还有多少整改没弄好", "没了结的问题 1 件"),
        ("津河花店的整改弄好了没有", "秩序 · 待整改"),
        ("卫生方面没改好的有几家", "卫生：问题都办结了"),
        ("李记面馆还有问题没改吗", "问题都办结了"),
        ("how many fixes are still open", "open problems: 1"),
        ("待评的店有哪些", "还没有评过星"),
        ("花店那个货出店处理得咋样了", "秩序 · 待整改"),
        ("眼镜店是谁在联系", "联系党员：李明"),
        ("明亮眼镜交给谁管的", "联系党员：李明"),
        ("李记面馆的老板叫什么", "店主：没记名字"),
        ("who runs Li Ji Noodles", "Holder: no name"),
        ("津河花店这个礼拜谁去看的", "11月23日 周一 联系党员看：秩序 没做到"),
        ("津河花店上礼拜谁去看的", "没有人去看过"),
        ("明亮眼镜今年得过五星没有", "这一年还没有评上过星"),
        ("有哪些店歇业了", "今天没有店歇业"),
        ("which shops are closed today", "No shop is closed"),
        ("下个月的互查怎么安排的", "每月 1 号自动抽"),
        ("互查这个月谁查谁", "还没有抽互查"),
        ("眼镜店老是不修招牌，罚他两百块", "这里不罚款"),
        ("can we fine a shop?", "Nobody is fined here"),
        ("辛苦了小助手", "有事随时说"),
        ("扣分怎么扣的", "四个月"),
        ("谁可以看到商户的电话", "姓名电话不公开"),
        ("昨天下午谁报了问题", "没了结的问题 1 件"),
        ("刘建国调走了，把他权限收了", "没有叫“刘建国”的同事"),
        ("城管蓝这周有活动吗", "近期还没有活动"),
        ("李明这周一家都没看，催他一下", "发给李明"),
        ("只发给王芳一个人：明天带上门贴", "发给王芳"),
        ("明天有领导来检查，让各店把门口收拾一下", "发给全部的店家"),
        ("发错人了，那条通知能收回不", "收不回"),
        ("徽府酒楼最近被人反映过没有", "五星商户一条街"),
        ("明亮眼镜最近被人反映过没有", "明亮眼镜（西津路"),
        ("明亮眼镜开门了吗", "联系党员：李明"),
        ("王芳请假到啥时候", "没有人请假"),
        ("给李记面馆立个红线，屡教不改", "碰了哪条红线"),
        ("which shops got better this month", "No stars have been given yet"),
        ("shwo me the bord", "Your board"),
        ("这个月谁家进步最大", "还没有评过星"),
        ("send me the excel of all shops", "roster"),
        ("给我一份商户名单", "名册"),
        ("hi, how do I give a shop the title?", "Nothing has to be applied for"),
        ("怎么给商户授牌", "不用申请"),
        ("Show all five-star shops", "No stars have been given yet"),
        ("can you tell me which shops are five star", "No stars have been given yet"),
    ],
)
@telegram
async def test_a_manager_asks_and_is_told(town: Town, words: str, seen: str) -> None:
    chen = await a_street(town)
    await chen.says(words)
    chen.sees(seen)


@telegram
async def test_what_is_overdue_is_told_as_overdue(town: Town) -> None:
    chen = await a_street(town)
    await chen.says("超期没整改的有哪些")
    chen.sees("没有超期的整改")
    town.clock.forward(days=2)
    await chen.says("超期没整改的有哪些")
    chen.sees("津河花店", "已超期")
    await chen.taps("津河花店")
    chen.sees("货出店")


@telegram
async def test_the_stars_are_listed_by_number_and_by_what_they_did(town: Town) -> None:
    chen, wang = await a_street(town), town.players["王芳"]
    for _ in range(4):
        await wang.says("1 好")
        town.clock.forward(days=7)
    town.clock.forward(days=-7)
    await town.job("ratings")
    await chen.says("四星以上的有几家")
    chen.sees("4—5 星的店，共 1 家", "李记面馆", "★★★★☆")
    await chen.says("二星以下的有哪些")
    chen.sees("1—2 星的店：没有")
    await chen.says("哪些店星掉了")
    chen.sees("上次评星降了的店：没有")
    await chen.says("待评的有哪些")
    chen.sees("津河花店", "明亮眼镜")
    await chen.says("王芳的店待评的有哪些")
    chen.sees("王芳：待评的店，共 1 家", "津河花店（津河路2号）")
    await chen.says("星级情况")
    chen.sees("★★★★☆ 1 家", "待评 2 家")


@telegram
async def test_a_secretary_is_told_of_their_own_branch_only(town: Town) -> None:
    await a_street(town)
    zhou = await town.staff("周书记", "secretary", branch="第二支部")
    await zhou.says("王芳这周看了几家")
    assert "看了" not in zhou.last
    await zhou.says("李记面馆归谁管")
    assert "王芳" not in zhou.last
    await zhou.says("还有多少整改没弄好")
    zhou.sees("第二支部：问题都办结了")
    for words in ("津河花店的整改弄好了没有", "王芳的店有多少整改没弄好", "王芳的店二星以下的有哪些"):
        await zhou.says(words)
        zhou.sees_no("津河花店：没有", "王芳：没有")
    await zhou.says("今天多少家自查了")
    zhou.sees("第二支部：共 0 家店")
    own = await town.staff("吴书记", "secretary")
    await own.says("王芳这周看了几家")
    own.sees("看了 1 家，共 2 家")


@telegram
async def test_a_member_asks_for_nothing_of_the_others(town: Town) -> None:
    await a_street(town)
    li = town.players["李明"]
    await li.says("王芳这周看了几家")
    assert "共 2 家" not in li.last


@telegram
async def test_whoever_is_away_is_told_with_their_cover(town: Town) -> None:
    chen = await a_street(town)
    await chen.says("谁在请假")
    chen.sees("没有人请假")
    await chen.says("王芳明天出差，让李明替一下")
    chen.sees("11月24日", "李明 替 王芳 看 2 家店")
    await chen.says("王芳请假了谁替她")
    chen.sees("王芳：11月24日 周二 到 11月24日 周二，李明 替着看")
    town.clock.forward(days=1)
    await chen.says("李记面馆归谁管")
    chen.sees("请假中，李明 替着看")


@telegram
async def test_nothing_of_it_is_told_while_a_look_is_open(town: Town) -> None:
    chen = await a_street(town)
    await chen.says("抽查 明亮眼镜")
    await chen.says("李记面馆几星")
    assert "星级" not in chen.last


@telegram
async def test_a_look_that_is_open_answers_for_no_other_words(town: Town) -> None:
    chen = await a_street(town)
    await chen.says("抽查 明亮眼镜")
    await chen.says("呱呱呱咕咕咕")
    chen.sees("没看懂")


@telegram
async def test_the_holder_is_told_to_those_who_keep_the_roster_alone(town: Town) -> None:
    chen = await a_street(town)
    zhou = await town.staff("周书记", "secretary")
    await chen.says("换店主 李记面馆 李大海 13900007777")
    await chen.taps("李记面馆")
    await chen.says("李记面馆的老板叫什么")
    chen.sees("店主：李大海")
    chen.sees_no("店主：李大海 1")
    await zhou.says("李记面馆的老板叫什么")
    assert not any("李大海" in text for text in zhou.heard)


@telegram
async def test_closed_shops_and_cross_reviews_are_listed(town: Town) -> None:
    chen = await a_street(town)
    await chen.says("李记面馆歇业3天")
    town.clock.forward(days=1)
    await chen.says("有哪些店歇业了")
    chen.sees("今天歇业的店，共 1 家", "李记面馆（津河路1号）到 11月25日")
    await town.job("cross-review", "2026-11")
    await chen.says("互查这个月谁查谁")
    chen.sees("这个月的交叉互查，抽到")


@telegram
async def test_a_street_is_paused_where_everything_is(town: Town) -> None:
    chen = await a_street(town)
    await chen.says("停评 全部 3天")
    await chen.taps("发")
    await chen.says("津河路有多少家店")
    chen.sees("停评中，到：11月25日")


@telegram
async def test_a_summary_stays_usable_after_one_of_its_lists_was_opened(town: Town) -> None:
    """[没人看过的店] under a summary of the street answered “这一题已经答过了” once [没了结的问题] had been tapped."""
    chen = await a_street(town)
    await chen.says("津河路有多少家店")
    for _ in range(2):
        for label, answer in (
            ("没了结的问题", "没了结的问题 1 件"),
            ("没人看过的店", "还没人看过的店有 2 家"),
            ("星级名单", "评"),
        ):
            await chen.taps(label)
            assert "已经答过" not in chen.last
            chen.sees(answer)


@telegram
async def test_a_shop_that_was_shown_stays_usable_after_another_was(town: Town) -> None:
    """The findings under a shop could not be opened once another shop had been looked up."""
    chen = await a_street(town)
    await chen.says("津河花店现在怎么样")
    await chen.says("李记面馆归谁管")
    await chen.taps("秩序 · 待整改，11月23日 周一 到期")
    assert "已经答过" not in chen.last
