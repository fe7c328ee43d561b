"""Whoever writes English and has chosen no language is answered in English; a word chooses for good."""

from __future__ import annotations

import pytest

from bot.language.words.languages import is_plainly_english
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"], indirect=True)


@telegram
async def test_an_english_sentence_is_answered_in_english_from_then_on(town: Town) -> None:
    chen = await town.manager()
    await chen.says("who is on leave")
    chen.sees_somewhere("You are answered in English")
    chen.sees("Nobody is away")
    assert "Weekly digest" in [words for said in chen.screen for words in said.reply.quick]
    await chen.says("周报")
    chen.sees("digest")
    assert "You are answered" not in chen.last


@telegram
async def test_whoever_has_chosen_chinese_keeps_it(town: Town) -> None:
    chen = await town.manager()
    await chen.says("中文")
    await chen.says("who is on leave")
    chen.sees_somewhere("没有人请假")


@telegram
async def test_whoever_wrote_chinese_first_keeps_it(town: Town) -> None:
    chen = await town.manager()
    await chen.says("看看周报")
    await chen.says("who is on leave")
    chen.sees_somewhere("没有人请假")


@telegram
async def test_whoever_writes_english_later_is_shown_how_to_switch(town: Town) -> None:
    """“does the check cost points if I report late?” of somebody who had begun in Chinese: no way to English was named."""
    li = await town.merchant("李记面馆")
    await li.says("谢谢，辛苦了")
    await li.says("where can I see my stars?")
    assert "还没有评过星" in li.heard[0]
    await li.says("who has been to my shop?")
    assert sum("Shall I answer in English" in said.reply.text for said in li.screen) == 1
    await li.taps("English")
    await li.says("where can I see my stars?")
    li.sees("no stars yet")


@telegram
async def test_the_offer_to_switch_follows_the_answer_and_the_tap_says_it_in_english(town: Town) -> None:
    """“tell me the number of stars of every shop” got the offer first, and after the tap only “English from now on.”"""
    chen = await town.manager()
    await chen.says("谢谢，辛苦了")
    await chen.says("tell me the number of stars of every shop")
    assert "还没有评过星" in chen.heard[0]
    assert "Shall I answer in English" in chen.heard[1]
    await chen.taps("English")
    assert chen.heard[0] == "English from now on."
    chen.sees("No stars have been given yet")


@telegram
@pytest.mark.parametrize("how", ["tapped", "typed"])
async def test_a_preview_that_waits_is_shown_again_in_english(town: Town, how: str) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.says("谢谢，辛苦了")
    await li.says("where do I complain about a noisy neighbour")
    assert "发给管理员" in li.heard[0]
    await (li.taps("English") if how == "tapped" else li.says("English"))
    assert any("To the managers" in text for text in li.heard)
    await li.taps("Send")
    chen.sees("noisy neighbour")


@telegram
async def test_what_was_sent_or_recorded_is_not_done_again_by_the_switch(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.manager()
    await li.says("谢谢，辛苦了")
    await li.says("your inspector was rude")
    await li.taps("发")
    await li.taps("English")
    assert li.heard == ["English from now on."]
    await li.says("中文")
    await li.says("we are closed tomorrow")
    await li.taps("English")
    assert li.heard == ["English from now on."]


@telegram
async def test_a_code_or_a_number_is_no_first_sentence(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await town.member("王芳", li)
    await chen.says("1")
    await chen.says("who is on leave")
    chen.sees("Nobody is away")
    chen.sees_somewhere("You are answered in English")


@telegram
async def test_a_stranger_is_answered_in_the_language_of_the_sentence(town: Town) -> None:
    player = town.player("Anna")
    await player.says("what is this and who are you")
    assert player.last.isascii()


@pytest.mark.parametrize("text", ["who looks after 李记面馆", "is the lamp fixed yet?", "I don't know what to do"])
def test_a_sentence_is_plainly_english(text: str) -> None:
    assert is_plainly_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok thanks",
        "mei you wen ti",
        "/start ABC 123",
        "3 ok",
        "wifi 坏了",
        "李记面馆 ok",
        "dou hao le",
        "K2IT3MY8",
        "ab4is2my",
    ],
)
def test_a_code_a_word_or_pinyin_is_not(text: str) -> None:
    assert not is_plainly_english(text)


@telegram
async def test_a_complaint_in_english_is_shown_in_english(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.manager()
    await li.says("your inspector was rude")
    li.sees("To the managers", "your inspector was rude")
