"""A picture never moves a star: only what somebody found at the door does, and never with the points of residents."""

import pytest

from storage.ratings import ratings
from tests.player import Player
from tests.stories.intake.conftest import Platform, add_site
from tests.stories.intake.test_case_sheets import hours, sends, three
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def points(town: Town, li: Player) -> dict[str, object]:
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    adjustment = row.figures["adjustment"]
    assert isinstance(adjustment, dict)
    return adjustment


async def before_li(town: Town) -> tuple[Player, Player]:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await add_site(town, "C12", "camera", li.shop_id)
    await weeks_of_looks(town, wang, "1 好", 3)
    return li, wang


async def test_alerts_that_nobody_confirms_change_nothing(town: Town, platform: Platform) -> None:
    li, wang = await before_li(town)
    before = await points(town, li)
    for n in range(5):
        await platform.alert(number=f"a{n}")
        town.clock.forward(minutes=31)
    await wang.taps("没看到")
    assert await points(town, li) == before


async def test_what_a_camera_began_is_an_outsiders_finding_without_the_residents_points(
    town: Town, platform: Platform
) -> None:
    li, wang = await before_li(town)
    await platform.alert()
    await wang.taps("确有其事")
    found = await points(town, li)
    assert found["resident"] == 0


async def test_a_hotlines_ticket_that_is_confirmed_at_the_door_is_a_residents(town: Town) -> None:
    li, wang = await before_li(town)
    chen = await town.manager()
    await sends(chen, three(town))
    await chen.taps("导入")
    await hours(town)
    await wang.taps("确有其事")
    found = await points(town, li)
    assert found["resident"] == -2
