"""The page of one request: readable without a script, small, and nothing on it but what its reporter may know."""

import httpx
import pytest

from storage.requests import service_requests
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


async def test_a_wrong_link_says_so(town: Town, browser: httpx.AsyncClient) -> None:
    page = await browser.get("/r/nothing")
    assert page.status_code == 404
    assert "没有这件事" in page.text
