"""`/open311`: discovery, services, requests and their updates, to be read by anybody and written to with a key.

What is posted goes through the engine like a message; it is answered only once it is committed, and read back by its key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from messages.address import Address
from messages.errors import StorageDown
from messages.incoming import Incoming, Kind
from programme.intake import georeport
from programme.rules import Rules
from programme.services import Service, Services
from storage.core.tx import Database
from storage.intake import open311
from storage.intake.api_keys import ApiKey
from storage.intake.open311 import Shown
from storage.requests import service_requests
from texts import Say
from web.open311 import georeport_reports
from web.open311.georeport_clients import Clients, fields_of
from web.open311.georeport_forms import FORMATS, Item, NotTaken, listed, single
from web.open311.georeport_words import Words
from web.voice import voice

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-28T00:00:00+08:00"
SPAN = timedelta(days=90)
MOST_NAMED = 50
Answer = Callable[[Request, str, Say], Awaitable[Response]]
Receive = Callable[[Incoming], Awaitable[None]]


class Open311:
    """The pages of GeoReport v2."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        receive: Receive,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        language: str,
        address: str,
    ) -> None:
        self._database = database
        self._rules = rules
        self._receive = receive
        self._zone = zone
        self._clock = clock
        self._language = language
        self._address = address
        self._clients = Clients(database)
        self._words = Words(rules, zone)
        self._services = Services(rules.services)
        self._at_shops = [one.key for one in rules.services if one.of_shops]

    def routes(self) -> Sequence[BaseRoute]:
        v2 = "/open311/v2"
        return [
            Route("/open311/discovery.{f}", self._answered(self._discovery)),
            Route(f"{v2}/services.{{f}}", self._answered(self._list_services)),
            Route(f"{v2}/services/{{code}}.{{f}}", self._answered(self._define_service)),
            Route(f"{v2}/requests.{{f}}", self._answered(self._list_requests)),
            Route(f"{v2}/requests.{{f}}", self._answered(self._file), methods=["POST"]),
            Route(f"{v2}/requests/{{id}}.{{f}}", self._answered(self._one_request)),
            Route(f"{v2}/tokens/{{token}}.{{f}}", self._answered(self._token)),
            Route(f"{v2}/servicerequestupdates.{{f}}", self._answered(self._list_updates)),
            Route(f"{v2}/servicerequestupdates.{{f}}", self._answered(self._add_update), methods=["POST"]),
        ]

    def _answered(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """Errors as the standard has them, in the language that is asked for."""

        async def answered(request: Request) -> Response:
            form = request.path_params["f"].lower()
            say = voice(request, self._language)
            try:
                return await answer(request, _known(form), say)
            except NotTaken as refused:
                words = say(f"open311.{refused.sentence}", **refused.values)
                return _error(form if form in FORMATS else "json", refused.status, words)
            except StorageDown:
                return _error(form, 503, say("open311.down"))

        return answered

    async def _discovery(self, _: Request, form: str, say: Say) -> Response:
        endpoint: Item = {
            "specification": SPECIFICATION,
            "url": f"{self._address}/open311/v2",
            "changeset": CHANGED,
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
        contact = f"{self._rules.bureau.name} {self._rules.bureau.phone}".strip()
        found: Item = {
            "changeset": CHANGED,
            "contact": contact,
            "key_service": say("open311.key_service", bureau=self._rules.bureau.name),
            "endpoints": [endpoint],
        }
        return single(form, "discovery", found)

    async def _list_services(self, request: Request, form: str, say: Say) -> Response:
        await self._clients.reader(request)
        return listed(form, "services", [self._words.service(one, say) for one in self._rules.services])

    async def _define_service(self, request: Request, form: str, _: Say) -> Response:
        await self._clients.reader(request)
        one = self._service(request.path_params["code"])
        return single(form, "service_definition", {"service_code": one.key, "attributes": []})

    def _service(self, code: str) -> Service:
        found = self._services.by_key(code)
        if found is None:
            raise NotTaken(404, "unknown_service", code=code[:40])
        return found

    async def _list_requests(self, request: Request, form: str, say: Say) -> Response:
        key = await self._clients.reader(request)
        mine, asked = _mine(key), request.query_params
        if named := asked.get("service_request_id", ""):
            names = [name for name in named.split(",") if name.strip()][:MOST_NAMED]
            found = [one for name in names if (one := await self._find(name, mine)) is not None]
        else:
            since, until = self._span(request)
            services = _several(asked.get("service_code", ""))
            for code in services:
                self._service(code)
            statuses = set(_several(asked.get("status", "")))
            if statuses - {georeport.OPEN, georeport.CLOSED}:
                raise NotTaken(400, "bad_status")
            found = await self._database.read(
                lambda tx: open311.between(
                    tx,
                    since,
                    until,
                    services=services,
                    states=georeport.states(statuses),
                    at_shops=self._at_shops,
                    mine=mine,
                )
            )
        return listed(form, "service_requests", [self._words.request(one, say, mine) for one in found])

    async def _one_request(self, request: Request, form: str, say: Say) -> Response:
        mine = _mine(await self._clients.reader(request))
        found = await self._find(request.path_params["id"], mine)
        if found is None:
            raise NotTaken(404, "unknown_request")
        return listed(form, "service_requests", [self._words.request(found, say, mine)])

    async def _find(self, name: str, mine: str) -> Shown | None:
        """The request of a number, where whoever asks may read it."""
        row = georeport.row_of(name)
        found = await self._database.read(lambda tx: open311.one(tx, row)) if row is not None else None
        if found is None or self._words.name(found.at, found.id) != name.strip():
            return None
        is_hidden = found.lead_id is not None or found.service in self._at_shops
        return None if is_hidden and not (mine and found.key.startswith(mine)) else found

    async def _token(self, request: Request, form: str, _: Say) -> Response:
        """The number of a link; whoever has the link may read its page anyhow."""
        await self._clients.reader(request)
        token = request.path_params["token"][:40]
        found = await self._database.read(lambda tx: service_requests.by_token(tx, token))
        if found is None:
            raise NotTaken(404, "unknown_request")
        item = {"token": token, "service_request_id": self._words.name(found.at, found.id)}
        return listed(form, "service_requests", [item])

    async def _list_updates(self, request: Request, form: str, _: Say) -> Response:
        mine = _mine(await self._clients.reader(request))
        since, until = self._span(request)
        found = await self._database.read(
            lambda tx: open311.updates(tx, since, until, at_shops=self._at_shops, mine=mine)
        )
        return listed(form, "service_request_updates", [self._words.update(one, mine) for one in found])

    def _span(self, request: Request) -> tuple[datetime, datetime]:
        """From and until, at most ninety days apart; the last ninety without either."""
        now = self._clock()
        end = self._moment(request, "end_date")
        start = self._moment(request, "start_date")
        until = end or (min(start + SPAN, now) if start else now)
        since = start or until - SPAN
        if until - since > SPAN:
            raise NotTaken(400, "too_long_ago")
        return since, until

    def _moment(self, request: Request, name: str) -> datetime | None:
        given = request.query_params.get(name, "").replace(" ", "+")
        if not given:
            return None
        try:
            found = datetime.fromisoformat(given)
            return (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise NotTaken(400, "bad_moment", name=name) from error

    async def _file(self, request: Request, form: str, say: Say) -> Response:
        """A report: kept first, then its number, which is the same for the same report sent again."""
        fields = await fields_of(request)
        key = await self._clients.writer(fields)
        report = await self._database.read(lambda tx: georeport_reports.report(tx, fields, self._rules))
        today = self._clock().astimezone(self._zone).date()
        name = f"{_mine(key)}{georeport_reports.own_name(fields, today)}"
        await self._hand(key, name, {"what": "report", **asdict(report)})
        found = await self._database.read(lambda tx: service_requests.of_key(tx, name))
        if found is None:
            raise NotTaken(503, "down")
        item = {
            "service_request_id": self._words.name(found.at, found.id),
            "service_notice": say("open311.notice", link=f"{self._address}/r/{found.token}"),
            "account_id": "",
        }
        return listed(form, "service_requests", [item])

    async def _add_update(self, request: Request, form: str, _: Say) -> Response:
        """More words about a report that the same key filed."""
        fields = await fields_of(request)
        key = await self._clients.writer(fields)
        found = await self._find(fields.get("service_request_id", ""), _mine(key))
        if found is None or not found.key.startswith(_mine(key)):
            raise NotTaken(404, "unknown_request")
        text = fields.get("description", "")
        if not text or len(text) > georeport_reports.LONGEST:
            raise NotTaken(400, "too_long" if text else "no_words", most=georeport_reports.LONGEST)
        own = fields.get("update_id", "") or f"{fields.get('updated_datetime', '')}\x1f{text}"
        update = sha256(f"{found.id}\x1f{own}".encode()).hexdigest()[:24]
        await self._hand(
            key, f"open311-update:{key.name}:{update}", {"what": "update", "request_id": found.id, "text": text}
        )
        return listed(form, "service_request_updates", [{"update_id": update}])

    async def _hand(self, key: ApiKey, name: str, said: dict[str, object]) -> None:
        """Into the engine; returns once it is committed."""
        text = orjson.dumps(said).decode()
        await self._receive(Incoming(name, Address("open311", key.name), self._clock(), Kind.EVENT, text))


def _mine(key: ApiKey | None) -> str:
    """How everything begins that a key has filed."""
    return f"open311:{key.name}:" if key else ""


def _known(form: str) -> str:
    """Raises NotTaken when it is neither XML nor JSON."""
    if form not in FORMATS:
        raise NotTaken(404, "no_format")
    return form


def _several(words: str) -> list[str]:
    return [one.strip() for one in words.split(",") if one.strip()]


def _error(form: str, status: int, words: str) -> Response:
    more = {"retry-after": "60" if status == 429 else "10"} if status in (429, 503) else {}  # noqa: PLR2004
    return listed(form, "errors", [{"code": status, "description": words}], status, **more)
