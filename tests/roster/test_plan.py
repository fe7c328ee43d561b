"""What a roster would do, case by case: who is new, who is somebody else, what is refused and with which rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programme.roster.roster import Entry, Known, KnownMember, KnownShop, Plan
from programme.roster.roster_plan import plan

LI = Entry(2, "李记面馆", "12号", "西津路", "001", owner="李长顺", phone="13800001000")
SHOP = KnownShop(
    7,
    "李记面馆",
    "12号",
    "西津路",
    "001",
    "西津路",
    "餐饮",
    None,
    None,
    (),
    "",
    "",
    "李长顺",
    "13800001000",
    None,
    None,
    False,
    True,
)
WANG = KnownMember(3, "王芳", "13800002001", "第一支部", reachable=True, invited=False)


def judged(*entries: Entry, shops: tuple[KnownShop, ...] = (), members: tuple[KnownMember, ...] = ()) -> Plan:
    return plan(entries, Known(shops, members), 10)


HOLDERS = [
    ({}, ""),
    ({"owner": "", "phone": ""}, ""),
    ({"owner": "胡春生", "phone": "13800009999"}, "new"),
    ({"owner": "胡春生", "phone": ""}, "new"),
    ({"owner": "胡春生"}, "filled"),
    ({"phone": "13800009999"}, "filled"),
    ({"owner": "", "phone": "13800009999"}, "new"),
]


@pytest.mark.parametrize(("changes", "holder"), HOLDERS)
def test_who_answers_for_the_place(changes: dict[str, str], holder: str) -> None:
    """Another name is another holder unless the telephone is the same; a new telephone of the same name is none."""
    step = judged(replace(LI, **changes), shops=(SHOP,)).steps[0]
    assert step.holder == holder


def test_a_name_for_a_place_nobody_was_named_for_is_no_new_holder() -> None:
    nameless = replace(SHOP, owner="", phone="")
    assert judged(LI, shops=(nameless,)).steps[0].holder == "filled"


def test_what_is_not_said_stays() -> None:
    step = judged(replace(LI, trade=None, grid=""), shops=(SHOP,)).steps[0]
    assert not step.is_change


def test_what_is_said_changes() -> None:
    step = judged(replace(LI, trade="小吃", duties=("order",), grid="一网格"), shops=(SHOP,)).steps[0]
    assert set(step.fields) == {"trade", "duties", "grid"}


def test_the_same_name_at_another_door_is_another_shop() -> None:
    found = judged(LI, replace(LI, row=3, door="14号"), shops=(SHOP,))
    assert [s.shop for s in found.steps] == [SHOP, None]


def test_a_place_named_twice_is_two_shops_and_said() -> None:
    found = judged(LI, replace(LI, row=3), shops=(SHOP,))
    assert len(found.new) == 1
    assert [e.row for e in found.twice] == [3]
    again = judged(LI, replace(LI, row=3), shops=(SHOP, replace(SHOP, id=8)))
    assert [s.shop.id for s in again.steps if s.shop] == [7, 8]
    assert again.unchanged == 2


def test_eleven_shops_for_one_member_are_refused_with_their_rows() -> None:
    rows = [replace(LI, row=n + 2, door=f"{n}号", member="王芳") for n in range(11)]
    (refusal,) = judged(*rows).refusals
    assert (refusal.key, refusal.name, refusal.many) == ("over_ten", "王芳", 11)
    assert refusal.rows == tuple(range(2, 13))


def test_shops_the_roster_does_not_name_count_too() -> None:
    others = tuple(replace(SHOP, id=n, door=f"旧{n}", member_id=WANG.id, number=n) for n in range(1, 11))
    (refusal,) = judged(replace(LI, member="王芳"), shops=others, members=(WANG,)).refusals
    assert (refusal.key, refusal.many) == ("over_ten", 11)


def test_numbers_once_given_stay_and_gaps_are_filled_in_walking_order() -> None:
    kept = replace(SHOP, member_id=WANG.id, number=2)
    leaving = replace(SHOP, id=8, door="13号", member_id=WANG.id, number=1)
    entries = [
        replace(LI, member="王芳"),
        replace(LI, row=3, door="13号", member="张建国"),
        replace(LI, row=4, door="30号", walk="030", member="王芳"),
        replace(LI, row=5, door="20号", walk="020", member="王芳"),
    ]
    found = judged(*entries, shops=(kept, leaving), members=(WANG,))
    assert [s.number for s in found.steps] == [0, 1, 3, 1]


def test_a_telephone_means_the_member_whatever_the_name() -> None:
    found = judged(replace(LI, member="王芬", member_phone=WANG.phone), members=(WANG,))
    assert found.members[0].known == WANG
    assert found.members[0].is_changed


def test_the_same_name_with_another_telephone_is_somebody_else() -> None:
    found = judged(replace(LI, member="王芳", member_phone="13800007777"), members=(WANG,))
    assert found.members[0].known is None


def test_a_name_alone_means_the_one_who_bears_it() -> None:
    found = judged(replace(LI, member="王芳"), members=(WANG,))
    assert (found.members[0].known, found.members[0].phone) == (WANG, WANG.phone)
    assert not found.members[0].is_changed


def test_a_name_two_bear_is_refused() -> None:
    (refusal,) = judged(replace(LI, member="王芳"), members=(WANG, replace(WANG, id=4, phone="1"))).refusals
    assert (refusal.key, refusal.rows) == ("which_member", (2,))


def test_one_telephone_in_the_roster_is_enough_for_all_rows_of_that_name() -> None:
    found = judged(
        replace(LI, member="王芳", member_phone="13800007777"), replace(LI, row=3, door="13号", member="王芳")
    )
    assert [(m.name, m.phone, m.rows) for m in found.members] == [("王芳", "13800007777", [2, 3])]


def test_shops_left_without_a_member_are_listed() -> None:
    linked = replace(SHOP, member_id=WANG.id, number=1)
    found = judged(LI, replace(LI, row=3, door="13号"), shops=(linked,), members=(WANG,))
    assert [e.row for e in found.unlinked] == [3]
    assert found.absent == ()


def test_one_telephone_of_two_owners_is_refused() -> None:
    (refusal,) = judged(LI, replace(LI, row=5, name="王记", door="3号", owner="王二")).refusals
    assert (refusal.key, refusal.rows, refusal.name) == ("phone_twice", (2, 5), LI.phone)


def test_one_owner_may_have_several_shops() -> None:
    assert judged(LI, replace(LI, row=5, name="王记", door="3号")).refusals == ()


def test_one_member_telephone_under_two_names_is_refused() -> None:
    rows = [
        replace(LI, member="王芳", member_phone="1"),
        replace(LI, row=3, door="9号", member="王芬", member_phone="1"),
    ]
    assert [(r.key, r.rows) for r in judged(*rows).refusals] == [("member_phone_twice", (2, 3))]


def test_a_place_with_a_holder_stands_there_once() -> None:
    assert [r.key for r in judged(LI, replace(LI, row=3)).refusals] == ["place_twice"]
    nameless = replace(LI, owner="", phone="")
    assert judged(nameless, replace(nameless, row=3)).refusals == ()
    known = (SHOP, replace(SHOP, id=8))
    assert judged(LI, replace(LI, row=3), shops=known).refusals == (), "two that are known as two"
