"""The fake refuses what the API refuses, with the API's errcodes: what it took too easily would pass here and fail there."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.qyapi.server import AGENT, CORP, KFID, OTHER_SECRET, SECRET, QyServer

NOW = 1_795_395_600.0
TEXT = {"touser": "wang", "agentid": AGENT, "msgtype": "text", "text": {"content": "好"}}
BUTTONS = {
    "card_type": "button_interaction",
    "main_title": {"title": "好吗"},
    "task_id": "t1",
    "button_list": [{"text": "好", "style": 1, "key": "a"}],
}
CARD = {
    "touser": "wang",
    "agentid": AGENT,
    "msgtype": "template_card",
    "enable_duplicate_check": 1,
    "duplicate_check_interval": 14400,
    "template_card": BUTTONS,
}
KEFU = {"touser": "wm1", "open_kfid": KFID, "msgid": "k1", "msgtype": "text", "text": {"content": "好"}}
SYNC = {"open_kfid": KFID}


def card(**more: Any) -> dict[str, Any]:
    return {**CARD, "template_card": {**BUTTONS, **more}}


def choices(*clicks: dict[str, Any], **more: Any) -> dict[str, Any]:
    items = [{"type": "click", "click": click} for click in clicks]
    return {**KEFU, "msgtype": "msgmenu", "text": None, "msgmenu": {"head_content": "好吗", "list": items, **more}}


def without_none(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


REFUSED: dict[str, tuple[str, dict[str, Any], int]] = {
    "an unknown field": ("message/send", {**TEXT, "colour": "red"}, 40058),
    "an agentid in words": ("message/send", {**TEXT, "agentid": str(AGENT)}, 40058),
    "another app": ("message/send", {**TEXT, "agentid": 7}, 40056),
    "nobody": ("message/send", {**TEXT, "touser": ""}, 81013),
    "somebody unknown": ("message/send", {**TEXT, "touser": "zhao"}, 81013),
    "a kind there is not": ("message/send", {**TEXT, "msgtype": "poem", "text": None}, 40008),
    "another kind's field": ("message/send", {**TEXT, "image": {"media_id": "m"}}, 40008),
    "an empty text": ("message/send", {**TEXT, "text": {"content": ""}}, 44004),
    "a picture that is not there": (
        "message/send",
        {**TEXT, "msgtype": "image", "text": None, "image": {"media_id": "m"}},
        40007,
    ),
    "no picture": ("message/send", {**TEXT, "msgtype": "image", "text": None, "image": {}}, 41006),
    "too long an interval": ("message/send", {**CARD, "duplicate_check_interval": 14401}, 40058),
    "a card without a title": ("message/send", card(main_title={}), 41016),
    "a task_id with a blank": ("message/send", card(task_id="a b"), 41016),
    "seven buttons": ("message/send", card(button_list=[{"text": "好", "key": f"{n}"} for n in range(7)]), 41016),
    "two buttons of one key": ("message/send", card(button_list=[{"text": "好", "key": "a"}] * 2), 41016),
    "a key too long": ("message/send", card(button_list=[{"text": "好", "key": "a" * 1025}]), 41016),
    "a card of another kind": ("message/send", card(card_type="text_notice"), 41016),
    "an unknown card field": ("message/send", card(colour="red"), 41016),
    "a code nobody gave": (
        "message/update_template_card",
        {"userids": ["wang"], "agentid": AGENT, "response_code": "c", "button": {"replace_name": "好"}},
        0,
    ),
    "an update of nothing": (
        "message/update_template_card",
        {"userids": ["wang"], "agentid": AGENT, "response_code": "c"},
        40058,
    ),
    "four menu keys": ("menu/create", {"button": [{"type": "click", "name": "a", "key": "a"}] * 4}, 40016),
    "a menu name too long": ("menu/create", {"button": [{"type": "click", "name": "六个汉字太长", "key": "a"}]}, 40018),
    "another service account": ("kf/send_msg", {**KEFU, "open_kfid": "wkOther"}, 95000),
    "a customer unknown here": ("kf/send_msg", {**KEFU, "touser": "wm2"}, 40096),
    "no msgid": ("kf/send_msg", {**KEFU, "msgid": None}, 40058),
    "a msgid too long": ("kf/send_msg", {**KEFU, "msgid": "k" * 33}, 40058),
    "a msgid of other letters": ("kf/send_msg", {**KEFU, "msgid": "k.1"}, 40058),
    "a place in words": (
        "kf/send_msg",
        {**KEFU, "msgtype": "location", "text": None, "location": {"latitude": "30"}},
        40058,
    ),
    "eleven choices": ("kf/send_msg", choices(*({"id": f"{n}", "content": "好"} for n in range(11))), 45098),
    "a choice too long": ("kf/send_msg", choices({"id": "1", "content": "好" * 43}), 45098),
    "a choice's id too long": ("kf/send_msg", choices({"id": "1" * 65, "content": "好"}), 45098),
    "a head too long": ("kf/send_msg", choices({"id": "1", "content": "好"}, head_content="字" * 342), 45098),
    "a welcome code nobody gave": ("kf/send_msg_on_event", {**KEFU, "touser": None, "open_kfid": None, "code": "c"}, 0),
    "a pull of nothing": ("kf/sync_msg", {}, 95000),
    "a cursor too long": ("kf/sync_msg", {**SYNC, "cursor": "c" * 65}, 40058),
    "too large a page": ("kf/sync_msg", {**SYNC, "limit": 1001}, 40058),
    "a token nobody gave": ("kf/sync_msg", {**SYNC, "token": "t"}, 95007),
    "an empty body": ("kf/sync_msg", None, 44002),  # type: ignore[dict-item]
}


class Far:
    """The fake, its clock, and plain HTTP without any client of ours."""

    def __init__(self) -> None:
        self.now = NOW
        self.api = QyServer(lambda: self.now)
        self.api.members.add("wang")
        self.api.customers["wm1"].spoke = NOW
        self.token = ""

    async def asks(self, path: str, body: Any = None, *, method: str = "POST", **query: Any) -> dict[str, Any]:
        async with aiohttp.ClientSession() as http:
            what = (
                {"data": body}
                if isinstance(body, bytes | aiohttp.FormData)
                else {"json": body}
                if body is not None
                else {}
            )
            async with http.request(
                method, f"{self.api.url}/cgi-bin/{path}", params={"access_token": self.token, **query}, **what
            ) as r:
                return dict(await r.json(content_type=None)) if r.content_type != "image/jpeg" else {"errcode": 0}

    async def code(self, path: str, body: Any = None, **more: Any) -> int:
        return int((await self.asks(path, body, **more))["errcode"])

    async def enter(self, secret: str = SECRET) -> int:
        found = await self.asks("gettoken", method="GET", corpid=CORP, corpsecret=secret)
        self.token = found.get("access_token", self.token)
        return int(found["errcode"])


@pytest.fixture
async def far() -> AsyncIterator[Far]:
    made = Far()
    await made.api.start()
    assert await made.enter() == 0
    yield made
    await made.api.stop()


@pytest.mark.parametrize("what", REFUSED)
async def test_what_the_api_refuses_the_fake_refuses(far: Far, what: str) -> None:
    path, body, code = REFUSED[what]
    query = {"agentid": AGENT} if path == "menu/create" else {}
    found = await far.code(path, without_none(body) if body is not None else None, **query)
    assert found == code or (code == 0 and found in range(60_500, 60_903)), (
        "a number nobody has told us is drawn at random"
    )


async def test_what_is_right_is_taken(far: Far) -> None:
    assert await far.code("message/send", TEXT) == 0
    assert await far.code("message/send", CARD) == 0
    assert await far.code("kf/send_msg", KEFU) == 0
    assert await far.code("kf/send_msg", without_none({**choices({"id": "1", "content": "好"}), "msgid": "k2"})) == 0
    assert await far.code("kf/sync_msg", SYNC) == 0


async def test_tokens_end_belong_to_an_app_and_are_not_handed_out_without_end(far: Far) -> None:
    good = far.token
    far.token = ""
    assert await far.code("message/send", TEXT) == 41001
    far.token = "made-up"
    assert await far.code("message/send", TEXT) == 40014
    assert await far.enter(OTHER_SECRET) == 0
    assert await far.code("message/send", TEXT) == 301002
    assert await far.enter("wrong") == 40001
    far.token = good
    assert {await far.enter() for _ in range(8)} == {0, 45009}
    far.now += 7200
    far.token = good
    assert await far.code("message/send", TEXT) == 42001
    far.api.trusted = False
    assert await far.enter() == 60020


async def test_the_method_and_the_form_of_a_body(far: Far) -> None:
    assert await far.code("message/send", method="GET") == 43002
    assert await far.code("agent/get", {}) == 43001
    assert await far.code("message/send", b"<xml/>") == 47001
    assert await far.code("message/send", b"[]") == 47001


async def test_a_card_comes_once_and_is_updated_once(far: Far) -> None:
    first = await far.asks("message/send", CARD)
    await far.asks("message/send", CARD)
    assert len(far.api.screen) == 1, "the duplicate check compares the whole request"
    far.now += 14401
    assert await far.enter() == 0
    assert await far.code("message/send", CARD) == 41016, "a task_id is used once"
    update = {
        "userids": ["wang"],
        "agentid": AGENT,
        "response_code": first["response_code"],
        "button": {"replace_name": "好"},
    }
    assert await far.code("message/update_template_card", update) == 0
    assert await far.code("message/update_template_card", update) == far.api.unknown
    code = far.api.code_of(far.api.screen[0])
    far.now += 72 * 3600 + 1
    assert await far.enter() == 0
    assert await far.code("message/update_template_card", {**update, "response_code": code}) == far.api.unknown


async def test_beyond_thirty_a_minute_nothing_is_shown_and_nothing_is_said(far: Far) -> None:
    assert {await far.code("message/send", TEXT) for _ in range(31)} == {0}
    assert (len(far.api.screen), len(far.api.dropped)) == (30, 1)
    far.api.accounts = 0
    assert await far.code("message/send", TEXT) == 45009


async def test_somebody_invalid_among_others_is_named(far: Far) -> None:
    found = await far.asks("message/send", {**TEXT, "touser": "Wang|Zhao"})
    assert (found["errcode"], found["invaliduser"]) == (0, "zhao")
    far.api.unlicensed.add("wang")
    assert (await far.asks("message/send", TEXT))["unlicenseduser"] == "wang"


UPLOADS = {
    "a picture": ("image", b"\xff\xd8\xff" + b"0" * 9, 0),
    "no picture": ("image", b"GIF89a....", 40004),
    "no voice": ("voice", b"OggS......", 40004),
    "too little": ("file", b"12345", 40006),
    "a picture too large": ("image", b"\xff\xd8\xff" + b"0" * (10 << 20), 40009),
    "a kind there is not": ("poem", b"1234567", 40005),
}


@pytest.mark.parametrize("what", UPLOADS)
async def test_uploads(far: Far, what: str) -> None:
    kind, content, code = UPLOADS[what]
    form = aiohttp.FormData()
    form.add_field("media", io.BytesIO(content), filename="a")
    assert await far.code("media/upload", form, type=kind) == code


async def test_media_lasts_three_days_and_is_given_in_parts(far: Far) -> None:
    number = far.api.keep(b"0" * 100)
    picture = without_none({**TEXT, "msgtype": "file", "text": None, "file": {"media_id": number}})
    assert await far.code("message/send", picture) == 0
    far.api.part_bytes = 64
    assert await far.code("media/get", method="GET", media_id=number) == 830002
    far.now += 3 * 86400 + 1
    assert await far.enter() == 0
    assert await far.code("message/send", picture) == 40007
    assert await far.code("media/get", method="GET", media_id=number) == 40007


async def test_the_window_the_session_and_the_msgid(far: Far) -> None:
    customer = far.api.customers["wm1"]
    assert await far.code("kf/send_msg", KEFU) == 0
    assert await far.code("kf/send_msg", KEFU) == far.api.unknown + 2, "a msgid is used once"
    for n in range(2, 6):
        assert await far.code("kf/send_msg", {**KEFU, "msgid": f"k{n}"}) == 0
    more = {**KEFU, "msgid": "k6"}
    assert await far.code("kf/send_msg", more) == 95001
    customer.said = 0
    customer.state = 3
    assert await far.code("kf/send_msg", more) == 95018
    customer.state = 4
    assert await far.code("kf/send_msg", more) == 95013
    customer.state, customer.spoke = 0, NOW - 172_801
    assert await far.code("kf/send_msg", more) == 95002


async def test_a_welcome_lasts_twenty_seconds_for_one_text_or_menu(far: Far) -> None:
    body = without_none({**KEFU, "touser": None, "open_kfid": None, "code": "w1"})
    far.api.customers["wm1"].welcomes = {"w1": NOW + 20, "w2": NOW + 20}
    file = without_none({**body, "msgtype": "file", "text": None, "file": {"media_id": "m"}})
    assert await far.code("kf/send_msg_on_event", file) == 40008
    assert await far.code("kf/send_msg_on_event", body) == 0
    assert await far.code("kf/send_msg_on_event", {**body, "msgid": "k2"}) == far.api.unknown + 1, "once"
    far.now += 21
    assert await far.code("kf/send_msg_on_event", {**body, "code": "w2", "msgid": "k3"}) == far.api.unknown + 1, (
        "too late"
    )


async def test_rows_come_in_pages_last_three_days_and_are_rarely_given_without_a_token(far: Far) -> None:
    for n in range(7):
        far.api.row({"msgid": f"r{n}"})
    far.api.tokenless, seen, cursor = 20, [], {}
    while True:
        page = await far.asks("kf/sync_msg", {**SYNC, **cursor})
        seen += [row["msgid"] for row in page["msg_list"]]
        cursor = {"cursor": page["next_cursor"]}
        if not page["has_more"]:
            break
    assert seen == [f"r{n}" for n in range(7)]
    assert {await far.code("kf/sync_msg", SYNC) for _ in range(20)} == {0, 45009}
    far.now += 3 * 86400 + 1
    assert await far.enter() == 0
    assert (await far.asks("kf/sync_msg", SYNC))["msg_list"] == []
