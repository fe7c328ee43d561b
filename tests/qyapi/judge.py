"""What the API would not take, by the official tables; and what it would take and a reader of the advice would not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MESSAGE = {
    "touser": str,
    "toparty": str,
    "totag": str,
    "safe": int,
    "enable_id_trans": int,
    "agentid": int,
    "msgtype": str,
    "enable_duplicate_check": int,
    "duplicate_check_interval": int,
    "text": dict,
    "image": dict,
    "voice": dict,
    "file": dict,
    "template_card": dict,
}
BUTTON_CARD = {"card_type", "main_title", "sub_title_text", "task_id", "button_list"}
VOTE_CARD = {"card_type", "main_title", "task_id", "checkbox", "submit_button"}
TASK = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
MSGID = re.compile(r"[0-9A-Za-z_-]{1,32}")
BAD_JSON, BAD_CARD, BAD_MENU, NO_SUCH_TYPE = 40058, 41016, 45098, 40008


class Wrong(Exception):
    """The API answers with this errcode."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(words or str(code))
        self.code = code


def wide(text: str) -> float:
    """A length in characters as the advice counts: two letters are one character."""
    return sum(1 if ord(c) > 0x2E7F else 0.5 for c in text)


def message(body: dict[str, Any]) -> Iterator[str]:
    """Complaints about a message/send; raises `Wrong` for what is refused."""
    for name, value in body.items():
        if name not in MESSAGE or not isinstance(value, MESSAGE[name]) or isinstance(value, bool):
            raise Wrong(BAD_JSON, f"{name} is unknown or of another type")
    kind = body.get("msgtype", "")
    if kind not in ("text", "image", "voice", "file", "template_card") or kind not in body:
        raise Wrong(NO_SUCH_TYPE)
    if kind == "text":
        if body.get("enable_duplicate_check"):
            yield "a text with the duplicate check is dropped when it is meant twice"
        if not body["text"].get("content"):
            raise Wrong(44004, "an empty text")
        if len(body["text"]["content"].encode()) > 2048:
            yield "a text over 2048 bytes is cut"
    if kind == "template_card":
        if not body.get("enable_duplicate_check"):
            yield "a card without the duplicate check comes twice after a lost answer"
        yield from card(body["template_card"])


def card(made: dict[str, Any]) -> Iterator[str]:
    kind = made.get("card_type")
    if not TASK.fullmatch(made.get("task_id", "")):
        raise Wrong(BAD_CARD, "task_id")
    if kind == "button_interaction":
        yield from _buttons(made)
    elif kind == "vote_interaction":
        yield from _vote(made)
    else:
        raise Wrong(BAD_CARD, "card_type")


def _buttons(made: dict[str, Any]) -> Iterator[str]:
    if made.keys() - BUTTON_CARD or not made["main_title"].get("title"):
        raise Wrong(BAD_CARD, "fields")
    buttons = made["button_list"]
    if not 1 <= len(buttons) <= 6 or len({b["key"] for b in buttons}) < len(buttons):
        raise Wrong(BAD_CARD, "button_list")
    if any(len(b["key"].encode()) > 1024 or not b["text"] for b in buttons):
        raise Wrong(BAD_CARD, "a button")
    lengths = [(made["main_title"]["title"], 36), (made.get("sub_title_text", ""), 160)]
    lengths += [(b["text"], 10) for b in buttons]
    yield from (f"longer than advised ({most}): {text}" for text, most in lengths if wide(text) > most)


def _vote(made: dict[str, Any]) -> Iterator[str]:
    box, submit = made["checkbox"], made["submit_button"]
    options = box["option_list"]
    if made.keys() - VOTE_CARD or box["mode"] not in (0, 1) or not box["question_key"]:
        raise Wrong(BAD_CARD, "fields")
    if not 1 <= len(options) <= 20 or len({o["id"] for o in options}) < len(options):
        raise Wrong(BAD_CARD, "option_list")
    if not submit.get("text") or len(submit["key"].encode()) > 1024:
        raise Wrong(BAD_CARD, "submit_button")
    title = made.get("main_title", {})
    lengths = [(title.get("title", ""), 16), (title.get("desc", ""), 160), (submit["text"], 10)]
    lengths += [(o["text"], 17) for o in options]
    yield from (f"longer than advised ({most}): {text}" for text, most in lengths if wide(text) > most)


def kefu(body: dict[str, Any]) -> Iterator[str]:
    """Complaints about a kf message without its address."""
    if "msgid" in body and not MSGID.fullmatch(body["msgid"]):
        raise Wrong(40058, "msgid")
    kind = body.get("msgtype", "")
    if kind not in ("text", "image", "voice", "file", "location", "msgmenu") or kind not in body:
        raise Wrong(NO_SUCH_TYPE)
    if kind == "text":
        if not body["text"].get("content"):
            raise Wrong(44004, "an empty text")
        if len(body["text"]["content"].encode()) > 2048:
            yield "a text over 2048 bytes is cut"
    if kind == "msgmenu":
        menu = body["msgmenu"]
        items = menu.get("list", ())
        too_long = len(menu.get("head_content", "").encode()) > 1024
        clicks = [item["click"] for item in items]
        if len(items) > 10 or too_long or any(len(c["content"].encode()) > 128 or len(c["id"]) > 64 for c in clicks):
            raise Wrong(BAD_MENU)
