"""The server around the chat: headers, languages, health, pages for the lost, and a stop that keeps nobody waiting."""

from __future__ import annotations

import asyncio
import gzip
import re

import httpx
import pytest
from starlette.requests import Request
from starlette.routing import Route

from channels.webchat import channel
from channels.webchat.visitors import Patience
from tests.waiting import LONG_ENOUGH, until
from tests.web.conftest import served, visitor
from tests.web.echo import Echo, chrome
from web.locations import CHAT
from web.server import serve, site

FIRST_LOAD = 40_000
"""Bytes of the page and all it loads, compressed; the promise is 200 kB."""


async def test_the_front_door_leads_to_the_chat(echo: Echo) -> None:
    async with visitor(echo) as li:
        assert (await li.http.get("/")).headers["location"] == "/chat"


async def test_every_answer_is_guarded(echo: Echo) -> None:
    async with visitor(echo) as li:
        for path in ("/chat", "/nowhere", "/healthz", "/chat/messages"):
            headers = (await li.http.get(path)).headers
            assert "script-src 'self'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"


async def test_the_page_needs_nothing_from_elsewhere_and_no_inline_code(echo: Echo) -> None:
    async with visitor(echo) as li:
        html = (await li.http.get("/chat")).text
        sources = "".join(file.read_text("utf-8") for file in CHAT.iterdir())
        assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", html + sources)
        assert not re.search(r"<script(?![^>]*(src=|application/json))|\son\w+=|style=", html)
        assert not re.search(r"innerHTML|insertAdjacentHTML|outerHTML|document\.write|\beval\(", sources)


async def test_the_first_load_is_light(echo: Echo) -> None:
    async with visitor(echo) as li:
        page = await li.http.get("/chat")
        weight = len(gzip.compress(page.content))
        for path in sorted(set(re.findall(r'(?:src|href)="(/chat/static/[^"]+)"', page.text))):
            answer = await li.http.get(path, headers={"accept-encoding": "gzip"})
            assert "immutable" in answer.headers["cache-control"]
            weight += int(answer.headers["content-length"])
        assert weight < FIRST_LOAD


async def test_every_module_a_script_imports_is_preloaded(echo: Echo) -> None:
    html = (CHAT / "chat.html").read_text("utf-8")
    for script in CHAT.glob("*.js"):
        for name in re.findall(r"from '\./(.+?)'", script.read_text("utf-8")):
            assert f'modulepreload" href="$static/{name}"' in html


async def test_a_known_file_is_not_sent_again(echo: Echo) -> None:
    async with visitor(echo) as li:
        path = re.findall(r'href="(/chat/static/[^"]+css)"', (await li.http.get("/chat")).text)[0]
        tag = (await li.http.get(path)).headers["etag"]
        assert (await li.http.get(path, headers={"if-none-match": tag})).status_code == 304
        old = await li.http.get(re.sub(r"static/\w+", "static/older", path))
        assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
        assert (await li.http.get("/chat/static/x/chat.html")).status_code == 404


@pytest.mark.parametrize(
    ("query", "accepted", "title"),
    [
        ("", "", "五星商户"),
        ("", "fr, en-GB;q=0.8", "Five-Star"),
        ("", "zh-TW,zh", "五星商户"),
        ("?lang=en", "zh-CN", "Five-Star"),
        ("?lang=xx", "zh-CN", "五星商户"),
    ],
)
async def test_the_page_speaks_the_visitors_language(echo: Echo, query: str, accepted: str, title: str) -> None:
    async with visitor(echo) as li:
        page = await li.http.get(f"/chat{query}", headers={"accept-language": accepted})
        assert f"<title>{title}" in page.text
        if query == "?lang=en":
            assert "<title>Five-Star" in (await li.http.get("/chat", headers={"accept-language": "zh"})).text
            await li.posts("english-uuid", text="hello")
            assert echo.heard[-1].language == "en"


def test_both_languages_have_the_same_sentences() -> None:
    zh, en = chrome()["zh"], chrome()["en"]
    assert zh.keys() == en.keys()
    assert all(zh.values())
    assert all(en.values())


async def test_identity_is_a_secret_cookie(echo: Echo) -> None:
    async with visitor(echo) as li:
        cookie = (await li.http.get("/chat")).headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert len(li.http.cookies["fivestar"].partition(".")[0]) == 43


async def test_health_tells_the_truth(echo: Echo) -> None:
    async with visitor(echo) as li:
        well = await li.http.get("/healthz")
        assert (well.status_code, well.json()["ok"]) == (200, True)
        echo.down = True
        ill = await li.http.get("/healthz")
        assert (ill.status_code, ill.json()["parts"]["database"]) == (503, "the database is full")
        echo.down = False
        assert "fivestar_up 1" in (await li.http.get("/metrics")).text


async def test_the_lost_find_back(echo: Echo) -> None:
    async with visitor(echo) as li:
        page = await li.http.get("/nowhere", headers={"accept": "text/html", "accept-language": "zh"})
        assert page.status_code == 404
        assert "这里没有这个页面" in page.text
        assert 'href="/"' in page.text
        assert (
            (await li.http.get("/nowhere", headers={"accept-language": "en"})).json()["words"].startswith("There is no")
        )


async def test_a_defect_is_one_calm_page(echo: Echo) -> None:
    async def broken(_: Request) -> None:
        raise RuntimeError("a defect")

    app = site([Route("/broken", broken)], health=echo.health, metrics=lambda: b"")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://street.test") as http:
        answer = await http.get("/broken", headers={"accept": "text/html"})
        assert answer.status_code == 500
        assert "已经记下来了" in answer.text
        assert "a defect" not in answer.text


async def test_stopping_lets_waiting_pages_go_at_once(echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "LONGEST_WAIT", 10 * LONG_ENOUGH)
    monkeypatch.setattr(channel, "LOOK_AROUND", 10 * LONG_ENOUGH)
    async with httpx.AsyncClient() as http:
        async with served(echo) as address:
            await http.get(f"{address}/chat")
            waiting = asyncio.create_task(http.get(f"{address}/chat/messages?after=7", timeout=None))
            await until(lambda: echo.chat._news._waiting, "nobody waits for news")
        assert (await asyncio.wait_for(waiting, LONG_ENOUGH)).status_code == 503


async def test_a_taken_port_is_an_error_with_a_reason(echo: Echo) -> None:
    async with served(echo) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            await serve(site([], health=echo.health, metrics=lambda: b""), "127.0.0.1", port, asyncio.Event())


def test_patience_refills_and_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("channels.webchat.visitors.monotonic", lambda: now)
    patience = Patience(2, 0.5)
    assert [patience.wait("li") for _ in range(3)] == [0, 0, 2.0]
    now += 2
    assert [patience.wait("li") for _ in range(2)] == [0, 2.0]
    monkeypatch.setattr(Patience, "MOST", 1)
    patience.wait("wang")
    assert patience.wait("li") == 0
