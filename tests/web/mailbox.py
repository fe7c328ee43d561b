"""A mailbox made of a list, keeping the promises of the real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from channels.webchat.post import PageMessage
from messages.errors import StorageDown


@dataclass
class ListMailbox:
    """`down` makes it refuse, as a full disk would."""

    letters: list[tuple[str, str, PageMessage]] = field(default_factory=list)
    down: bool = False
    lives: str = "first"
    _versions: count[int] = field(default_factory=lambda: count(1))

    async def append(self, user: str, key: str, body: dict[str, Any], *, direction: str, replaces: int | None) -> int:
        if self.down:
            raise StorageDown("the disk is full")
        for index, (owner, known, letter) in enumerate(self.letters):
            if replaces and owner == user and letter.number == replaces:
                self.letters[index] = (owner, known, replace(letter, body=body, version=next(self._versions)))
                return replaces
            if known == key:
                return letter.number
        letter = PageMessage(len(self.letters) + 1, next(self._versions), direction, body, datetime.now(UTC))
        self.letters.append((user, key, letter))
        return letter.number

    async def since(self, user: str, after: int, limit: int) -> Sequence[PageMessage]:
        news = sorted((lt for lt in self.of(user) if lt.version > after), key=lambda letter: letter.version)
        return news[:limit]

    async def before(self, user: str, number: int | None, limit: int) -> Sequence[PageMessage]:
        older = [letter for letter in self.of(user) if number is None or letter.number < number]
        return older[-limit:]

    def begin_again(self, life: str, version: int) -> None:
        """As after a restore: another life, in which versions are given again from here."""
        self.lives, self._versions = life, count(version)

    async def life(self) -> str:
        return self.lives

    async def cookie_key(self) -> bytes:
        return b"k" * 32

    async def opened(self, secret: str, user: str) -> str:
        return user

    async def person(self, user: str) -> int | None:
        return None

    async def awaits_key(self, user: str) -> bool:
        return False

    async def renew(self, user: str, secret: str) -> None:
        raise AssertionError("nobody enrols here")

    def of(self, user: str) -> list[PageMessage]:
        if self.down:
            raise StorageDown("the disk is full")
        return [letter for owner, _, letter in self.letters if owner == user]
