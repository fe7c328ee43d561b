"""What a run keeps of its grids: packed together each is as if it were alone, and opens again byte for byte."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.ratings.as_of import Case
from storage.ratings.evidence_packing import STATES, Kept, Said, pack_cases, pack_looks, pack_reported
from storage.ratings.evidence_tables import AllParts, late_shops
from storage.ratings.packed_inputs import EMPTY, NOTHING, Parts
from storage.ratings.world_packing import packed_grids, unpacked_parts

TODAY = date(2026, 11, 29)
DUTIES = ("hygiene", "order", "green", "facility", "facade")
AT = 1_790_000_000_000


def some_parts(dice: random.Random) -> Parts:
    """A shop's history; duties stand in any order, and most instants are missing."""
    if dice.random() < 0.2:
        return dice.choice((NOTHING, Parts(looks=EMPTY, cases=pack_cases([a_case(dice)]), reported=EMPTY)))
    looks = [a_look(dice, n) for n in range(dice.randrange(4))]
    checks = [Said(a_day(dice), dice.randrange(AT), DUTIES, (dice.choice(DUTIES),)) for _ in range(dice.randrange(3))]
    return Parts(pack_looks(looks), pack_cases([a_case(dice) for _ in range(dice.randrange(5))]), pack_reported(checks))


def a_day(dice: random.Random) -> date:
    return TODAY - timedelta(days=dice.randrange(400))


def a_look(dice: random.Random, number: int) -> Kept:
    duties = tuple(dice.sample(DUTIES, dice.randrange(1, 6)))
    facts = {duty: dice.choice((0.0, 0.5, 1.0)) for duty in duties if dice.random() < 0.5}
    said = Said(a_day(dice), dice.randrange(AT), duties, duties[:1]) if dice.random() < 0.5 else None
    return Kept(
        number,
        a_day(dice),
        AT,
        dice.randrange(9),
        "cross",
        duties,
        facts,
        frozenset(duties[:1]),
        said,
        dice.randrange(5),
    )


def a_case(dice: random.Random) -> Case:
    due, overdue, fixed, fixed_by, checked, again = (
        dice.randrange(AT) if dice.random() < 0.3 else None for _ in range(6)
    )
    return Case(
        id=dice.randrange(1 << 40),
        shop_id=1,
        tenure_id=dice.randrange(300),
        duty=dice.choice(DUTIES),
        origin="self",
        found_by=0,
        observation_id=None,
        day=a_day(dice),
        opened_at=dice.randrange(AT),
        due_at=due,
        state=dice.choice(STATES),
        overdue_at=overdue,
        fixed_at=fixed,
        fixed_by=fixed_by,
        checked_at=checked,
        again_at=again,
        resident=False,
    )


@pytest.mark.parametrize("seed", range(20))
def test_grids_packed_together_are_each_as_if_alone(seed: int) -> None:
    dice = random.Random(seed)
    grids = [[some_parts(dice) for _ in range(dice.randrange(1, 5))] for _ in range(dice.randrange(1, 5))]
    whole = packed_grids(every(grids).tables, [len(parts) for parts in grids])
    assert whole == [packed_grids(every([parts]).tables, [len(parts)])[0] for parts in grids]
    assert [unpacked_parts(kept, len(parts)) for kept, parts in zip(whole, grids, strict=True)] == grids


def every(grids: list[list[Parts]]) -> AllParts:
    return AllParts(enumerate([part for parts in grids for part in parts]))


@pytest.mark.parametrize("mark", ["opened_at", "overdue_at", "fixed_at", "checked_at", "again_at"])
def test_whatever_was_recorded_after_the_cut_off_makes_a_shop_late(mark: str) -> None:
    dice = random.Random(mark)
    calm = [a_case(dice) for _ in range(3)]
    marked = pack_cases([*calm, replace(a_case(dice), **{mark: AT + 1})])
    parts = AllParts({5: Parts(cases=pack_cases(calm)), 7: Parts(cases=marked), 9: NOTHING})
    assert late_shops(parts, AT) == {"looks": set(), "cases": {7}, "reported": set()}
    assert not any(late_shops(parts, AT + 1).values())
