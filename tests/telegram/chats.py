"""What the methods of the Bot API do: chats with their messages, files, commands. No HTTP here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from typing import Any

from tests.telegram.judge import Call, File

BOT = {"id": 777, "is_bot": True, "first_name": "五星商户", "username": "five_star_bot"}
MESSAGES = ("sendMessage", "sendPhoto", "sendDocument", "sendVoice", "sendLocation", "sendMediaGroup")
EDITS = ("editMessageText", "editMessageCaption")
SPEAKING = (*MESSAGES, *EDITS)

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class TurnedDown(Exception):
    """The answer is an error: its status and description, and `parameters` if any."""

    def __init__(self, status: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.status = status
        self.parameters = parameters


@dataclass
class Told:
    """One thing that appeared on a person's screen, new or by an edit."""

    chat: int
    method: str
    number: int
    text: str
    keys: list[list[dict[str, str]]]
    message: dict[str, Any]


@dataclass
class Chats:
    """Everything the server keeps."""

    clock: Callable[[], float]
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    too_old: set[int] = field(default_factory=set)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    uploads: int = 0
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    local: str = ""
    _numbers: count[int] = field(default_factory=lambda: count(100))

    def answer(self, call: Call) -> Any:
        """The `result` of a method that has nothing to do with updates."""
        name = re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", call.method)
        return getattr(self, f"_{name}")(call)

    def message(self, chat: int, sender: dict[str, Any], **content: Any) -> dict[str, Any]:
        """A message in a private chat, as both sides see it."""
        person = self.people[chat]
        made = {
            "message_id": next(self._numbers),
            "date": int(self.clock()),
            "chat": {"id": chat, "type": "private", "first_name": person["first_name"]},
            "from": sender,
            **content,
        }
        self.messages[chat, made["message_id"]] = made
        return made

    def keep(self, content: bytes, name: str = "", kind: str = "file") -> str:
        """A file on the server; its id."""
        file_id = f"{kind}-{hashlib.sha256(name.encode() + content).hexdigest()[:24]}"
        self.files[file_id] = content
        self.names[file_id] = name
        return file_id

    def about(self, file_id: str, **more: Any) -> dict[str, Any]:
        return {
            "file_id": file_id,
            "file_unique_id": f"u{file_id[-12:]}",
            "file_size": len(self.files[file_id]),
            **more,
        }

    def photo(self, file_id: str) -> list[dict[str, Any]]:
        """The sizes of a picture: a small one, and the one that is meant."""
        small = self.keep(b"small " + self.files[file_id], kind="small")
        return [self.about(small, width=90, height=67), self.about(file_id, width=1280, height=960)]

    def _get_me(self, _: Call) -> dict[str, Any]:
        return BOT

    def _send_message(self, call: Call) -> dict[str, Any]:
        return self._tell(call, text=_plain(call.values["text"]))

    def _send_photo(self, call: Call) -> dict[str, Any]:
        return self._tell(call, photo=self.photo(self._carried(call, "photo")), **_caption(call.values))

    def _send_document(self, call: Call) -> dict[str, Any]:
        file_id = self._carried(call, "document")
        document = self.about(file_id, file_name=self.names[file_id])
        return self._tell(call, document=document, **_caption(call.values))

    def _send_voice(self, call: Call) -> dict[str, Any]:
        return self._tell(call, voice=self.about(self._carried(call, "voice"), duration=3), **_caption(call.values))

    def _send_location(self, call: Call) -> dict[str, Any]:
        place = {name: float(call.values[name]) for name in ("latitude", "longitude")}
        return self._tell(call, location=place)

    def _send_media_group(self, call: Call) -> list[dict[str, Any]]:
        made = []
        group = str(next(self._numbers))
        for part in call.json("media"):
            file_id = self._carried(call, part["media"], part["type"])
            content = {
                "photo": self.photo,
                "document": lambda f: self.about(f, file_name=self.names[f]),
            }[part["type"]](file_id)
            more = {part["type"]: content, "media_group_id": group, **_caption(part)}
            made.append(self._tell(call, **more))
        return made

    def _carried(self, call: Call, name: str, kind: str = "") -> str:
        """The id of what a parameter carries: an upload or something known."""
        value = call.values.get(name, name)
        file: File | None = call.files.get(name) or call.files.get(value.removeprefix("attach://"))
        if file:
            self.uploads += 1
            return self.keep(file.content, file.name, kind or name)
        if value not in self.files or value in self.forgotten:
            raise TurnedDown(400, "Bad Request: wrong remote file identifier specified: can't unserialize it")
        return value

    def _tell(self, call: Call, **content: Any) -> dict[str, Any]:
        chat = self._open(call)
        markup = call.json("reply_markup")
        shown = markup and "inline_keyboard" in markup  # a keyboard in place of the letters is no part of the message
        made = self.message(chat, BOT, **content, **({"reply_markup": markup} if shown else {}))
        self._show(call.method, made)
        return made

    def _open(self, call: Call) -> int:
        chat = int(call.values["chat_id"])
        if chat not in self.people:
            raise TurnedDown(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise TurnedDown(403, "Forbidden: bot was blocked by the user")
        if "message_thread_id" in call.values:
            raise TurnedDown(400, "Bad Request: message thread not found")
        return chat

    def _show(self, method: str, message: dict[str, Any]) -> None:
        keys = message.get("reply_markup", {}).get("inline_keyboard", [])
        text = message.get("text", message.get("caption", ""))
        self.told.append(Told(message["chat"]["id"], method, message["message_id"], text, keys, message))

    def _edit_message_text(self, call: Call) -> dict[str, Any]:
        return self._edit(call, "text")

    def _edit_message_caption(self, call: Call) -> dict[str, Any]:
        return self._edit(call, "caption")

    def _edit(self, call: Call, what: str) -> dict[str, Any]:
        chat, number = self._open(call), int(call.values["message_id"])
        old = self.messages.get((chat, number))
        if old is None:
            raise TurnedDown(400, "Bad Request: message to edit not found")
        if number in self.too_old or old["from"] is not BOT:
            raise TurnedDown(400, "Bad Request: message can't be edited")
        if what == "text" and "text" not in old:
            raise TurnedDown(400, "Bad Request: there is no text in the message to edit")
        new = {**old, what: _plain(call.values[what])}
        new.pop("reply_markup", None)
        if markup := call.json("reply_markup"):
            new["reply_markup"] = markup
        if new == {k: v for k, v in old.items() if k != "edit_date"}:
            raise TurnedDown(400, SAME)
        new["edit_date"] = int(self.clock())
        self.messages[chat, number] = new
        self._show(call.method, new)
        return new

    def _answer_callback_query(self, call: Call) -> bool:
        self.answered.append(call.values["callback_query_id"])
        return True

    def _set_my_commands(self, call: Call) -> bool:
        self.commands[_scope(call), call.values.get("language_code", "")] = call.json("commands")
        return True

    def _delete_my_commands(self, call: Call) -> bool:
        self.commands.pop((_scope(call), call.values.get("language_code", "")), None)
        return True

    def _get_file(self, call: Call) -> dict[str, Any]:
        file_id = call.values["file_id"]
        if file_id not in self.files:
            raise TurnedDown(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[file_id]) > 20 * 1024 * 1024 and not self.local:
            raise TurnedDown(400, "Bad Request: file is too big")
        path = f"{self.local}/{file_id}" if self.local else f"photos/{file_id} 1.jpg"
        return self.about(file_id, file_path=path)


def _plain(text: str) -> str:
    return unescape(text).strip()


def _caption(values: dict[str, str]) -> dict[str, str]:
    return {"caption": _plain(values["caption"])} if "caption" in values else {}


def _scope(call: Call) -> str:
    scope = json.loads(call.values.get("scope", '{"type": "default"}'))
    return f"{scope['type']}:{scope['chat_id']}" if "chat_id" in scope else str(scope["type"])
