"""Where shops stand, drawn without a map service: north up, to scale, every tile whole, and nothing where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import cos, radians
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.street.doors import Door, Street
from documents.street.placing import METRES_A_DEGREE, ground_of, spread
from documents.street.point_map import FEW, NARROW, TILE, WIDE, door_spots, point_map, street_spots
from texts import LANGUAGES, speaker

SAY = speaker("zh")
HERE = (30.6279, 118.9833)
SVG = "{http://www.w3.org/2000/svg}"


def door(number: int, point: tuple[float, float] | None, star: int | None = 4) -> Door:
    return Door(number, f"店{number}", f"{number}号", number, star, (), point)  # type: ignore[arg-type]


def row(many: int) -> list[Door]:
    """Doors of one street that goes east, ten metres apart."""
    return [door(n, (HERE[0], HERE[1] + n * 10 / METRES_A_DEGREE / cos(radians(HERE[0])))) for n in range(many)]


def drawn(doors: list[Door]) -> ET.Element:
    picture = point_map(door_spots(doors, SAY, lambda n: f"/board/shop/{n}"), "地图", SAY)
    assert picture is not None
    return ET.fromstring(picture.svg)


def test_where_no_place_is_known_nothing_is_drawn() -> None:
    assert point_map(door_spots([door(1, None)], SAY, str), "地图", SAY) is None
    assert street_spots([Street("西津路", (door(1, None),))], SAY, str) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tile_leads_to_its_shop_with_its_star_and_its_marks(language: str) -> None:
    say = speaker(language)
    doors = [replace(door(1, HERE, 2), marks=("overdue", "unseen")), door(2, None), door(3, HERE, None)]
    picture = point_map(door_spots(doors, say, lambda n: f"/board/shop/{n}"), "map", say)
    assert picture is not None
    links = {a.get("href"): a for a in ET.fromstring(picture.svg).iter(f"{SVG}a")}
    assert set(links) == {"/board/shop/1", "/board/shop/3"}
    assert [t.text for t in links["/board/shop/1"].iter(f"{SVG}text")] == ["2", "▲ ○"]
    assert say("street.overdue") in (links["/board/shop/1"].get("aria-label") or "")
    assert say("street.unrated") in (links["/board/shop/3"].get("aria-label") or "")


def test_north_is_up_and_east_is_right() -> None:
    north, east = (HERE[0] + 0.002, HERE[1]), (HERE[0], HERE[1] + 0.002)
    ground = ground_of([HERE, north, east], NARROW, TILE)
    (x, y), up, right = (ground.at(point) for point in (HERE, north, east))
    assert up[1] < y
    assert right[0] > x
    assert (right[0] - x) / (y - up[1]) == pytest.approx(cos(radians(HERE[0])), rel=0.01), (
        "a metre is a metre both ways"
    )


@given(
    st.lists(
        st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01)).map(lambda d: (HERE[0] + d[0], HERE[1] + d[1])),
        min_size=1,
        max_size=60,
    )
)
def test_no_tile_covers_another_or_leaves_the_map(points: list[tuple[float, float]]) -> None:
    ground = ground_of(points, NARROW, TILE)
    corners = spread(ground, points, TILE)
    assert all(0 <= x <= ground.width - TILE[0] and 0 <= y <= ground.height - TILE[1] for x, y in corners)
    for (a, b), (c, d) in combinations(corners, 2):
        assert abs(a - c) >= TILE[0] or abs(b - d) >= TILE[1]


def test_a_tile_stands_at_its_point_where_there_is_room() -> None:
    doors = [door(1, HERE), door(2, (HERE[0] + 0.001, HERE[1] + 0.001))]
    ground = ground_of([HERE, (HERE[0] + 0.001, HERE[1] + 0.001)], NARROW, TILE)
    for point, corner in zip(
        (d.point for d in doors), spread(ground, [d.point for d in doors if d.point], TILE), strict=True
    ):
        assert point is not None
        x, y = ground.at(point)
        assert abs(corner[0] + TILE[0] / 2 - x) <= 8
        assert abs(corner[1] + TILE[1] / 2 - y) <= 8


def test_many_tiles_stand_on_a_wider_map_that_stays_small() -> None:
    few, many = drawn(row(FEW)), drawn(row(120))
    assert (few.get("width"), many.get("width")) == (str(NARROW), str(WIDE))
    assert len(list(many.iter(f"{SVG}a"))) == 120
    assert len(ET.tostring(many)) < 80_000


def test_a_street_of_a_large_town_is_one_tile_with_its_middle_star() -> None:
    doors = tuple(replace(d, star=star) for d, star in zip(row(4), (1, 4, 4, None), strict=True))
    late = replace(doors[0], marks=("overdue",))
    [spot] = street_spots([Street("西津路", (late, *doors[1:]))], SAY, lambda name: f"/board/street?name={name}")
    assert (spot.star, spot.marks, spot.name) == (4, ("overdue",), "西津路")
    assert "超期没改 1" in spot.told


def test_a_name_cannot_break_out_of_the_map() -> None:
    spots = street_spots([Street('"><script>x</script>', tuple(row(2)))], SAY, lambda name: f"/?{name}")
    picture = point_map(spots, "<b>", SAY)
    assert picture is not None
    assert "<script" not in picture.svg
    ET.fromstring(picture.svg)
