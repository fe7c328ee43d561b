"""What people ask about the bot and the programme; each sentence here once met “I did not understand” or a wrong answer."""

from __future__ import annotations

import pytest

from storage.findings import leads
from storage.people import people
from tests.town import MONDAY, Town


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("你是真人还是机器人呀", "程序"),
        ("五星商户评上了有啥好处，给钱不？", "没有奖金"),
        ("俺想问下哈，几点前要报这个自查？", "十二点前"),
        ("徽章牌子怎么领？", "公示 5 个工作日"),
        ("这系统太烦人了，能不能不用了", "停止提醒"),
        ("多谢，晓得了", "有事随时说"),
        ("这句我没看懂", "您可以直接发"),
        ("花店老板娘说想参加城管蓝，怎么报名", "活动"),
        ("谢谢侬啊，辛苦了", "有事随时说"),
        ("没啥事，就问问", "有事随时说"),
        ("no problem, just asking", "有事随时说"),
        ("谁给我打的分", "还没有人来看过"),
        ("忙死了今天，生意太好了", "有事随时说"),
        ("我不在店里，晚上再报行不行", "不报不扣分"),
        ("does the check cost points if I report late?", "costs nothing"),
        ("what happens if I don't answer for a week", "costs nothing"),
        ("这个星星到底有啥用啊，能贷款不", "没有奖金"),
        ("今天的照片要不要重拍，昨天拍糊了", "还没收到您的照片"),
        ("能不能帮我把上面那句撤回去，不是要投诉", "没有可撤销的"),
    ],
)
async def test_a_merchant_is_answered(town: Town, words: str, answer: str) -> None:
    li = await town.merchant("李记面馆")
    await li.says(words)
    li.sees(answer)


async def test_who_is_fed_up_may_stop_the_reminders_at_once(town: Town) -> None:
    """“这系统太烦人了，能不能不用了” was only offered a complaint."""
    li = await town.merchant("李记面馆")
    await li.says("这系统太烦人了，能不能不用了")
    await li.taps("停止提醒")
    li.sees("不主动提醒")


@pytest.mark.parametrize("words", ["王芳什么时候来我家看", "你们多久来看一次"])
async def test_whoever_asks_when_somebody_comes_is_told_who(town: Town, words: str) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says(words)
    li.sees("王芳，一般一周来看一次", "求助")


@pytest.mark.parametrize("words", ["中午十一点到两点最忙，别那会来检查", "我想问下垃圾几点来收，老是赶不上"])
async def test_a_wish_about_visits_reaches_who_looks(town: Town, words: str) -> None:
    """The one was not understood, the other was asked as a fault of the shop's own."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says(words)
    wang.sees(words)


async def test_what_is_told_as_washed_off_is_put_right(town: Town) -> None:
    """“冲洗过了，用碱水刷的” was kept as a note beside the fault."""
    li = await town.merchant("李记面馆")
    await li.says("卫生 地上有油")
    await li.says("冲洗过了，用碱水刷的")
    li.sees("请拍一张现在的照片")


async def test_what_is_none_of_theirs_may_be_reported(town: Town) -> None:
    """“不是我家挂的” was offered as a fault of their own, or nothing."""
    li = await town.merchant("李记面馆")
    await li.says("门口那棵树上挂了根晾衣绳，不是我家挂的")
    await li.taps("反映问题")
    li.sees("是哪家店门前")


async def test_whoever_asks_what_was_seen_is_told(town: Town) -> None:
    """“之前那个党员来看过没有，说了啥” was not understood."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("之前那个党员来看过没有，说了啥")
    li.sees("还没有人来看过")
    await wang.says("1 秩序 货出店")
    await li.says("之前那个党员来看过没有，说了啥")
    li.sees("李记面馆", "秩序 没做到")


async def test_a_fault_put_right_on_the_spot_is_told_as_one(town: Town) -> None:
    """It was told as 五项都好."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店 当场改好了")
    await li.says("之前那个党员来看过没有，说了啥")
    li.sees("秩序 当场改好")
    li.sees_no("都好")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("我不想做这个了，跟谁说", "管理员"),
        ("李记面馆老板问他的星咋掉了", "我的星"),
        ("李记面馆老板娘说想参加城管蓝，怎么报名", "活动"),
        ("谢谢，辛苦你们后台的同志了", "有事随时说"),
        ("辛苦辛苦，收工啦", "有事随时说"),
        ("今天巡完了，收工，累死", "有事随时说"),
        ("10家是不是都跑完了？", "还没看"),
        ("how many shops did I see this week", "李记面馆"),
        ("please show me the shops I still need to visit", "My shops"),
        ("老板娘问啥时候给她挂牌子", "牌子和证书不用申请"),
        ("i am on leave tomorow, who covers me?", "Leave"),
        ("还有哪些事等我回", "没有"),
        ("what's left on my to-do list?", "Nothing waits"),
    ],
)
async def test_a_member_is_answered(town: Town, words: str, answer: str) -> None:
    wang = await town.member("王芳", await town.merchant("李记面馆"))
    await wang.says(words)
    wang.sees(answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("今天该我处理哪些", "没有"),
        ("any red lines or appeals waiting for me?", "Nothing waits"),
        ("哪家最差，给我排个名次", "这里不排名"),
        ("你好，怎么改评分的权重啊", "programme.toml"),
        ("help, what can I ask you?", "You can just send"),
        ("公示名单", "没有正在公示"),
        ("你是真人吗", "程序"),
    ],
)
async def test_a_manager_is_answered(town: Town, words: str, answer: str) -> None:
    chen = await town.manager()
    await chen.says(words)
    chen.sees(answer)


async def test_a_shop_of_others_is_named_as_such_and_may_be_reported(town: Town) -> None:
    """“老丁理发毛巾架摆出来了” of a shop somebody else looks after was asked “which shop?”, with nothing but a way out."""
    li, ding = await town.merchant("李记面馆"), await town.merchant("老丁理发")
    wang = await town.member("王芳", li)
    zhao = await town.member("赵强", ding)
    await wang.says("老丁理发毛巾架摆出来了")
    wang.sees("老丁理发 不归您看")
    await wang.taps("反映问题")
    await wang.taps("秩序 · 货、摊、车不出界，不吵")
    zhao.sees("老丁理发")
    assert [lead.shop_id for lead in await town.database.read(leads.waiting)] == [ding.shop_id]


async def test_a_single_choice_is_no_which_of_these(town: Town) -> None:
    wang = await town.member("王芳", await town.merchant("李记面馆"))
    await wang.says("我后天要去市里培训两天，谁能顶我一下")
    wang.sees("您是说这个吗")
    await wang.taps("请假")


async def test_a_blocked_drain_may_be_a_call_for_help(town: Town) -> None:
    """“下水道堵了三天了，你们管不管？” was offered as a report only."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("下水道堵了三天了，味道大得很，打电话也没人理，你们管不管？")
    await li.taps("求助")
    wang.sees("下水道堵了三天了")


async def test_a_hawker_at_the_door_is_reported(town: Town) -> None:
    """“俺家门口来了个卖甘蔗的，占着道，不是俺的” was asked as a fault of the shop's own."""
    li = await town.merchant("李记面馆")
    await li.says("俺家门口来了个卖甘蔗的，占着道，不是俺的")
    li.sees_no("没做到吗")
    li.sees("哪家店门前")


async def test_reminders_go_on_after_a_mistake(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("停止提醒")
    await li.says("sorry, the last one was a mistake, keep reminding me")
    one = await town.database.read(lambda tx: people.person(tx, li.person_id))
    assert one.reminders


async def test_half_a_day_is_answered_with_a_choice(town: Town) -> None:
    """“下午关门，老婆住院了” was asked until which day the shop is closed."""
    li = await town.merchant("李记面馆")
    town.clock.at(MONDAY.replace(hour=6))
    await li.says("下午关门，老婆住院了")
    li.sees("半天不用记歇业")
    await li.taps("11月23日 周一 歇业一天")
    li.sees("歇业一天")


async def test_half_a_day_may_stay_half(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("下午关门，老婆住院了")
    await li.taps("只关半天")
    li.sees("不记歇业")
