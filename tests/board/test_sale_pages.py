"""What anybody may read of sale sites, car parks and permits; and the board's list of sites."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from programme.sites.site_kinds import SiteKind
from tests.board.conftest import enters
from tests.player import Player
from tests.sites import a_site
from tests.stories.sites.test_permits import TODAY, melons, permit_of
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


async def a_season(town: Town) -> tuple[Player, Player]:
    """A sale site with a permit given, and two car parks."""
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun)
    await permit_of(town, farmer)
    await sun.taps("给证")
    day_and_night = {"hours": "全天", "fee": "免费", "spaces": 60, "latitude": 30.63, "longitude": 118.98}
    await a_site(town, "桥东停车场", sun, kind=SiteKind.PARKING, **day_and_night)
    await a_site(town, "机关大院", sun, kind=SiteKind.PARKING, hours="18:00-8:00", fee="夜里免费")
    return sun, farmer


async def test_the_melon_map_without_a_map(town: Town, browser: httpx.AsyncClient) -> None:
    await a_season(town)
    await a_site(town, "去年的点", kind=SiteKind.STALL, until=TODAY - timedelta(days=1))
    page = (await browser.get("/city/stalls")).text
    for part in ("西津路瓜点", "西瓜", "西津桥头", "6:00-20:00", "12月23日", "还有 1 个摊位"):
        assert part in page
    for part in ("去年的点", "李大山", "山门村", "<script"):
        assert part not in page
    assert "Sale sites" in (await browser.get("/city/stalls", headers={"accept-language": "en"})).text


async def test_car_parks_say_their_hours_and_not_what_nobody_knows(town: Town, browser: httpx.AsyncClient) -> None:
    await a_season(town)
    page = (await browser.get("/city/parking")).text
    for part in ("桥东停车场", "现在开放", "免费", "60 个车位", "geo:30.63,118.98", "机关大院", "现在不开放"):
        assert part in page
    assert "<script" not in page


async def test_a_permit_is_genuine_until_its_day_with_the_surname_only(town: Town, browser: httpx.AsyncClient) -> None:
    _, farmer = await a_season(town)
    page = await browser.get("/permit/S26-0001")
    assert page.status_code == 200
    for part in ("S26-0001", "是真的", "李老乡", "西瓜", "西津路瓜点", "12月23日"):
        assert part in page.text
    for part in ("大山", "山门村"):
        assert part not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert (await browser.get("/permit/S26-9999")).status_code == 404
    await farmer.says("退证")
    await farmer.taps("退")
    gone = (await browser.get("/permit/s26-0001")).text
    assert "已经不用了" in gone
    assert "李老乡" not in gone


async def test_the_board_shows_a_sale_site_with_its_season_and_permits(town: Town, browser: httpx.AsyncClient) -> None:
    await a_season(town)
    await enters(await town.manager(), browser)
    listed = (await browser.get("/board/sites")).text
    assert "西津路瓜点" in listed
    assert "桥东停车场" in listed
    page = (await browser.get("/board/site/1")).text
    for part in ("西津路瓜点", "孙队员", "11月20日 至 12月23日，摊位 2，还空 1", "S26-0001", "李大山", "山门村"):
        assert part in page


async def test_what_waits_for_its_keeper_is_said_and_a_car_park_has_no_season(
    town: Town, browser: httpx.AsyncClient
) -> None:
    await a_season(town)
    await permit_of(town, town.player("瓜农乙"), "摆摊 西津路瓜点 李大山 港口镇山门村")
    await enters(await town.manager(), browser)
    assert "等批的 1 份" in (await browser.get("/board/site/1")).text
    assert "季节" not in (await browser.get("/board/site/2")).text
