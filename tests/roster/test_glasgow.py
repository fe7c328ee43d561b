"""A roster as it really arrives: no members, no telephones, holes in the columns, two shops under one name at one door."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

import pytest

from documents.roster.roster_book import roster_csv, roster_workbook
from documents.roster.roster_sheet import Sheet
from programme.roster.roster import Plan
from programme.roster.roster_plan import plan
from storage.core.tx import Database, Tx
from storage.people import invites
from storage.roster import roster, rosters
from tests.roster.books import DUTIES, read

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SLICE = Path(__file__).parents[1] / "data" / "shops-glasgow-slice.csv"
WHOLE = Path(__file__).parents[3] / "shared" / "data" / "shops-glasgow.csv"


async def applied(database: Database, sheet: Sheet) -> Plan:
    async def work(tx: Tx) -> Plan:
        found = plan(sheet.entries, await roster.known(tx, NOW), 10)
        await rosters.apply(tx, found, NOW, 90, day=date(2026, 11, 24), file="shops-glasgow.csv")
        return found

    return await database.write(work)


async def round_trip(database: Database, content: bytes) -> int:
    """Load it, write it out both ways, read both: how many shops, none of them changed by any of it."""
    sheet = read(content, "shops-glasgow.csv")
    assert sheet.problems == []
    found = await applied(database, sheet)
    assert (len(found.new), len(found.unlinked)) == (sheet.rows, sheet.rows)
    rows = await database.read(roster.export)
    for name, write in (("a.xlsx", roster_workbook), ("a.csv", roster_csv)):
        again = await applied(database, read(write(rows, DUTIES), name))
        assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, sheet.rows)
    codes = await database.read(lambda tx: invites.open_ones(tx, NOW))
    assert len({invite.code for invite in codes}) == len(codes) == sheet.rows
    return sheet.rows


async def test_a_slice_of_the_real_shops(database: Database) -> None:
    assert await round_trip(database, SLICE.read_bytes()) == 32


@pytest.mark.skipif(not WHOLE.exists(), reason="the whole file lies beside the repository, not in it")
async def test_all_of_the_real_shops(database: Database) -> None:
    began = monotonic()
    assert await round_trip(database, WHOLE.read_bytes()) == 1403
    assert monotonic() - began < 20


def test_the_columns_nobody_asked_for_are_named() -> None:
    sheet = read(SLICE.read_bytes(), "shops-glasgow.csv")
    assert sheet.unknown == ("地址", "邮编", "来源编号", "官方结果", "官方日期")
    assert [e.street for e in sheet.entries if e.name == "Charcoals Cafe"] == ["Trongate"]


def test_its_points_are_read_and_the_one_at_the_other_end_of_the_country_is_told() -> None:
    sheet = read(SLICE.read_bytes(), "shops-glasgow.csv")
    points = {e.name: (e.latitude, e.longitude) for e in sheet.entries}
    assert points["Charcoals Cafe"] == (55.857275, -4.245757)
    assert points["Christchurch"] == (None, None), "Hailsham in Sussex"
    assert {"points_far", "points_datum"} <= {note.sentence for note in sheet.notes}


@pytest.mark.slow
def test_fifty_thousand_rows_are_read_whole() -> None:
    head = "店名,门牌,街道,负责人,手机,联系党员,党员手机,开门,打烊,适用项,备注"
    rows = [
        f"店{n},{n % 900}号,街{n // 900},主{n},138{n:08},党员{n // 10},139{n // 10:08},8:30,21点半,卫生、秩序,"
        for n in range(50_000)
    ]
    sheet = read("\n".join([head, *rows]).encode())
    assert len(sheet.entries) == 50_000
