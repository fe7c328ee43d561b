"""A shop asks for a hand: acknowledged at once with the hour, answered by whoever looks after it, asked whether it helped."""

import pytest

from storage.requests import help_requests
from storage.requests.help_requests import HelpRequest
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def the_request(town: Town, number: int = 1) -> HelpRequest:
    return await town.database.read(lambda tx: help_requests.request(tx, number))


async def test_asked_acknowledged_answered_and_rated(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    li.sees("收到", "王芳", "今天 11:00 前给您回话")
    wang.sees("李记面馆", "下水道堵了", "今天 11:00 前")
    await wang.taps("回复")
    wang.sees("回给李记面馆的话")
    await wang.says("明早九点疏通队来")
    await wang.taps("发")
    wang.sees("已经回给店家")
    li.sees("王芳回您", "明早九点疏通队来", "这样行吗")
    await li.taps("解决了👍")
    li.sees("太好了")
    wang.sees("李记面馆说：解决了👍")
    ended = await the_request(town)
    assert (ended.state, ended.rating, ended.answer) == ("closed", 2, "明早九点疏通队来")


async def test_the_word_alone_asks_what_it_is_about(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助")
    li.sees("哪里要帮忙")
    await li.sends_photo("门口路灯坏了")
    li.sees("收到", "王芳")
    wang.sees("门口路灯坏了")
    assert wang.screen[-1].reply.attachments, "the photo goes along"


async def test_more_words_belong_to_the_same_request_unless_it_is_another_matter(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await li.says("水都漫到门口了")
    li.sees("补上了", "王芳")
    wang.sees("李记面馆又补了一句", "水都漫到门口了")
    await li.says("求助 路灯也不亮")
    li.sees("补上了", "这是另一件事")
    await li.taps("这是另一件事")
    li.sees("收到", "王芳")
    wang.sees("求助", "路灯也不亮")
    assert (await the_request(town, 2)).text == "路灯也不亮"


async def test_not_solved_goes_on_with_a_manager_and_a_new_hour(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    await wang.taps("回复")
    await wang.says("您再等等")
    await wang.taps("发")
    town.clock.forward(hours=1)
    await li.taps("没解决")
    li.sees("对不住", "管理员", "再回您")
    chen.sees("没解决", "李记面馆", "下水道堵了")
    await chen.says("待办")
    chen.sees("李记面馆 求助")
    await chen.taps("李记面馆 求助")
    await chen.taps("回复")
    await chen.says("疏通队已经在路上")
    await chen.taps("发")
    li.sees("陈主任回您", "疏通队已经在路上")
    await li.taps("解决了👍")
    assert (await the_request(town)).rating == 2


async def test_the_member_hands_it_on_and_the_shop_knows(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("求助 想换个大垃圾桶")
    await wang.taps("转给管理员")
    wang.sees("已转给管理员")
    li.sees("已转给管理员", "今天 11:00 前")
    chen.sees("李记面馆", "想换个大垃圾桶")
    assert (await the_request(town)).keeper_id is None


async def test_several_shops_are_asked_which_and_nothing_is_lost_meanwhile(town: Town) -> None:
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记小吃")
    wang = await town.member("王芳", li, second)
    await li.says("求助 下水道堵了")
    li.sees("哪一家店", "李记面馆", "李记小吃")
    assert (await the_request(town)).state == "asking", "its clock runs, and nobody forgets it"
    assert [r.id for r in await town.database.read(help_requests.unanswered)] == [1]
    await li.taps("李记小吃")
    wang.sees("李记小吃", "下水道堵了")
    assert (await the_request(town)).shop_id == second


@telegram
async def test_after_hours_the_hour_promised_is_the_next_working_days(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    town.clock.forward(hours=12)
    await li.says("求助 招牌掉下来了")
    li.sees("明天 10:30 前给您回话")
    assert not any("招牌" in text for text in wang.heard)
    town.clock.forward(hours=11)
    await town.settle()
    wang.sees("招牌掉下来了")


@telegram
async def test_a_shop_without_a_member_is_the_managers(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    li.sees("转给管理员")
    chen.sees("李记面馆", "下水道堵了")


@telegram
async def test_even_with_nobody_there_it_is_written_down(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("求助 下水道堵了")
    li.sees("已经记下", "今天 11:00 前给您回话")


@telegram
async def test_a_member_does_not_answer_their_own_shop(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.make_member(li, li)
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    chen.sees("李记面馆", "下水道堵了")
    assert (await the_request(town)).keeper_id is None


@telegram
async def test_only_whoever_looks_after_the_shop_may_answer(town: Town) -> None:
    from storage.shops import shops

    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhou = await town.member("周敏")
    await li.says("求助 下水道堵了")
    await town.database.write(lambda tx: shops.link_to(tx, li.shop_id, zhou.person_id, 1, town.clock()))
    await wang.taps("回复")
    wang.sees("要由相应的同事")
    await zhou.says("待办")
    await zhou.taps("李记面馆 求助")
    await zhou.taps("回复")
    await zhou.says("我来了")
    await zhou.taps("发")
    li.sees("周敏回您")


@telegram
async def test_the_promised_hour_over_the_manager_takes_it_and_the_shop_hears_so_first(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    await town.pass_to(town.clock().replace(hour=3, minute=10))
    li.sees("对不住", "管理员")
    chen.sees("下水道堵了", "回复")
    await chen.taps("回复")
    await chen.says("疏通队十分钟到")
    await chen.taps("发")
    li.sees("陈主任回您", "疏通队十分钟到")


async def test_whoever_helps_reads_what_was_said(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("能不能派人来修一下路灯")
    wang.sees("能不能派人来修一下路灯")
    assert (await the_request(town)).text == "能不能派人来修一下路灯"


@telegram
async def test_a_door_that_names_its_street_is_told_once(town: Town) -> None:
    """“津河路津河路1号”"""
    li = await town.merchant("李记面馆", street="津河路", door="津河路1号")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    wang.sees("李记面馆（津河路1号）求助")


@telegram
async def test_whoever_opens_it_reads_the_first_words_and_all_later_ones(town: Town) -> None:
    """Only the last three were shown: of what it was about the member read nothing."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    later = ["水都漫到门口了", "臭得很", "下水道口还在冒", "客人都不进来", f"{'下水道还是堵，' * 40}唉"]
    await li.says("求助 下水道堵了")
    for words in later:
        await li.says(f"求助 {words}")
    await wang.says("待办")
    await wang.taps("李记面馆 求助")
    wang.sees("\n".join(["下水道堵了", *later[:-1], "下水道还是堵"]), "…")


@telegram
@pytest.mark.parametrize("marks", ["！", "!!", "……", "，", "。"])
async def test_the_marks_behind_the_command_are_none_of_the_words(town: Town, marks: str) -> None:
    """“！对面工地渣土车…”"""
    li = await town.merchant("李记面馆")
    await li.says(f"求助{marks}对面工地渣土车天天把泥带到我门口")
    assert (await the_request(town)).text == "对面工地渣土车天天把泥带到我门口"
