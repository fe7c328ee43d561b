"""Two points for a report of somebody from the street, none for a colleague who should have recorded a look.

Who they were when they reported stands for good: a week made anew finds the same points.
"""

import pytest

from storage.people import erasure, people
from storage.ratings import ratings
from tests.player import Player
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def confirmed(town: Town, wang: Player, *reporters: Player) -> None:
    """All of them say the same of 李记面馆, one after another, and its member finds it so."""
    await weeks_of_looks(town, wang, "1 好", 3)
    for reporter in reporters:
        await reporter.says("反映 李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")


async def points(town: Town, li: Player) -> object:
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    adjustment = row.figures["adjustment"]
    assert isinstance(adjustment, dict)
    return adjustment["resident"]


async def test_a_neighbours_report_counts_once_it_is_confirmed(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhang = await town.merchant("张姐水果")
    await confirmed(town, wang, zhang)
    assert await points(town, li) == -2


@pytest.mark.parametrize("role", ["squad", "member", "secretary", "manager"])
async def test_a_colleagues_report_takes_no_points_beside_what_was_found(town: Town, role: str) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    colleague = await town.staff("赵队", role)
    await confirmed(town, wang, colleague)
    assert await points(town, li) == 0


async def test_a_neighbour_who_says_the_same_after_a_colleague_counts(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    zhang = await town.merchant("张姐水果")
    await confirmed(town, wang, squad, zhang)
    assert await points(town, li) == -2


async def test_what_becomes_of_a_neighbour_changes_no_week_that_was_rated(town: Town) -> None:
    """The points were gone once the reporter had become a member, or was erased."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhang = await town.merchant("张姐水果")
    await confirmed(town, wang, zhang)
    assert await points(town, li) == -2
    await town.make_member(zhang)
    assert (await town.job("ratings")).counts == {"unchanged": 1}
    await town.database.write(lambda tx: erasure.erase(tx, zhang.person_id, town.clock()))
    assert (await town.job("ratings")).counts == {"unchanged": 1}


async def test_a_colleague_who_leaves_the_work_takes_no_points_afterwards(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    await confirmed(town, wang, squad)
    assert await points(town, li) == 0
    await town.database.write(lambda tx: people.revoke(tx, squad.person_id, "squad", by=None, now=town.clock()))
    assert (await town.job("ratings")).counts == {"unchanged": 1}


async def test_who_reports_their_own_shop_loses_nothing_by_it(town: Town) -> None:
    """Honesty never costs, whatever word it is said with."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await confirmed(town, wang, li)
    assert await points(town, li) == 0
