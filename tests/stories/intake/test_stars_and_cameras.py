"""A picture never moves a star: only what somebody found at the door does, and never with the points of residents."""

from random import Random

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


TAPS = (
    *("误报", "转下去", "是销售点", "没看到", "不是店家的", "写明地点", "先回一句", "办好了", "不归我们办"),
    *("眼下办不了", "发", "解决了", "导入", "算了"),
)
"""Everything that may be tapped of what other systems sent, but “it is so” at a door."""


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_systems_send_and_desks_do_no_star_moves_without_a_finding_at_a_door(
    town: Town, platform: Platform, seed: int
) -> None:
    li, wang = await before_li(town)
    chen, zhou = await town.manager(), await town.staff("周坐席", "desk")
    before = await points(town, li)
    dice = Random(seed)
    for step in range(40):
        kind = dice.randrange(5)
        if kind == 0:
            code, camera = dice.choice(("0501", "0504", "0110", "?")), dice.choice(("C12", "X1", ""))
            place = dice.choice(("", "李记面馆门口", "鼓楼巷"))
            await platform.alert(camera, code, place=place, text=dice.choice(("", "秩序乱，货出店")))
        elif kind == 1 and step % 9 == 0:
            await sends(dice.choice((chen, zhou)), three(town))
        elif kind == 1:
            town.clock.forward(minutes=dice.choice((5, 31, 600)))
            await town.job("intake")
        else:
            await tap_something(dice, dice.choice((chen, zhou, wang)))
            await hours(town)
    assert await platform.rows()
    assert await points(town, li) == before
    assert await town.database.read(lambda tx: tx.rows("export_findings")) == []
    assert li.heard == [], "a shop hears only of what somebody found"


async def tap_something(dice: Random, player: Player) -> None:
    """One of the choices on the newest of their messages that have any, or some words where a sentence is asked for."""
    shown = next((said for said in reversed(player.screen) if said.reply.choices), None)
    may = [b for b in shown.reply.choices if any(b.label.startswith(tap) for tap in TAPS)] if shown else []
    if may and dice.random() < 0.7:
        await player.taps(dice.choice(may).label, on=shown)
    else:
        await player.says(dice.choice(("待办", "告警", "结果", "鼓楼巷3号", "看过了")))
