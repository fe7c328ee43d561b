"""What is said around a question in hand: a short answer is its answer, and everything else means what it says."""

from __future__ import annotations

import pytest

from benchmarks.sentences import SHOPS
from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.reviews import evidence
from storage.reviews.evidence import SelfCheck
from tests.player import Player
from tests.stories.findings.test_rectify import the_finding
from tests.town import MONDAY, Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def standing(town: Town, shop: Player) -> SelfCheck | None:
    return await town.database.read(lambda tx: evidence.self_check(tx, shop.shop_id, MONDAY.date()))


async def duties_at_fault(town: Town, shop: Player) -> list[str]:
    return [f.duty for f in await town.database.read(lambda tx: findings.open_at(tx, shop.shop_id))]


@telegram
@pytest.mark.parametrize("word", ["是的", "嗯", "对", "yes", "yep"])
async def test_yes_to_the_days_question_is_its_good_answer(town: Town, word: str) -> None:
    """“对” was not understood, and “嗯” asked the same question again."""
    li = await town.merchant("李记面馆")
    await town.job("reminders")
    li.sees("门前五包今天怎么样")
    await li.says(word)
    li.sees("五项都做到了，收到")
    said = await standing(town, li)
    assert said is not None
    assert said.problems == ()


@telegram
@pytest.mark.parametrize("word", ["是的", "嗯", "对", "yes"])
@pytest.mark.parametrize("between", ["求助 下水道堵了", "我的星", "投诉建议"])
async def test_yes_to_anything_else_is_no_self_check(town: Town, word: str, between: str) -> None:
    li = await town.merchant("李记面馆")
    await town.job("reminders")
    await li.says(between)
    await li.says(word)
    assert await standing(town, li) is None


@telegram
async def test_yes_to_what_stands_takes_no_fault_back(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("撤销")
    li.sees("今天记的是：秩序 没做到")
    await li.says("对")
    said = await standing(town, li)
    assert said is not None
    assert said.problems == ("order",)


@telegram
async def test_yes_a_day_later_answers_nothing(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("自查")
    town.clock.forward(days=1)
    await li.says("对")
    assert "五项都做到了，收到" not in li.last


@telegram
@pytest.mark.parametrize("word", ["二号", "2号", "2号店", "第二家"])
async def test_a_shops_number_told_as_a_word_takes_the_words_along(town: Town, word: str) -> None:
    """“二号” asked what was seen there, and the rubbish told before was lost."""
    shops = [await town.merchant(name) for name in SHOPS]
    wang = await town.member("王芳", *shops)
    await wang.says("门口有垃圾")
    wang.sees("是哪一家店")
    await wang.says(word)
    wang.sees("宁墩山货铺：卫生 没做到")


@telegram
async def test_a_shops_number_told_as_a_word_is_no_choice_of_another_shops_question(town: Town) -> None:
    shops = [await town.merchant(name) for name in SHOPS]
    wang = await town.member("王芳", *shops)
    await wang.says("2")
    await wang.says("一号")
    wang.sees("李记面馆", "门前看到的怎么样")


@telegram
async def test_a_merchant_may_tell_the_number_of_a_choice_as_a_word(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.another_shop(li, "李记小吃")
    await li.says("自查")
    await li.says("二号")
    li.sees("李记面馆", "门前五包今天怎么样")


async def test_after_a_request_a_fault_of_the_own_front_is_a_report(town: Town) -> None:
    """“门口有油” went to the member as more of the request, and was no self-check."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await li.says("秩序上，货摆到路上了")
    li.sees("记下了：秩序")
    assert await duties_at_fault(town, li) == ["order"]
    assert not any("货摆到路上了" in text for text in wang.heard)


@telegram
@pytest.mark.parametrize("words", ["水都漫到门口了", "已经三天了", "打过电话没人接", "就在门口左边", "物业不管"])
async def test_after_a_request_what_goes_on_about_it_is_more_of_it(town: Town, words: str) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await li.says(words)
    li.sees("补上了")
    wang.sees(words)
    assert await duties_at_fault(town, li) == []


@telegram
async def test_after_a_request_what_may_be_of_it_is_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await li.says("臭得很")
    li.sees("卫生", "求助")
    assert not any("臭得很" in text for text in wang.heard)
    await li.taps("求助")
    wang.sees("臭得很")


@telegram
async def test_after_a_request_a_fix_is_a_fix(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("秩序 货出店了")
    await li.says("求助 垃圾没人收")
    await li.says("箱子都搬进去了")
    li.sees("拍不了照")


@telegram
@pytest.mark.parametrize("words", ["没有照片", "不会拍", "拍不了", "在外面", "手机坏了，拍不了", "no camera"])
async def test_no_photo_is_an_answer_to_the_request_for_one(town: Town, words: str) -> None:
    """The same photo was asked for again, whatever was said."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("秩序 货出店了")
    await li.says("改好了")
    await li.says(words)
    li.sees("已请同事到门口看一眼")
    wang.sees("拍不了照，要到门口看")
    assert (await the_finding(town)).state is FindingState.FIXED


@telegram
@pytest.mark.parametrize("words", ["弄了还是不行", "扫了还是有", "货还在外面"])
async def test_that_the_fault_stands_is_no_fix(town: Town, words: str) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("改好了")
    await li.says(words)
    li.sees("秩序 还没好，先不记改好")
    assert (await the_finding(town)).state is FindingState.OPEN


async def test_another_fault_told_instead_of_the_photo_is_a_report(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("改好了")
    await li.says("门口有垃圾")
    li.sees("记下了：卫生、秩序")
    assert await duties_at_fault(town, li) == ["order", "hygiene"]


async def test_the_photo_may_come_after_a_word(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("改好了")
    await li.says("等一下")
    assert "请拍一张" not in li.last
    await li.sends_photo()
    li.sees("照片收到，谢谢")
    assert (await the_finding(town)).state is FindingState.FIXED


@telegram
@pytest.mark.parametrize("words", ["收到照片了没", "照片收到了吗", "did you get my photo?"])
async def test_whether_the_photo_came_is_a_question(town: Town, words: str) -> None:
    """It was kept as a remark on the day's self-check."""
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says(words)
    li.sees("今天还没收到您的照片")
    await li.sends_photo()
    await li.says(words)
    li.sees("收到了", "共 1 件", "今天 09:00")
    said = await standing(town, li)
    assert said is not None
    assert words not in said.note


@telegram
async def test_whether_the_photo_came_leaves_the_request_for_one(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("改好了")
    await li.says("照片收到没")
    li.sees("还没收到")
    await li.sends_photo()
    li.sees("照片收到，谢谢")


async def test_what_waits_is_told_once_with_what_to_do(town: Town) -> None:
    """Every line stood twice: in the words, and on its button."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await wang.says("待办")
    wang.sees("共 1 件", "李记面馆 求助，今天 11:00 前要回话")
    assert wang.looks().count("李记面馆 求助，今天 11:00 前要回话") == 1
    await wang.taps("李记面馆 求助")
    wang.sees("下水道堵了")


@telegram
async def test_no_more_messages_is_no_way_out_of_a_question(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("投诉建议")
    li.sees("请直接说")
    await li.says("别发了")
    li.sees("不主动提醒您了")
