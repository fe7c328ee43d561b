"""House numbers as people write them, in the order one walks past them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.shops.doors import Door, address, read_door, street_of, walk_key

READ = [
    ("66", Door("", 66)),
    ("１２号", Door("", 12)),
    ("十二号", Door("", 12)),
    ("12-3号", Door("", 12, ("3",))),
    ("西津路88号附2", Door("西津路", 88, ("2",))),
    ("西津路88号附十", Door("西津路", 88, ("10",))),
    ("宁国市西津街道中溪路12-3号", Door("中溪路", 12, ("3",))),
    ("安徽省宁国市甲路镇一环路一百零二号", Door("一环路", 102)),
    ("津河西路翡翠小区3号楼105室", Door("津河西路", 3, ("105",))),
    ("宁阳西路128-130号", Door("宁阳西路", 128, ("130",))),
    ("318国道56号", Door("318国道", 56)),
    ("中溪路B座5号", Door("中溪路", 5, ("b",))),
    ("西津路 88 号", Door("西津路", 88)),
    ("菜市场门口", Door("", None, ("菜市场门口",))),
    ("", Door("", None)),
    ("74A Trongate", Door("trongate", 74, ("a",))),
    ("Unit 2A, 74 Trongate", Door("trongate", 74, ("2", "a"))),
    ("Flat 6/2, 30 Kingsway Court", Door("kingsway court", 30, ("6", "2"))),
    ("G1 Lowry Designer Outlet, The Quays, Salford", Door("the quays", None, ("g1 lowry designer outlet salford",))),
    ("12-14 High Street", Door("high street", 12, ("14",))),
    ("Unit G1, Ropemaker Park, South Road, Hailsham", Door("south road", None, ("unit g1 ropemaker park hailsham",))),
]


@pytest.mark.parametrize(("text", "door"), READ, ids=[t for t, _ in READ])
def test_a_door_is_read(text: str, door: Door) -> None:
    assert read_door(text) == door


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Unit 2A, 74 Trongate", "Trongate"),
        ("Flat 3/2, 9 Randolph Gate", "Randolph Gate"),
        ("宁国市西津街道中溪路12-3号", "中溪路"),
        ("12号", ""),
        ("Unit G1, Wem Industrial Estate, Soulton Road, Wem", "Soulton Road"),
    ],
)
def test_the_street_is_guessed_as_written(text: str, street: str) -> None:
    assert street_of(text) == street


def test_a_street_sorts_as_one_walks() -> None:
    doors = [
        "中溪路2号",
        "3",
        "9号",
        "10号",
        "12号",
        "12-1号",
        "12-3号",
        "12号附10",
        "88号A",
        "88号b",
        "102号",
        "路口早点车",
    ]
    assert sorted(random.Random(5).sample(doors, len(doors)), key=lambda d: walk_key(d, "中溪路")) == doors


@pytest.mark.parametrize(
    ("street", "door", "whole"),
    [
        ("津河路", "1号", "津河路1号"),
        ("津河路", "津河路1号", "津河路1号"),
        ("中溪路", "西津街道中溪路12号", "西津街道中溪路12号"),
        ("Trongate", "74", "Trongate 74"),
        ("Trongate", "74 Trongate", "74 Trongate"),
        ("", "3号", "3号"),
        ("津河路", "", "津河路"),
    ],
)
def test_an_address_names_its_street_once(street: str, door: str, whole: str) -> None:
    """“津河路津河路1号” stood on certificates and in every list."""
    assert address(street, door) == whole


def test_one_street_whether_the_road_is_written_or_not() -> None:
    assert walk_key("西津路88号", "西津路") == walk_key("88", "西津路")
    assert walk_key("74 Trongate", "Trongate") == walk_key("74", "Trongate")


@given(st.text(max_size=60), st.text(max_size=20))
def test_nothing_a_person_writes_is_refused(text: str, street: str) -> None:
    assert walk_key(text, street)
    street_of(text)


@given(st.integers(0, 99999), st.integers(0, 99999))
def test_house_numbers_sort_as_numbers(a: int, b: int) -> None:
    assert (walk_key(f"{a}号") < walk_key(f"{b}号")) == (a < b)
