"""The API client of one secret: callers share one token, which is renewed when refused, and the call is tried once more.

The API answers with HTTP 200 whatever happened; the errcode inside says how it went.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any, TypeVar

import aiohttp

from channels.qyapi.errors import TOKEN, Fault
from messages.errors import NotSent, Refused, Unsure

T = TypeVar("T")

BASE_URL = "https://qyapi.weixin.qq.com"
MARGIN = 300.0
"""Seconds before its end in which a token is no longer used."""

PART_BYTES = 20 * 1024 * 1024
"""Most bytes asked for at once; the API wants a multiple of 16."""

TOO_LARGE = 830002
"""The file is only given in parts."""


class QyApi:
    """Calls the API as one app. Sessions open with the first call; `close` ends them, and the next call opens them again."""

    def __init__(
        self, corp_id: str, secret: str, base_url: str = BASE_URL, proxy: str = "", patience: float = 10.0
    ) -> None:
        self._corp_id = corp_id
        self._secret = secret
        self._base = base_url.rstrip("/")
        self._proxy = proxy or None
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None
        self._token = ""
        self._until = 0.0
        self._renewing = asyncio.Lock()

    async def call(
        self, path: str, body: Mapping[str, Any] | None = None, *, params: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """POST `body` as JSON, or GET without one; the answer.

        Raises:
            Fault: the API refused it.
            NotSent: surely not received.
            Unsure: perhaps received.
        """
        return await self._with_token(lambda token: self._asked(path, {"access_token": token, **(params or {})}, body))

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """Upload a file; its media_id, which expires after three days. Raises like `call`."""

        async def send(token: str) -> dict[str, Any]:
            form = aiohttp.FormData()
            form.add_field("media", content, filename=name, content_type="application/octet-stream")
            return await self._asked("media/upload", {"access_token": token, "type": kind}, form)

        return str((await self._with_token(send))["media_id"])

    async def download(self, media_id: str) -> bytes:
        """The bytes of something a person sent. Raises like `call`."""

        async def fetch(token: str) -> bytes:
            params = {"access_token": token, "media_id": media_id}
            return await self._bytes("media/get", params)

        return await self._with_token(fetch)

    async def close(self) -> None:
        session, self._session = self._session, None
        if session:
            await session.close()

    async def token(self, spent: str = "") -> str:
        """The token that is good now; `spent` is one that was refused. Twenty who ask at once make one request."""
        async with self._renewing:
            if self._token and self._token != spent and monotonic() < self._until:
                return self._token
            params = {"corpid": self._corp_id, "corpsecret": self._secret}
            found = await self._asked("gettoken", params, None)
            self._token = str(found["access_token"])
            self._until = monotonic() + float(found.get("expires_in", 7200)) - MARGIN
            return self._token

    async def _with_token(self, ask: Callable[[str], Awaitable[T]]) -> T:
        token = await self.token()
        try:
            return await ask(token)
        except Fault as fault:
            if fault.code not in TOKEN:
                raise
        return await ask(await self.token(token))

    async def _asked(self, path: str, params: Mapping[str, Any], body: Any) -> dict[str, Any]:
        """One request whose answer is JSON."""
        async with self._exchange(path, params, body) as response:
            return await _json(response, path)

    async def _bytes(self, path: str, params: Mapping[str, Any]) -> bytes:
        """One file; in parts where it is too large for one answer."""
        try:
            found, whole = await self._part(path, params)
        except Fault as fault:
            if fault.code != TOO_LARGE:
                raise
            found, whole = await self._part(path, params, 0)
        while len(found) < whole:
            more, whole = await self._part(path, params, len(found))
            if not more:
                raise Unsure(f"{path}: the file breaks off")
            found += more
        return found

    async def _part(self, path: str, params: Mapping[str, Any], start: int | None = None) -> tuple[bytes, int]:
        """A file from `start` on, or whole without one; and how long it is as a whole."""
        headers = {} if start is None else {"Range": f"bytes={start}-{start + PART_BYTES - 1}"}
        async with self._exchange(path, params, None, headers) as response:
            if "json" in response.content_type or response.content_type.startswith("text/"):
                await _json(response, path)
                raise Refused(f"{path}: no file in the answer")
            found = await response.read()
            return found, _whole(response) or len(found)

    def _exchange(
        self, path: str, params: Mapping[str, Any], body: Any, headers: Mapping[str, str] | None = None
    ) -> _Exchange:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        what = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body} if body is not None else {}
        method = "POST" if body is not None else "GET"
        url = f"{self._base}/cgi-bin/{path}"
        request = self._session.request(
            method, url, params=dict(params), headers=dict(headers or {}), proxy=self._proxy, **what
        )
        return _Exchange(request, path)


class _Exchange:
    """A request whose failures are raised as our own errors."""

    def __init__(self, request: Any, path: str) -> None:
        self._request = request
        self._path = path

    async def __aenter__(self) -> aiohttp.ClientResponse:
        try:
            response: aiohttp.ClientResponse = await self._request.__aenter__()
        except (aiohttp.ClientConnectorError, aiohttp.ClientProxyConnectionError) as error:
            raise NotSent(f"{self._path}: no connection ({type(error).__name__})") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unsure(f"{self._path}: no answer ({type(error).__name__})") from error
        return response

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        await self._request.__aexit__(kind, error, trace)
        if isinstance(error, aiohttp.ClientError | TimeoutError | OSError):
            raise Unsure(f"{self._path}: the answer broke off ({type(error).__name__})") from error


async def _json(response: aiohttp.ClientResponse, path: str) -> dict[str, Any]:
    if response.status >= 500:  # noqa: PLR2004 HTTP
        raise Unsure(f"{path}: status {response.status}")
    try:
        found = await response.json(content_type=None)
    except ValueError as error:
        raise Unsure(f"{path}: the answer is no JSON") from error
    if not isinstance(found, dict):
        raise Unsure(f"{path}: the answer is no object")
    if code := int(found.get("errcode", 0)):
        raise Fault(code, str(found.get("errmsg", "")), path)
    return found


def _whole(response: aiohttp.ClientResponse) -> int:
    """How long the whole file is, of which this is a part; 0 when this is no part."""
    size = response.headers.get("Content-Range", "").rpartition("/")[2]
    return int(size) if size.isdecimal() else 0
