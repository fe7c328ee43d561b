"""A shop changes hands: whoever comes starts afresh, whoever goes is let go, and nobody works on at what is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli.roster import _apply, _undo
from documents.roster.roster_sheet import read_roster
from messages.attachment import Attachment, Medium
from programme.duties import Duties
from programme.titles.title_state import TitleState
from programme.titles.veto_state import VetoState
from storage.appeals import appeals
from storage.core.tx import Tx
from storage.findings import findings
from storage.people import invites
from storage.ratings import ratings
from storage.requests import help_requests
from storage.shops import shops
from storage.titles import titles, vetoes
from tests.player import Player
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town
from texts import speaker

telegram = pytest.mark.parametrize("shape", ["telegram"])
HEAD = "店名,门牌,街道,负责人,手机"
STATES: dict[TitleState, dict[str, object]] = {
    TitleState.NOMINATED: {},
    TitleState.NOTICE: {"notice_from": date(2026, 11, 16), "notice_until": date(2026, 11, 20)},
    TitleState.AWARDED: {"number": "2026-Q3-0001"},
    TitleState.SUSPENDED: {},
    TitleState.HEARING: {"hearing_until": date(2026, 11, 30), "withdrawal_why": "veto"},
}
"""The way of a title, and what each state adds."""


async def a_busy_shop(town: Town) -> tuple[Player, Player, Player]:
    """李记 with a fault running, a call for help unanswered and an appeal to be decided; its member and the manager."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("秩序 没做到")
    await li.says("那天是隔壁的货")
    return li, wang, chen


async def comes_in(town: Town, li: Player) -> Player:
    """The new holder with their code."""
    now = town.clock()
    code = next(
        i.code for i in await town.database.read(lambda tx: invites.open_ones(tx, now)) if i.shop_id == li.shop_id
    )
    new = town.player("新老板")
    await new.says(code)
    return new


async def sends_roster(chen: Player, *rows: str, head: str = HEAD) -> None:
    path = Path(chen.town.folder) / f"{chen.town.next_key().replace(':', '-')}.csv"
    path.write_text("\n".join((head, *rows)), "utf-8")
    await chen.says("", Attachment(Medium.FILE, str(path), "名册.csv"))
    await chen.town.hours.run_asked()
    await chen.town.settle()


async def two_rosters(town: Town, shop: int, chen: Player) -> None:
    """The office writes down who holds a shop, and a little later by mistake somebody else."""
    place = await town.database.read(lambda tx: shops.shop(tx, shop))
    for owner in ("李长顺,13800001000", "胡大力,13900000000"):
        town.clock.forward(minutes=20)
        await sends_roster(chen, f"{place.name},{place.door},{place.street},{owner}")
        await chen.taps("确认导入")


def office(town: Town) -> Any:
    """The programme as the command line opens it, beside the running bot."""
    return SimpleNamespace(
        database=town.database,
        clock=town.clock,
        rules=town.rules,
        world=town.world,
        turns=town.turns,
        say=speaker("zh"),
        settings=SimpleNamespace(zone=town.zone, language="zh"),
    )


async def has_title(town: Town, li: Player, state: TitleState) -> None:
    async def give(tx: Tx) -> None:
        number = await titles.nominate(tx, li.shop_id, "2026-Q3", town.clock())
        for step, values in list(STATES.items())[: list(STATES).index(state) + 1]:
            title = await titles.title(tx, number or 0)
            assert await titles.save(tx, title, replace(title, state=step, **values))  # type: ignore[arg-type]

    await town.database.write(give)


async def crossed_a_line(town: Town, li: Player, wang: Player, chen: Player) -> None:
    async def crossed(tx: Tx) -> None:
        number = await vetoes.propose(
            tx, shop_id=li.shop_id, cause="violence", reason="打人", by=wang.person_id, at=town.clock()
        )
        await vetoes.confirm(tx, number, by=chen.person_id, day=date(2026, 11, 23), at=town.clock())

    await town.database.write(crossed)


async def test_the_one_who_comes_hears_nothing_of_the_faults_and_calls_of_the_one_who_went(town: Town) -> None:
    li, wang, chen = await a_busy_shop(town)
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    li.sees("到今天为止", "没办完的整改、求助和申诉")
    wang.sees_somewhere("原来的求助不用再回了")
    new = await comes_in(town, li)
    await town.pass_to(town.clock() + timedelta(days=1), "clocks", "appeals")
    new.sees_no("时间过了", "案件", "货出店")
    assert await town.database.read(help_requests.unanswered) == []
    assert await town.database.read(appeals.open_ones) == []
    await wang.says("1 秩序 货又出店")
    new.sees("秩序 没做到")
    await new.says("求助 门口路灯坏了")
    wang.sees("门口路灯坏了")
    assert "下水道" not in wang.last
    await wang.taps("回复")
    await wang.says("下午来修")
    await wang.taps("发")
    new.sees("王芳回您", "下午来修")
    assert "下午来修" not in li.looks()


@telegram
async def test_the_question_whether_it_helped_is_no_longer_asked_of_the_one_who_went(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.another_shop(li, "李记小吃")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    await li.taps("李记面馆")
    await wang.taps("回复")
    await wang.says("明天来通")
    await wang.taps("发")
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    await li.taps("没解决")
    assert await town.database.read(help_requests.unanswered) == []


@telegram
async def test_whoever_reported_a_fault_hears_that_it_ends_there(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhang = await town.merchant("张姐水果")
    chen = await town.manager()
    await zhang.says("反映 李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")
    zhang.sees("弄好了再告诉您")
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    zhang.sees("李记面馆", "到此了结")


@telegram
async def test_a_red_line_goes_with_whoever_crossed_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await crossed_a_line(town, li, wang, chen)
    town.clock.forward(hours=1)
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    await weeks_of_looks(town, wang, "1 好", 4)
    town.clock.forward(days=-6)
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert row.shown == row.stars == 4


@telegram
async def test_a_roster_with_another_owner_lets_the_old_one_go_in_the_same_words(town: Town) -> None:
    li, wang, chen = await a_busy_shop(town)
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    await sends_roster(chen, f"李记面馆,{place.door},西津路,李长顺,13800001000")
    await chen.taps("确认导入")
    li.sees_no("到今天为止")
    town.clock.forward(hours=1)
    await sends_roster(chen, f"李记面馆,{place.door},西津路,胡大力,13900000000")
    await chen.taps("确认导入")
    li.sees("到今天为止")
    wang.sees("原来的求助不用再回了")
    assert await town.database.read(lambda tx: findings.open_at(tx, li.shop_id)) == []
    assert await town.database.read(help_requests.unanswered) == []
    assert await town.database.read(appeals.open_ones) == []


@telegram
@pytest.mark.parametrize("state", list(STATES))
async def test_a_roster_taken_back_gives_everything_back(town: Town, state: TitleState) -> None:
    li, wang, chen = await a_busy_shop(town)
    await has_title(town, li, state)
    if state is TitleState.SUSPENDED:
        await crossed_a_line(town, li, wang, chen)
    before = await town.database.read(everything(li))
    await two_rosters(town, li.shop_id, chen)
    assert await town.database.read(everything(li)) != before
    li.sees("到今天为止")
    await chen.taps("撤回这次导入")
    assert await town.database.read(everything(li)) == before
    li.sees("登记恢复了", "对不住")


@telegram
async def test_a_roster_taken_back_a_day_later_makes_nobody_late(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("求助 下水道堵了")
    await wang.says("1 秩序 货出店")
    [[fault], [call]] = (await town.database.read(everything(li)))[:2]
    await two_rosters(town, li.shop_id, chen)
    wang.sees("原来的求助不用再回了")
    town.clock.forward(days=1)
    await chen.taps("撤回这次导入")
    wang.sees("求助还请您回", "下水道堵了")
    await town.pass_to(town.clock() + timedelta(minutes=20), "clocks")
    [[still], [waits]] = (await town.database.read(everything(li)))[:2]
    assert (still.due_at, still.overdue_at) == (fault.due_at + timedelta(days=1), None)
    assert (waits.due_at, waits.escalated_at) == (call.due_at + timedelta(days=1), None)
    await wang.taps("回复")
    await wang.says("下午来修")
    await wang.taps("发")
    li.sees("王芳回您", "下午来修")


@telegram
async def test_where_no_telephone_answers_the_others_hear_it_all_the_same(town: Town) -> None:
    shop = await town.database.write(lambda tx: town.add_shop(tx, "李记面馆"))
    wang, zhang = await town.member("王芳", shop), await town.merchant("张姐水果")
    chen = await town.manager()
    await zhang.says("反映 李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")
    await two_rosters(town, shop, chen)
    zhang.sees("李记面馆", "到此了结")
    await chen.taps("撤回这次导入")
    zhang.sees("还是原来的店主", "接着办")


def everything(li: Player) -> Callable[[Tx], Awaitable[tuple[Any, ...]]]:
    async def read(tx: Tx) -> tuple[Any, ...]:
        return (
            await findings.open_at(tx, li.shop_id),
            await help_requests.unanswered(tx),
            await appeals.open_ones(tx),
            await shops.holders(tx, li.shop_id),
            await titles.of_shop(tx, li.shop_id),
            await vetoes.of_shop(tx, li.shop_id),
        )

    return read


@telegram
async def test_a_roster_from_the_terminal_says_it_to_them_too(town: Town) -> None:
    li, wang, _ = await a_busy_shop(town)
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    app = office(town)
    for owner in ("李长顺,13800001000", "胡大力,13900000000"):
        file = Path(town.folder) / "名册.csv"
        file.write_text(f"{HEAD}\n李记面馆,{place.door},西津路,{owner}", "utf-8")
        await _apply(app, file, read_roster(file.read_bytes(), file.name, Duties(town.rules.duties)), handed_over=False)
        town.clock.forward(minutes=1)
    await town.settle()
    li.sees("到今天为止")
    wang.sees("原来的求助不用再回了")
    await _undo(app)
    town.clock.forward(minutes=1)
    await town.settle()
    li.sees("登记恢复了")
    wang.sees("求助还请您回", "下水道堵了")


@telegram
async def test_a_red_line_that_was_only_proposed_goes_with_the_holder_too(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, chen = await town.member("王芳", li), await town.manager()
    proposed = {"shop_id": li.shop_id, "cause": "violence", "reason": "打人", "by": wang.person_id, "at": town.clock()}
    await town.database.write(lambda tx: vetoes.propose(tx, **proposed))
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    [line] = await town.database.read(lambda tx: vetoes.of_shop(tx, li.shop_id))
    assert line.state is VetoState.LIFTED
