"""What a member asks or tells of one of their shops that is no look: each sentence here once met “您是说这个吗？” alone."""

from __future__ import annotations

import pytest

from storage.reviews import evidence
from tests.town import MONDAY, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("1号的秩序改好没", "秩序：待整改"),
        ("面馆整改了没？", "秩序：待整改"),
        ("面馆灯箱我催了，老板答应明天修", "没了结的问题"),
        ("面馆那个地砖我去看过了，报给市政了", "秩序：待整改"),
        ("面馆今天没去成，下雨", "什么也没记"),
        ("2号的垃圾扫掉没", "都了结了"),
        ("面馆师傅年纪大了不会用手机，能替他报不", "自查是自愿的"),
        ("我想把1号店转给李明管", "由管理员来改"),
        ("面馆那个老板人蛮好的，还请我喝豆浆", "什么也没记"),
        ("1号的问题我处理了没", "秩序：待整改"),
        ("2号换老板了吧，新老板还没加进来", "由管理员来改"),
    ],
)
async def test_it_is_answered_and_nothing_is_recorded(town: Town, words: str, answer: str) -> None:
    li, ma = await town.merchant("李记面馆"), await town.merchant("马氏水果")
    wang = await town.member("王芳", li, ma)
    await wang.says("1 秩序 货出店")
    town.clock.forward(minutes=30)
    before = await town.database.read(lambda tx: evidence.latest_by(tx, wang.person_id))
    await wang.says(words)
    wang.sees(answer)
    assert await town.database.read(lambda tx: evidence.latest_by(tx, wang.person_id)) == before


@pytest.mark.parametrize("words", ["1号油污还没扫", "1号门口垃圾扫了没扫干净", "1号灯不亮，我催了，老板说明天修"])
async def test_a_fault_told_so_is_still_a_fault(town: Town, words: str) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says(words)
    wang.sees("没做到")
    seen = await town.database.read(
        lambda tx: evidence.observation_of_day(tx, li.shop_id, MONDAY.date(), wang.person_id)
    )
    assert seen is None or 0 in seen.facts.values()
