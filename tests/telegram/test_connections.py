"""Requests go over kept connections: each answer is whole and belongs to its request, and what broke is not taken for sent."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram.error import NetworkError, TelegramError, TimedOut

from channels.telegram.errors import outcome
from channels.telegram.transport import Transport
from messages.errors import NotSent, Unsure

Play = Callable[[int, asyncio.StreamWriter], Awaitable[None]]
"""Answers one request: its number, from one on, and where the answer goes."""

YES = b'{"ok":true,"result":true}'


def whole(body: bytes = YES, more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


class Far:
    """A server that answers as it is told, and counts who came."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.connections = self.requests = self.now = self.most = 0
        self.serving: set[asyncio.Task[object]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if task := asyncio.current_task():
            self.serving.add(task)
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                sizes = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
                await reader.readexactly(int(sizes[0].split(b":")[1]) if sizes else 0)
                self.requests += 1
                self.now += 1
                self.most = max(self.most, self.now)
                await self.play(self.requests, writer)
                self.now -= 1
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


@asynccontextmanager
async def far(
    play: Play, *, tls: ssl.SSLContext | None = None, patience: float = 30.0, connections: int = 100
) -> AsyncIterator[tuple[Far, Transport, str]]:
    there = Far(play)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0, ssl=tls)
    root = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    transport = Transport(base_url=root, read_timeout=patience, connect_timeout=30.0, connections=connections)
    async with server:
        yield there, transport, f"{root}/bot1:A/getMe"
        await transport.shutdown()
    await asyncio.gather(*there.serving)


async def plainly(_: int, writer: asyncio.StreamWriter) -> None:
    writer.write(whole())


async def test_a_connection_is_used_again() -> None:
    async with far(plainly) as (there, transport, url):
        for _ in range(5):
            assert await transport.ask(url, {}) is True
    assert (there.requests, there.connections) == (5, 1)


async def test_no_more_than_so_many_at_once() -> None:
    async def slowly(_: int, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0)
        writer.write(whole())

    async with far(slowly, connections=3) as (there, transport, url):
        assert await asyncio.gather(*[transport.ask(url, {}) for _ in range(20)]) == [True] * 20
    assert there.requests == 20
    assert there.most <= there.connections <= 3


async def test_one_that_the_server_ended_meanwhile_is_replaced() -> None:
    gone = asyncio.Event()

    async def once(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(whole())
        writer.close()
        await writer.wait_closed()
        gone.set()

    async with far(once) as (there, transport, url):
        for _ in range(3):
            assert await transport.ask(url, {}) is True
            await gone.wait()
            gone.clear()
            await asyncio.sleep(0)
            await asyncio.sleep(0)  # the end is in our socket; the loop looks there in its next round
    assert (there.requests, there.connections) == (3, 3)


WHOLE = {
    "in chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
    + YES[:5]
    + b"\r\n14\r\n"
    + YES[5:]
    + b"\r\n0\r\n\r\n",
    "announced": b"HTTP/1.1 100 Continue\r\n\r\n" + whole(),
    "until the end": b"HTTP/1.0 200 OK\r\n\r\n" + YES,
    "and no more": whole(more="Connection: close\r\n"),
}


@pytest.mark.parametrize("answer", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("step", [1, 1000], ids=["byte by byte", "at once"])
async def test_an_answer_is_whole_however_it_comes(answer: bytes, step: int) -> None:
    async def play(_: int, writer: asyncio.StreamWriter) -> None:
        for start in range(0, len(answer), step):
            writer.write(answer[start : start + step])
            await writer.drain()
            await asyncio.sleep(0)
        if answer.startswith(b"HTTP/1.0"):
            writer.close()

    async with far(play) as (_, transport, url):
        assert [await transport.ask(url, {}) for _ in range(2)] == [True, True]


BROKEN = {
    "torn": whole()[:-5],
    "in the head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "in a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{",
    "another language": b"SSH-2.0-OpenSSH_9.7\r\n",
    "not a word": b"",
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
async def test_what_has_no_whole_answer_may_have_been_done(answer: bytes) -> None:
    async def play(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        writer.close()

    async with far(play) as (_, transport, url):
        with pytest.raises(NetworkError) as caught:
            await transport.ask(url, {})
    assert isinstance(outcome(caught.value), Unsure)


async def test_an_answer_that_came_too_late_is_not_the_next_ones() -> None:
    late = asyncio.Event()

    async def play(number: int, writer: asyncio.StreamWriter) -> None:
        if number == 1:
            await late.wait()
        writer.write(whole(b'{"ok":true,"result":%d}' % number))

    async with far(play, patience=0.2) as (there, transport, url):
        with pytest.raises(TimedOut) as caught:
            await transport.ask(url, {})
        assert isinstance(outcome(caught.value), Unsure)
        late.set()
        assert await transport.ask(url, {}, 30.0) == 2
        asking = asyncio.create_task(transport.ask(url, {}, 30.0))
        while there.requests < 3:  # noqa: ASYNC110 the far side tells nobody
            await asyncio.sleep(0)
        asking.cancel()
        assert await transport.ask(url, {}, 30.0) == 4


async def test_more_than_was_asked_for_is_nobodys_answer() -> None:
    async def twice(number: int, writer: asyncio.StreamWriter) -> None:
        writer.write(whole(b'{"ok":true,"result":%d}' % number) + whole(b'{"ok":true,"result":"stray"}'))

    async with far(twice) as (_, transport, url):
        assert [await transport.ask(url, {}) for _ in range(3)] == [1, 2, 3]


async def test_it_is_secret_and_only_with_who_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with far(plainly, tls=certified(tmp_path)) as (there, transport, url):
        with pytest.raises(TelegramError) as caught:
            await transport.ask(url, {})
        assert isinstance(outcome(caught.value), NotSent)
        assert there.requests == 0
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate"))
    async with far(plainly, tls=certified(tmp_path)) as (there, transport, url):
        assert [await transport.ask(url, {}) for _ in range(3)] == [True] * 3
        assert there.connections == 1
        with pytest.raises(TelegramError) as caught:
            await transport.ask(url.replace("127.0.0.1", "localhost"), {})
        assert isinstance(outcome(caught.value), NotSent)


def certified(folder: Path) -> ssl.SSLContext:
    """A server's side for 127.0.0.1, by a certificate of its own in `folder`."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "far")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "certificate").write_bytes(made.public_bytes(pem))
    (folder / "key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate", folder / "key")
    return context
