"""`Setup`, by which a channel's folder declares its settings, how it is made and checked, and how a code reaches it.

`channels/<name>/setup.py` has one `setup`; the composition root finds it there and lends the channel what it needs. So adding
a channel touches its own folder and nothing else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from files.dataclass import dataclass
from messages.channel import Channel


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a chat belongs to, as far as a menu goes."""

    roles: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far an account that is pulled has been read, and when it last said that there is more."""

    at: str = ""
    rung_at: datetime | None = None
    rung_with: str = ""


class Memory(Protocol):
    """What the database keeps for a channel. Every method raises `StorageDown` when it cannot be asked now."""

    async def find(self, digest: str, *, newer_than: timedelta | None = None) -> str | None:
        """The channel's own name of a file with this digest, unless it is older than that."""
        ...

    async def keep(self, digest: str, file_id: str) -> None: ...

    async def known(self, users: Sequence[str]) -> Mapping[str, Known]:
        """By user, for those we know."""
        ...

    async def cursor(self, account: str) -> Cursor: ...

    async def move_cursor(self, account: str, at: str) -> None: ...

    async def ring(self, account: str, token: str) -> None:
        """Keep that the account has said there is more; `token` is what it gave us to ask with."""
        ...

    async def try_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do `work` unless another process is about it just now; whether we did."""
        ...


class Bells:
    """How one channel tells another that something has come for it."""

    def __init__(self) -> None:
        self._listening: dict[str, Callable[[str, str], Awaitable[None]]] = {}

    def listen(self, channel: str, to: Callable[[str, str], Awaitable[None]]) -> None:
        """From now on `to` hears what rings for `channel`: the account, and the token to ask with."""
        self._listening[channel] = to

    async def ring(self, channel: str, account: str, token: str) -> bool:
        """Ring for a channel; whether anybody listens."""
        if heard := self._listening.get(channel):
            await heard(account, token)
        return channel in self._listening


@dataclass(frozen=True, slots=True)
class Lent:
    """What the composition root lends a channel. `sentences` are those of its own topic, by language, the default first.

    `sisters` are the settings of all channels by name, for two that share an account; `patience` is how many seconds an
    answer of the far side may take.
    """

    data_dir: Path
    public_url: str
    sentences: Mapping[str, Mapping[str, str]]
    memory: Memory
    clock: Callable[[], datetime]
    sisters: Mapping[str, Any] = field(default_factory=dict)
    bells: Bells = field(default_factory=Bells)
    patience: float = 10.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a check-up: `mark` ✓ well, ! worth a look, ✗ broken; `sentence` is one of the channel's own topic."""

    mark: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


def nothing_wrong(settings: Any, public_url: str) -> Iterable[str]:
    """A channel without rules between its settings."""
    del settings, public_url
    return ()


async def no_check(settings: Any, lent: Lent) -> Sequence[Line]:
    """A channel with nothing to look at."""
    del settings, lent
    return ()


def no_account(settings: Any) -> str:
    """A channel that any number of towns may have alike."""
    del settings
    return ""


@dataclass(frozen=True, slots=True)
class Setup:
    """One way of talking. `settings` is a pydantic model whose fields have defaults and say in words what they take.

    `make` gives None while the channel is off. `link` gives what makes the address a printed code opens, where the channel has
    one and is on; `problems` says what is wrong between its settings. `account` tells the account on the far side from any
    other, empty while there is none: two towns that answered for the same one would hear each other's people.
    """

    name: str
    settings: type[Any]
    make: Callable[[Any, Lent], Channel | None]
    check: Callable[[Any, Lent], Awaitable[Sequence[Line]]] = no_check
    link: Callable[[Any, Lent], Awaitable[Callable[[str], str] | None]] | None = None
    problems: Callable[[Any, str], Iterable[str]] = nothing_wrong
    account: Callable[[Any], str] = no_account
