"""A street as it is walked: both sides, stars as number and colour, marks, and its weeks."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from documents.digest.digest_doors import doors_of
from documents.examples import street_week
from documents.street.doors import MARKS, Door, Street
from documents.street.heat import heat_grid
from documents.street.rows import TILE, rows_of_streets
from documents.street.street_picture import DOORS, street_picture
from documents.street.strip import ACROSS, SIGNS, street_pieces, street_strip
from texts import LANGUAGES, speaker

SAY = speaker("zh")
WEEK = street_week()


def door(number: int, star: int | None = 4, *marks: str) -> Door:
    return Door(number, f"店{number}", f"{number}号", number, star, marks)  # type: ignore[arg-type]


def numbers(street: Street) -> list[list[int | None]]:
    return [[d.number for d in side] for side in street.sides]


def test_odd_and_even_numbers_are_two_sides_in_walking_order() -> None:
    both = Street("西津路", tuple(door(n) for n in (1, 2, 3, 4, 5, 6)))
    assert numbers(both) == [[1, 3, 5], [2, 4, 6]]


def test_a_street_whose_numbers_do_not_part_is_one_row() -> None:
    one = Street("南山路", tuple(door(n) for n in (1, 3, 5, 7, 9, 2)))
    assert numbers(one) == [[1, 3, 5, 7, 9, 2]]


def test_every_shop_stands_once_and_the_most_pressing_street_first() -> None:
    streets = doors_of(WEEK)
    assert sorted(d.shop_id for s in streets for d in s.doors) == sorted(shop.id for shop in WEEK.shops)
    assert [s.pressing for s in streets] == sorted((s.pressing for s in streets), reverse=True)


def test_marks_say_what_presses() -> None:
    shops = {d.shop_id: d for s in doors_of(WEEK) for d in s.doors}
    late = {f.shop for f in WEEK.outcomes("overdue", "handed")}
    for shop in WEEK.shops:
        marks = shops[shop.id].marks
        assert ("closed" in marks) == (not shop.possible)
        assert ("overdue" in marks) == (shop.possible and shop.id in late)
        assert ("unseen" in marks) == (shop.possible and not shop.looks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tile_leads_to_its_shop_and_says_so_aloud(language: str) -> None:
    street = Street("西津路", (door(1, 5), door(2, None, "unseen"), door(3, 2, "overdue", "unseen")))
    [piece] = street_pieces(street, speaker(language), lambda n: f"/board/shop/{n}")
    drawn = ET.fromstring(piece.svg)
    links = {a.get("href"): a.get("aria-label") or "" for a in drawn.iter("{http://www.w3.org/2000/svg}a")}
    assert set(links) == {"/board/shop/1", "/board/shop/2", "/board/shop/3"}
    assert drawn.get("role") == "group"
    assert speaker(language)("street.overdue") in links["/board/shop/3"]
    assert speaker(language)("street.unrated") in links["/board/shop/2"]


def test_a_name_cannot_break_out_of_the_picture() -> None:
    street = Street("<路>", (replace(door(1), name='"><script>alert(1)</script>'),))
    for picture in (street_strip(street, SAY), *street_pieces(street, SAY, lambda n: f"/board/shop/{n}")):
        assert "<script" not in picture.svg
        ET.fromstring(picture.svg)


def test_a_long_street_wraps_and_stays_small() -> None:
    street = Street("中溪路", tuple(door(n, 4, "overdue", "unseen") for n in range(1, 121)))
    pieces = street_pieces(street, SAY, lambda n: f"/board/shop/{n}")
    assert sum(len(piece.svg.encode()) for piece in pieces) < 80_000
    assert sum(piece.svg.count("<a ") for piece in pieces) == 120
    assert street_strip(street, SAY).height > 120 // ACROSS * 60


def test_a_piece_is_as_wide_as_a_phone_and_a_finger_meets_each_tile() -> None:
    """The strip was one picture of fourteen tiles: on a phone each was 23 pixels wide and its number six high."""
    for piece in street_pieces(Street("中溪路", tuple(door(n) for n in range(1, 41))), SAY, str):
        shrunk = min(1, 358 / piece.width)
        assert shrunk * 44 >= 44
        assert piece.height > 100


def test_it_is_drawn_for_the_chat_too() -> None:
    with Image.open(io.BytesIO(street_strip(doors_of(WEEK)[0], SAY).png())) as drawn:
        assert drawn.width == street_strip(doors_of(WEEK)[0], SAY).width


def test_the_weeks_are_a_grid_of_stars() -> None:
    doors = (door(1), door(2))
    grid = heat_grid(
        doors, ["2026-W47", "2026-W48"], {(1, "2026-W47"): 3, (1, "2026-W48"): 5, (2, "2026-W48"): None}, SAY
    )
    words = ["".join(t.itertext()) for t in ET.fromstring(grid.svg).iter("{http://www.w3.org/2000/svg}text")]
    assert {"47", "48", "3", "5"} <= set(words)


def test_the_chat_gets_the_worst_street_with_its_weeks_and_the_doors_that_press() -> None:
    """Of a long street the doors where something presses, in walking order; the others are counted."""
    doors = tuple(door(n, 4, *(("overdue",) if n in (55, 70) else ())) for n in range(1, 81))
    then = {(n, week): 4 for n in range(1, 81) for week in ("2026-W47", "2026-W48")}
    picture = street_picture(Street("中溪路", doors), then, SAY)
    words = ["".join(t.itertext()) for t in ET.fromstring(picture.svg).iter("{http://www.w3.org/2000/svg}text")]
    rows = [word for word in words if "店" in word and "号" in word]
    assert len(rows) == DOORS
    assert rows[-2:] == ["55号 店55", "70号 店70"]
    assert {"47", "48"} <= set(words)
    assert SAY("street.others", many=80 - DOORS) in words
    assert picture.height <= 1280, "a messenger leaves it as it is"
    assert picture.png()


def tiles_of(drawn: str) -> list[ET.Element]:
    found = ET.fromstring(f"<svg>{drawn}</svg>").iter("rect")
    return [rect for rect in found if rect.get("width") == str(TILE)]


@pytest.mark.parametrize(("doors", "lines"), [(9, 1), (28, 1), (29, 2), (52, 2), (80, 3)])
def test_on_the_digest_a_long_street_goes_on_in_the_next_line(doors: int, lines: int) -> None:
    """Its end was cut: “+24” stood there instead of the doors."""
    street = Street("中溪路", tuple(door(n) for n in range(1, doors + 1)))
    drawn = rows_of_streets(0, 0, 952, [street], SAY)
    assert len(tiles_of(drawn)) == doors
    assert len({rect.get("y") for rect in tiles_of(drawn)}) == lines
    assert ">+" not in drawn
    assert max(float(rect.get("x") or 0) for rect in tiles_of(drawn)) + TILE <= 952


def test_what_no_line_is_left_for_is_counted() -> None:
    long, short = (
        Street(name, tuple(door(n) for n in range(1, many + 1))) for name, many in (("长街", 200), ("短街", 3))
    )
    drawn = rows_of_streets(0, 0, 952, [long, short], SAY)
    assert f"+{200 - len(tiles_of(drawn))}" in drawn
    assert SAY("digest.streets_more", many=1) in drawn
    assert "短街" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digests_legend_names_every_sign_and_the_empty_tile(language: str) -> None:
    say = speaker(language)
    drawn = rows_of_streets(0, 0, 952, [Street("西津路", (door(1),))] * 40, say)
    words = ["".join(t.itertext()) for t in ET.fromstring(f"<svg>{drawn}</svg>").iter("text")]
    assert {f"{SIGNS[mark]}{say(f'street.{mark}')}" for mark in MARKS} <= set(words)
    assert say("street.unrated") in words
