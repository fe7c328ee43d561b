"""English words in whatever form they stand, shops by whatever English name, and verbs whose second half stands apart."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("3 two pallets dumped on the pavement", "3 order=0"),
        ("Lao Ding's window is plastered with stickers", "7 facade=0"),
        ("All well at Xiao Fang fruit", "10 ok"),
        ("Li's noodle shop is ok", "1 ok"),
        ("greengrocer's good", "10 ok"),
        ("5 has tea cups on the step", "5 hygiene=0"),
        ("number two has flowers on the tree", "2 green=0"),
        ("shop 2 all ok apart from the glass, which is dirty", "2 facade=0"),
        ("Bun shop: greasy puddle by the door. Not on.", "3 hygiene=0"),
        ("dustbin in front of 2 is broken, lid is missing", "2 facility=0"),
        ("fruit guy pulled his crates back in when I asked", "10 order=0.5"),
        ("told the barber to take the towels off the tree and he did", "7 green=0.5"),
        ("Fixed on the spot at 9, a scooter was blocking the tactile path", "9 order=0.5"),
    ],
)
def test_a_member_may_say_it_in_any_form(says: str, meant: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["member"])) == ({meant}, False)


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("All fine at 1, sign dim at 2", {"1 ok", "2 facade=0"}),
        ("sign out at 4; grease on the step at 3", {"4 facade=0", "3 hygiene=0"}),
        ("the fourth and the fifth are fine", {"4 ok", "5 ok"}),
    ],
)
def test_a_clause_that_ends_in_a_shop_is_that_shops(
    says: str, meant: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    """The dim sign at 2 was counted against shop 1."""
    assert read_as(reader.read(says, who["member"]))[0] == meant


def test_an_ordinal_is_a_shop(reader: Reader, who: dict[str, Speaker]) -> None:
    """The dirty window of “the fourth” was counted against the first three."""
    did, _ = read_as(reader.read("first three shops are all right, the fourth has a dirty window", who["member"]))
    assert did == {"1 ok", "2 ok", "3 ok", "4 facade=0"}


@pytest.mark.parametrize(
    "says",
    [
        "Took the boxes in as you asked",
        "moved the crates inside like you asked",
        "Done, flyers scraped off the glass",
        "rolled the carts back inside, sidewalk's clear now",
        "swept up all that broken glass",
        "that oil patch is gone now, used hot water and soda",
        "untied the banner from the tree",
        "picked the cups out of the flower bed like you said",
        "pots are back inside now",
    ],
)
def test_what_was_taken_in_or_off_is_put_right(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert [m.intent for m in reader.read(says, who["merchant"]).certain] == ["fixed"]


@pytest.mark.parametrize(
    "says",
    [
        "hasn't taken the boxes in",
        "can you take the boxes in",
        "will take the washing off the tree at noon",
        "Swept the pavement twice today",
    ],
)
def test_what_is_not_done_is_not_put_right(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert "fixed" not in [m.intent for m in reader.read(says, who["merchant"]).certain]


@pytest.mark.parametrize(
    "says", ["the fruit is fine", "Met the door locked at Mingliang", "3 shut when I came, lights off"]
)
def test_nothing_is_recorded_of_a_front_nobody_spoke_of(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not read_as(reader.read(says, who["member"]))[0]


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("couldn't wipe the glass, it is full of dust", {"bad:facade"}),
        ("Cleanliness yes, order no (scooters everywhere), greenery yes, facilities yes, facade yes", {"bad:order"}),
        ("Everything is ok but the glass door is filthy, will clean it this afternoon", {"bad:facade"}),
        ("I have taken the umbrella down and put the stools away", {"fixed"}),
        ("Oil dripped from the fryer onto the pavement", {"bad:hygiene"}),
        ("cages in, floor mopped, sign lit, trees ok, paving ok", {"ok"}),
    ],
)
def test_a_merchant_may_say_it_in_any_form(says: str, meant: set[str], reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"]))[0] == meant


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("4 yes", "4 ok"),
        ("lamp in front of no 7 is smashed", "7 facility=0"),
        ("Optician's sign is half dead, only two characters lit", "4 facade=0"),
        ("The restaurant's fine apart from a cracked paving slab", "8 facility=0"),
    ],
)
def test_words_that_point_at_others(says: str, meant: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["member"])) == ({meant}, False)
