"""The same person, the same door, the same telephone, however they are written; and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.identity import door_key, person_key, phone_key, place_key, shop_key, street_key, tidy

INVISIBLE = ["\u200b", "\u200d", "\u200e", "\u202a", "\u202d", "\u202c", "\u2066", "\u2069", "\ufeff", "\u00ad"]

SAME_PLACES = [
    ("12号", "西津路"),
    ("12", "西津路"),
    ("１２号", "西津路"),
    ("12 号", "西津路"),
    ("012号", "西津路"),
    ("十二号", "西津路"),
    ("门牌12号", "西津路"),
    ("No.12", "西津路"),
    ("12號", "西津路"),
    ("西津路12号", "西津路"),
    ("西津路１２ 号", ""),
    ("宁国市西津街道西津路12号", "西津街道"),
    ("12号", "西津 路"),
    ("12号", "宁国市西津路"),
    ("\ufeff12号", "西津路\u200b"),
]


@pytest.mark.parametrize(("door", "street"), SAME_PLACES)
def test_one_door_however_it_is_written(door: str, street: str) -> None:
    assert place_key("李记面馆（总店）", door, street) == place_key("李记 面馆(总店)", "12号", "西津路")


OTHER_DOORS = ["12-3号", "12号附3", "12号楼上", "12号2室", "122号", "1号2", "A12号", "14号", ""]


@pytest.mark.parametrize("door", OTHER_DOORS)
def test_other_doors_stay_others(door: str) -> None:
    assert door_key(door) != door_key("12号")
    assert len({door_key(other) for other in OTHER_DOORS}) == len(OTHER_DOORS)


@pytest.mark.parametrize(
    ("one", "other"), [("12-3号", "12—3 号"), ("12号附3", "12附3号"), ("12a号", "12A"), ("74 Trongate", "74  trongate")]
)
def test_parts_behind_the_number_are_compared_too(one: str, other: str) -> None:
    assert door_key(one) == door_key(other)


SAME_PEOPLE = [
    ("张三", "张　三"),
    ("张三", "张 三"),
    ("张三", "张三\u200b"),
    ("王小明", "王小明先生"),
    ("王小明", "王小明（店长）"),
    ("阿不都·热合曼", "阿不都•热合曼"),
    ("John Li", "Mr. John Li"),
    ("john li", "ＪＯＨＮ　ＬＩ"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PEOPLE)
def test_one_person_however_the_name_is_written(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("王芬", "王芳"), ("王先生", "王女士"), ("张三", "张三丰"), ("赵老板", "赵经理"), ("王芳（大）", "王芳（小）")],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize(
    "written",
    [
        "13900000001",
        "139-0000-0001",
        "+86 139 0000 0001",
        "0086-13900000001",
        "\u202d13900000001\u202c",
        "１３９０００００００１",
    ],
)
def test_one_telephone(written: str) -> None:
    assert phone_key(written) == "13900000001"


def test_streets_keep_what_tells_them_apart() -> None:
    assert street_key("西津路北段") != street_key("西津路")
    assert street_key("西津街道") == "西津街道"
    assert street_key("西津街道西津路") == street_key("西津路")


def test_shown_names_lose_only_what_nobody_meant() -> None:
    assert [tidy(words) for words in ("张　三", "西津 路", "12 号", "Ann  Lee", "李\u200b记")] == [
        "张三",
        "西津路",
        "12号",
        "Ann Lee",
        "李记",
    ]


@given(st.text(alphabet="张三李四西津路12号附ab-（）() ", max_size=14), st.integers(0, 14), st.sampled_from(INVISIBLE))
def test_what_cannot_be_seen_never_counts(words: str, at: int, mark: str) -> None:
    marked = words[:at] + mark + words[at:]
    for key in (person_key, shop_key, street_key, door_key, phone_key):
        assert key(marked) == key(words), key.__name__
