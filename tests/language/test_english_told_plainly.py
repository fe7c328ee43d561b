"""English beside a plain fault, things called well one after another, and what was put right told by how it is now."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "duties"),
    [
        ("a customer spilled soy milk all over the front steps and i'm alone in the shop", {"hygiene"}),
        ("somebody spilled noodle soup by my step, haven't washed it yet", {"hygiene"}),
        ("my delivery guy left twelve crates on the sidewalk", {"order"}),
        ("a customer's coat is hanging on the tree outside my door", {"green"}),
        ("one letter of our sign went dark last night", {"facade"}),
        ("sign did not come on last night and I don't know why, other things fine", {"facade"}),
        ("the P on our sign is dead so it just says HARMACY", {"facade"}),
        ("the paving by our door sank after the rain", {"facility"}),
        ("No on order, yes on the rest", {"order"}),
        ("everything except greenery", {"green"}),
        ("all good except the bikes across the door", {"order"}),
        ("A lorry ran over the kerb in front of us and cracked it", {"facility"}),
        ("one of the kerb bricks got knocked out by a van", {"facility"}),
        ("kids drew on my wall with chalk", {"facade"}),
        ("still got yesterday's pallets standing on the sidewalk", {"order"}),
        ("Four duties good. One not: the sun umbrella stands over the line", {"order"}),
    ],
)
def test_what_stands_beside_a_fault_leaves_it_plain(
    says: str, duties: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(says, who["merchant"])) == ({f"bad:{duty}" for duty in duties}, False)


@pytest.mark.parametrize(
    "says",
    [
        "neighbour say my sign is off at night, i dont know",
        "all good except I haven't looked at the sign",
        "somebody parked in front of my shop",
        "they say the floor is dirty but it's not true",
        "oil on the steps? no idea who says that",
        "the glass was dirty last night, gone now",
        "I took a photo of the broken tile across the road",
        "the sign looks faint on your photo",
        "I was sick on Monday",
    ],
)
def test_what_takes_it_back_leaves_it_open(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["merchant"]))
    assert not any(fact.startswith("bad:") for fact in did)


@pytest.mark.parametrize(
    "says",
    [
        "I did my round at half past seven and it's all as it should be",
        "cages in, floor mopped, sign lit, trees ok, paving ok",
        "Swept, nothing outside, sign's on. We're good!",
        "clean, tidy, lights on, trees ok, pavement ok",
        "Just finished checking, everything is in its place and working",
        "all five done love",
    ],
)
def test_all_five_are_met_one_by_one_or_beside_a_story(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == ({"ok"}, False)


@pytest.mark.parametrize(
    "says",
    [
        "floor mopped, sign lit",
        "my knee is all good again, thanks",
        "swept, sign lit, trees ok, but the paving is cracked",
        "hope everything is fine at the shop",
        "floor mopped, sign lit, trees ok, paving not yet",
        "Busy day, so many customers, can't complain haha",
    ],
)
def test_less_than_that_credits_nothing(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert "ok" not in read_as(reader.read(says, who["merchant"]))[0]


@pytest.mark.parametrize(
    "says",
    [
        "Electrician came, sign is bright again",
        "Grease spot gone, used hot water and soda",
        "done, moved the scooter to the proper bay",
        "New bulb is in, the sign lights up again",
        "the banner is down from the tree now",
        "washed the entrance with soap, no more grease",
        "put the bikes back in the rack like you asked",
        "have taken the lanterns off the tree",
        "The loose slab was relaid this afternoon",
        "got rid of the graffiti this morning",
        "crates are back in the storeroom",
        "The washing line on the tree has been taken down, please come and have a look",
    ],
)
def test_how_it_is_now_tells_that_it_was_put_right(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == ({"fixed"}, False)


@pytest.mark.parametrize(
    "says", ["one letter is gone again", "the sign: two tubes gone", "my boxes are out again", "put them back out"]
)
def test_what_is_gone_or_out_again_is_not(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert "fixed" not in read_as(reader.read(says, who["merchant"]))[0]


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("4 yes 5 yes 7 no, towel rack on the pavement", {"4 ok", "5 ok", "7 order=0"}),
        ("1 ok 2 ok 3 order no 4 ok 5 hygiene no", {"1 ok", "2 ok", "3 order=0", "4 ok", "5 hygiene=0"}),
        ("Restaurant passes. Bun shop doesn't, steamers out on the kerb", {"8 ok", "3 order=0"}),
        ("3 ok, 4 ok, and six got his wheelbarrows out on the path again", {"3 ok", "4 ok", "6 order=0"}),
        ("Did 9 and 10. Nine ok, ten has rotten oranges lying round the door", {"9 ok", "10 hygiene=0"}),
        ("Tea shop kids tied balloons on the trees", {"9 green=0"}),
        ("Someone's zip-tied a banner to the tree by number 2", {"2 green=0"}),
        ("1 and 2 well, at 3 the lamp by the door isn't on", {"1 ok", "2 ok", "3 facade=0"}),
        ("The barber swept the hair into the gutter", {"7 hygiene=0"}),
        ("7 had a bench in the walkway. talked to him, he pulled it in", {"7 order=0.5"}),
        ("1, 2 and 3 done: 1 fine, 2 fine, 3 dirty step", {"1 ok", "2 ok", "3 hygiene=0"}),
        ("nine: cups in the planter, the kid fished them out right away", {"9 green=0.5"}),
        ("7 bin tipped over and trash on the ground", {"7 hygiene=0"}),
        ("ok the fruit man put his baskets in as soon as he saw me", {"10 order=0.5"}),
    ],
)
def test_a_member_tells_one_shop_after_another(
    says: str, meant: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(says, who["member"])) == (meant, False)
