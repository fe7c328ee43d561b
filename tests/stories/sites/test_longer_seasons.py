"""A season lasts longer, in whatever way that is said: its permits run on, and each gets a new paper at once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from storage.sites import permits
from tests.player import Player
from tests.stories.roster.test_site_list import sends
from tests.stories.sites.test_permits import TODAY, melons, permit_of, states, telegram
from tests.town import ZONE, Town


async def has_paper(town: Town) -> bool:
    return not await town.database.read(permits.undrawn)


async def given(town: Town, days: int) -> tuple[Player, Player]:
    """A manager, and a farmer with a permit on paper for the season."""
    chen, sun, farmer = await town.manager(), await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun, days=days)
    await permit_of(town, farmer)
    await sun.taps("给证")
    await town.hours.run_asked()
    await town.settle()
    assert await has_paper(town)
    return chen, farmer


@pytest.mark.parametrize("how", ["sheet", "extend", "open"])
async def test_a_season_that_lasts_longer_brings_a_new_paper_at_once(town: Town, how: str) -> None:
    """A later end in the list of sites left the permits at the old one, and the promised paper came a day later."""
    chen, farmer = await given(town, days=2)
    if how == "sheet":
        await sends(chen, "西津路瓜点,销售点,2026-12-31", head="点位,类别,结束")
        await chen.taps("确认导入")
    else:
        await chen.says("销售点 延 西津路瓜点 12月31日" if how == "extend" else "销售点 开 西津路瓜点 12月31日")
        await chen.taps("就这样")
    farmer.sees("延到12月31日")
    assert not await has_paper(town)
    await town.hours.run_asked()
    await town.settle()
    assert await has_paper(town)
    await town.pass_to(datetime.combine(TODAY + timedelta(days=4), time(9), ZONE), "site-season")
    assert await states(town) == ["given"]
    await farmer.says("我的销售证")
    farmer.sees("到12月31日")


@telegram
async def test_a_list_of_sites_taken_back_takes_the_longer_season_back(town: Town) -> None:
    chen, farmer = await given(town, days=10)
    await sends(chen, "西津路瓜点,销售点,2026-12-31", head="点位,类别,结束")
    await chen.taps("确认导入")
    farmer.sees("延到12月31日")
    await chen.taps("撤回")
    await farmer.says("我的销售证")
    farmer.sees("到12月3日")
