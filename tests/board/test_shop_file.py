"""A shop's file on the board: twelve weeks as a line, photos as pairs, one timeline, and the record behind an appeal."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.board.conftest import enters
from tests.board.test_acting import press
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


def alts(page: str) -> list[str]:
    """What a screen reader says of each photo."""
    return re.findall(r'src="/board/photo/\d+" alt="([^"]*)"', page)


async def test_a_problem_stands_beside_how_it_was_put_right(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.sends_photo("1 秩序 货出店")
    await town.settle()
    await enters(chen, browser)
    page = (await browser.get(f"/board/shop/{li.shop_id}")).text
    pair = page.partition('class="pair"')[2].partition("</figure>")[0]
    assert "秩序 货出店" in pair
    assert "还没有改好的照片" in pair
    await li.sends_photo("改好了")
    await town.settle()
    page = (await browser.get(f"/board/shop/{li.shop_id}")).text
    pair = page.partition('class="pair"')[2].partition("</figure>")[0]
    before, after = alts(pair)
    assert "李记面馆" in before
    assert "联系党员看，秩序 货出店" in before
    assert "秩序 货出店 改好了" in after
    assert "王芳" not in " ".join(alts(page)), "no observer is named beside what they saw"


async def test_one_timeline_tells_everything_newest_first(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("好")
    town.clock.forward(minutes=20)
    await wang.says("1 秩序 货出店")
    town.clock.forward(minutes=20)
    await li.sends_photo("改好了")
    await town.settle()
    town.clock.forward(minutes=20)
    await li.says("求助 路灯不亮")
    await enters(chen, browser)
    page = (await browser.get(f"/board/shop/{li.shop_id}")).text.partition('class="timeline"')[2]
    told = ["求助：路灯不亮", "店里说改好了：秩序", "联系党员看：秩序 没做到", "这一周自查 1 次，都说做到了"]
    assert [page.find(words) for words in told] == sorted(page.find(words) for words in told)
    assert -1 not in [page.find(words) for words in told]


async def test_what_waits_for_the_viewer_is_opened_from_the_file(town: Town, browser: httpx.AsyncClient) -> None:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡氏山货")
    await town.member("王芳", li, hu)
    chen = await town.manager()
    await li.says("求助 路灯不亮")
    town.clock.forward(hours=5)
    await enters(chen, browser)
    assert "要您办的" not in (await browser.get(f"/board/shop/{hu.shop_id}")).text
    page = await browser.get(f"/board/shop/{li.shop_id}")
    opened = await press(browser, page, "李记面馆")
    assert "路灯不亮" in opened.text


async def test_an_appeal_is_decided_with_the_record_beside_it(town: Town, browser: httpx.AsyncClient) -> None:
    """The page said only ★ and a sentence: whoever decided had to look for what was contested."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("好")
    await wang.sends_photo("1 秩序 货出店")
    await town.settle()
    await li.says("申诉")
    await li.taps("秩序 没做到")
    await li.says("那是隔壁的货")
    await enters(await town.manager(), browser)
    page = await press(browser, await browser.get("/board/cases"), "李记面馆 申诉")
    record = page.text.partition('id="evidence"')[2]
    assert "联系党员看：秩序 没做到" in record
    assert "自查：都做到了" in record
    assert "货出店" in record
    assert any("联系党员看" in alt for alt in alts(record))
    assert f'href="/board/shop/{li.shop_id}"' in record


async def test_an_appeal_against_a_star_shows_every_look_it_rests_on(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    for word in ("1 秩序 货出店", "1 好", "1 立面 灯坏了", "1 好"):
        await wang.says(word)
        town.clock.forward(days=7)
    await town.job("ratings")
    await town.settle()
    await li.says("申诉")
    await li.taps("的星")
    await li.says("我天天扫")
    await enters(await town.manager(), browser)
    page = await press(browser, await browser.get("/board/cases"), "李记面馆 申诉")
    record = page.text.partition('id="evidence"')[2]
    assert record.count("联系党员看：") >= 4
    assert "<svg" in record
