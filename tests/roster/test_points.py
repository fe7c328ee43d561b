"""Where a shop stands: read from whatever columns an office copies, kept in WGS 84, and what is odd about it is said before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from documents.roster.roster_sheet import Sheet
from programme.roster.roster_plan import plan
from storage.core.tx import Database, Tx
from storage.roster import roster, rosters
from tests.roster.books import read

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def sheet(head: str, *cells: str) -> Sheet:
    rows = [f"店{n},{n + 1}号,西津路,{cell}" for n, cell in enumerate(cells)]
    return read("\n".join([f"店名,门牌,街道,{head}", *rows]).encode())


def points(found: Sheet) -> list[tuple[float | None, float | None]]:
    assert found.problems == [], "a coordinate forbids nothing"
    return [(e.latitude, e.longitude) for e in found.entries]


def said(found: Sheet) -> set[str]:
    return {note.sentence for note in found.notes}


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("纬度,经度,坐标系", "30.6279,118.9833,WGS84"),
        ("lat,lon,datum", "30.6279,118.9833,wgs-84"),
        ("latitude,longitude,坐标系", "30.6279°N,118.9833°E,WGS84"),
        ("纬度,经度,坐标系", "北纬30°37′40.44″,东经118°58′59.88″,WGS84"),
        ("纬度,经度,坐标系", "30.6279,118.9833,"),
        ("经纬度,坐标系", '"118.9833,30.6279",WGS84'),
        ("坐标,坐标系", "30.6279 118.9833,WGS84"),
    ],
)
def test_it_is_read_however_it_is_written(head: str, cell: str) -> None:
    assert points(sheet(head, cell)) == [(30.6279, 118.9833)]


def test_the_wrong_way_round_is_put_right_and_said() -> None:
    found = sheet("纬度,经度,坐标系", "118.9833,30.6279,WGS84")
    assert points(found) == [(30.6279, 118.9833)]
    assert said(found) == {"points_swapped"}


def test_both_in_one_cell_have_no_order() -> None:
    assert said(sheet("经纬度,坐标系", '"118.9833,30.6279",WGS84')) == set()


def test_without_a_datum_it_is_taken_as_gps_and_said() -> None:
    assert said(sheet("纬度,经度", "30.6279,118.9833")) == {"points_datum"}


@pytest.mark.parametrize(("system", "metres"), [("GCJ02", 500), ("GCJ-02", 500), ("bd09", 1000)])
def test_a_point_of_a_chinese_map_is_put_where_it_is(system: str, metres: int) -> None:
    [(latitude, longitude)] = points(sheet("纬度,经度,坐标系", f"30.6279,118.9833,{system}"))
    assert latitude is not None
    assert longitude is not None
    moved = 111_200 * max(abs(latitude - 30.6279), abs(longitude - 118.9833) * 0.86)
    assert metres / 4 < moved < metres * 2


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("在路口,118.9833,WGS84", "points_unread"),
        ("30.6279,,WGS84", "points_unread"),
        ("0,0,WGS84", "points_unread"),
        ("306279,118.9833,WGS84", "points_unread"),
        ("30.6279,118.9833,北京54", "points_system"),
    ],
)
def test_what_cannot_be_meant_is_left_out_and_said(cell: str, sentence: str) -> None:
    found = sheet("纬度,经度,坐标系", cell)
    assert points(found) == [(None, None)]
    assert said(found) == {sentence}


def test_one_far_from_all_others_is_left_out_and_said() -> None:
    near = [f"30.62{n},118.98{n},WGS84" for n in range(5)]
    found = sheet("纬度,经度,坐标系", *near, "31.2304,121.4737,WGS84")
    assert points(found)[-1] == (None, None)
    assert None not in {latitude for latitude, _ in points(found)[:-1]}
    assert said(found) == {"points_far"}


@pytest.mark.parametrize("cell", [",,", "无,无,", "-,-,WGS84"])
def test_nothing_said_is_nothing_odd(cell: str) -> None:
    found = sheet("纬度,经度,坐标系", cell)
    assert (points(found), said(found)) == ([(None, None)], set())


async def known(database: Database) -> dict[str, tuple[float | None, float | None]]:
    found = await database.read(roster.export)
    return {shop.name: (shop.latitude, shop.longitude) for shop in found}


async def apply(database: Database, found: Sheet, now: datetime) -> None:
    async def work(tx: Tx) -> None:
        made = plan(found.entries, await roster.known(tx, now), 10)
        await rosters.apply(tx, made, now, 90, day=date(2026, 11, 24))

    await database.write(work)


async def test_it_is_kept_left_alone_by_an_empty_cell_and_taken_back(database: Database) -> None:
    await apply(database, sheet("纬度,经度,坐标系", "30.6279,118.9833,WGS84", ",,"), NOW)
    assert await known(database) == {"店0": (30.6279, 118.9833), "店1": (None, None)}
    await apply(database, sheet("纬度,经度,坐标系", ",,", ",,"), NOW + timedelta(hours=1))
    assert (await known(database))["店0"] == (30.6279, 118.9833)
    moved = sheet("纬度,经度,坐标系", "30.6288,118.9844,WGS84", "30.6255,118.9811,WGS84")
    await apply(database, moved, NOW + timedelta(hours=2))
    assert await known(database) == {"店0": (30.6288, 118.9844), "店1": (30.6255, 118.9811)}
    await database.write(lambda tx: rosters.undo(tx, NOW + timedelta(hours=3)))
    assert await known(database) == {"店0": (30.6279, 118.9833), "店1": (None, None)}
