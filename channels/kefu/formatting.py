"""Formats one part of a reply for 微信客服: a text, a menu of choices or a file; each counts as one message in the window."""

from __future__ import annotations

import hashlib
from typing import Any

from messages.reply import Reply, in_words

MENU = 10
HEAD_BYTES, TEXT_BYTES, CHOICE_BYTES = 1024, 2048, 128


def msgid(key: str) -> str:
    """The idempotency key: the API accepts one msgid once, so a repeat is not shown twice."""
    return f"k{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:28]}"


def words(reply: Reply) -> dict[str, Any]:
    """A text, or a menu whose taps come back with their id."""
    if reply.choices and reply.pick is None:
        choices = [{"type": "click", "click": {"id": b.data, "content": b.label}} for b in reply.choices]
        return {"msgtype": "msgmenu", "msgmenu": {"head_content": reply.text, "list": choices}}
    return {"msgtype": "text", "text": {"content": in_words(reply).text.strip()}}
