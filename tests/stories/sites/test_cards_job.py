"""Once a quarter: cards that nobody opens are looked after, and what is put off is said."""

from datetime import datetime

import pytest

from storage.sites import cards
from tests.sites import a_card, a_site
from tests.town import ZONE, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def test_a_card_that_nobody_opens_is_on_its_keepers_list_and_one_that_is_opened_is_not(town: Town) -> None:
    keeper, chen = await town.member("王芳"), await town.manager()
    town.clock.at(datetime(2026, 9, 1, 9, tzinfo=ZONE))
    site = await a_site(town, keeper=keeper)
    await a_card(town, site, "南门")
    opened = await a_card(town, site, "3栋")
    resident = town.player("居民")
    await resident.says("翠竹苑楼道堆物")
    await keeper.says("26-00001")
    await keeper.taps("眼下办不了")
    await keeper.says("要等产权单位")
    await keeper.taps("发")
    day = datetime(2027, 1, 4, 9, 40, tzinfo=ZONE)
    await town.database.write(lambda tx: cards.opened(tx, opened, datetime(2026, 12, 20, tzinfo=ZONE).date()))
    await town.pass_to(day, "cards")
    keeper.sees_somewhere("90 天没人扫过", "翠竹苑 南门")
    keeper.sees_no("翠竹苑 3栋")
    chen.sees_somewhere("挂账的诉求有 1 件")
