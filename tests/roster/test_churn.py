"""转让、改名、搬走、歇业: a place keeps its history through every change, and the last roster can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from messages.address import Address
from programme.roster.roster import Entry, Plan
from programme.roster.roster_plan import plan
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.people import invites, people
from storage.roster import roster, rosters
from storage.roster.roster_undo import Undone
from storage.shops import shops

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
DAY = date(2026, 11, 24)
LI = Entry(2, "李记面馆", "12号", "西津路", "012", owner="李长顺", phone="13800001000", member="王芳", trade="餐饮")
HU = Entry(3, "宁墩山货铺", "16号", "西津路", "016", owner="胡春生", phone="13800001001", member="王芳")
WU = Entry(4, "便民五金", "22号", "西津路", "022", owner="程有才")
STREET = [LI, HU, WU]


async def applied(database: Database, *entries: Entry, now: datetime = NOW) -> Plan:
    async def work(tx: Tx) -> Plan:
        found = plan(entries, await roster.known(tx, now), 10)
        await rosters.apply(tx, found, now, 90, day=DAY, file="名册.xlsx")
        return found

    return await database.write(work)


async def listed(database: Database) -> list[tuple[str, str, str, str]]:
    return [(r.name, r.door, r.owner, r.member) for r in await database.read(roster.export)]


async def codes(database: Database, now: datetime = NOW) -> dict[str, str]:
    return {i.name: i.code for i in await database.read(lambda tx: invites.open_ones(tx, now))}


async def ids(database: Database) -> dict[str, int]:
    return {s.name: s.id for s in (await database.read(lambda tx: roster.known(tx, NOW))).shops}


async def comes_in(database: Database, shop: str, now: datetime = NOW) -> int:
    """Somebody enrols with the shop's code."""
    number = (await ids(database))[shop]

    async def work(tx: Tx) -> int:
        person = await people.add(tx, name="来人", now=now)
        address = Address("web", f"u{person}")
        await conversations.save(tx, address, person_id=person, step="", in_hand=None, thread="", seen_at=now)
        await shops.hold(tx, number, person, now)
        return person

    return await database.write(work)


async def undone(database: Database) -> Undone | None:
    found = await database.write(lambda tx: rosters.undo(tx, LATER))
    return found[1] if found else None


async def everything(database: Database) -> tuple[object, ...]:
    known = await database.read(lambda tx: roster.known(tx, LATER))
    return known.shops, known.members, await codes(database, LATER)


async def test_a_new_name_at_the_same_door_is_the_same_place(database: Database) -> None:
    await applied(database, *STREET)
    before = await ids(database)
    new = replace(LI, name="老胡烧烤", owner="胡大力", phone="13900000000")
    found = await applied(database, new, HU, WU, now=LATER)
    assert [(s.renames, s.holder) for s in found.changed] == [(True, "new")]
    assert (await ids(database))["老胡烧烤"] == before["李记面馆"]
    assert ("老胡烧烤", "12号", "胡大力", "王芳") in await listed(database)


async def test_a_new_name_of_the_same_holder_is_only_a_new_name(database: Database) -> None:
    await applied(database, *STREET)
    person = await comes_in(database, "李记面馆")
    found = await applied(database, replace(LI, name="李记小吃"), HU, WU, now=LATER)
    assert [(s.renames, s.holder) for s in found.changed] == [(True, "")]
    number = (await ids(database))["李记小吃"]
    assert await database.read(lambda tx: shops.holders(tx, number)) == [person]


async def test_a_few_additions_take_over_nobodys_door(database: Database) -> None:
    await applied(database, *STREET)
    found = await applied(database, Entry(2, "隔壁奶茶", "12号", "西津路", "012"), now=LATER)
    assert ([s.entry.name for s in found.new], len(found.absent)) == (["隔壁奶茶"], 3)


async def test_a_house_of_many_shops_is_never_guessed_at(database: Database) -> None:
    many = [Entry(n, f"柜台{n}", "231", "George Street", "231") for n in range(2, 8)]
    await applied(database, *many)
    renamed = [*many[2:], Entry(9, "新柜台", "231", "George Street", "231")]
    assert len((await applied(database, *renamed, now=LATER)).new) == 1


async def test_who_moves_away_leaves_the_place_and_who_comes_takes_it_over(database: Database) -> None:
    await applied(database, *STREET)
    before = await ids(database)
    await comes_in(database, "李记面馆")
    await applied(database, replace(LI, status="left"), HU, WU, now=LATER)
    assert "李记面馆" not in [name for name, *_ in await listed(database)]
    assert "李记面馆" not in await codes(database, LATER)
    assert await database.read(lambda tx: shops.holders(tx, before["李记面馆"])) == []
    next_one = Entry(2, "老胡烧烤", "12号", "西津路", "012", owner="胡大力", member="王芳")
    found = await applied(database, next_one, now=LATER + timedelta(days=1))
    assert [s.status for s in found.changed] == ["back"]
    assert (await ids(database))["老胡烧烤"] == before["李记面馆"]
    assert ("老胡烧烤", "12号", "胡大力", "王芳") in await listed(database)
    assert "老胡烧烤" in await codes(database, LATER)


async def test_leaving_and_coming_in_one_roster(database: Database) -> None:
    await applied(database, *STREET)
    before = await ids(database)
    found = await applied(
        database, replace(LI, status="left"), replace(LI, row=9, name="老胡烧烤", owner=""), now=LATER
    )
    assert [(s.entry.name, s.status, s.holder) for s in found.changed] == [("老胡烧烤", "back", "new")]
    assert (await ids(database))["老胡烧烤"] == before["李记面馆"]


async def test_closed_until_further_notice_and_open_again(database: Database) -> None:
    await applied(database, *STREET)
    number = (await ids(database))["李记面馆"]
    assert len((await applied(database, replace(LI, status="closed"), now=LATER)).changed) == 1
    assert (await applied(database, replace(LI, status="closed"), now=LATER)).changed == []
    assert [r.shut for r in await database.read(roster.export)] == [True, False, False]
    assert (await applied(database, LI, now=LATER)).changed == [], "what is not said stays"
    await applied(database, replace(LI, status="reopened"), now=LATER + timedelta(days=1))
    assert not any(r.shut for r in await database.read(roster.export))
    assert await database.read(lambda tx: shops.closures(tx, number, DAY, DAY)) == []


CHANGES: list[list[Entry]] = [
    [replace(LI, trade="小吃", grid="一网格", note="靠桥"), HU],
    [replace(LI, name="老胡烧烤", owner="胡大力", phone="13900000000"), HU, WU],
    [replace(LI, owner="胡大力"), replace(HU, member="张建国", member_phone="13800002002")],
    [replace(LI, status="left"), replace(HU, status="closed"), replace(WU, phone="13800009999", member="李强")],
    [replace(LI, status="left"), replace(LI, row=9, name="老胡烧烤", owner="胡大力"), HU],
    [Entry(9, "新店", "40号", "中溪路", "040", member="李强", branch="第二支部", status="closed"), LI],
    [replace(LI, member_phone="13800002001", branch="第一支部")],
]


@pytest.mark.parametrize("change", CHANGES, ids=["details", "taken over", "members", "gone", "swap", "new", "phone"])
async def test_taking_a_roster_back_restores_everything(database: Database, change: Sequence[Entry]) -> None:
    await applied(database, *STREET)
    before = await everything(database)
    assert (await applied(database, *change, now=LATER)).changes_anything
    assert await everything(database) != before
    assert await undone(database)
    assert await everything(database) == before
    assert await undone(database) is None, "only once"


async def test_taking_the_first_roster_back_leaves_nothing(database: Database) -> None:
    await applied(database, *STREET)
    done = await undone(database)
    assert done
    assert (done.removed, done.restored, done.kept) == (3, 0, ())
    assert await everything(database) == ([], [], {})
    assert await database.read(shops.grids) == []


async def test_what_was_lived_in_since_stays(database: Database) -> None:
    await applied(database, LI)
    await applied(database, replace(LI, owner="胡大力", phone="13900000000"), HU, now=LATER)
    await comes_in(database, "李记面馆", LATER)
    await comes_in(database, "宁墩山货铺", LATER)
    done = await undone(database)
    assert done
    assert (done.removed, sorted(done.kept)) == (0, ["宁墩山货铺", "李记面馆"])
    assert [(name, owner) for name, _, owner, _ in await listed(database)] == [
        ("李记面馆", "胡大力"),
        ("宁墩山货铺", "胡春生"),
    ]


async def test_a_roster_that_changes_nothing_is_not_the_last(database: Database) -> None:
    await applied(database, *STREET)
    await applied(database, *STREET, now=LATER)
    done = await undone(database)
    assert done
    assert done.removed == 3


async def test_what_changed_otherwise_since_stays(database: Database) -> None:
    """Only the columns the roster wrote go back."""
    await applied(database, *STREET)
    await applied(database, replace(LI, trade="小吃"), now=LATER)
    await applied(database, replace(LI, trade="小吃", note="手写"), now=LATER)
    await undone(database)
    (row,) = [r for r in await database.read(roster.export) if r.name == "李记面馆"]
    assert (row.trade, row.note) == ("小吃", "")
