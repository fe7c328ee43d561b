"""Who asks: a key with its share of requests a minute, or an address with its own; and the fields of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from storage.core.tx import Database
from storage.intake import api_keys
from storage.intake.api_keys import ApiKey
from web.open311.georeport_forms import NotTaken

MOST_BYTES, MOST_FIELDS = 64_000, 100
PER_ADDRESS = 60
MOST_KNOWN = 10_000
FORM = "application/x-www-form-urlencoded"


class Shares:
    """How often each of many asked within the last minute; in memory, since it is about this process's own load."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._asked: dict[str, list[float]] = {}

    def take(self, who: str, most: int) -> None:
        """Raises NotTaken when somebody has had their share."""
        now = self._now()
        lately = [at for at in self._asked.get(who, []) if at > now - 60]
        if len(lately) >= most:
            raise NotTaken(429, "too_fast", most=most)
        if len(self._asked) >= MOST_KNOWN:
            self._asked = {one: times for one, times in self._asked.items() if times[-1] > now - 60}
        self._asked[who] = [*lately, now]


class Clients:
    """Lets whoever asks in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shares = Shares()

    async def reader(self, request: Request) -> ApiKey | None:
        """Somebody who reads: with a key of theirs or with none. Raises NotTaken."""
        shown = request.query_params.get("api_key", "")
        if shown:
            return await self._known(shown)
        self._shares.take(request.client.host if request.client else "?", PER_ADDRESS)
        return None

    async def writer(self, fields: Mapping[str, str]) -> ApiKey:
        """Somebody who reports. Raises NotTaken."""
        return await self._known(fields.get("api_key", ""))

    async def _known(self, shown: str) -> ApiKey:
        key = await self._database.read(lambda tx: api_keys.find(tx, api_keys.OPEN311, shown)) if shown else None
        if key is None:
            raise NotTaken(403, "bad_key")
        self._shares.take(f"key {key.id}", key.per_minute)
        return key


async def fields_of(request: Request) -> dict[str, str]:
    """The form that was posted; the first of two fields of one name counts. Raises NotTaken."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise NotTaken(415, "no_form")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise NotTaken(413, "too_large", most=MOST_BYTES // 1000)
    except ClientDisconnect as gone:
        raise NotTaken(400, "no_form") from gone
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (UnicodeDecodeError, ValueError) as error:
        raise NotTaken(400, "no_form") from error
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value.replace("\x00", "").strip())
    return found
