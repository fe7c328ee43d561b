"""python-telegram-bot's `BaseRequest` over aiohttp: the stock transport is four fifths of an update's cost.

What goes over the wire and which error comes back are the same as with the stock `HTTPXRequest`; the contract tests run over
both. Beyond it: SOCKS proxies, and neither a token nor a person's words in any error or log line.
"""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

# Without it every 429 raises a deprecation warning inside the library instead of RetryAfter (22.2 and later).
os.environ.setdefault("PTB_TIMEDELTA", "true")

GRACE = 5.0
"""Seconds that requests in flight are given when the transport is shut down."""

KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: shorter than servers keep theirs, so that none dies under a request."""

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}|(?<=/bot)[^/\s'\"]+")


class Closed(RuntimeError):
    """The transport is shut down: nothing was sent."""


class AiohttpRequest(BaseRequest):
    """Requests over one aiohttp session. All time-outs are in seconds; None means for ever.

    `proxy` is an `http://`, `https://`, `socks4://`, `socks5://` or `socks5h://` address; without one the environment
    decides (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) by `base_url`, the address all requests go to.
    """

    __slots__ = (
        "_closed",
        "_connect",
        "_connections",
        "_flying",
        "_idle",
        "_media",
        "_proxy",
        "_read",
        "_session",
        "_write",
    )

    def __init__(
        self,
        *,
        base_url: str = "https://api.telegram.org",
        proxy: str = "",
        connections: int = 100,
        connect_timeout: float | None = 5.0,
        read_timeout: float | None = 10.0,
        write_timeout: float | None = 10.0,
        media_write_timeout: float | None = 60.0,
    ) -> None:
        self._proxy = proxy or proxy_from_environment(base_url)
        self._connections = connections
        self._connect = connect_timeout
        self._read = read_timeout
        self._write = write_timeout
        self._media = media_write_timeout
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._flying = 0
        self._idle = asyncio.Event()

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        self._closed = False

    async def shutdown(self) -> None:
        """Take no new request, let those in flight end, close the connections."""
        self._closed = True
        if self._flying:
            self._idle.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), GRACE)
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request and its whole answer; see `BaseRequest.do_request`. Errors carry their cause in `__cause__`."""
        if self._closed:
            raise Closed("this AiohttpRequest is shut down")
        body, headers, files = _body(request_data)
        limits = _timeout(
            connect=_given(connect_timeout, self._connect),
            pool=_given(pool_timeout, 0.0),
            read=_given(read_timeout, self._read),
            write=_given(write_timeout, self._media if files else self._write),
        )
        self._flying += 1
        try:
            return await self._exchange(method, url, body, headers, limits)
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}: {redacted(str(error))}") from error
        finally:
            self._flying -= 1
            if not self._flying:
                self._idle.set()

    async def _exchange(
        self, method: str, url: str, body: Any, headers: dict[str, str], limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        session = self._session or self._open()
        proxy = self._proxy if self._proxy.startswith("http") else None
        async with session.request(
            method, URL(url, encoded=True), data=body, headers=headers, timeout=limits, proxy=proxy
        ) as response:
            return response.status, await response.read()

    def _open(self) -> aiohttp.ClientSession:
        self._session = aiohttp.ClientSession(
            connector=_connector(self._proxy, self._connections),
            headers={"User-Agent": self.USER_AGENT},
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The parsed answer. The stock one writes an answer it cannot parse to the log, words of people and all.

        Raises:
            TelegramError: it is not a JSON object.
        """
        try:
            answer = orjson.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def redacted(text: str) -> str:
    """The text with anything that looks like a bot token blotted out."""
    return _TOKEN.sub("***", text)


def proxy_from_environment(url: str) -> str:
    """The proxy that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` ask for on the way to `url`; empty for none."""
    parts = urlsplit(url)
    proxies = getproxies_environment()
    if proxy_bypass(parts.hostname or ""):
        return ""
    return proxies.get(parts.scheme) or proxies.get("all") or ""


def _connector(proxy: str, connections: int) -> aiohttp.BaseConnector:
    if proxy.startswith("socks"):
        from aiohttp_socks import ProxyConnector  # noqa: PLC0415 only those behind a SOCKS proxy need it

        plain = proxy.replace("socks5h://", "socks5://", 1)
        socks: aiohttp.BaseConnector = ProxyConnector.from_url(
            plain, rdns=True, limit=connections, keepalive_timeout=KEEP_ALIVE
        )
        return socks
    return aiohttp.TCPConnector(limit=connections, keepalive_timeout=KEEP_ALIVE)


def _body(data: RequestData | None) -> tuple[Any, dict[str, str], bool]:
    if data is None:
        return None, {}, False
    if not data.contains_files:
        form = urlencode(data.json_parameters).encode()
        return form, {"Content-Type": "application/x-www-form-urlencoded"}, False
    parts = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        parts.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        parts.add_field(name, content, filename=filename, content_type=kind)
    return parts, {}, True


def _given(asked: ODVInput[float], default: float | None) -> float | None:
    return asked if asked is None or isinstance(asked, float | int) else default


def _timeout(
    *, connect: float | None, pool: float | None, read: float | None, write: float | None
) -> aiohttp.ClientTimeout:
    """aiohttp knows no time-out for writing alone: the whole request may take as long as all parts together."""
    total = None if None in (connect, pool, read, write) else sum(filter(None, (connect, pool, read, write)))
    return aiohttp.ClientTimeout(total=total, connect=pool or None, sock_connect=connect, sock_read=read)
