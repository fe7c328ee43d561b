"""A public notice always ends: with an award, or with a kind word on why not this quarter."""

from datetime import date

import pytest

from storage.titles import titles
from tests.player import Player
from tests.stories.titles.test_title_jobs import rated, the_title
from tests.stories.titles.test_title_kept import crossed
from tests.stories.titles.test_titles import OVER, on_notice
from tests.town import Town


async def opens_what_is_over(town: Town, chen: Player) -> None:
    town.clock.at(OVER)
    await chen.says("待办")
    await chen.taps("公示期满 1 家，请定")


async def test_a_star_that_fell_during_the_notice_ends_it_and_the_shop_hears_why(town: Town) -> None:
    li, chen = await on_notice(town)
    li.sees("没有异议、评星不低于四星，就授牌")
    await rated(town, li.shop_id, date(2027, 1, 10), [3])
    await opens_what_is_over(town, chen)
    chen.sees("李记面馆：最近一次不到四星")
    await chen.taps("李记面馆 这一季不授牌")
    chen.sees("店家会收到原因")
    li.sees("不到四星", "这一季先不授牌", "我的星")
    assert await the_title(town, li) is None
    [row] = await town.database.read(lambda tx: tx.rows("export_titles"))
    assert row["state"] == "declined"
    await chen.says("待办")
    chen.sees("没有要您办的事")
    assert await town.database.write(lambda tx: titles.nominate(tx, li.shop_id, "2027-Q1", town.clock()))


@pytest.mark.parametrize("shape", ["telegram"])
async def test_so_does_a_red_line(town: Town) -> None:
    li, chen = await on_notice(town)
    await crossed(town, await town.staff("赵队", "squad"), chen)
    await opens_what_is_over(town, chen)
    chen.sees("碰了红线")
    await chen.taps("这一季不授牌")
    li.sees("碰了红线", "这一季先不授牌", "投诉建议")
    assert await the_title(town, li) is None


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_red_line_lifted_before_the_tap_declines_nothing(town: Town) -> None:
    li, chen = await on_notice(town)
    await crossed(town, await town.staff("赵队", "squad"), chen)
    await opens_what_is_over(town, chen)
    await chen.says("解除红线 李记")
    await chen.taps("李记面馆 占盲道")
    await chen.taps("这一季不授牌")
    chen.sees("没有异议，可以授牌", "授牌 李记面馆")
    assert await the_title(town, li)
