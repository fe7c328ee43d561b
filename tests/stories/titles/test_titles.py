"""五星商户: nominated by the runs, shown to the street, confirmed by a person, numbered; never taken unheard."""

from dataclasses import replace
from datetime import date

import pytest

from messages.attachment import Medium
from programme.titles.title_state import TitleState
from storage.shops import shops
from storage.titles import titles
from storage.titles.titles import Title
from tests.player import Player
from tests.stories.titles.test_title_jobs import awarded, rated, settled, the_title
from tests.town import Town, on_day

SUNDAY = date(2026, 12, 27)
NOTICE = on_day(date(2027, 1, 4), 10)
OVER = on_day(date(2027, 1, 12), 10)


async def asked(town: Town) -> None:
    await town.hours.run_asked()
    await town.settle()


async def nominated(town: Town, *, grid: str = "") -> Player:
    """A shop with twelve weeks of five stars, on the managers' list."""
    li = await settled(town, date(2026, 9, 1))
    await rated(town, li.shop_id, SUNDAY, [5] * 12)
    town.clock.at(NOTICE)
    assert await town.database.write(lambda tx: titles.nominate(tx, li.shop_id, "2026-Q4", town.clock()))
    return li


async def on_notice(town: Town) -> tuple[Player, Player]:
    li = await nominated(town)
    chen = await town.manager()
    await chen.says("待办")
    await chen.taps("名单 1 家")
    chen.sees("李记面馆")
    await chen.taps("开始公示")
    chen.sees("1 家开始公示")
    return li, chen


async def test_from_the_list_to_the_wall(town: Town) -> None:
    li, chen = await on_notice(town)
    li.sees("好消息", "公示")
    await asked(town)
    chen.sees("李记面馆", "异议 店名 理由")
    [poster] = [r for u, r in town.channel.sent if u == chen.address.user and r.attachments]
    assert (town.folder / poster.attachments[0].ref).read_bytes().startswith(b"\x89PNG")
    town.clock.at(OVER)
    await chen.says("待办")
    await chen.taps("公示期满 1 家")
    chen.sees("没有异议，可以授牌")
    await chen.taps("授牌 李记面馆")
    await asked(town)
    li.sees("恭喜", "2026-Q4-0001")
    [paper] = [r for u, r in town.channel.sent if u == li.address.user and len(r.attachments) == 2]
    assert [a.kind for a in paper.attachments] == [Medium.PHOTO, Medium.FILE]
    assert (town.folder / paper.attachments[1].ref).read_bytes().startswith(b"%PDF")
    title = await the_title(town, li)
    assert title
    assert (title.state, title.number) == (TitleState.AWARDED, "2026-Q4-0001")
    assert title.drawn_at
    sent = len(town.channel.sent)
    (town.folder / paper.attachments[1].ref).write_bytes(b"")  # a power cut has emptied it
    (town.folder / paper.attachments[0].ref).unlink()
    await town.job("award-papers")
    assert len(town.channel.sent) == sent, "nobody is told twice"
    assert (town.folder / paper.attachments[1].ref).read_bytes().startswith(b"%PDF"), "it was drawn again"
    assert (town.folder / paper.attachments[0].ref).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_nothing_is_awarded_while_the_notice_runs(town: Town) -> None:
    li, chen = await on_notice(town)
    title = await the_title(town, li)
    assert title
    town.clock.at(on_day(date(2027, 1, 11), 18))
    await chen.says("待办")
    chen.sees("没有要您办的事")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_anybody_may_object_and_an_open_objection_holds_the_award(town: Town) -> None:
    li, chen = await on_notice(town)
    passer_by = town.player("路人")
    await passer_by.says("异议")
    passer_by.sees("异议 店名 理由")
    await passer_by.says("异议 李记面馆 晚上占道")
    passer_by.sees("收到", "不会告诉店家是谁")
    chen.sees("晚上占道")
    li.sees_no("晚上占道")
    town.clock.at(OVER)
    await chen.says("待办")
    await chen.taps("公示期满 1 家")
    chen.sees("有异议没处理完")
    await chen.says("待办")
    await chen.taps("李记面馆 的公示有异议")
    await chen.taps("异议不成立")
    await chen.says("连看三晚，没有占道")
    await chen.taps("发")
    await chen.says("待办")
    await chen.taps("公示期满 1 家")
    chen.sees("可以授牌")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_an_objection_that_is_right_ends_the_nomination_with_a_reason(town: Town) -> None:
    li, chen = await on_notice(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("异议 李记面馆")
    await zhang.says("晚上占道")
    await chen.says("待办")
    await chen.taps("李记面馆 的公示有异议")
    await chen.taps("异议成立")
    await chen.says("现场看到了")
    await chen.taps("发")
    li.sees("先不授牌", "现场看到了", "下一季")
    zhang.sees("核实属实")
    assert await the_title(town, li) is None


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_manager_who_answers_for_the_shop_does_not_confirm_it(town: Town) -> None:
    li, chen = await on_notice(town)
    await town.database.write(lambda tx: shops.hold(tx, li.shop_id, chen.person_id, town.clock()))
    town.clock.at(OVER)
    await chen.says("待办")
    await chen.taps("公示期满 1 家")
    chen.sees("没有公示期满的")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_no_title_is_taken_unheard_and_the_hearing_can_save_it(town: Town) -> None:
    li = await settled(town, date(2026, 9, 1))
    chen = await town.manager()
    await awarded(town, li, date(2026, 10, 20))
    await rated(town, li.shop_id, SUNDAY, [5] * 8 + [3] * 4)
    town.clock.at(on_day(date(2026, 12, 28), 9))
    await town.job("title-watch")
    li.sees("说明")
    await chen.says("待办")
    chen.sees("没有要您办的事")
    await li.says("申诉")
    await li.taps("去留")
    li.sees("说一句是怎么回事")
    await li.says("秩序 上个月修路，脚手架挡着")
    await li.taps("发")
    li.sees("说明收到")
    await li.says("说明 现在拆了")
    await li.taps("发")
    li.sees("说明收到")
    chen.sees_somewhere("脚手架挡着")
    await chen.says("待办")
    await chen.taps("去留")
    chen.sees("连续几次评星不到四星", "脚手架挡着")
    await chen.taps("保留称号")
    li.sees("保留")
    assert (await the_title(town, li)).state is TitleState.AWARDED  # type: ignore[union-attr]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_silent_shop_loses_it_only_after_its_time_and_with_a_reason(town: Town) -> None:
    li = await settled(town, date(2026, 9, 1))
    chen = await town.manager()
    await awarded(town, li, date(2026, 10, 20))
    await rated(town, li.shop_id, SUNDAY, [5] * 8 + [3] * 4)
    town.clock.at(on_day(date(2026, 12, 28), 9))
    await town.job("title-watch")
    town.clock.at(on_day(date(2027, 1, 8), 9))
    await chen.says("待办")
    await chen.taps("去留")
    await chen.taps("摘牌")
    await chen.says("连续四周不到四星")
    await chen.taps("发")
    li.sees("摘牌", "连续四周不到四星", "还能再评上")
    assert await the_title(town, li) is None
    [row] = await town.database.read(lambda tx: tx.rows("export_titles"))
    assert row["state"] == "withdrawn"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_new_holder_ends_the_title_and_the_place_keeps_the_row(town: Town) -> None:
    li = await settled(town, date(2026, 9, 1))
    await awarded(town, li, date(2026, 10, 20))
    now = town.clock()
    await town.database.write(lambda tx: shops.change_holder(tx, li.shop_id, owner="", phone="", now=now))
    assert await the_title(town, li) is None
    [row] = await town.database.read(lambda tx: tx.rows("export_titles"))
    assert (row["state"], row["number"]) == ("ended", "2026-Q3-0001")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_title_cannot_jump(town: Town) -> None:
    li = await nominated(town)
    title = await the_title(town, li)
    assert isinstance(title, Title)
    with pytest.raises(ValueError, match="cannot go"):
        await town.database.write(lambda tx: titles.save(tx, title, replace(title, state=TitleState.AWARDED)))


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_name_taken_off_the_list_is_not_this_quarters(town: Town) -> None:
    li = await nominated(town)
    chen = await town.manager()
    await chen.says("待办")
    await chen.taps("名单 1 家")
    await chen.taps("李记面馆")
    assert await the_title(town, li) is None
    again = await town.database.write(lambda tx: titles.nominate(tx, li.shop_id, "2026-Q4", town.clock()))
    assert again is None, "it was judged in this quarter"
