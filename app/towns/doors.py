"""Which town a request is for: each has a host name of its own, so that paths, cookies and links are those of a single town.

What is asked for by any other name, such as 127.0.0.1, is the process's own: `/healthz`, `/healthz/TOWN` and `/metrics` of all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.towns.one_town import Town
from web.health import HealthReport
from web.server import answer_of, site, unavailable


def host_of(scope: Scope) -> str:
    """The host name that is asked for, without its port."""
    asked = Headers(scope=scope).get("host", "").lower()
    return asked[1:].partition("]")[0] if asked.startswith("[") else asked.partition(":")[0]


class Doors:
    """The pages of all towns behind one port."""

    def __init__(self, towns: Sequence[Town], everybody: ASGIApp) -> None:
        self._towns = towns
        self._everybody = everybody

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = host_of(scope)
        meant = [town for town in self._towns if town.host == asked]
        if not meant:
            await self._everybody(scope, receive, send)
        elif found := next(((town, town.pages) for town in meant if town.pages), None):
            await found[0].within(_answered(found[1], scope, receive, send))
        else:
            await unavailable(Request(scope))(scope, receive, send)


async def _answered(pages: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await pages(scope, receive, send)


def doors(
    towns: Sequence[Town],
    *,
    health: Callable[[], Awaitable[HealthReport]],
    metrics: Callable[[], Awaitable[bytes]],
) -> Doors:
    """The doors of these towns, and what is asked for of all together."""
    by_name = {town.name: town for town in towns}

    async def of_one(request: Request) -> Response:
        town = by_name.get(request.path_params["town"])
        return answer_of(await town.health()) if town else JSONResponse({"ok": False}, 404)

    return Doors(towns, site([Route("/healthz/{town}", of_one)], health=health, metrics=metrics))
