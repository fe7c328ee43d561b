"""What anybody may see: titles on notice and awarded, and whether a certificate is genuine. Names and doors only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from programme.rules import Rules
from storage.board import public_titles
from storage.board.public_titles import PublicNotice, PublicShop
from storage.core.tx import Database, Tx
from web.board.looks import Looks
from web.voice import voice


class Public:
    """`/titles` and `/title/NUMBER`, which the code on a certificate leads to."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        language: str,
        address: str,
    ) -> None:
        """`address` is how people reach these pages: a printed copy says where the page itself stands."""
        self._database = database
        self._looks = Looks(rules, zone)
        self._clock = clock
        self._language = language
        self._address = address

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/titles", self._titles), Route("/title/{number}", self._title)]

    async def _titles(self, request: Request) -> Response:
        async def read(tx: Tx) -> tuple[list[PublicNotice], list[PublicShop]]:
            return await public_titles.public_notices(tx), await public_titles.public_titles(tx)

        notices, titles = await self._database.read(read)
        at = self._clock()
        values = {"notices": notices, "titles": titles, "now": at, "address": f"{self._address}/titles"}
        return self._looks.page("public.html", voice(request, self._language), values, public=True)

    async def _title(self, request: Request) -> Response:
        number = request.path_params["number"][:40]
        title = await self._database.read(lambda tx: public_titles.public_title(tx, number))
        values = {"title": title, "number": number}
        return self._looks.page(
            "title.html", voice(request, self._language), values, status=200 if title else 404, public=True
        )
