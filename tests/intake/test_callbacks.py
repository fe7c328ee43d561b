"""What goes out to a platform and what is fetched from it: signed, to named machines only, and never followed elsewhere."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from channels.hooks.channel import Hooks
from channels.hooks.envelope import ONE
from channels.hooks.pictures import KEPT, keep, may_fetch, sweep
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.errors import NotSent, Refused
from messages.reply import Reply
from programme.platforms import Source


class Far(BaseHTTPRequestHandler):
    """The far side: answers what it is told to, and remembers what came."""

    status = 200
    came: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        type(self).came.append((dict(self.headers), body))
        self.send_response(self.status)
        self.send_header("location", "http://127.0.0.1:1/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        large = self.path == "/large"
        self.send_response(302 if self.path == "/moved" else 404 if self.path == "/gone" else 200)
        self.send_header("location", "http://127.0.0.1:1/inside")
        self.end_headers()
        self.wfile.write(b"\xff\xd8\xff" * (4_000_000 if large else 10))

    def log_message(self, *_: object) -> None:
        return None


@contextmanager
def far(status: int = 200) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    came: list[tuple[dict[str, str], bytes]] = []
    handler = type("Handler", (Far,), {"status": status, "came": came})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", came
    finally:
        server.shutdown()
        server.server_close()


class Fixed:
    """One platform and its keys, as the channel is lent them."""

    def __init__(self, source: Source, *keys: str) -> None:
        self._source, self._keys = source, keys

    def source(self, name: str) -> Source | None:
        return self._source if name == self._source.name else None

    def read(self, source: object, event: object) -> list[Any]:
        return []

    async def secrets(self, source: str) -> list[str]:
        return list(self._keys)


SECRET = "whsec_" + b64encode(b"a secret of twenty-four b").decode()


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("status", "error"),
    [(200, None), (204, None), (302, Refused), (404, Refused), (410, Refused), (429, NotSent), (500, NotSent)],
)
async def test_what_came_of_an_alert_is_posted_signed_and_its_answer_is_obeyed(
    tmp_path: Path, status: int, error: type[Exception] | None
) -> None:
    with far(status) as (address, came):
        hooks = Hooks(Fixed(Source("c", callback=f"{address}/heard"), SECRET), tmp_path, clock)
        said = hooks.send(Address("hooks", "c"), Reply('{"id": "x"}'), key="k-1")
        if error:
            with pytest.raises(error):
                await said
        else:
            assert (await said).message == "k-1"
        await hooks.close()
    ((headers, body),) = came
    Webhook(SECRET).verify(body, headers)
    assert headers["content-type"] == ONE
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + b" ", headers)


async def test_a_callback_that_is_dead_for_a_day_is_the_operators(tmp_path: Path) -> None:
    now = [clock()]
    hooks = Hooks(Fixed(Source("c", callback="http://127.0.0.1:1/"), SECRET), tmp_path, lambda: now[0])
    for hours in (0, 23, 2):
        now[0] += timedelta(hours=hours)
        with pytest.raises(NotSent):
            await hooks.send(Address("hooks", "c"), Reply("{}"), key="k")
        assert hooks.health.ok is (hours != 2)
    assert "callback of c" in hooks.health.words
    await hooks.close()


async def test_a_callback_that_refuses_is_said_to_the_operator_until_it_takes_something(tmp_path: Path) -> None:
    """It stood in the log only, once for every event."""
    answers = {"path": ""}

    class Moving(Fixed):
        def source(self, name: str) -> Source | None:
            return Source("c", callback=answers["path"]) if name == "c" else None

    with far(404) as (refusing, _), far(204) as (taking, _):
        hooks = Hooks(Moving(Source("c"), SECRET), tmp_path, clock)
        answers["path"] = f"{refusing}/heard"
        for _ in range(2):
            with pytest.raises(Refused):
                await hooks.send(Address("hooks", "c"), Reply("{}"), key="k")
            assert (hooks.health.ok, hooks.health.words) == (False, "the callback of c answers 404")
        answers["path"] = f"{taking}/heard"
        await hooks.send(Address("hooks", "c"), Reply("{}"), key="k")
        assert hooks.health.ok
        await hooks.close()


async def test_without_a_callback_nothing_goes_out_and_without_a_key_it_is_refused(tmp_path: Path) -> None:
    assert (await Hooks(Fixed(Source("c")), tmp_path, clock).send(Address("hooks", "c"), Reply("{}"))).message == ""
    with pytest.raises(Refused, match="fivestar keys add c"):
        await Hooks(Fixed(Source("c", callback="http://x.test/")), tmp_path, clock).send(
            Address("hooks", "c"), Reply("{}")
        )


@pytest.mark.parametrize(
    ("link", "may"),
    [
        ("https://nvr.example.cn/a.jpg", True),
        ("https://NVR.example.cn:443/a.jpg", True),
        ("http://10.0.0.5:8443/a.jpg", True),
        ("http://10.0.0.5:8444/a.jpg", False),
        ("https://nvr.example.cn.evil.test/a.jpg", False),
        ("https://evil.test/nvr.example.cn", False),
        ("https://nvr.example.cn@evil.test/a.jpg", False),
        ("https://user:pass@nvr.example.cn/a.jpg", False),
        ("file:///etc/passwd", False),
        ("http://169.254.169.254/latest", False),
        ("https://[nvr.example.cn/a.jpg", False),
    ],
)
def test_a_picture_is_fetched_from_named_machines_only(link: str, may: bool) -> None:
    assert may_fetch(link, ("nvr.example.cn", "10.0.0.5:8443")) is may


async def test_a_link_is_not_followed_elsewhere_and_not_read_without_end(tmp_path: Path) -> None:
    with far() as (address, _):
        hooks = Hooks(Fixed(Source("c", image_hosts=("127.0.0.1",))), tmp_path, clock)
        got = await hooks.fetch(Attachment(Medium.PHOTO, f"link:c {address}/a.jpg"))
        assert got == b"\xff\xd8\xff" * 10
        for path in ("/moved", "/gone", "/large"):
            with pytest.raises(Refused):
                await hooks.fetch(Attachment(Medium.PHOTO, f"link:c {address}{path}"))
        with pytest.raises(Refused, match="image_hosts"):
            await hooks.fetch(Attachment(Medium.PHOTO, f"link:other {address}/a.jpg"))
    with pytest.raises(NotSent):
        await hooks.fetch(Attachment(Medium.PHOTO, f"link:c {address}/a.jpg"))


async def test_pictures_of_long_ago_are_swept(tmp_path: Path) -> None:
    old = tmp_path / await keep(tmp_path, b"old", ".jpg")
    new = tmp_path / await keep(tmp_path, b"new", ".jpg")
    past = clock().timestamp() - KEPT - 60
    os.utime(old, (past, past))
    sweep(tmp_path)
    assert (old.exists(), new.exists()) == (False, True)
