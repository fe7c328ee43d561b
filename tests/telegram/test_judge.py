"""The judge can condemn: a wrong name, type, limit or shape fails the test that made it. And it judges all that we call."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from telegram.error import BadRequest

from channels.telegram.line import Line
from tests.telegram.chats import Chats
from tests.telegram.judge import METHODS, Call, File, problems, shape
from tests.telegram.people import Person
from tests.telegram.server import BotApi

TEXT = {"chat_id": "5", "text": "好"}
KEY = '{"inline_keyboard": [[{"text": "好", "callback_data": "%s"}]]}'
WRONG = [
    ("sendMessages", TEXT, "no method"),
    ("sendMessage", {"chat_id": "5"}, "text is missing"),
    ("sendMessage", {**TEXT, "txt": "x"}, "unknown parameter txt"),
    ("sendMessage", {**TEXT, "text": "字" * 4097}, "4097 characters"),
    ("sendMessage", {**TEXT, "text": "👍" * 2049}, "4098 characters"),
    ("sendMessage", {**TEXT, "text": ""}, "0 characters"),
    ("sendMessage", {**TEXT, "text": "1 < 2", "parse_mode": "HTML"}, "can't parse"),
    ("sendMessage", {**TEXT, "text": "R&D", "parse_mode": "HTML"}, "can't parse"),
    ("sendMessage", {**TEXT, "message_thread_id": "first"}, "no integer"),
    ("sendMessage", {**TEXT, "disable_notification": "yes"}, "no boolean"),
    ("sendMessage", {**TEXT, "reply_markup": "[keys]"}, "no JSON"),
    ("sendMessage", {**TEXT, "reply_markup": KEY % ("1" * 65)}, "65 bytes"),
    ("sendMessage", {**TEXT, "reply_markup": KEY.replace("callback_data", "callback") % "1"}, "no such field"),
    ("sendMessage", {**TEXT, "reply_markup": '{"inline_keyboard": [[{"text": "好"}]]}'}, "exactly one thing"),
    ("sendMessage", {**TEXT, "reply_markup": '{"inline_keyboard": [[]]}'}, "too many keys"),
    ("sendPhoto", {"chat_id": "5", "photo": "x", "caption": "字" * 1025}, "1025 characters"),
    ("sendPhoto", {"chat_id": "5", "photo": "attach://0"}, "no such file came"),
    ("sendMediaGroup", {"chat_id": "5", "media": '[{"type": "photo", "media": "x"}]'}, "has 1 items"),
    ("sendMediaGroup", {"chat_id": "5", "media": '[{"type": "picture", "media": "x"}]'}, "is none of"),
    ("editMessageText", {"text": "好"}, "neither chat_id"),
    ("getUpdates", {"limit": "101"}, "not 1-100"),
    ("setWebhook", {"url": "http://example.cn"}, "HTTPS"),
    ("setWebhook", {"url": "https://example.cn", "secret_token": "geheim!"}, "other characters"),
    ("setWebhook", {"url": "https://example.cn", "max_connections": "0"}, "not 1-100"),
    ("setMyCommands", {"commands": '[{"command": "Help", "description": "x"}]'}, "Help"),
    ("setMyCommands", {"commands": "[]", "scope": '{"type": "chat"}'}, "chat_id is missing"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "字" * 201}, "201 characters"),
]


@pytest.mark.parametrize(("method", "values", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_what_is_wrong_is_named(method: str, values: dict[str, str], words: str) -> None:
    assert words in "\n".join(problems(Call(method, values)))


def test_what_is_right_passes() -> None:
    keys = {**TEXT, "text": "1 &lt; 2", "parse_mode": "HTML", "reply_markup": KEY % "12.0"}
    photo = Call("sendPhoto", {"chat_id": "@street"}, {"photo": File("a.jpg", "image/jpeg", b"a")})
    for call in (Call("sendMessage", {**TEXT, "text": "字" * 4096}), Call("sendMessage", keys), photo):
        assert problems(call) == []


def test_a_file_nobody_asked_for_is_named() -> None:
    assert problems(Call("sendMessage", TEXT, {"photo": File("a.jpg", "image/jpeg", b"a")}))


def test_an_answer_of_ours_is_judged_too() -> None:
    assert shape("User", {"id": 5, "is_bot": False, "first_name": "李"}) == []
    assert shape("User", {"id": "5", "is_bot": False, "first_name": "李"})
    assert shape("Update", {"update_id": 1, "message": {"message_id": 1}})


async def test_a_wrong_parameter_of_ours_is_a_complaint(api: BotApi) -> None:
    Person(api, 5, "老李")
    line = Line(api.token, api.url)
    with pytest.raises(BadRequest):
        await line.send_message(5, "好", api_kwargs={"colour": "red"})
    await line.request.shutdown()
    assert api.complaints == ["sendMessage: unknown parameter colour"]
    api.complaints.clear()


def test_everything_we_call_is_judged_and_answered() -> None:
    """Whoever calls a new method teaches it to the server here, or this test says so."""
    calls = called()
    assert len(calls) > 15
    assert calls <= METHODS.keys()
    own = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}
    answered = {m for m in METHODS if hasattr(Chats, "_" + snake(m))} | own
    assert calls <= answered


def called() -> set[str]:
    """The methods of the Bot API that the channel calls, read from its sources."""
    by_snake = {snake(method): method for method in METHODS}
    found = set()
    for path in (Path(__file__).parents[2] / "channels" / "telegram").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in by_snake and ast.unparse(node.value).endswith("line"):
                found.add(by_snake[node.attr])
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_ask":
                first = node.args[0]
                assert isinstance(first, ast.Constant)
                found.add(str(first.value))
    return found


def snake(method: str) -> str:
    return re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", method)
