"""The pages anybody may read: a card, the town, one request; no script, small, and nothing of anybody."""

import json
import re
from datetime import timedelta

import httpx
import pytest

from programme.ids import SiteId
from storage.core.tx import Tx
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from storage.sites import cards
from tests.player import Player
from tests.sites import a_card, a_site
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])
SMALL = 60_000
"""Bytes of page and style together."""
SECRET = ("李秀英", "13855501234", "三天没收")
"""A keeper's name, a telephone, a reporter's words."""


async def lived(town: Town) -> tuple[SiteId, str, Player, Player]:
    """A site with its card, something done there, and something that waits."""
    keeper = await town.member("李秀英")
    site = await a_site(town, keeper=keeper, latitude=30.63, longitude=118.98)
    code = await a_card(town, site)
    await town.manager()
    resident = town.player("居民")
    await resident.says(code)
    await resident.says("楼下垃圾三天没收")
    await keeper.says("26-00001")
    await keeper.taps("办好了")
    await keeper.says("收走了")
    await keeper.taps("发")
    await keeper.says("叫法 26-00001 门口垃圾清走了")
    await keeper.says("代报 翠竹苑 路灯不亮 13855501234")
    return site, code, keeper, resident


async def the_request(town: Town, number: int = 1) -> ServiceRequest:
    found = await town.database.read(lambda tx: service_requests.find(tx, number))
    assert found is not None
    return found


async def weight(page: httpx.Response, browser: httpx.AsyncClient) -> int:
    style = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    return len(page.content) + len((await browser.get(style)).content)


async def test_a_card_says_who_looks_after_it_and_what_was_done(town: Town, browser: httpx.AsyncClient) -> None:
    _, code, _, _ = await lived(town)
    page = await browser.get(f"/c/{code}")
    assert page.status_code == 200
    for part in (
        "翠竹苑",
        "3栋",
        "李同志",
        "12319",
        "门口垃圾清走了",
        f"/chat#code={code}",
        "不收费",
        "4 个工作小时内先回话",
    ):
        assert part in page.text
    assert "<script" not in page.text
    assert not [words for words in SECRET if words in page.text]
    assert await weight(page, browser) < SMALL
    english = await browser.get(f"/c/{code.lower()}", headers={"accept-language": "en"})
    assert "Done here lately" in english.text


async def test_opens_are_counted_by_card_and_day_and_of_nobody(town: Town, browser: httpx.AsyncClient) -> None:
    _, code, _, _ = await lived(town)
    for _ in range(3):
        await browser.get(f"/c/{code}")
    await browser.head(f"/c/{code}")

    async def counted(tx: Tx) -> list[tuple[str, int]]:
        return [(row["code"], row["opens"]) for row in await tx.rows("export_service_cards")]

    assert await town.database.read(counted) == [(code, 3)]
    later = town.clock() + timedelta(days=1)
    assert await town.database.read(lambda tx: cards.unopened(tx, later - timedelta(days=90))) == []


async def test_a_wrong_card_says_what_to_do_and_a_retired_one_opens_its_site(
    town: Town, browser: httpx.AsyncClient
) -> None:
    _, code, _, _ = await lived(town)
    page = await browser.get("/c/222222")
    assert page.status_code == 404
    assert "六位再发一次" in page.text
    await town.database.write(lambda tx: cards.retire(tx, code, town.clock()))
    assert (await browser.get(f"/c/{code}")).status_code == 200


async def test_the_town_shows_counts_sites_and_titles_and_nobody(town: Town, browser: httpx.AsyncClient) -> None:
    await lived(town)
    page = await browser.get("/city")
    assert page.headers["cache-control"] == "public, max-age=300"
    for part in ("翠竹苑", "南山社区", "门口垃圾清走了", "垃圾没收、路面脏"):
        assert part in page.text
    assert "<script" not in page.text
    assert await weight(page, browser) < SMALL
    listed = await browser.get("/city/requests.csv")
    assert "26-00001,closed,垃圾没收、路面脏,rubbish,2026-11-23" in listed.text
    points = json.loads((await browser.get("/city/sites.geojson")).text)
    assert points["features"][0]["geometry"]["coordinates"] == [118.98, 30.63]
    for found in (page.text, listed.text, str(points)):
        assert not [words for words in SECRET if words in found]


async def test_whoever_has_the_link_answers_on_the_page(town: Town, browser: httpx.AsyncClient) -> None:
    _, _, keeper, resident = await lived(town)
    one = await the_request(town)
    page = await browser.get(f"/r/{one.token}")
    assert "解决了" in page.text
    key = page.text.partition('name="key" value="')[2].partition('"')[0]
    after = await browser.post(f"/r/{one.token}", data={"key": key, "act": "unsolved"})
    assert "重新打开" in after.text
    assert (await the_request(town)).reopened == 1
    again = await browser.post(f"/r/{one.token}", data={"key": key, "act": "unsolved"})
    assert (await the_request(town)).reopened == 1, "the same form sent twice is one"
    key = again.text.partition('name="key" value="')[2].partition('"')[0]
    added = await browser.post(f"/r/{one.token}", data={"key": key, "words": "后门还有一堆"})
    assert "补上了" in added.text
    town.players["陈主任"].sees_somewhere("后门还有一堆")
    await keeper.says("26-00001")
    await keeper.taps("办好了")
    await keeper.says("都收了")
    await keeper.taps("发")
    resident.sees("都收了")  # acting on a page takes nobody's chat away
    key = (await browser.get(f"/r/{one.token}")).text.partition('name="key" value="')[2].partition('"')[0]
    done = await browser.post(f"/r/{one.token}", data={"key": key, "act": "solved"})
    assert "太好了" in done.text
    assert (await the_request(town)).state == "closed"


@pytest.mark.parametrize(
    ("headers", "form"),
    [
        ({"origin": "https://elsewhere.example"}, {"key": "0" * 32, "act": "unsolved"}),
        ({"sec-fetch-site": "cross-site"}, {"key": "0" * 32, "act": "unsolved"}),
        ({}, {"key": "short", "act": "unsolved"}),
        ({}, {"key": "0" * 32, "act": "erase_person"}),
        ({}, {"key": "0" * 32, "words": "   "}),
    ],
)
async def test_a_form_of_others_and_what_no_button_says_change_nothing(
    town: Town, browser: httpx.AsyncClient, headers: dict[str, str], form: dict[str, str]
) -> None:
    await lived(town)
    one = await the_request(town)
    await browser.post(f"/r/{one.token}", headers=headers, data=form)
    assert await the_request(town) == one


async def test_who_joined_reads_only_their_own_words(town: Town, browser: httpx.AsyncClient) -> None:
    _, code, keeper, _ = await lived(town)
    first, second = town.player("甲"), town.player("乙")
    await first.says(code)
    await first.says("楼道堆物是老张家的")
    await second.says(code)
    await second.says("楼道堆物过不去")
    await second.taps("是同一件")
    await keeper.says("26-00003")
    await keeper.taps("先回一句")
    await keeper.says("明天去看")
    await keeper.taps("发")
    page = await browser.get(f"/r/{(await the_request(town, 4)).token}")
    assert "明天去看" in page.text
    assert "过不去" in page.text
    assert "老张" not in page.text


async def test_an_address_that_asks_too_often_is_asked_to_wait(town: Town, browser: httpx.AsyncClient) -> None:
    """60 a minute for all lists together; a card opens all the same and is counted no more, a link to a request too."""
    _, code, _, _ = await lived(town)
    for n in range(60):
        path = ("/city", "/city/sites.geojson", "/city/requests.csv")[n % 3]
        assert (await browser.get(path)).status_code == 200
    page = await browser.get("/city", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["retry-after"]) == (429, "60")
    assert "过一分钟" in page.text
    assert (await browser.get("/city/requests.csv", headers={"accept": "text/csv"})).json() == {
        "words": "看得太勤了。请过一分钟再打开。"
    }
    for _ in range(70):
        assert (await browser.get(f"/c/{code}")).status_code == 200
    opens = await town.database.read(lambda tx: tx.rows("export_service_cards"))
    assert [row["opens"] for row in opens] == [60], "one in the chat is of the web, which its page has counted"


async def test_no_page_that_needs_no_session_tells_of_anybody(town: Town, browser: httpx.AsyncClient) -> None:
    """All that a stranger comes to from town, card and titles: no telephone, no word of a reporter, no owner."""
    _, code, _, _ = await lived(town)
    owner = await town.merchant("李记面馆")
    stranger = town.player("路人")
    await stranger.says("投诉建议 夜里太吵我睡不着")
    await stranger.taps("发")
    await stranger.says("李记面馆秩序乱，货堆到路上")
    secret = (*SECRET, owner.name, "夜里太吵", "货堆到路上")
    seen, wanted = (
        set[str](),
        ["/city", "/titles", f"/c/{code}", "/city/requests.csv", "/city/sites.geojson", "/r/x", "/board"],
    )
    while wanted and len(seen) < 50:
        path = wanted.pop()
        if path in seen:
            continue
        seen.add(path)
        page = await browser.get(path)
        assert not [word for word in secret if word in page.text], path
        links = re.findall(r'href="(/[^"#]*)"', page.text)
        wanted += [link for link in links if not link.startswith(("/chat", "/board/style"))]
    assert len(seen) > 6
