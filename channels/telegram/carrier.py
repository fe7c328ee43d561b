"""Requests that carry files or go through a proxy, over aiohttp; imported when the first of them is made."""

from __future__ import annotations

import aiohttp
from telegram.request import RequestData
from yarl import URL

from channels.telegram.connection import Answer, Broken, NeverLeft
from channels.telegram.pool import KEEP_ALIVE

_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,  # the proxy would not connect us
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class Carrier:
    """One aiohttp session, over `proxy` if there is one."""

    def __init__(self, proxy: str, connections: int, agent: str) -> None:
        self._proxy = proxy if proxy.startswith("http") else None
        self._session = aiohttp.ClientSession(
            connector=_connector(proxy, connections), headers={"User-Agent": agent}, cookie_jar=aiohttp.DummyCookieJar()
        )

    async def ask(
        self,
        method: str,
        url: str,
        kind: str,
        what: bytes | RequestData,
        *,
        connect: float | None,
        read: float | None,
        write: float | None,
    ) -> Answer:
        """One request, with a body of this media type or with files, and its answer. Raises like `Pool.ask`."""
        headers = {"Content-Type": kind} if what and isinstance(what, bytes) else {}
        body = what if isinstance(what, bytes) else _form(what)
        limits = _limits(connect=connect, read=read, write=write)
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=body, headers=headers, timeout=limits, proxy=self._proxy
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            if isinstance(error, _NEVER_LEFT) or type(error).__module__.startswith("python_socks"):
                raise NeverLeft(f"{type(error).__name__}: {error}") from error
            if isinstance(error, TimeoutError):
                raise
            raise Broken(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        await self._session.close()


def _connector(proxy: str, connections: int) -> aiohttp.BaseConnector:
    if proxy.startswith("socks"):
        from aiohttp_socks import ProxyConnector  # noqa: PLC0415 only those behind a SOCKS proxy need it

        plain = proxy.replace("socks5h://", "socks5://", 1)
        socks: aiohttp.BaseConnector = ProxyConnector.from_url(
            plain, rdns=True, limit=connections, keepalive_timeout=KEEP_ALIVE
        )
        return socks
    return aiohttp.TCPConnector(limit=connections, keepalive_timeout=KEEP_ALIVE)


def _form(data: RequestData) -> aiohttp.FormData:
    parts = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        parts.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        parts.add_field(name, content, filename=filename, content_type=kind)
    return parts


def _limits(*, connect: float | None, read: float | None, write: float | None) -> aiohttp.ClientTimeout:
    """aiohttp knows no time-out for writing alone: the whole request may take as long as all parts together."""
    total = None if connect is None or read is None or write is None else connect + read + write
    return aiohttp.ClientTimeout(total=total, sock_connect=connect, sock_read=read)
