"""The real nginx, as the example sets it up, in front of the real bot: polls, photos, limits, the webhook, a board link."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.e2e.bot import Bot
from tests.ports import own_port
from tests.telegram.server import BotApi
from tests.waiting import LONG_ENOUGH, until

ROOT = Path(__file__).parents[2]
NAME, CODE, SECRET = "stars.example.cn", "FIRST-MANAGER-7", "hush-hush"
NGINX, OPENSSL = shutil.which("nginx") or "/usr/sbin/nginx", shutil.which("openssl")
OURS = {"host": NAME, "x-fivestar": "1", "origin": f"https://{NAME}"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (Path(NGINX).exists() and OPENSSL), reason="nginx or openssl is not installed"),
]


@dataclass
class Front:
    """The bot with nginx before it."""

    http: httpx.AsyncClient
    plain: str
    errors: Path


def _certificate(folder: Path) -> None:
    names = ["-subj", f"/CN={NAME}", "-days", "2", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    make = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *names]
    subprocess.run([str(word) for word in make], check=True, capture_output=True)


def _configured(folder: Path, bot: str, plain: int, secret: int) -> Path:
    """The example as it stands, but for its ports, its certificate and where the bot listens."""
    written = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for old, new in (
        (r"    listen \[::\].*\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{secret} ssl;"),
        (r"ssl_certificate /\S+;", f"ssl_certificate {folder / 'cert.pem'};"),
        (r"ssl_certificate_key /\S+;", f"ssl_certificate_key {folder / 'key.pem'};"),
        (r"http://127\.0\.0\.1:8080", bot),
    ):
        written, many = re.subn(old, new, written)
        assert many, old
    (folder / "fivestar.conf").write_text(written, "utf-8")
    temporary = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    whole = folder / "nginx.conf"
    whole.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {folder / 'nginx.pid'};\n"
        f"error_log {folder / 'error.log'} info; events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; client_body_temp_path {folder / 'body'};\n{temporary}"
        f"include {folder / 'fivestar.conf'}; }}\n",
        "utf-8",
    )
    return whole


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    api = BotApi(time.time)
    await api.start()
    bot = Bot(
        tmp_path,
        "run",
        port="0",
        public_url=f"https://{NAME}",
        admin_code=CODE,
        telegram__token=api.token,
        telegram__mode="webhook",
        telegram__webhook_secret=SECRET,
        telegram__base_url=api.url,
    )
    await bot.start()
    plain, secret = own_port(), own_port()
    _certificate(tmp_path)
    config = _configured(tmp_path, bot.address, plain, secret)
    nginx = await asyncio.create_subprocess_exec(
        NGINX, "-p", str(tmp_path), "-c", str(config), "-e", str(tmp_path / "error.log")
    )
    trust = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    trust.check_hostname = False
    at = f"https://127.0.0.1:{secret}"
    async with httpx.AsyncClient(
        verify=trust, base_url=at, headers=OURS, timeout=70, limits=httpx.Limits(max_connections=300)
    ) as http:

        async def listens() -> bool:
            try:
                return bool(await http.get("/chat"))
            except httpx.ConnectError:
                return False

        await until(listens, "nginx does not start", every=0.05)
        yield Front(http, f"http://127.0.0.1:{plain}", tmp_path / "error.log")
    nginx.terminate()
    await nginx.wait()
    assert await bot.stop() == 0
    await api.stop()


async def says(http: httpx.AsyncClient, uuid: str, **message: object) -> httpx.Response:
    return await http.post("/chat/send", json={"uuid": uuid, **message})


async def hears(http: httpx.AsyncClient, words: str) -> str:
    """Wait for a message with these words; its text."""
    after = ""
    while True:
        feed = (await http.get("/chat/messages", params={"after": after})).json()[""]
        for letter in feed["letters"]:
            if words in letter["text"]:
                return str(letter["text"])
        after = str(feed["version"])


async def test_everything_works_behind_nginx_as_it_stands_in_the_example(front: Front) -> None:
    http = front.http
    quiet = asyncio.create_task(_quiet_poll(http, await _another_visitor(http)))

    async with httpx.AsyncClient() as plain:
        moved = await plain.get(f"{front.plain}/chat", headers={"host": NAME})
    assert (moved.status_code, moved.headers["location"]) == (301, f"https://{NAME}/chat")
    assert "Secure" in (await http.get("/chat")).headers["set-cookie"]
    for inside in ("/metrics", "/healthz"):
        assert (await http.get(inside)).status_code == 403, inside

    assert (await says(http, "enrol-uuid", text=CODE)).status_code == 200
    await asyncio.wait_for(hears(http, "管理员"), LONG_ENOUGH)

    photo = b"\xff\xd8\xff"
    assert (await http.post("/chat/upload", content=photo + bytes(9_900_000))).status_code == 200
    large = await http.post("/chat/upload", content=photo + bytes(12_000_000))
    assert large.status_code == 422
    assert "10 MB" in large.json()["words"], "the bot itself says what is too large"
    assert (await http.post("/chat/upload", content=bytes(14_000_000))).status_code == 413

    await says(http, "board-uuid", text="看板")
    link = re.search(
        rf"https://{NAME}(/board/enter/\S+)", await asyncio.wait_for(hears(http, "/board/enter/"), LONG_ENOUGH)
    )
    assert link
    assert (await http.get(link[1])).status_code == 200
    entered = await http.post(link[1])
    assert (entered.status_code, entered.headers["location"]) == (303, "/board")
    assert (await http.get("/board")).status_code == 200

    update = {"update_id": 1, "message": {"message_id": 1, "date": int(time.time()), "text": "你好"}}
    update["message"] |= {"chat": {"id": 5, "type": "private", "first_name": "李"}}  # type: ignore[operator]
    update["message"] |= {"from": {"id": 5, "is_bot": False, "first_name": "李"}}  # type: ignore[operator]
    secret = {"x-telegram-bot-api-secret-token": SECRET}
    told = await http.post(
        "/telegram/webhook", content=json.dumps(update), headers={**secret, "content-type": "application/json"}
    )
    assert told.status_code == 200
    assert (await http.post("/telegram/webhook", content=json.dumps(update))).status_code in (401, 403)

    assert await quiet > 20, "a quiet page is not cut off before the bot answers"


async def _another_visitor(http: httpx.AsyncClient) -> str:
    """The cookie of somebody who says nothing; the client forgets it, or it would speak as this visitor."""
    cookie = (await http.get("/chat", headers={"cookie": ""})).headers["set-cookie"].split(";")[0]
    http.cookies.clear()
    return str(cookie)


async def _quiet_poll(http: httpx.AsyncClient, cookie: str) -> float:
    """Seconds that a page waits for news that do not come."""
    start = time.monotonic()
    answer = await http.get("/chat/messages", params={"after": "0"}, headers={"cookie": cookie})
    assert answer.status_code == 200
    return time.monotonic() - start


async def test_too_much_from_one_address_is_told_to_come_back(front: Front) -> None:
    http = front.http
    hasty = await asyncio.gather(*[http.get("/titles") for _ in range(80)])
    assert {answer.status_code for answer in hasty} == {200, 429}
    await asyncio.sleep(5)

    held = []
    for _ in range(115):
        held.append(asyncio.create_task(http.get("/chat/messages", params={"after": "0"})))
        await asyncio.sleep(0.09)
    answers = await asyncio.gather(*held)
    assert {answer.status_code for answer in answers} == {200, 429}
    said = front.errors.read_text("utf-8")
    assert "limiting requests" in said
    assert "limiting connections" in said
