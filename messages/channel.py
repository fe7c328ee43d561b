"""The protocol every channel implements."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from files.dataclass import dataclass
from messages.address import Address
from messages.attachment import Attachment
from messages.incoming import Incoming
from messages.limits import Limits
from messages.reply import Receipt, Reply

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

Receive = Callable[[Incoming], Awaitable[None]]
"""`await receive(incoming)` returns when what it changed is committed. Only then may a channel say so to the outside.

Raises `messages.errors.StorageDown` when the database cannot take it now: the channel keeps it and tries again.
"""


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel is: `ok`, and in words what is wrong and what to do."""

    ok: bool = True
    words: str = ""
    seen_at: datetime | None = field(default=None)


class Channel(Protocol):
    """A way of talking, such as Telegram or the web chat."""

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

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        """Say it once. `key` is the outbox key, for channels that drop repeats; `ticket` came with what it answers.

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
