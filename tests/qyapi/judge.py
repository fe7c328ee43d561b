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
BUTTON_CARD = {"card_type", "main_title", "sub_title_text", "task_id", "button_list", "horizontal_content_list"}
VOTE_CARD = {"card_type", "main_title", "task_id", "checkbox", "submit_button"}
TASK = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
MSGID = re.compile(r"[0-9A-Za-z_-]{1,32}")
BAD_JSON, BAD_CARD, BAD_MENU, NO_SUCH_TYPE = 40058, 41016, 45098, 40008
KINDS = {"text": {"content"}, "image": {"media_id"}, "voice": {"media_id"}, "file": {"media_id"}}
"""What a plain message has inside, by its type."""

UPLOADS = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}
MAGIC = {"image": (b"\xff\xd8\xff", b"\x89PNG"), "voice": (b"#!AMR",)}
KEFU = {"msgid": str, "msgtype": str, **dict.fromkeys(("text", "image", "voice", "file", "location", "msgmenu"), dict)}


class Wrong(Exception):
    """The API answers with this errcode."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(words or str(code))
        self.code = code


def wide(text: str) -> float:
    """A length in characters as the advice counts: two letters are one character."""
    return sum(1 if ord(c) > 0x2E7F else 0.5 for c in text)


def fields(body: dict[str, Any], known: dict[str, type]) -> None:
    """Every field is one the documentation has, of its type."""
    for name, value in body.items():
        if name not in known or not isinstance(value, known[name]) or isinstance(value, bool):
            raise Wrong(BAD_JSON, f"{name} is unknown or of another type")


def message(body: dict[str, Any]) -> Iterator[str]:
    """Complaints about a message/send; raises `Wrong` for what is refused."""
    fields(body, MESSAGE)
    if not isinstance(body.get("agentid"), int):
        raise Wrong(BAD_JSON, "agentid")
    if not body.get("touser") or len(body["touser"].split("|")) > 1000:
        raise Wrong(81013, "touser")
    if body.get("safe", 0) not in (0, 1) or not 0 <= body.get("duplicate_check_interval", 1800) <= 14400:
        raise Wrong(BAD_JSON, "safe or duplicate_check_interval")
    kind = body.get("msgtype", "")
    if (
        kind not in (*KINDS, "template_card")
        or kind not in body
        or any(other in body for other in KINDS.keys() - {kind})
    ):
        raise Wrong(NO_SUCH_TYPE)
    if kind == "template_card":
        if not body.get("enable_duplicate_check"):
            yield "a card without the duplicate check comes twice after a lost answer"
        yield from card(body["template_card"])
    else:
        if body.get("enable_duplicate_check"):
            yield "a message with the duplicate check is dropped when it is meant twice"
        yield from _plain(kind, body[kind])


def _plain(kind: str, part: dict[str, Any]) -> Iterator[str]:
    """A text or a file, with what belongs inside and nothing else."""
    if part.keys() - KINDS[kind]:
        raise Wrong(BAD_JSON, f"in {kind}")
    if kind != "text":
        if not part.get("media_id"):
            raise Wrong(41006, "no media_id")
        return
    if not isinstance(part.get("content"), str) or not part["content"]:
        raise Wrong(44004, "an empty text")
    if len(part["content"].encode()) > 2048:
        yield "a text over 2048 bytes is cut"


def update(body: dict[str, Any]) -> None:
    """An update_template_card by a response code."""
    fields(body, {"userids": list, "agentid": int, "response_code": str, "button": dict, "template_card": dict})
    if not 1 <= len(body.get("userids", ())) <= 1000 or not body.get("response_code") or "agentid" not in body:
        raise Wrong(BAD_JSON, "userids, agentid or response_code")
    if not body.get("button", {}).get("replace_name") and "template_card" not in body:
        raise Wrong(BAD_JSON, "neither a button nor a card")


def upload(kind: str, content: bytes) -> None:
    if kind not in UPLOADS:
        raise Wrong(40005, "type")
    if len(content) <= 5:
        raise Wrong(40006, "too small")
    if len(content) > UPLOADS[kind]:
        raise Wrong({"image": 40009, "voice": 40010, "video": 40011}.get(kind, 40006), "too large")
    if not content.startswith(MAGIC.get(kind, b"")):
        raise Wrong(40004, f"no {kind}")


def menu(body: dict[str, Any]) -> None:
    """One to three keys of the kind that we use."""
    buttons = body.get("button", [])
    if not 1 <= len(buttons) <= 3:
        raise Wrong(40016, "how many keys")
    for button in buttons:
        if button.keys() != {"type", "name", "key"} or button["type"] != "click":
            raise Wrong(40017, "the kind of a key")
        if not 0 < len(button["name"].encode()) <= 16:
            raise Wrong(40018, "the name of a key")
        if not 0 < len(button["key"].encode()) <= 128:
            raise Wrong(40019, "the key of a key")


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
    if any(b.keys() - {"text", "style", "key", "type"} or b.get("style", 1) not in (1, 2, 3, 4) for b in buttons):
        raise Wrong(BAD_CARD, "fields of a button")
    if any(not 0 < len(b["key"].encode()) <= 1024 or not b["text"] for b in buttons):
        raise Wrong(BAD_CARD, "a button")
    entries = made.get("horizontal_content_list", [])
    if len(entries) > 6 or any(e.keys() != {"type", "keyname", "value", "url"} or e["type"] != 1 for e in entries):
        raise Wrong(BAD_CARD, "horizontal_content_list")
    if any(not e["url"].startswith(("http://", "https://")) or len(e["url"].encode()) > 2048 for e in entries):
        raise Wrong(BAD_CARD, "the url of an entry")
    lengths = [(made["main_title"]["title"], 36), (made.get("sub_title_text", ""), 160)]
    lengths += [pair for e in entries for pair in ((e["keyname"], 5), (e["value"], 30))]
    lengths += [(b["text"], 10) for b in buttons]
    yield from (f"longer than advised ({most}): {text}" for text, most in lengths if wide(text) > most)


def _vote(made: dict[str, Any]) -> Iterator[str]:
    box, submit = made["checkbox"], made["submit_button"]
    options = box["option_list"]
    if made.keys() - VOTE_CARD or box["mode"] not in (0, 1) or not box["question_key"]:
        raise Wrong(BAD_CARD, "fields")
    if not 1 <= len(options) <= 20 or len({o["id"] for o in options}) < len(options):
        raise Wrong(BAD_CARD, "option_list")
    if any(not 0 < len(o["id"].encode()) <= 128 or not o["text"] for o in options) or len(box["question_key"]) > 1024:
        raise Wrong(BAD_CARD, "an option")
    if not submit.get("text") or len(submit["key"].encode()) > 1024:
        raise Wrong(BAD_CARD, "submit_button")
    title = made.get("main_title", {})
    lengths = [(title.get("title", ""), 16), (title.get("desc", ""), 160), (submit["text"], 10)]
    lengths += [(o["text"], 17) for o in options]
    yield from (f"longer than advised ({most}): {text}" for text, most in lengths if wide(text) > most)


def kefu(body: dict[str, Any], address: dict[str, type]) -> Iterator[str]:
    """Complaints about a kf message; `address` are the fields that say where it goes."""
    fields(body, {**KEFU, **address})
    if not MSGID.fullmatch(body.get("msgid", "")):
        raise Wrong(BAD_JSON, "msgid")
    kind = body.get("msgtype", "")
    if kind not in body or kind not in KEFU or not isinstance(body[kind], dict):
        raise Wrong(NO_SUCH_TYPE)
    if kind in KINDS:
        yield from _plain(kind, body[kind])
    elif kind == "location":
        _place(body["location"])
    else:
        _choices(body["msgmenu"])


def _place(part: dict[str, Any]) -> None:
    if not isinstance(part.get("latitude"), float) or not isinstance(part.get("longitude"), float):
        raise Wrong(BAD_JSON, "location")


def _choices(part: dict[str, Any]) -> None:
    items = part.get("list", ())
    if part.keys() - {"head_content", "list", "tail_content"} or not 1 <= len(items) <= 10:
        raise Wrong(BAD_MENU, "list")
    if len(part.get("head_content", "").encode()) > 1024:
        raise Wrong(BAD_MENU, "head_content")
    for item in items:
        if item.keys() != {"type", item.get("type")} or item["type"] not in ("click", "view"):
            raise Wrong(BAD_MENU, "type")
        if item["type"] == "view":
            if not item["view"]["url"].startswith("http") or not 0 < len(item["view"]["content"].encode()) <= 128:
                raise Wrong(BAD_MENU, "view")
            continue
        if not 0 < len(item["click"]["content"].encode()) <= 128 or not 0 < len(item["click"]["id"].encode()) <= 64:
            raise Wrong(BAD_MENU, "click")
