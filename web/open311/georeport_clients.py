"""Who asks: a key with its share of requests a minute, or an address with its own; and the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from storage.core.tx import Database
from storage.intake import api_keys
from storage.intake.api_keys import ApiKey
from web.open311.georeport_forms import NotTaken
from web.per_minute import PER_ADDRESS, PerMinute, address_of

MOST_BYTES, MOST_FIELDS = 64_000, 100
FORM = "application/x-www-form-urlencoded"


class Clients:
    """Lets whoever asks in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked = PerMinute()

    async def reader(self, request: Request) -> ApiKey | None:
        """Somebody who reads: with a key of theirs or with none. Raises NotTaken."""
        shown = request.query_params.get("api_key", "")
        if shown:
            return await self._known(shown)
        self._take(address_of(request), PER_ADDRESS)
        return None

    async def writer(self, fields: Mapping[str, str]) -> ApiKey:
        """Somebody who reports. Raises NotTaken."""
        return await self._known(fields.get("api_key", ""))

    def _take(self, who: str, most: int) -> None:
        """Raises NotTaken when somebody has had their share."""
        if not self._asked.take(who, most):
            raise NotTaken(429, "too_fast", most=most)

    async def _known(self, shown: str) -> ApiKey:
        key = await self._database.read(lambda tx: api_keys.find(tx, api_keys.OPEN311, shown)) if shown else None
        if key is None:
            raise NotTaken(403, "bad_key")
        self._take(f"key {key.id}", key.per_minute)
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
