"""Sentences of managers that were taken for something else."""

from __future__ import annotations

from tests.town import Town


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
