"""Crowds at the door: whatever stands there and says nothing, says it slowly or without end, honest visitors are answered."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.ports import own_port
from tests.waiting import LONG_ENOUGH, until
from tests.web.conftest import OURS, app_of, running
from tests.web.echo import Echo
from web.connections import Bounds, bounds_here, is_public
from web.server import serve, site

NEVER = Bounds(header=900, idle=900, total=900)
"""Bounds that nobody reaches here."""

QUICK = Bounds(header=0.6, header_bytes=8192, idle=0.6, total=3.0, connections=60, per_address=1000)
"""The same bounds as in life, in hurried seconds."""


@asynccontextmanager
async def door(echo: Echo, bounds: Bounds = QUICK, app: object = None) -> AsyncIterator[int]:
    """The page on a real port, which this is."""
    ready, port = asyncio.Event(), own_port()
    serving = asyncio.create_task(serve(app or app_of(echo), "127.0.0.1", port, ready, bounds=bounds))  # type: ignore[arg-type]
    await asyncio.wait_for(ready.wait(), LONG_ENOUGH)
    try:
        async with running(echo):
            yield port
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Crowd:
    """Connections without a browser, all parted from at the end."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: list[Ends] = []

    async def joins(self, many: int, *, says: bytes = b"", address: str = "127.0.0.1") -> list[Ends]:
        new = [await asyncio.open_connection("127.0.0.1", self._port, local_addr=(address, 0)) for _ in range(many)]
        for _, writer in new:
            writer.write(says)
        self._ends += new
        return new

    async def parts(self) -> None:
        for _, writer in self._ends:
            writer.transport.abort()
            try:
                await writer.wait_closed()
            except ConnectionError:
                continue


@asynccontextmanager
async def crowd_at(port: int) -> AsyncIterator[Crowd]:
    crowd = Crowd(port)
    try:
        yield crowd
    finally:
        await crowd.parts()


async def answer(port: int) -> int:
    async with httpx.AsyncClient() as http:
        return (await http.get(f"http://127.0.0.1:{port}/chat", timeout=LONG_ENOUGH)).status_code


async def closed(reader: asyncio.StreamReader) -> None:
    """Until the server ends the connection; of the bounds in a test only the one it is about is shorter than this takes."""
    with suppress(ConnectionError):
        async with asyncio.timeout(LONG_ENOUGH):
            while await reader.read(65536):
                pass


async def test_half_open_connections_make_room_for_whoever_speaks(tmp_path, caplog: pytest.LogCaptureFixture) -> None:
    """1,100 of them once stopped the web, burnt a core and filled the log: here the door is smaller, the crowd as big."""
    echo = Echo(tmp_path)
    async with door(echo, replace(QUICK, header=30)) as port, crowd_at(port) as crowd:
        await crowd.joins(300)
        for _ in range(5):
            assert await answer(port) == 200
        await crowd.joins(300, says=b"GET /chat HTTP/1.1\r\nhost: x\r\n")
        assert await answer(port) == 200
    assert not [r for r in caplog.records if "Traceback" in r.getMessage() or r.levelno >= logging.ERROR]


async def test_a_header_that_never_ends_in_time_is_closed(tmp_path) -> None:
    """One that says nothing, and one that says a letter now and then for ever."""
    async with door(Echo(tmp_path), replace(NEVER, header=0.6)) as port, crowd_at(port) as crowd:
        [(silent, _), (slow, writer)] = await crowd.joins(2)

        async def drip() -> None:
            writer.write(b"GET /chat HTTP/1.1\r\nx: ")
            while True:
                writer.write(b"a")
                await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        await asyncio.gather(closed(silent), closed(slow))
        dripping.cancel()
        assert await answer(port) == 200


@pytest.mark.parametrize("start", [b"GET /chat HTTP/1.1\r\nx: ", b"GET /", b"GET /chat HTTP/1.1\r\nname"])
async def test_an_endless_header_is_refused_before_it_costs_anything(tmp_path, start: bytes) -> None:
    async with door(Echo(tmp_path)) as port, crowd_at(port) as crowd:
        [(reader, writer)] = await crowd.joins(1, says=start)
        sent = 0
        try:
            while not reader.at_eof() and sent < 20_000_000:
                writer.write(b"a" * 65536)
                sent += 65536
                await asyncio.wait_for(writer.drain(), 2)
        except (ConnectionError, TimeoutError):
            pass
        assert sent < 20_000_000
        assert await answer(port) == 200


@pytest.mark.parametrize(("drips", "bounds"), [(False, replace(NEVER, idle=0.6)), (True, replace(NEVER, total=1.2))])
async def test_a_body_that_stops_coming_is_closed_and_one_that_drips_has_an_end(
    tmp_path, drips: bool, bounds: Bounds
) -> None:
    echo = Echo(tmp_path)
    async with door(echo, bounds) as port, crowd_at(port) as crowd, httpx.AsyncClient() as http:
        cookie = (await http.get(f"http://127.0.0.1:{port}/chat")).headers["set-cookie"].split(";")[0]
        head = f"POST /chat/upload HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nx-fivestar: 1\r\ncookie: {cookie}\r\n"
        says = f"{head}content-length: 5000000\r\n\r\n".encode()
        [(reader, writer)] = await crowd.joins(1, says=says)

        async def drip() -> None:
            while drips:
                writer.write(b"a")
                await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        await closed(reader)
        dripping.cancel()


async def test_an_answer_that_nobody_takes_is_let_go(tmp_path) -> None:
    async def much(_: Request) -> Response:
        return Response(b"a" * 60_000_000)

    echo = Echo(tmp_path)
    pages = site([Route("/much", much)], health=echo.health, metrics=lambda: b"")
    async with door(echo, app=pages) as port:
        taker = socket.create_connection(("127.0.0.1", port))
        taker.setblocking(False)
        taker.send(b"GET /much HTTP/1.1\r\nhost: x\r\n\r\n")
        await asyncio.sleep(
            2
        )  # the server's own looks are timers of this loop: a machine that delays it delays this too
        taker.setblocking(True)
        taker.settimeout(LONG_ENOUGH)
        got = 0
        try:
            while piece := await asyncio.to_thread(taker.recv, 1 << 20):
                got += len(piece)
        except ConnectionError:
            pass
        taker.close()
        assert got < 60_000_000


async def test_a_long_wait_for_news_is_no_stalled_connection(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.webchat.channel.LONGEST_WAIT", 1.5)
    echo = Echo(tmp_path)
    async with door(echo) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=OURS) as http:
        await http.get("/chat")
        waited = await http.get("/chat/messages?after=0", timeout=LONG_ENOUGH)
        assert waited.status_code == 200


class Busy:
    """A page that never has its answer ready. `many` have asked for it."""

    def __init__(self, echo: Echo) -> None:
        self.many = 0
        self.pages = site([Route("/busy", self._answer)], health=echo.health, metrics=lambda: b"")

    async def _answer(self, _: Request) -> Response:
        self.many += 1
        await asyncio.Event().wait()
        return Response()


async def test_when_all_are_busy_a_newcomer_is_told_to_come_back(tmp_path) -> None:
    echo = Echo(tmp_path)
    busy = Busy(echo)
    async with door(echo, replace(NEVER, connections=5), app=busy.pages) as port, crowd_at(port) as crowd:
        await crowd.joins(5, says=b"GET /busy HTTP/1.1\r\nhost: x\r\n\r\n")
        await until(lambda: busy.many == 5)
        async with httpx.AsyncClient() as http:
            refused = await http.get(f"http://127.0.0.1:{port}/busy", timeout=LONG_ENOUGH)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        await crowd.parts()

        async def answered() -> bool:
            async with httpx.AsyncClient() as http:
                return (await http.get(f"http://127.0.0.1:{port}/healthz", timeout=LONG_ENOUGH)).status_code == 200

        await until(answered)


async def test_one_address_of_the_wide_world_cannot_take_all_places(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Local addresses are a proxy's, which counts for itself; here 127.0.0.2 is taken for a stranger's."""
    monkeypatch.setattr("web.connections.is_public", lambda address: address == "127.0.0.2")

    echo = Echo(tmp_path)
    busy = Busy(echo)
    asks = {"says": b"GET /busy HTTP/1.1\r\nhost: x\r\n\r\n", "address": "127.0.0.2"}
    async with (
        door(echo, replace(NEVER, connections=60, per_address=3), app=busy.pages) as port,
        crowd_at(port) as crowd,
    ):
        await crowd.joins(3, **asks)  # type: ignore[arg-type]
        await until(lambda: busy.many == 3)
        for reader, _ in await crowd.joins(7, **asks):  # type: ignore[arg-type]
            with suppress(ConnectionError):  # it may be shut before the answer is read
                assert b"503" in await asyncio.wait_for(reader.read(100), LONG_ENOUGH)
        assert busy.many == 3
        assert await answer(port) == 404, "others are let in"


def test_what_is_counted_singly() -> None:
    assert is_public("8.8.8.8")
    assert not any(map(is_public, ("127.0.0.1", "172.18.0.1", "10.0.0.7", "::1", "")))


def test_connections_leave_files_to_the_database() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 0 < bounds_here().connections < max(soft, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
