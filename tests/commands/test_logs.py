"""Nothing personal or secret stands in a log, in either form, wherever in a line it came from."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Literal

import pytest

from app import logs

NASTY = [
    (
        "https://api.telegram.org/bot123456:AAE-abcdefghijklmnopqrstuvwxyz_012345/getMe",
        "AAE-abcdefghijklmnopqrstuvwxyz",
    ),
    ("token 7654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw refused", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"),
    ("店主手机 13800138000 打不通", "13800138000"),
    ("call +86 138-0013-8000 now", "138-0013-8000"),
    ("座机 0563-4021234", "0563-4021234"),
    ("/start K7M2PX9Q", "K7M2PX9Q"),
    ("code k7m2-px9q was tried", "k7m2-px9q"),
    ("Cookie: fivestar=abc; fivestar_lang=zh", "abc"),
    ("fivestar_shop=Zm9vYmFyYmF6cXV4; Path=/", "Zm9vYmFyYmF6cXV4"),
    ("{'set-cookie': 'x=secretvalue'}", "secretvalue"),
    ("X-Telegram-Bot-Api-Secret-Token: hush-hush", "hush-hush"),
    ("Authorization: Bearer abc.def", "abc.def"),
    ("GET /cgi-bin/message/send?access_token=AbC_123&debug=0", "AbC_123"),
    ("gettoken?corpid=ww1&corpsecret=hush_hush", "hush_hush"),
    ("POST /wecom/callback?msg_signature=5c45ff5e21&timestamp=1", "5c45ff5e21"),
    ("<xml><Encrypt>RypEvHKD8QQ==</Encrypt></xml>", "RypEvHKD8QQ"),
    ("{'external_userid': 'wmAJ2GCAAAme1XQRC', 'errcode': 95018}", "wmAJ2GCAAAme1XQRC"),
    ("postgresql://fivestar:pa55w0rd@db/fivestar", "pa55w0rd"),
    ("socks5://me:hunter2@127.0.0.1:1080", "hunter2"),
    ("persona Xy3_kd0Qm1Zp8Lr5Vt7Bn2Ws9Cf4Hj6Gk1Da0Ee3Uu8", "Xy3_kd0Qm1Zp8Lr5Vt7Bn2Ws9Cf4Hj6Gk1Da0Ee3Uu8"),
]
HARMLESS = [
    "job ratings for 2026-W47: 30 ms 4_stars=5",
    "letter 1234567890123 was refused by telegram: message is too long",
    "2026-11-24 16:48:01 bot/engine.py:140 _acknowledge",
    "listening on http://127.0.0.1:8080",
    "key=web:0a1b2c3d-0000-4000-8000-000000000000 KeyError in handlers/reviews/review.py:88 look",
    "cannot open the database data/fivestar.db: disk I/O error",
]


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[tuple[Literal["text", "json"], StringIO]]:
    root, stream = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    logs.set_up(request.param, stream)
    yield request.param, stream
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(("line", "secret"), NASTY)
def test_a_secret_never_reaches_the_log(log: tuple[str, StringIO], line: str, secret: str) -> None:
    logging.getLogger("bot.test").warning("%s", line)
    try:
        int(line)
    except ValueError:
        logging.getLogger("bot.test").exception("it failed with %s", line)
    assert "it failed" in log[1].getvalue()
    assert secret not in log[1].getvalue()


@pytest.mark.parametrize("line", HARMLESS)
def test_what_an_operator_needs_stays_readable(line: str) -> None:
    assert logs.redacted(line) == line


def test_json_lines_are_json(log: tuple[str, StringIO]) -> None:
    logging.getLogger("bot.test").error("磁盘满了 %d%%", 100)
    line = log[1].getvalue().splitlines()[-1]
    if log[0] == "json":
        assert json.loads(line)["event"] == "磁盘满了 100%"
        assert json.loads(line)["level"] == "error"
    else:
        assert "磁盘满了 100%" in line
