"""Two points for a report of somebody from the street, none for a colleague who should have recorded a look."""

import pytest

from storage import ratings
from tests.player import Player
from tests.stories.test_stars import weeks_of_looks
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def adjusted_after(town: Town, reporter: Player, li: Player, wang: Player) -> object:
    """What the score is adjusted by after a report that was confirmed."""
    await weeks_of_looks(town, wang, "1 好", 3)
    await reporter.says("反映 李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    adjustment = row.figures["adjustment"]
    assert isinstance(adjustment, dict)
    return adjustment["resident"]


async def test_a_neighbours_report_counts_once_it_is_confirmed(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    zhang = await town.merchant("张姐水果")
    assert await adjusted_after(town, zhang, li, wang) == -2


@pytest.mark.parametrize("role", ["squad", "member", "secretary", "manager"])
async def test_a_colleagues_report_takes_no_points_beside_what_was_found(town: Town, role: str) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    colleague = await town.staff("赵队", role)
    assert await adjusted_after(town, colleague, li, wang) == 0
