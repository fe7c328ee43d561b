"""The messages of the chat page: their form on the wire, what a visitor may post, and who waits for news."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from channels.webchat.files import Stored, Unwelcome
from files.dataclass import dataclass
from messages.incoming import Kind
from messages.reply import Reply

TEXT_CHARACTERS = 4000
FILES = 9
LARGEST = 10**18
"""No number on the page comes near."""
_UUID = re.compile(r"[\w-]{8,64}", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True)
class PageMessage:
    """One message as it lies in the mailbox. An edit keeps the `number` and gets a new, higher `version`."""

    number: int
    version: int
    direction: str
    body: dict[str, Any]
    at: datetime


class Mailbox(Protocol):
    """Where the messages of all visitors are kept. A user's versions become visible in rising order."""

    async def append(self, user: str, key: str, body: dict[str, Any], *, direction: str, replaces: int | None) -> int:
        """Keep a message durably and give its number; the same key again gives the same number and adds nothing.

        `direction` is "in" (from the visitor) or "out". With `replaces`, the user's message of that number gets this body
        and a new version; when it is not there, the message is added.

        Raises:
            StorageDown: nothing was kept.
        """
        ...

    async def since(self, user: str, after: int, limit: int) -> Sequence[PageMessage]:
        """The messages whose version is above `after`, in order of version."""
        ...

    async def before(self, user: str, number: int | None, limit: int) -> Sequence[PageMessage]:
        """The newest messages, or the newest below `number`, in order of number."""
        ...

    async def life(self) -> str:
        """Which life of the database this is; in another one the same numbers are other messages."""
        ...

    async def cookie_key(self) -> bytes:
        """What cookies are sealed with, the same for ever."""
        ...

    async def opened(self, secret: str, user: str) -> str:
        """Whose chat the cookie of this digest opens, `user` having been made from it at first; empty when nobody's."""
        ...

    async def person(self, user: str) -> int | None:
        """Who has enrolled in this chat."""
        ...

    async def awaits_key(self, user: str) -> bool:
        """Whether the cookie given at enrolment has not come back yet."""
        ...

    async def renew(self, user: str, secret: str) -> None:
        """From its first use on only the cookie of this digest opens the user's chat."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """What a visitor posted, checked: nothing in it is longer than, or of another form than, what the page sends."""

    uuid: str
    kind: Kind
    text: str = ""
    choice: str = ""
    label: str = ""
    picked: tuple[int, ...] = ()
    on: int = 0
    files: tuple[str, ...] = ()
    life: str = ""


def posted(data: object) -> Posted:
    """Read what the page posts.

    Raises:
        Unwelcome: it is not what the page would send.
    """
    if not isinstance(data, dict):
        raise Unwelcome("not_understood")
    uuid, kind = data.get("uuid"), data.get("kind", "message")
    if not (isinstance(uuid, str) and _UUID.fullmatch(uuid) and kind in ("message", "tap", "hello")):
        raise Unwelcome("not_understood")
    text = _words(data, "text", TEXT_CHARACTERS)
    choice, label, life = _words(data, "choice", 64), _words(data, "label", 500), _words(data, "life", 64)
    picked, files, on = data.get("picked", []), data.get("files", []), data.get("on", 0)
    if not (_all(picked, int, 100) and _all(files, str, FILES) and _are_numbers([on, *picked])):
        raise Unwelcome("not_understood")
    if kind == "message" and not (text or files):
        raise Unwelcome("nothing_to_send")
    return Posted(uuid, Kind(kind), text, choice, label, tuple(picked), on, tuple(files), life)


def _are_numbers(values: Sequence[object]) -> bool:
    """Whole numbers that a database can hold."""
    return all(type(value) is int and 0 <= value < LARGEST for value in values)


def _words(data: dict[Any, Any], name: str, longest: int) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise Unwelcome("not_understood")
    if len(value) > longest:
        raise Unwelcome("text_too_long")
    whole = value.encode(errors="replace").decode()  # a lone surrogate, which JSON can carry, is no text
    return whole.replace("\0", "").strip()


def _all(values: object, kind: type, most: int) -> bool:
    return isinstance(values, list) and len(values) <= most and all(type(value) is kind for value in values)


def body_of_reply(reply: Reply, files: Sequence[tuple[Stored, str]]) -> dict[str, Any]:
    """What the page shows of something we say; empty parts are left out."""
    body: dict[str, Any] = {"text": reply.text}
    if reply.buttons:
        body["buttons"] = [[{"label": b.label, "data": b.data} for b in row] for row in reply.buttons]
    if pick := reply.pick:
        chosen = list(pick.chosen)
        body["pick"] = {"options": list(pick.options), "submit": pick.submit, "data": pick.data, "chosen": chosen}
    if files:
        body["files"] = [{"name": s.name, "kind": s.kind, "title": title} for s, title in files]
    if not reply.once:
        body["stays"] = True
    if reply.topic:
        body["topic"] = reply.topic
    if reply.quick:
        body["quick"] = list(reply.quick)
    return body


def body_of_post(post: Posted, files: Sequence[Stored]) -> dict[str, Any]:
    """What the page shows of something the visitor did."""
    body: dict[str, Any] = {"uuid": post.uuid, "kind": post.kind.value, "text": post.text}
    if post.kind is Kind.TAP:
        body |= {"choice": post.choice, "label": post.label, "picked": list(post.picked), "on": post.on}
    if files:
        body["files"] = [{"name": s.name, "kind": s.kind} for s in files]
    return body


def on_the_page(message: PageMessage) -> dict[str, Any]:
    """A message as JSON; `at` in milliseconds since 1970, as the browser counts."""
    return {
        "number": message.number,
        "version": message.version,
        "direction": message.direction,
        "at": round(message.at.timestamp() * 1000),
        **message.body,
    }


def number_in(text: str) -> int | None:
    """A message's number or version as it stands in an address; None when there is none."""
    return int(text) if _NUMBER.fullmatch(text) else None


class News:
    """Wakes those who wait for messages of certain users."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.closed = False

    @contextmanager
    def about(self, users: Sequence[str]) -> Iterator[asyncio.Event]:
        """An event that is set whenever one of these users has a new message."""
        event = asyncio.Event()
        for user in users:
            self._waiting.setdefault(user, set()).add(event)
        try:
            yield event
        finally:
            for user in users:
                self._waiting[user].discard(event)
                if not self._waiting[user]:
                    del self._waiting[user]

    def tell(self, user: str) -> None:
        for event in self._waiting.get(user, ()):
            event.set()

    def close(self) -> None:
        """End all waiting, because the bot stops."""
        self.closed = True
        for events in self._waiting.values():
            for event in events:
                event.set()
