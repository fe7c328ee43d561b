"""The page of one request: readable without a script, small, and nothing on it but what its reporter may know."""

import io
import re

import httpx
import pytest
from PIL import Image

from programme.ids import ServiceRequestId
from storage.photos import media
from storage.requests import service_requests
from tests.sites import a_card, a_site
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])
SMALL = 60_000
"""Bytes of page and style together."""


async def test_a_link_shows_where_it_stands_and_nothing_of_anybody_else(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager("陈建国")
    resident, other = town.player("居民"), town.player("别人")
    await resident.says("楼下垃圾<b>三天</b>没收")
    await resident.says("翠竹苑3栋")
    await other.says("别家的噪音")
    first = await town.database.read(lambda tx: service_requests.find(tx, 1))
    assert first is not None
    page = await browser.get(f"/r/{first.token}")
    assert page.headers["cache-control"] == "no-store"
    assert "26-00001" in page.text
    assert "翠竹苑3栋" in page.text
    assert "&lt;b&gt;三天" in page.text
    assert "今天" in page.text or "11月" in page.text
    assert "<script" not in page.text
    await chen.says("26-00001")
    await chen.taps("先回一句")
    await chen.says("下午来收")
    await chen.taps("发")
    page = await browser.get(f"/r/{first.token}", headers={"accept-language": "en"})
    assert "being done" in page.text
    assert "下午来收" in page.text
    assert not any(word in page.text for word in ("陈建国", "别家的噪音", "居民"))
    style = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert len(page.content) + len((await browser.get(style)).content) < SMALL


async def test_a_link_says_who_has_it_before_anybody_has_answered(town: Town, browser: httpx.AsyncClient) -> None:
    """The page named nobody until somebody acted: a keeper by surname, a branch, or the office; never a whole name."""
    await town.manager()
    await town.staff("何静", "secretary", branch="环卫支部")
    code = await a_card(town, await a_site(town, keeper=await town.member("王芳")))
    said = (
        ("甲", f"{code}-broken", "路灯不亮"),
        ("乙", f"{code}-rubbish", "三天没收"),
        ("丙", "井盖破了", "西津路12号"),
    )
    pages = []
    for number, (name, first, then) in enumerate(said, start=1):
        await town.player(name).says(first)
        await town.players[name].says(then)
        one = await town.database.read(lambda tx, n=number: service_requests.find(tx, n))
        assert one is not None
        pages.append((await browser.get(f"/r/{one.token}")).text)
    for page, who in zip(pages, ("责任队员王同志", "环卫支部", "管理员"), strict=True):
        assert f"在谁手上</dt><dd>{who}</dd>" in page
        assert not any(whole in page for whole in ("王芳", "何静", "陈主任"))


async def test_a_wrong_link_says_so(town: Town, browser: httpx.AsyncClient) -> None:
    page = await browser.get("/r/nothing")
    assert page.status_code == 404
    assert "没有这件事" in page.text


async def test_a_link_shows_ones_own_photos_and_those_of_the_answer(town: Town, browser: httpx.AsyncClient) -> None:
    """Of two who reported the same, each sees only what they sent themselves; nothing of place, camera or time is in it."""
    keeper, first, second = await town.member("王芳"), town.player("甲"), town.player("乙")
    code = await a_card(town, await a_site(town, keeper=keeper))
    await first.says(code)
    await first.sends_photo("路灯不亮")
    await second.says(code)
    await second.sends_photo("路灯不亮了")
    await second.taps("是同一件")
    await keeper.says("26-00001")
    await keeper.taps("办好了")
    await keeper.sends_photo("换好了")
    await keeper.taps("发")
    await town.settle()
    shown = []
    for number in (1, 2):
        one = await town.database.read(lambda tx, n=number: service_requests.find(tx, n))
        assert one is not None
        page = await browser.get(f"/r/{one.token}")
        shown.append(re.findall(rf'src="(/r/{one.token}/photo/\d+)"', page.text))
    (mine, answer), (other, same_answer) = shown
    assert mine.rpartition("/")[2] != other.rpartition("/")[2]
    assert answer.rpartition("/")[2] == same_answer.rpartition("/")[2]
    picture = await browser.get(mine)
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["cache-control"] == "private, no-cache"
    assert dict(Image.open(io.BytesIO(picture.content)).getexif()) == {}
    stolen = mine.rpartition("/")[0] + "/" + other.rpartition("/")[2]
    assert (await browser.get(stolen)).status_code == 404
    assert (await browser.get("/r/nothing/photo/1")).status_code == 404


async def test_nine_photos_of_a_request_are_kept(town: Town) -> None:
    keeper, resident = await town.member("王芳"), town.player("居民")
    code = await a_card(town, await a_site(town, keeper=keeper))
    await resident.says(code)
    for _ in range(11):
        await resident.sends_photo("路灯不亮")
    resident.sees_somewhere("照片最多收 9 张")
    kept = await town.database.read(lambda tx: media.of(tx, "request", 1))
    assert len(kept) == 9
    assert len(await town.database.read(lambda tx: service_requests.events(tx, ServiceRequestId(1)))) > 9, "words go on"
