"""A roster written anew each month: the same person and door stay what they are, and whoever is asked about is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from documents.roster.roster_sheet import Sheet
from documents.roster.roster_words import preview
from messages.address import Address
from programme.roster.roster import Entry, Known, Plan
from programme.roster.roster_plan import plan
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.people import people
from storage.roster import roster, rosters
from storage.shops import shops
from tests.roster.books import HEAD, csv, read
from texts import speaker

CASES = Path(__file__).parents[1] / "data/cases"
SAY = speaker("zh")
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
EMPTY = Known((), ())


async def applied(database: Database, sheet: Sheet, *, handed_over: bool = False, day: int = 0) -> Plan:
    now = NOW + timedelta(days=day)

    async def work(tx: Tx) -> Plan:
        found = plan(sheet.entries, await roster.known(tx, now), 10, handed_over=handed_over)
        assert not sheet.problems
        assert not found.refusals
        await rosters.apply(tx, found, now, 90, day=date(2026, 11, 24) + timedelta(days=day), file="名册.xlsx")
        return found

    return await database.write(work)


def month(path: str) -> Sheet:
    file = CASES / path
    return read(file.read_bytes(), file.name)


def lines(sheet: Sheet, found: Plan) -> str:
    return "\n".join(preview(sheet, found, SAY))


async def ids(database: Database) -> dict[str, int]:
    return {s.name: s.id for s in (await database.read(lambda tx: roster.known(tx, NOW))).shops}


async def comes_in(database: Database, shop: str) -> int:
    number = (await ids(database))[shop]

    async def work(tx: Tx) -> int:
        person = await people.add(tx, name="来人", now=NOW)
        address = Address("web", f"u{person}")
        await conversations.save(tx, address, person_id=person, step="", in_hand=None, thread="", seen_at=NOW)
        await shops.hold(tx, number, person, NOW)
        return person

    return await database.write(work)


NOTHING_CHANGES = [
    ("door-without-hao/一月.xlsx", "door-without-hao/二月.xlsx"),
    ("owner-padded-name/一月.xlsx", "owner-padded-name/二月.xlsx"),
    ("phone-dash-then-none/一月.xlsx", "phone-dash-then-none/二月.xlsx"),
    ("roster-lookalike/一月.xlsx", "roster-lookalike/二月.xlsx"),
    ("roster-lookalike/一月.xlsx", "roster-lookalike/零宽.xlsx"),
    *[
        ("roster-lookalike-one/一月.xlsx", f"roster-lookalike-one/二月-{name}.xlsx")
        for name in ("半角括号", "全角门牌", "零宽", "零宽门牌", "空格", "街道")
    ],
]


@pytest.mark.parametrize(("january", "february"), NOTHING_CHANGES, ids=[f for _, f in NOTHING_CHANGES])
async def test_another_spelling_changes_nothing(database: Database, january: str, february: str) -> None:
    await applied(database, month(january))
    before = await database.read(lambda tx: roster.known(tx, NOW))
    found = await applied(database, month(february), day=30)
    assert not found.changes_anything
    assert (await database.read(lambda tx: roster.known(tx, NOW))).shops == before.shops


async def test_the_preview_says_why_a_shop_is_the_same(database: Database) -> None:
    await applied(database, month("door-without-hao/一月.xlsx"))
    sheet = month("door-without-hao/二月.xlsx")
    found = await applied(database, sheet)
    assert "算同一家 1 家" in lines(sheet, found)
    assert "第2家面馆（12＝12号）" in lines(sheet, found)


async def test_a_name_put_right_costs_nobody_anything_and_is_asked_about(database: Database) -> None:
    await applied(database, month("owner-name-corrected/一月.xlsx"))
    person = await comes_in(database, "第2家面馆")
    shop = (await ids(database))["第2家面馆"]
    tenure = await database.write(lambda tx: shops.tenure(tx, shop, NOW))
    sheet = month("owner-name-corrected/二月.xlsx")
    found = await applied(database, sheet, day=30)
    assert "同一个手机、名字不一样 1 家：第2家面馆（王芬 → 王芳）" in lines(sheet, found)
    assert "换了负责人" not in lines(sheet, found)
    assert await database.read(lambda tx: shops.holders(tx, shop)) == [person]
    now = await database.write(lambda tx: shops.tenure(tx, shop, NOW + timedelta(days=30)))
    assert (now.id, now.owner) == (tenure.id, "王芳")
    undone = await database.write(lambda tx: rosters.undo(tx, NOW + timedelta(days=31)))
    assert undone
    assert (await database.write(lambda tx: shops.tenure(tx, shop, NOW))).owner == "王芬"


async def test_whoever_says_so_gets_a_new_holder_in_spite_of_the_telephone(database: Database) -> None:
    await applied(database, month("owner-name-corrected/一月.xlsx"))
    await comes_in(database, "第2家面馆")
    shop = (await ids(database))["第2家面馆"]
    sheet = month("owner-name-corrected/二月.xlsx")
    found = await applied(database, sheet, handed_over=True, day=1)
    assert "换了负责人 1 家，从待评重新开始：第2家面馆（王芬 → 王芳）" in lines(sheet, found)
    assert await database.read(lambda tx: shops.holders(tx, shop)) == []


async def test_a_note_says_which_of_them_is_a_new_holder(database: Database) -> None:
    rows = ["李记面馆,12号,西津路,王芬,13800001000,,", "王记面馆,14号,西津路,张三,13800001001,,"]
    await applied(database, read(csv(HEAD, *rows)))
    rows = ["李记面馆,12号,西津路,王芳,13800001000,,,换人", "王记面馆,14号,西津路,张山,13800001001,,,"]
    found = await applied(database, read(csv(f"{HEAD},备注", *rows)), day=1)
    assert [(s.entry.name, s.holder, s.corrected) for s in found.changed] == [
        ("李记面馆", "new", ""),
        ("王记面馆", "filled", "张三"),
    ]


async def test_a_padded_member_is_one_member(database: Database) -> None:
    rows = ["李记面馆,12号,西津路,,,张 三,13800002001", "王记面馆,14号,西津路,,,张三,"]
    found = await applied(database, read(csv(HEAD, *rows)))
    assert [(m.name, m.rows) for m in found.members] == [("张三", [2, 3])]
    found = await applied(database, read(csv(HEAD, *[row.replace("张 三", "张　三") for row in rows])), day=1)
    assert not found.changes_anything


async def test_a_member_whose_name_was_put_right_is_said(database: Database) -> None:
    row = "李记面馆,12号,西津路,,,王芬,13800002001"
    await applied(database, read(csv(HEAD, row)))
    sheet = read(csv(HEAD, row.replace("王芬", "王芳")))
    found = await applied(database, sheet, day=1)
    assert [m.known is not None for m in found.members] == [True]
    assert "王芬 → 王芳" in lines(sheet, found)


LESS = [
    ("店名,门牌", "李记面馆,12号"),
    ("店名,门牌,负责人,手机", "李记面馆,,李长顺,13800001000"),
    ("店名,门牌", "李记面馆,西津路12"),
    ("店名,门牌,街道", "李记面馆,12号,"),
]


@pytest.mark.parametrize(("head", "row"), LESS)
async def test_a_list_with_fewer_columns_means_the_shops_there_are(database: Database, head: str, row: str) -> None:
    await applied(database, read(csv(HEAD, "李记面馆,12号,西津路,李长顺,13800001000,,", "王记面馆,14号,西津路,,,,")))
    found = await applied(database, read(csv(head, row)), day=1)
    assert (len(found.new), found.unchanged) == (0, 1)


async def test_a_door_nobody_knew_is_learnt(database: Database) -> None:
    await applied(database, read(csv(HEAD, "流动摊,,西津路,李长顺,13800001000,,")))
    found = await applied(database, read(csv(HEAD, "流动摊,12号,西津路,李长顺,13800001000,,")), day=1)
    assert [s.fields for s in found.changed] == [("door", "walk")]
    assert [(r.name, r.door) for r in await database.read(roster.export)] == [("流动摊", "12号")]
    await database.write(lambda tx: rosters.undo(tx, NOW + timedelta(days=2)))
    assert [(r.name, r.door) for r in await database.read(roster.export)] == [("流动摊", "")]


async def test_a_shop_at_another_door_is_named_beside_the_one_it_may_be(database: Database) -> None:
    await applied(database, read(csv(HEAD, "李记面馆,12号,西津路,李长顺,13800001000,,", "王记面馆,14号,西津路,,,,")))
    sheet = read(csv(HEAD, "李记面馆,21号,西津路,李长顺,13800001000,,", "王记面馆,14号,西津路,,,,"))
    found = await applied(database, sheet, day=1)
    assert len(found.new) == 1
    assert "李记面馆（12号 → 21号）" in lines(sheet, found)


async def test_a_shop_renamed_by_the_same_holder_at_the_same_door_is_no_second_shop(database: Database) -> None:
    """Also in a list that names only a few shops of the street."""
    rows = [f"店{n},{n}号,西津路,主{n},1380000{n:04},," for n in range(1, 9)]
    await applied(database, read(csv(HEAD, *rows)))
    found = await applied(database, read(csv(HEAD, "李记牛肉面,3号,西津路,主3,13800000003,,")), day=1)
    assert (len(found.new), [s.renames for s in found.changed]) == (0, [True])


async def test_a_grid_and_a_branch_are_not_made_twice_by_a_space(database: Database) -> None:
    head = f"{HEAD},网格,支部"
    await applied(database, read(csv(head, "李记面馆,12号,西津路,,,王芳,13800002001,西津一网格,第一支部")))
    again = read(csv(head, "李记面馆,12号,西津路,,,王芳,13800002001,西津 一网格,第一 支部"))
    assert not (await applied(database, again, day=1)).changes_anything


@pytest.mark.parametrize(("note", "kind"), [("歇业", "closed"), ("搬走 2026年11月", "left")], ids=["closed", "left"])
async def test_who_is_closed_or_retired_is_named_every_one(database: Database, note: str, kind: str) -> None:
    rows = [f"店{n},{n}号,西津路,,,," for n in range(1, 13)]
    await applied(database, read(csv(HEAD, *rows)))
    sheet = read(csv(f"{HEAD},备注", *[f"{row},{note}" for row in rows]))
    found = await applied(database, sheet, day=1)
    assert {s.status for s in found.changed} == {kind}
    assert all(f"店{n}（{n}号）" in lines(sheet, found) for n in range(1, 13))


async def test_a_remark_closes_nobody(database: Database) -> None:
    for case in ("note-left-of", "note-closed-mondays"):
        await applied(database, month(f"{case}/一月.xlsx"))
        found = await applied(database, month(f"{case}/二月.xlsx"), day=1)
        assert [s.status for s in found.changed] == [""]
    await applied(database, month("note-xieye-zhong/二月.xlsx"), day=2)
    assert [r.shut for r in await database.read(roster.export)] == [True]


def test_one_row_twice_under_two_spellings_is_refused() -> None:
    one = Entry(2, "李记面馆", "12号", "西津路", owner="李长顺", phone="13800001000")
    found = plan([one, replace(one, row=3, door="１２")], EMPTY, 10)
    assert [(r.key, r.rows) for r in found.refusals] == [("place_twice", (2, 3))]


def test_a_padded_name_on_one_telephone_is_no_contradiction() -> None:
    one = Entry(2, "李记面馆", "12号", "西津路", owner="张三", phone="13800001000")
    found = plan([one, replace(one, row=3, name="王记", door="3号", owner="张 三先生")], EMPTY, 10)
    assert found.refusals == ()
