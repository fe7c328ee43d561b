"""The list behind the “/” key: short for a stranger, and for everybody we know what their own roles can do.

Strangers see the default list in their application's language; whoever enrolls gets a list of their own chat, in the language
they speak with us. A menu is a comfort: when one cannot be set, nothing waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Protocol

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from channels.telegram.line import Line
from channels.telegram.transport import redacted
from messages.errors import StorageDown
from messages.setup import Known

log = logging.getLogger(__name__)

GATHER = 3.0
"""Seconds in which those who did something are gathered before anybody's roles are looked up."""

GAP = 0.2
"""Seconds between two menus."""

REMEMBERED = 10_000
"""Chats whose menu we remember: a bound on memory, not a rule."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "merchant": ("check", "stars"),
    "member": ("shops", "undo"),
    "squad": ("undo",),
    "secretary": ("digest", "board", "undo"),
    "manager": ("digest", "board", "rate", "undo"),
    "admin": ("digest", "board", "rate"),
    "": ("help", "language", "privacy", "stop"),
}
"""What each role can do, and under "" what everybody can, in the order of the list."""

Names = Mapping[str, Mapping[str, str]]
"""By language, `command_<name>` for each command: the few words beside it."""


class People(Protocol):
    """Whoever can tell a chat's roles."""

    async def known(self, users: Sequence[str]) -> Mapping[str, Known]:
        """By user, for those we know.

        Raises:
            StorageDown: not now.
        """
        ...


class Menus:
    """Sets the menus of one bot."""

    def __init__(self, line: Line, people: People, names: Names, gather: float = GATHER) -> None:
        self._line = line
        self._people = people
        self._names = names
        self._gather = gather
        self._noticed: set[str] = set()
        self._set: OrderedDict[str, Known] = OrderedDict()

    def noticed(self, user: str) -> None:
        """Somebody did something: their roles may be others now."""
        self._noticed.add(user)

    async def introduce(self) -> None:
        """The lists of strangers: in each language we speak, and the first one for all others.

        Raises:
            TelegramError: the server did not take it now.
        """
        for number, language in enumerate(self._names):
            commands = self._commands(frozenset(), language)
            await self._line.set_my_commands(commands, language_code=language)
            if number == 0:
                await self._line.set_my_commands(commands)

    async def run(self) -> None:
        """Keep the menus of those who talk to us fitting, until cancelled."""
        while True:
            await asyncio.sleep(self._gather)
            users, self._noticed = sorted(self._noticed), set()
            try:
                known = await self._people.known(users) if users else {}
            except StorageDown:
                continue
            for user, who in known.items():
                before = self._set.get(user)
                if before != who and (before or who.roles):
                    await self._fit(user, who)

    async def _fit(self, user: str, who: Known) -> None:
        scope = BotCommandScopeChat(int(user))
        try:
            if who.roles:
                await self._line.set_my_commands(self._commands(who.roles, who.language), scope=scope)
            else:
                await self._line.delete_my_commands(scope=scope)
        except TelegramError as error:
            log.debug("a menu is not set: %s", redacted(error.message))
            return
        self._set[user] = who
        while len(self._set) > REMEMBERED:
            self._set.popitem(last=False)
        await asyncio.sleep(GAP)

    def _commands(self, roles: frozenset[str], language: str) -> list[BotCommand]:
        words = self._names.get(language) or next(iter(self._names.values()))
        wanted = dict.fromkeys(c for role, commands in COMMANDS.items() if role in roles or not role for c in commands)
        return [BotCommand(name, words[f"command_{name}"]) for name in wanted if f"command_{name}" in words]
