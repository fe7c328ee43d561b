"""One contract for the stock transport and ours: what goes over the wire and which error comes back are the same."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from telegram import Bot, InputMediaPhoto, Message
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from channels.telegram.errors import Floods, outcome
from channels.telegram.transport import Transport, proxy_from_environment, redacted
from messages.errors import Gone, Misconfigured, NotSent, Refused, TryLater, Unsure
from tests.ports import own_port
from tests.telegram.people import Person
from tests.telegram.server import TOKEN, BotApi, Fault
from tests.waiting import LONG_ENOUGH

Make = Callable[..., BaseRequest]


SHORT = {"read_timeout": 0.3, "connect_timeout": 0.3}
PATIENT = {"read_timeout": 30.0, "connect_timeout": 30.0}
"""An answer that comes is waited for, however busy the machine is: only what never comes may be a time-out."""


def stock(**more: Any) -> BaseRequest:
    return HTTPXRequest(**{**SHORT, **more})


def ours(**more: Any) -> BaseRequest:
    return Transport(base_url="http://127.0.0.1", **{**SHORT, **more})


@pytest.fixture(params=[stock, ours], ids=["stock", "ours"])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


@pytest.fixture
async def bot(api: BotApi, make: Make) -> AsyncIterator[Bot]:
    made = bot_over(api, make())
    await made.request.initialize()
    yield made
    await made.request.shutdown()


def bot_over(api: BotApi, transport: BaseRequest) -> Bot:
    files = f"{api.url}/file/bot"
    return Bot(TOKEN, f"{api.url}/bot", files, request=transport, get_updates_request=transport)


async def test_words_arrive_as_they_are(api: BotApi, bot: Bot) -> None:
    li = Person(api, 5, "老李")
    message = await bot.send_message(5, "门前 5&6=“好” + 100% <b> 👍🏽\n第二行")
    assert isinstance(message, Message)
    assert li.mine[0].text == "门前 5&6=“好” + 100% <b> 👍🏽\n第二行"


async def test_files_arrive_whole_with_their_names(api: BotApi, bot: Bot) -> None:
    Person(api, 5, "老李")
    content = bytes(range(256)) * 500
    await bot.send_document(5, content, filename="周报 第48周.xlsx", caption="在这里")
    call = api.asked("sendDocument")[0]
    assert call.values == {"chat_id": "5", "caption": "在这里"}
    file = call.files["document"]
    assert (file.name, file.content) == ("周报 第48周.xlsx", content)
    assert file.kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def test_an_album_carries_all_its_pictures(api: BotApi, bot: Bot) -> None:
    Person(api, 5, "老李")
    sent = await bot.send_media_group(5, [InputMediaPhoto(bytes([n]) * 99, filename=f"{n}.jpg") for n in range(1, 4)])
    assert len(sent) == 3
    assert sorted(file.content[0] for file in api.asked("sendMediaGroup")[0].files.values()) == [1, 2, 3]


async def test_a_file_comes_back_as_it_was(api: BotApi, bot: Bot) -> None:
    number = api.chats.keep(b"\x00\xffpicture" * 1000)
    assert (
        await bot.request.retrieve(f"{api.url}/file/bot{TOKEN}/photos/{number}%201.jpg")
    ) == b"\x00\xffpicture" * 1000


ANSWERS: list[tuple[Fault, type[TelegramError], type[Exception]]] = [
    (Fault("status", status=400, words="Bad Request: chat not found"), BadRequest, Gone),
    (Fault("status", status=400, words="Bad Request: message is too long"), BadRequest, Refused),
    (Fault("status", status=401, words="Unauthorized"), InvalidToken, Misconfigured),
    (Fault("status", status=403, words="Forbidden: bot was blocked by the user"), Forbidden, Gone),
    (Fault("status", status=404, words="Not Found"), InvalidToken, Misconfigured),
    (Fault("status", status=409, words="Conflict: terminated by other getUpdates request"), Conflict, Unsure),
    (Fault("status", status=413, words="Request Entity Too Large"), NetworkError, Refused),
    (Fault("flood", after=7), RetryAfter, TryLater),
    (Fault("gateway"), NetworkError, NotSent),
    (Fault("status", status=500, words="Internal Server Error"), NetworkError, NotSent),
    (Fault("status", status=504, words="Gateway Timeout"), NetworkError, Unsure),
    (Fault("garbage"), TelegramError, Unsure),
    (Fault("garbage", accepted=True), TelegramError, Unsure),
    (Fault("hang"), TimedOut, Unsure),
    (Fault("drop"), NetworkError, Unsure),
]


@pytest.mark.parametrize(("fault", "error", "means"), ANSWERS, ids=lambda x: getattr(x, "words", "") and str(x)[6:70])
async def test_every_failure_has_its_error_and_its_meaning(
    api: BotApi, make: Make, fault: Fault, error: type[TelegramError], means: type[Exception]
) -> None:
    bot = bot_over(api, make(**(SHORT if fault.kind == "hang" else PATIENT)))
    await bot.request.initialize()
    api.play(fault, on=["getMe"])
    with pytest.raises(TelegramError) as caught:
        await bot.get_me()
    await bot.request.shutdown()
    assert type(caught.value) is error
    if isinstance(bot.request, Transport):
        assert type(outcome(caught.value)) is means


async def test_nobody_there(make: Make) -> None:
    transport = make()
    await transport.initialize()
    with pytest.raises(NetworkError) as caught:
        await transport.post(f"http://127.0.0.1:{own_port()}/bot{TOKEN}/getMe")
    await transport.shutdown()
    assert type(caught.value) is NetworkError
    if isinstance(transport, Transport):
        assert type(outcome(caught.value)) is NotSent


async def test_a_longer_wait_can_be_asked_for(api: BotApi, bot: Bot) -> None:
    async def later() -> None:
        await asyncio.sleep(0.5)
        await li.says("好")

    li = Person(api, 5, "老李")
    saying = asyncio.create_task(later())
    updates = await bot.get_updates(timeout=int(LONG_ENOUGH), read_timeout=LONG_ENOUGH + 1)
    assert [u.message.text for u in updates if u.message] == ["好"]
    await saying


async def test_through_an_http_proxy(api: BotApi, make: Make) -> None:
    seen, proxy = await http_proxy(api.port)
    async with proxy:
        transport = make(proxy=f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}")
        await transport.initialize()
        assert (await bot_over(api, transport).get_me()).username == "five_star_bot"
        await transport.shutdown()
    assert seen == [f"POST {api.url}/bot{TOKEN}/getMe HTTP/1.1"]


@pytest.mark.parametrize("answer", ["503 Service Unavailable", "407 Proxy Authentication Required", "502 Bad Gateway"])
async def test_a_proxy_that_does_not_connect_us_has_taken_nothing(answer: str) -> None:
    """It was “unsure”, and after two tries a letter that had never left was given up."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        through = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        async with Transport(base_url="https://api.telegram.test", proxy=through) as transport:
            with pytest.raises(NetworkError) as error:
                await transport.post("https://api.telegram.test/bot1:A/getMe")
    assert isinstance(outcome(error.value), NotSent)


async def test_through_a_socks_proxy(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """As people in China need it, also from ALL_PROXY; the stock transport has no SOCKS here."""
    names: list[str] = []
    server = await asyncio.start_server(lambda r, w: _socks(r, w, names, api.port), "127.0.0.1", 0)
    async with server:
        monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        transport = Transport(base_url="http://api.telegram.test")
        bot = Bot(TOKEN, base_url="http://api.telegram.test/bot", request=transport, get_updates_request=transport)
        assert (await bot.get_me()).username == "five_star_bot"
        await transport.shutdown()
    assert names == ["api.telegram.test"]


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({"HTTPS_PROXY": "http://p:1"}, "https://api.telegram.org", "http://p:1"),
        ({"https_proxy": "http://p:1"}, "http://127.0.0.1:8081", ""),
        ({"ALL_PROXY": "socks5://p:2"}, "https://api.telegram.org", "socks5://p:2"),
        ({"ALL_PROXY": "socks5://p:2", "NO_PROXY": "127.0.0.1"}, "http://127.0.0.1:8081", ""),
        ({}, "https://api.telegram.org", ""),
    ],
)
def test_the_environment_names_the_proxy(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_from_environment(url) == proxy


async def test_nothing_leaves_after_the_end(api: BotApi) -> None:
    transport = ours()
    bot = bot_over(api, transport)
    await bot.get_me()
    await transport.shutdown()
    with pytest.raises(NetworkError) as caught:
        await bot.get_me()
    assert type(outcome(caught.value)) is NotSent
    assert len(api.calls) == 1


async def test_no_error_and_no_log_line_shows_the_token(caplog: pytest.LogCaptureFixture) -> None:
    transport = ours()
    with pytest.raises(NetworkError) as caught:
        await transport.post(f"http://127.0.0.1:{own_port()}/bot{TOKEN}/getMe")
    await transport.shutdown()
    assert TOKEN not in str(caught.value) + caplog.text
    assert redacted(f"POST /bot{TOKEN}/getMe") == "POST /bot***/getMe"


def test_many_chats_refused_at_once_mean_everybody() -> None:
    floods = Floods()
    assert [floods.everyone("5") for _ in range(9)] == [False] * 9
    assert [floods.everyone(str(n)) for n in range(10, 15)] == [False, False, False, True, True]


async def http_proxy(port: int) -> tuple[list[str], asyncio.Server]:
    """A proxy that writes down the first line of each request and passes everything on to `port`."""
    seen: list[str] = []

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        seen.append(head.split(b"\r\n", 1)[0].decode())
        there, back = await asyncio.open_connection("127.0.0.1", port)
        method, url, rest = head.split(b" ", 2)
        path = b"/" + url.split(b"/", 3)[3]
        back.write(b" ".join((method, path, rest)))
        await _both_ways(reader, writer, there, back)

    return seen, await asyncio.start_server(forward, "127.0.0.1", 0)


async def _socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, names: list[str], port: int) -> None:
    """SOCKS5 with names resolved at the far end: every name leads to `port` here."""
    await reader.readexactly((await reader.readexactly(2))[1])
    writer.write(b"\x05\x00")
    _, _, _, kind = await reader.readexactly(4)
    assert kind == 3, "the name is to be resolved by the proxy"
    names.append((await reader.readexactly((await reader.readexactly(1))[0])).decode())
    await reader.readexactly(2)
    there, back = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"\x05\x00\x00\x01" + bytes(4) + struct.pack(">H", port))
    await _both_ways(reader, writer, there, back)


async def _both_ways(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: asyncio.StreamReader, back: asyncio.StreamWriter
) -> None:
    async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
        target.close()

    await asyncio.gather(pump(reader, back), pump(there, writer), return_exceptions=True)
