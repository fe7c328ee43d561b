"""Pages that come late answer as if they stood among the routes of the site: found, refused, redirected or not there."""

from __future__ import annotations

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router

from web.health import HealthReport
from web.server import site


async def _page(_: Request) -> Response:
    return PlainTextResponse("here")


async def _health() -> HealthReport:
    return HealthReport(ok=True, parts={})


@pytest.mark.parametrize("is_late", [False, True])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/streets", 200),
        ("POST", "/streets", 405),
        ("GET", "/streets/", 307),
        ("GET", "/nowhere", 404),
        ("POST", "/healthz", 405),
        ("GET", "/healthz/", 307),
    ],
)
async def test_it_is_the_same_from_outside(method: str, path: str, status: int, is_late: bool) -> None:
    routes = [Route("/streets", _page)]
    app = site([] if is_late else routes, health=_health, metrics=bytes, others=Router(routes) if is_late else None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://town.test") as http:
        answer = await http.request(method, path)
    assert answer.status_code == status
    assert "content-security-policy" in answer.headers
    if status == 404:
        assert "words" in answer.json()
