"""Sentences of managers that were taken for something else."""

from __future__ import annotations

import pytest

from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def test_a_street_named_in_english_is_paused_and_not_all(town: Town) -> None:
    """“pause all ratings in jinhe road until friday” was shown as a pause of every street."""
    await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("pause all ratings in xijin road until friday")
    chen.sees("To all shops of 西津路", "西津路 is paused")


async def test_a_shops_card_tells_the_request_for_help(town: Town) -> None:
    """“李记面馆那个下水道的事回了没有” showed the shop without a word of it."""
    li = await town.merchant("李记面馆")
    wang, chen = await town.member("王芳", li), await town.manager()
    await li.says("求助 下水道堵了")
    await chen.says("李记面馆那个下水道的事回了没有")
    chen.sees("求助还没回：下水道堵了")
    await wang.taps("回复")
    await wang.says("下午三点来疏通")
    await wang.taps("发")
    await chen.says("李记面馆那个下水道的事回了没有")
    chen.sees("求助已回：下水道堵了")


async def test_one_shop_is_written_to(town: Town) -> None:
    """“给李记面馆单独发一句：…” showed the shop's card."""
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await chen.says("给李记面馆单独发一句：下水道下午修，请耐心等")
    chen.sees("发给", "李记面馆", "下水道下午修，请耐心等")
    await chen.taps("发")
    li.sees("下水道下午修")


async def test_a_shop_is_taken_off_the_roster(town: Town) -> None:
    """“把李记面馆从名册里去掉” was asked as a roster."""
    await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("把李记面馆从名册里去掉")
    chen.sees("确定不开了")


@telegram
@pytest.mark.parametrize(
    "words", ["算了，先不停", "等等，先别停", "算了不发了", "这个停评先不发了", "我再想想", "actually, don't send it"]
)
async def test_what_waits_to_be_sent_is_called_off_by_a_sentence(town: Town, words: str) -> None:
    """“算了，先不停” was not understood, and a later 发 paused the street."""
    await town.merchant("李记面馆", street="津河路")
    chen = await town.manager()
    await chen.says("津河路停评3天，修路")
    chen.sees("发给津河路")
    await chen.says("看板")
    await chen.says(words)
    chen.sees_somewhere("取消了")
    await chen.says("发")
    assert not any("停评，记下了" in text for text in chen.heard)


@telegram
async def test_a_list_that_was_asked_for_takes_nothing_else(town: Town) -> None:
    """After 节假日 every sentence was answered that it names no year."""
    await town.merchant("李记面馆", street="津河路")
    chen = await town.manager()
    await chen.says("节假日")
    chen.sees("放假通知")
    await chen.says("津河路有多少家店")
    chen.sees("共 1 家店")
    await chen.says("2027年部分节假日安排")
    assert "没看懂" not in chen.last


@telegram
async def test_a_pause_of_next_month_begins_then(town: Town) -> None:
    """“下个月十号起” was shown as from today."""
    await town.merchant("李记面馆", street="津河路")
    chen = await town.manager()
    await chen.says("下个月十号起津河路停评一礼拜，搞美食节")
    chen.sees("从 12月10日 周四 到 12月16日 周三 停评")


@telegram
@pytest.mark.parametrize("words", ["等一下，先改一下内容", "我再改改", "let me change it"])
async def test_other_words_are_asked_for_by_a_sentence(town: Town, words: str) -> None:
    """“等一下，先改一下内容” was shown as a notice of its own."""
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("通知所有店：明天停水")
    await chen.says(words)
    await chen.says("后天停水")
    await chen.taps("发")
    li.sees("后天停水")


@telegram
async def test_a_question_is_no_answer_to_which_shop(town: Town) -> None:
    """“有几条线索没处理” was kept as a report, and its question for a shop took the next seven sentences."""
    await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("有几条线索没处理")
    chen.sees("没有要您办的事")
    await chen.says("反映 门口有人乱停车")
    chen.sees("哪家店门前")
    await chen.says("李记面馆这个月被记了几次")
    chen.sees("联系党员" if "联系党员" in chen.last else "还没有党员联系")
    await chen.says("李记面馆")
    assert "联系党员" not in chen.last


@telegram
@pytest.mark.parametrize("words", ["send a notice to 王芳: bring the forms", "只发给王芳：带上表格"])
async def test_a_notice_to_one_person_goes_to_nobody_else(town: Town, words: str) -> None:
    """“send a notice to 王芳: …” was shown as one to all shops."""
    li = await town.merchant("李记面馆")
    wang, chen = await town.member("王芳", li), await town.manager()
    await chen.says(words)
    await chen.taps("Send" if words.isascii() or "notice" in words else "发")
    wang.sees("forms" if "forms" in words else "带上表格")
    assert not li.screen


@telegram
async def test_a_pause_is_ended_whichever_word_comes_first(town: Town) -> None:
    """“撤回停评” asked where to pause."""
    await town.merchant("李记面馆", street="津河路")
    chen = await town.manager()
    await chen.says("津河路停评3天，修路")
    await chen.taps("发")
    await chen.says("撤回停评")
    chen.sees("恢复评星")


@telegram
async def test_the_preview_of_a_pause_shows_the_whole_sentence(town: Town) -> None:
    """“津河路停评三天” was shown as “您的原话：津河路 三天”, what was left of it."""
    await town.merchant("李记面馆", street="津河路")
    chen = await town.manager()
    await chen.says("津河路停评三天")
    chen.sees("您的原话：\n津河路停评三天")
    await chen.taps("发")
    chen.sees("津河路：", "停评，记下了")


@telegram
@pytest.mark.parametrize("words", ["不停了不停了", "不停了，不停了", "取消，没这回事", "算了，不发了，说错了"])
async def test_saying_twice_or_why_that_it_is_not_wanted_calls_it_off(town: Town, words: str) -> None:
    await town.merchant("李记面馆", street="津河路")
    chen = await town.manager()
    await chen.says("津河路停评三天")
    await chen.says(words)
    chen.sees("好的，这一步取消了")
    await chen.says("发")
    chen.sees_no("停评，记下了")


@telegram
async def test_a_shop_that_has_not_moved_away_after_all_stays(town: Town) -> None:
    """“取消，没搬” at the question whether it is gone met a wall."""
    await town.merchant("明亮眼镜")
    chen = await town.manager()
    await chen.says("明亮眼镜搬走了，门面空了")
    await chen.says("取消，没搬")
    chen.sees("好的，这一步取消了")
