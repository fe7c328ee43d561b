"""Nobody waits for a look unheard: the member is reminded the next working morning, the managers the morning after."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.findings import findings
from tests.player import Player
from tests.town import ZONE, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


def at(day: int, hour: int = 8, minute: int = 50) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


async def street(town: Town) -> tuple[Player, Player, Player]:
    li = await town.merchant("李记面馆")
    return li, await town.member("王芳", li), await town.manager()


def asked(player: Player) -> list[str]:
    return [said.reply.text for said in player.screen if "等您看一眼" in said.reply.text]


async def test_a_fix_nobody_has_seen_is_asked_about_again_and_then_the_managers_know(town: Town) -> None:
    li, wang, chen = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo()
    await town.pass_to(at(23, 20), "second-looks")
    assert not asked(wang), "they have been told just now"
    await town.pass_to(at(24), "second-looks")
    wang.sees("还有 1 件等您看一眼", "李记面馆 秩序：说改好了")
    assert not asked(chen)
    await town.pass_to(at(25), "second-looks")
    assert len(asked(wang)) == 2
    chen.sees("还有 1 件等您看一眼", "李记面馆 秩序")
    await chen.taps("李记面馆 秩序")
    chen.sees("店家说改好了")
    await chen.taps("改好了")
    li.sees("确认改好了")
    await town.pass_to(at(26), "second-looks")
    assert (len(asked(wang)), len(asked(chen))) == (2, 1)


async def test_a_weekend_is_no_working_morning(town: Town) -> None:
    _, wang, chen = await street(town)
    zhang = await town.merchant("张姐水果")
    town.clock.at(at(27, 16))
    await zhang.says("反映 李记面馆 秩序 货出店")
    await town.pass_to(at(29, 20), "second-looks")
    assert not asked(wang)
    await town.pass_to(at(30), "second-looks")
    wang.sees("李记面馆 秩序：有人反映")
    assert not asked(chen)
    await wang.taps("李记面馆 秩序")
    await wang.taps("确有其事")
    zhang.sees("确有其事")


async def test_a_repair_nobody_asked_for_is_not_forgotten_and_one_that_was_is_let_be(town: Town) -> None:
    li, wang, _ = await street(town)
    await li.says("设施 路灯坏了")
    await town.pass_to(at(24), "second-looks")
    wang.sees("李记面馆 设施：坏了，要报修")
    await wang.taps("李记面馆 设施：坏了")
    await wang.taps("已报修")
    await town.pass_to(at(27), "second-looks")
    assert len(asked(wang)) == 1


async def test_whoever_is_away_is_not_asked_and_whoever_fixed_it_neither(town: Town) -> None:
    """The manager answers for the shop as well: another one is asked."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo()

    async def leave(tx: object) -> None:
        from storage.people import covers

        await covers.name(tx, wang.person_id, chen.person_id, at(24).date(), at(30).date())  # type: ignore[arg-type]

    await town.database.write(leave)
    await town.pass_to(at(24), "second-looks")
    assert not asked(wang)
    assert len(asked(chen)) == 1


async def test_not_yet_gives_back_the_time_it_waited_for_us(town: Town) -> None:
    li, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    li.sees("今天 11:00")
    town.clock.at(at(23, 10, 30))
    await li.says("改好了")
    await li.sends_photo()
    await town.pass_to(at(23, 14, 0), "clocks")
    await wang.taps("还没好")
    li.sees("还差一点", "等的时间不算", "今天 14:30")
    heard = len(li.heard)
    await town.pass_to(at(23, 14, 25), "clocks")
    assert len(li.heard) == heard, "nothing is late that waited for us"
    assert (await town.database.read(lambda tx: findings.finding(tx, 1))).overdue_at is None
    await town.pass_to(at(23, 14, 45), "clocks")
    li.sees("今天 14:30", "时间过了")


async def test_after_not_yet_a_late_one_becomes_no_case_within_minutes(town: Town) -> None:
    li, wang, chen = await street(town)
    await wang.says("1 秩序 货出店")
    await town.pass_to(at(23, 11, 30), "clocks")
    await li.says("改好了")
    await li.sends_photo()
    await town.pass_to(at(23, 14, 0), "clocks")
    await wang.taps("请店家再拍一张" if "请店家再拍一张" in wang.looks() else "还没好")
    await town.pass_to(at(23, 15, 50), "clocks")
    assert not [text for text in chen.heard if "案件" in text]
    await town.pass_to(at(23, 16, 20), "clocks")
    chen.sees("案件")
