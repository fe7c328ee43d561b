"""Formats a reply for WeCom: a card with buttons, a vote card, or text. Nothing is cut off."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from channels.qyapi.links import link_in
from messages.cutting import pieces
from messages.reply import Reply

TITLE, SUB, VALUE = 36, 160, 30
VOTE_TITLE, VOTE_TEXT, OPTION = 16, 160, 11
KEY_BYTES = 1024
QUESTION = "pick"


def card_of(reply: Reply, key: str, words: Mapping[str, str]) -> dict[str, Any] | None:
    """The template card of a reply with choices; None when it has none or does not fit, so that it is sent as text."""
    if reply.pick:
        return _vote(reply, key, words)
    return _buttons(reply, key, words) if reply.choices else None


def task_id(key: str) -> str:
    """The id of the card, the same for a repeat of the message, so that the API drops the repeat."""
    return f"t{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:30]}"


def _buttons(reply: Reply, key: str, words: Mapping[str, str]) -> dict[str, Any]:
    link = link_in(reply.text)
    title, rest = _title(link.rest if link else reply.text, TITLE)
    made: dict[str, Any] = {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "task_id": task_id(key),
        "button_list": [
            {"text": b.label, "style": 1 if n == 0 else 2, "key": _key(b.data, b.label)}
            for n, b in enumerate(reply.choices)
        ],
    }
    if rest:
        made["sub_title_text"] = rest
    if link:
        entry = {"type": 1, "keyname": words["link"], "value": link.words[:VALUE], "url": link.url}
        made["horizontal_content_list"] = [entry]
    return made


def _vote(reply: Reply, key: str, words: Mapping[str, str]) -> dict[str, Any] | None:
    """A vote card: the options by name, their hints in the description. None when it does not fit."""
    pick = reply.pick
    if pick is None or reply.buttons:
        return None
    names = [option.partition(" · ")[0] for option in pick.options]
    hints = [option for option in pick.options if " · " in option]
    desc = "\n".join([reply.text, *hints])
    if len(desc) > VOTE_TEXT or any(len(name) > OPTION for name in names):
        return None
    return {
        "card_type": "vote_interaction",
        "main_title": {"title": words["tick"], "desc": desc},
        "task_id": task_id(key),
        "checkbox": {
            "question_key": QUESTION,
            "mode": 1,
            "option_list": [
                {"id": f"o{n}", "text": name, "is_checked": n in pick.chosen} for n, name in enumerate(names)
            ],
        },
        "submit_button": {"text": pick.submit, "key": _key(pick.data, pick.submit)},
    }


def _title(text: str, most: int) -> tuple[str, str]:
    """The first line as the title and the rest as the text below; a first line that is too long is split at a pause."""
    line, _, rest = text.strip().partition("\n")
    if len(line) <= most:
        return line, rest.strip()
    head, *more = pieces(text, most, len)
    return head, text.strip()[len(head) :].strip() if more else ""


def _key(data: str, label: str) -> str:
    """Data and label together: the label comes back with the tap, so that the button can be greyed without stored state."""
    while len((key := f"{data}|{label}").encode()) > KEY_BYTES:
        label = label[:-1]
    return key
