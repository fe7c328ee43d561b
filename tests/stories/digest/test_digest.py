"""Monday morning: those who lead hear what to do first, once, and with a picture and a sheet that open."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image

from messages.attachment import Attachment, Medium
from programme.findings.finding_state import FindingState
from storage.core.tx import Tx
from storage.findings import findings
from storage.people import people
from storage.photos import media
from storage.reviews import evidence
from storage.shops import shops
from tests.player import Player
from tests.town import MONDAY, Town

NEXT_MONDAY = MONDAY.replace(hour=8, minute=31) + timedelta(days=7)


def sent_to(town: Town, player: Player) -> list[object]:
    return [reply for user, reply in town.channel.sent if user == player.address.user]


async def a_week(town: Town) -> tuple[Player, Player, Player]:
    """Two shops seen, one of them with something to put right, and one that nobody saw."""
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡记山货")
    await town.merchant("津河花店")
    wang = await town.member("王芳", li, hu)
    chen = await town.manager()
    await li.says("好")
    await wang.says("1 好")
    await wang.says("2 秩序 货出店")
    return li, wang, chen


async def test_monday_says_what_to_do_first(town: Town) -> None:
    _, _, chen = await a_week(town)
    town.clock.at(NEXT_MONDAY)
    await town.hours.catch_up("weekly-digest")
    await town.settle()
    chen.sees("11月23日—11月29日", "1. 超期没改 1 件", "胡记山货", "1 家店没人看到", "津河花店")
    chen.sees("自查 1 家", "走访 2/3 家")
    assert len(chen.last.splitlines()) <= 12


async def test_nobody_is_named_but_shops(town: Town) -> None:
    _, wang, chen = await a_week(town)
    await town.job("weekly-digest")
    chen.sees_no(wang.name, "李记面馆老板")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_the_picture_and_the_sheet_open(town: Town) -> None:
    _, wang, chen = await a_week(town)
    await town.job("weekly-digest")
    [digest] = sent_to(town, chen)
    picture, sheet, street = digest.attachments  # type: ignore[attr-defined]
    assert (picture.kind, sheet.kind, street.kind) == (Medium.PHOTO, Medium.FILE, Medium.PHOTO)
    assert "西津路" in street.name or "中溪路" in street.name
    with Image.open(town.folder / picture.ref) as drawn:
        assert drawn.size == (1080, 1280)
    content = (town.folder / sheet.ref).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert book.sheetnames == ["一周总览", "店铺", "整改", "求助", "诉求", "走访", "街道"]
    assert [row[0].value for row in book["店铺"].iter_rows(min_row=2)] == ["李记面馆", "胡记山货", "津河花店"]
    words = {str(c.value) for sheet_ in book for row in sheet_.iter_rows() for c in row}
    assert not any(wang.name in word for word in words)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_twice_is_impossible(town: Town) -> None:
    _, _, chen = await a_week(town)
    town.clock.at(NEXT_MONDAY)
    await town.hours.catch_up("weekly-digest")
    await town.restart()
    town.clock.forward(hours=1)
    await town.hours.catch_up("weekly-digest")
    await town.settle()
    assert len(sent_to(town, chen)) == 1


@pytest.mark.parametrize("shape", ["telegram"])
async def test_by_hand_the_same_figures_are_not_sent_again_the_same_day(town: Town) -> None:
    _, wang, chen = await a_week(town)
    await town.job("weekly-digest")
    await town.job("weekly-digest")
    assert len(sent_to(town, chen)) == 1
    await wang.says("1 卫生 有垃圾")
    await town.job("weekly-digest")
    assert len(sent_to(town, chen)) == 2


@pytest.mark.parametrize("shape", ["telegram"])
async def test_by_hand_it_is_the_week_up_to_now_and_monday_still_comes(town: Town) -> None:
    _, _, chen = await a_week(town)
    work = await town.job("weekly-digest")
    assert work.period == "2026-W48"
    chen.sees("11月23日—11月23日")
    town.clock.at(NEXT_MONDAY)
    await town.hours.catch_up("weekly-digest")
    await town.settle()
    chen.sees("11月23日—11月29日")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_whoever_asks_in_chat_gets_it_alone(town: Town) -> None:
    _, _, chen = await a_week(town)
    zhou = await town.manager("周主任")
    await zhou.says("周报")
    await town.hours.run_asked()
    await town.settle()
    zhou.sees("📋", "津河花店")
    chen.sees_no("📋")
    await zhou.says("周报")
    await town.hours.run_asked()
    await town.settle()
    zhou.sees("📋", "津河花店")
    digests = [reply for reply in sent_to(town, zhou) if "📋" in reply.text]  # type: ignore[attr-defined]
    assert len(digests) == 2, "asked again it is sent again, though nothing has changed"


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_secretary_hears_of_their_own_branch_only(town: Town) -> None:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡记山货")
    await town.staff("王芳", "member", links=[li], branch="第一支部")
    await town.staff("张建国", "member", links=[hu], branch="第二支部")
    first = await town.staff("刘书记", "secretary", branch="第一支部")
    await town.job("weekly-digest")
    first.sees("第一支部", "走访 0/1 家", "李记面馆")
    first.sees_no("胡记山货")
    assert not sent_to(town, first)[0].attachments  # type: ignore[attr-defined]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_stars_up_and_down_are_told_with_what_was_not_met(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    for line in ["1 好"] * 4 + ["1 秩序 货出店"] * 4:
        await wang.says(line)
        await town.job("ratings")
        town.clock.forward(days=7)
    town.clock.forward(days=-7)
    await town.job("weekly-digest")
    chen.sees("降星 1 家", "李记面馆 ★★★☆☆（秩序）")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_in_the_readers_language(town: Town) -> None:
    _, _, chen = await a_week(town)
    await town.database.write(lambda tx: people.speak(tx, chen.person_id, "en"))
    await town.job("weekly-digest")
    chen.sees("1 shop not seen yet", "looks 2/3")
    [digest] = sent_to(town, chen)
    assert digest.attachments[1].name == "week 2026-W48.xlsx"  # type: ignore[attr-defined]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_shop_closed_all_week_is_not_missed_by_anybody(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    chen = await town.manager()
    first, last = MONDAY.date(), MONDAY.date() + timedelta(days=10)

    async def close(tx: Tx) -> None:
        await shops.close(tx, li.shop_id, since=first, until=last, person_id=li.person_id, reason="", now=town.clock())

    await town.database.write(close)
    town.clock.forward(days=2)
    await town.job("weekly-digest")
    chen.sees_no("没看")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_week_that_has_not_begun_is_refused(town: Town) -> None:
    with pytest.raises(ValueError, match="not begun"):
        await town.job("weekly-digest", "2026-W52")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_looks_faster_than_one_walks_are_to_be_checked_by_a_person(town: Town) -> None:
    street = [await town.merchant(f"第{n}家店") for n in range(1, 14)]
    wang = await town.member("王芳", *street)
    chen = await town.manager()
    for number in range(1, 14):
        await wang.says(f"{number} 好")
    await town.job("weekly-digest")
    chen.sees("请核实：11月23日 09:00 几分钟里记了 13 家（从第1家店起）")
    chen.sees_no("王芳")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_picture_used_again_is_to_be_checked_by_a_person(town: Town) -> None:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡记山货")
    wang = await town.member("王芳", li, hu)
    chen = await town.manager()
    for line, ago in (("1 好", 7), ("2 好", 0)):
        town.clock.at(MONDAY + timedelta(days=7 - ago))
        await wang.says(line)
        await town.database.write(lambda tx: _photo(tx, wang, town))
    await town.job("weekly-digest")
    chen.sees("请核实：11月30日 胡记山货的照片像是用过的")


async def _photo(tx: Tx, member: Player, town: Town) -> None:
    """The same picture, kept with the member's newest look."""
    look = await evidence.latest_by(tx, member.person_id)
    assert look
    [kept] = await media.keep(
        tx,
        subject="observation",
        subject_id=look.id,
        person_id=member.person_id,
        sender=member.address,
        attachments=[Attachment(Medium.PHOTO, "x", "photo.jpg")],
        at=town.clock(),
    )
    await media.stored(tx, int(kept.ref.removeprefix(media.PREFIX)), sha256="ab" * 32, phash="", taken_at=None, size=9)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_help_past_its_time_comes_first_and_decisions_wait_for_the_manager(town: Town) -> None:
    li, _, chen = await a_week(town)

    async def ask(tx: Tx) -> None:
        await tx.value(
            "help_add",
            shop_id=li.shop_id,
            person_id=li.person_id,
            at=MONDAY,
            text="路灯不亮",
            keeper_id=None,
            due_at=MONDAY + timedelta(hours=2),
            state="open",
        )

    await town.database.write(ask)
    town.clock.forward(days=1)
    await town.job("weekly-digest")
    chen.sees("1. 求助过点还没答 1 件", "李记面馆", "求助 1 件，按时答复 0 件")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_waits_for_the_manager_is_not_forgotten_once_it_is_a_case(town: Town) -> None:
    li, hu, hua = [await town.merchant(name) for name in ("李记面馆", "胡记山货", "津河花店")]
    wang = await town.member("王芳", li, hu, hua)
    chen, liu = await town.manager(), await town.staff("刘书记", "secretary")
    await wang.says("1 秩序 货出店\n2 卫生 有油\n3 绿化 树上挂灯")
    await hu.taps("不是我的责任")
    await wang.says("3 说不清")
    await wang.taps("胡记山货")
    found = await town.database.read(lambda tx: findings.finding(tx, 1))
    case = replace(found, state=FindingState.HANDED, reminded=2)
    await town.database.write(lambda tx: findings.save(tx, found, case, event="handed", by=None, at=town.clock()))
    town.clock.at(NEXT_MONDAY)
    await town.hours.catch_up("weekly-digest")
    await town.settle()
    chen.sees(
        "超期没改 1 件（含已成案的）",
        "其中已成案件、等您安排 1 件：李记面馆",
        "等您定的：问题归谁 2 件（胡记山货、津河花店）",
    )
    liu.sees("其中已成案件、等您安排 1 件：李记面馆")
    liu.sees_no("没有超期的")
