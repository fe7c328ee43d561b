"""Whatever arrives from outside, by any door: nothing is raised to the outside, and the bot goes on."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.telegram.webhook import PATH, SECRET_HEADER
from documents.roster.roster_cells import Unreadable
from tests.knocks.doors import SECRET, Doors, open_doors
from tests.knocks.junk import JUNK, TEXTS, Maker
from tests.roster.books import HEAD, LI, csv, read, xlsx
from tests.web.conftest import OURS


@pytest.fixture
async def doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Doors]:
    monkeypatch.setattr("channels.webchat.channel.BURST", 100000)
    async with open_doors(tmp_path) as opened:
        yield opened


def _bytes(update: object) -> bytes:
    return json.dumps(update, ensure_ascii=True).encode()


@pytest.mark.parametrize("many", [150, pytest.param(6000, marks=pytest.mark.slow)])
async def test_updates_as_the_specification_has_them(doors: Doors, many: int) -> None:
    maker = Maker(many)
    statuses = {await doors.update(_bytes(maker.update())) for _ in range(many)}
    assert doors.failed() == []
    assert statuses <= {200, 400}, "200 taken; 400 no JSON that anybody writes (half a character)"


@pytest.mark.parametrize("many", [150, pytest.param(6000, marks=pytest.mark.slow)])
async def test_updates_bent_out_of_shape(doors: Doors, many: int) -> None:
    maker = Maker(many + 1)
    for _ in range(many):
        update = maker.bent()
        assert await doors.update(_bytes(update)) in {200, 400}, update
    assert doors.failed() == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"update_id": "1"}', b"[" * 100000, b"1" * 2_000_000]
)
async def test_a_body_that_is_no_update(doors: Doors, body: bytes) -> None:
    assert await doors.update(body) in {400, 413}


async def test_a_wrong_secret(doors: Doors) -> None:
    for headers in ({}, {SECRET_HEADER: "x"}, {SECRET_HEADER: SECRET[:-1]}):
        assert (await doors.http.post(PATH, content=b"{}", headers=headers)).status_code == 403


def _requests(dice: random.Random) -> tuple[str, str, dict[str, Any]]:
    """One request to some door of the web pages, as a mischievous script makes them."""
    word = dice.choice([*(t for t in TEXTS if "\ud800" not in t and "\x00" not in t), "%00", "%2e%2e%2f", "a" * 3000])
    path = dice.choice(PATHS).replace(
        "*", word.replace("/", "%2F").replace("\n", "%0A").replace("?", "%3F").replace("#", "%23")
    )
    message = {name: dice.choice([*JUNK, *TEXTS]) for name in dice.sample(NAMES, dice.randrange(len(NAMES)))}
    body = dice.choice([_bytes(message), dice.randbytes(dice.randrange(600)), b"", _bytes(dice.choice(JUNK))])
    query = dict.fromkeys(dice.sample(("as", "after", "before", "lang", "week", "page"), 2), word)
    headers = {
        **OURS,
        "content-type": dice.choice(["application/json", "multipart/form-data; boundary=", "x", "image/jpeg"]),
    }
    if dice.random() < 0.3:
        headers["cookie"] = f"fivestar={dice.choice(['x', '%', '1.2.3', 'a' * 500])}"
    return dice.choice(METHODS), path, {"content": body, "params": query, "headers": headers}


METHODS = ("GET", "POST", "POST", "PUT", "DELETE", "HEAD")
NAMES = ("uuid", "text", "kind", "choice", "on", "picked", "label", "attachments", "as", "at")
PATHS = [
    *"/chat/send /chat/send /chat/upload /chat/messages /chat/earlier /chat/photo/* /chat/static/*/* /board /board/*".split(),
    *"/board/enter/* /board/leave /board/ask/* /board/style/* /titles /title/* /r/* /healthz /metrics /*".split(),
    *"/api/alerts /api/* /open311/discovery.json /open311/v2/services/*.xml /open311/v2/requests.json".split(),
    *"/wecom/callback /kefu/callback /city /city/* /c/* /permit/* /hours/* /calendar/* /ballot/*".split(),
    *"/open311/v2/requests.json /open311/v2/requests/*.json /open311/v2/servicerequestupdates.xml /open311/*".split(),
]


@pytest.mark.parametrize("many", [200, pytest.param(4000, marks=pytest.mark.slow)])
async def test_no_request_breaks_a_page(doors: Doors, many: int) -> None:
    dice = random.Random(many)
    for _ in range(many):
        method, path, more = _requests(dice)
        answer = await doors.http.request(method, path, **more)
        assert answer.status_code < 500, (method, path, more, answer.text[:300])
    assert doors.failed() == []
    assert (await doors.http.get("/healthz")).status_code == 200


def test_every_door_is_tried(doors: Doors) -> None:
    shapes = {str(getattr(route, "path", "")) for route in doors.routes} - {PATH}
    tried = {"/" + p.split("/")[1] for p in PATHS}
    assert {"/" + shape.split("/")[1] for shape in shapes} <= tried


@pytest.mark.parametrize("many", [200, pytest.param(5000, marks=pytest.mark.slow)])
def test_roster_files_of_any_bytes(many: int) -> None:
    """What is no roster is refused in our own words, never by a library's."""
    dice = random.Random(many)
    real = [
        xlsx(HEAD.split(","), LI.split(",")),
        csv(HEAD, LI),
        csv(HEAD, LI, encoding="gb18030"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ]
    for _ in range(many):
        content = bytearray(dice.choice([*real, dice.randbytes(300)]))
        for _ in range(dice.randrange(1, 12)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        cut = bytes(content[: dice.randrange(len(content))] if dice.random() < 0.3 else content)
        with contextlib.suppress(Unreadable):
            read(cut, dice.choice(["名册.xlsx", "名册.csv", "名册.xls", "名册", "名册.pdf"]))
