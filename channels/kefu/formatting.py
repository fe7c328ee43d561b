"""Formats one part of a reply for 微信客服: a text, a menu of choices or a file; each counts as one message in the window."""

from __future__ import annotations

import hashlib
from typing import Any

from channels.qyapi.links import link_in
from messages.reply import Reply, in_words

MENU = 10
HEAD_BYTES, TEXT_BYTES, CHOICE_BYTES = 1024, 2048, 128


def msgid(key: str) -> str:
    """The idempotency key: the API accepts one msgid once, so a repeat is not shown twice."""
    return f"k{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:28]}"


def words(reply: Reply) -> dict[str, Any]:
    """A text, or a menu whose taps come back with their id; a link in its words becomes an entry that opens it."""
    if reply.choices and reply.pick is None:
        items: list[dict[str, Any]] = [
            {"type": "click", "click": {"id": b.data, "content": b.label}} for b in reply.choices
        ]
        link = link_in(reply.text) if len(items) < MENU else None
        if link:
            content = link.words if len(link.words.encode()) <= CHOICE_BYTES else link.words[:40]
            items.append({"type": "view", "view": {"url": link.url, "content": content}})
        head = link.rest if link else reply.text
        return {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": items}}
    return {"msgtype": "text", "text": {"content": in_words(reply).text.strip()}}
