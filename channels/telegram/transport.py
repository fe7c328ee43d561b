"""python-telegram-bot's `BaseRequest` over kept connections of our own: the stock transport is four fifths of an update's cost.

What goes over the wire means the same, and the same error comes back, as with the stock `HTTPXRequest`; the contract tests
run over both. Beyond it: SOCKS proxies, and neither a token nor a person's words in any error or log line. What carries files
or goes through a proxy goes over aiohttp, which is imported when the first such request is made.
"""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from channels.telegram.connection import NeverLeft
from channels.telegram.pool import Pool

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

    from channels.telegram.carrier import Carrier

# Without it every 429 raises a deprecation warning inside the library instead of RetryAfter (22.2 and later).
os.environ.setdefault("PTB_TIMEDELTA", "true")

GRACE = 5.0
"""Seconds that requests in flight are given when the transport is shut down."""

JSON = "application/json"
_CARRIER = "channels.telegram.carrier"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}|(?<=/bot)[^/\s'\"]+")


class Fields:
    """What a request asks for, as plain values; in the place of the library's own, which takes longer to be made than sent."""

    __slots__ = ("body",)

    def __init__(self, values: dict[str, Any]) -> None:
        self.body = orjson.dumps({name: value for name, value in values.items() if value is not None})


class Transport(BaseRequest):
    """Requests over kept connections. All time-outs are in seconds; None means for ever.

    `proxy` is an `http://`, `https://`, `socks4://`, `socks5://` or `socks5h://` address; without one the environment
    decides (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) by `base_url`, the address all requests go to.
    """

    __slots__ = (
        "_carrier",
        "_closed",
        "_connect",
        "_connections",
        "_flying",
        "_idle",
        "_is_direct",
        "_media",
        "_pool",
        "_proxy",
        "_read",
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
        self._is_direct = not self._proxy and "@" not in urlsplit(base_url).netloc
        self._connections = connections
        self._connect = connect_timeout
        self._read = read_timeout
        self._write = write_timeout
        self._media = media_write_timeout
        self._pool = Pool(connections, self.USER_AGENT)
        self._carrier: Carrier | None = None
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
        await self._pool.close()
        if self._carrier:
            await self._carrier.close()
            self._carrier = None

    async def ask(self, url: str, values: dict[str, Any], read_timeout: float | None = None) -> Any:
        """Ask for something by plain values, nested ones as JSON; what the server answers.

        Raises:
            TelegramError: as `post` does.
        """
        wait = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        return await self.post(url, cast("RequestData", Fields(values)), read_timeout=wait)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Fields | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request and its whole answer; see `BaseRequest.do_request`. Errors carry their cause in `__cause__`.

        Nobody waits long for a free connection, since each answer has its time: `pool_timeout` is not needed.
        """
        if self._closed:
            raise NetworkError("closed") from NeverLeft("the transport is shut down")
        connect, read = _given(connect_timeout, self._connect), _given(read_timeout, self._read)
        self._flying += 1
        try:
            what = _what(request_data)
            if self._is_direct and isinstance(what, bytes):
                return await self._pool.ask(method, url, JSON, what, connect=connect, patience=read)
            write = _given(write_timeout, self._write if isinstance(what, bytes) else self._media)
            carrier = await self._over_aiohttp()
            return await carrier.ask(method, url, JSON, what, connect=connect, read=read, write=write)
        except OSError as error:
            raise _translated(error) from error
        finally:
            self._flying -= 1
            if not self._flying:
                self._idle.set()

    async def _over_aiohttp(self) -> Carrier:
        """Imported in a thread: it takes longer than the others would like to wait."""
        if self._carrier is None:
            await asyncio.to_thread(import_module, _CARRIER)
        if self._carrier is None:
            made: Carrier = import_module(_CARRIER).Carrier(self._proxy, self._connections, self.USER_AGENT)
            self._carrier = made
        return self._carrier

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


def _what(data: RequestData | Fields | None) -> bytes | RequestData:
    """The body, or with files all that it is made of."""
    if data is None:
        return b""
    if isinstance(data, Fields):
        return data.body
    return data if data.contains_files else orjson.dumps(data.json_parameters)


def _given(asked: ODVInput[float], default: float | None) -> float | None:
    return asked if asked is None or isinstance(asked, float | int) else default


def _translated(error: OSError) -> TelegramError:
    """The library's error for one of the connection's; a time-out is one, with or without a connection."""
    if isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
        return TimedOut()
    return NetworkError(f"{type(error).__name__}: {redacted(str(error))}")
