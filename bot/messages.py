"""What all channels share, and not everything any one of them offers.

A channel turns what it receives into `Incoming` and says a `Reply` in its own way; nothing else passes between a channel
and the engine, so a new way of talking is one new file.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

DATA_BYTES = 64
"""Longest `Button.data` in bytes: the smallest room any channel gives (Telegram's callback data)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person can be reached: the channel's name and that channel's own identifier of the person or chat."""

    channel: str
    user: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.user}"


class Medium(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    FILE = "file"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something beside the words.

    `ref` names it: coming in, what the channel fetches it by (a Telegram file id, a path under the data folder for the web
    chat, "lat,lon" for a place); going out, a path under the data folder. `name` is the file name a person sees.
    """

    kind: Medium
    ref: str
    name: str = ""


class Kind(StrEnum):
    """Why an `Incoming` arrived."""

    MESSAGE = "message"
    EDIT = "edit"  # the person corrected an earlier message
    TAP = "tap"  # a button, or a submitted `Pick`
    HELLO = "hello"  # the person opened the conversation
    LEFT = "left"  # the person blocked us or left


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did.

    `key` is unique for ever (`telegram:<bot>:<update_id>`, `web:<uuid>`): the same key never counts twice. `choice` is the
    data of the tapped button; for a submitted pick, the chosen numbers in `picked`, counted from 0. `on` is the channel's
    identifier of the message that was tapped or edited. `at` is the channel's own time stamp, with its zone.
    """

    key: str
    sender: Address
    at: datetime
    kind: Kind = Kind.MESSAGE
    text: str = ""
    choice: str = ""
    picked: tuple[int, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    thread: str = ""
    on: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: the label people see and may also type, and what it means.

    Inside the house `data` is an action such as `self_check.met 12 2026-11-24`; on the wire the engine puts the reference
    of the offer in its place, so nothing a person could forge ever leaves.

    Raises:
        ValueError: when the label is empty or `data` is longer than `DATA_BYTES`.
    """

    label: str
    data: str

    def __post_init__(self) -> None:
        if not self.label:
            raise ValueError(f"a button needs a label: {self.data!r}")
        if len(self.data.encode()) > DATA_BYTES:
            raise ValueError(f"a button's data is {len(self.data.encode())} bytes, at most {DATA_BYTES}: {self.data!r}")


@dataclass(frozen=True, slots=True)
class Pick:
    """One checklist: choose any number of `options`, then submit once.

    `data` is the action of the submit button, `submit` its label; `chosen` are the numbers ticked now, counted from 0.
    """

    options: tuple[str, ...]
    submit: str
    data: str
    chosen: tuple[int, ...] = ()

    def toggle(self, number: int) -> str:
        """The data of a tap on one option, for channels that tick inline (Telegram); others submit once with `picked`.

        Meant for a pick that is on the wire, whose `data` is `offer.submit`.
        """
        return f"{self.data.removesuffix('submit')}t{number}"


@dataclass(frozen=True, slots=True)
class Reply:
    """Something we say.

    `buttons` are rows. `replace` is the channel's identifier of the message to edit instead of sending a new one. `urgent`
    goes before everything that is not. After `best_before` it is worthless and is dropped unsent. `once` closes the choices
    after the first one taken; menus and lists set it to False. A newer reply of the same `topic` closes the choices of the
    older one.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    pick: Pick | None = None
    attachments: tuple[Attachment, ...] = ()
    replace: str = ""
    urgent: bool = False
    best_before: datetime | None = None
    once: bool = True
    topic: str = ""

    @property
    def choices(self) -> tuple[Button, ...]:
        """All buttons in reading order: the numbers people may type instead, counted from 1."""
        return tuple(button for row in self.buttons for button in row)

    def on_the_wire(self, offer: str) -> Reply:
        """The same reply with every action replaced by the reference `offer.number` (a pick's submit is `offer.submit`).

        The engine stores the actions with the offer; a tap brings back only the reference.
        """
        numbers = iter(range(len(self.choices)))
        rows = tuple(tuple(replace(b, data=f"{offer}.{next(numbers)}") for b in row) for row in self.buttons)
        pick = replace(self.pick, data=f"{offer}.submit") if self.pick else None
        return replace(self, buttons=rows, pick=pick)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel gives back for a message it sent: its identifier there, for later edits."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can do; the engine obeys.

    `text_bytes`: longest text in UTF-8 bytes; `buttons`: most buttons on one message, 0 for none (choices are then printed
    as “1. 是  2. 否”); `edits`: sent messages can be edited; `per_second`: messages a second in all; `per_person`: messages
    a second to one person; `reply_window`: seconds after a person's message in which we may answer, None for always;
    `one_receiver`: only one process at a time may receive (a polling loop), the others stand by.
    """

    text_bytes: int = 4000
    buttons: int = 100
    edits: bool = True
    per_second: float = 30.0
    per_person: float = 1.0
    reply_window: float | None = None
    one_receiver: bool = False


Receive = Callable[[Incoming], Awaitable[None]]
"""`await receive(incoming)` returns when what it changed is committed. Only then may a channel say so to the outside.

Raises `bot.errors.StorageDown` when the database cannot take it now: the channel keeps it and tries again.
"""


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel is: `ok`, and in words what is wrong and what to do."""

    ok: bool = True
    words: str = ""
    seen_at: datetime | None = field(default=None)


class Channel(Protocol):
    """A way of talking. Few members; everything else is its own affair."""

    name: str
    limits: Limits

    @property
    def health(self) -> Health:
        """How the channel is just now."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """The HTTP endpoints it wants; `web` mounts them."""
        ...

    async def run(self, receive: Receive) -> None:
        """Poll, keep a connection, or just wait, until cancelled. Survives every outside fault by itself."""
        ...

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "") -> Receipt:
        """Say it once. `key` is the outbox key, for channels that drop repeats.

        Raises:
            SendError: one of its family, which tells the sender what to do next.
        """
        ...

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of something a person sent.

        Raises:
            SendError: `TryLater`/`NotSent` to try again, `Refused` when it will never come.
        """
        ...


@runtime_checkable
class Closing(Protocol):
    """A channel that keeps connections open for sending."""

    async def close(self) -> None:
        """Let what is in flight end and close them; called once nothing more is sent."""
        ...
