"""Builds the channels that are switched on: the web chat always, the others when their settings are present."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.settings import Settings
from app.setups import setups
from bot.clock import Clock, wall_clock
from channels.webchat.channel import WebChat
from channels.webchat.post import PageMessage
from channels.webchat.visitors import Persona
from messages.address import Address
from messages.channel import Channel
from messages.setup import Bells, Cursor, Known, Lent, Setup
from storage.core import incarnation
from storage.core.tx import Database, Tx
from storage.delivery import conversations, cursors, file_ids, web_keys, web_messages
from storage.delivery.web_messages import WebMessage
from texts import LANGUAGES, topic


class Mailbox:
    """The web chat's messages in the database, for a channel that cannot reach it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def append(self, user: str, key: str, body: dict[str, Any], *, direction: str, replaces: int | None) -> int:
        """See `channels.webchat.post.Mailbox`; one writer a visitor, so that versions become visible in rising order."""
        now = self._clock()
        return await self._database.write(
            lambda tx: web_messages.append(tx, user, key, body, direction=direction, replaces=replaces, now=now),
            alone=(f"web:{user}",),
        )

    async def since(self, user: str, after: int, limit: int) -> Sequence[PageMessage]:
        return _page_messages(await self._database.read(lambda tx: web_messages.since(tx, user, after, limit)))

    async def before(self, user: str, number: int | None, limit: int) -> Sequence[PageMessage]:
        return _page_messages(await self._database.read(lambda tx: web_messages.before(tx, user, number, limit)))

    async def life(self) -> str:
        return await self._database.read(incarnation.token)

    async def cookie_key(self) -> bytes:
        return await self._database.read(incarnation.cookie_key)

    async def opened(self, secret: str, user: str) -> str:
        found = await self._database.read(lambda tx: web_keys.opened(tx, secret, user))
        if found.is_new:
            await self._database.write(lambda tx: web_keys.confirm(tx, secret))
        return found.user

    async def person(self, user: str) -> int | None:
        known = await self._database.read(lambda tx: conversations.conversation(tx, Address("web", user)))
        return known.person_id if known else None

    async def awaits_key(self, user: str) -> bool:
        return await self._database.read(lambda tx: web_keys.waits(tx, user))

    async def renew(self, user: str, secret: str) -> None:
        await self._database.write(lambda tx: web_keys.renew(tx, user, secret))


def _page_messages(found: Sequence[WebMessage]) -> Sequence[PageMessage]:
    return [PageMessage(w.number, w.version, w.direction, w.body, w.at) for w in found]


def web_chat(settings: Settings, database: Database, clock: Clock, personas: Sequence[Persona] = ()) -> WebChat:
    """The chat page on the bot's own web site; with `personas`, one that everybody may play."""
    chrome = {language: dict(topic("web", language)) for language in LANGUAGES}
    return WebChat(
        Mailbox(database, clock),
        settings.data_dir,
        Path(str(files("web").joinpath("chat"))),
        chrome,
        language=settings.language,
        public_url=settings.public_url,
        personas=personas,
        clock=clock,
    )


class ChannelMemory:
    """What one channel asks the database; see `messages.setup.Memory`."""

    def __init__(self, channel: str, database: Database, clock: Clock) -> None:
        self._channel = channel
        self._database = database
        self._clock = clock

    async def find(self, digest: str, *, newer_than: timedelta | None = None) -> str | None:
        since = self._clock() - newer_than if newer_than else None
        return await self._database.read(lambda tx: file_ids.find(tx, self._channel, digest, since=since))

    async def keep(self, digest: str, file_id: str) -> None:
        now = self._clock()
        await self._database.write(lambda tx: file_ids.keep(tx, self._channel, digest, file_id, now))

    async def known(self, users: Sequence[str]) -> Mapping[str, Known]:
        """The person and roles behind a chat; whoever answers for a shop now is a merchant."""

        async def look(tx: Tx) -> dict[str, Known]:
            found = {user: await conversations.conversation(tx, Address(self._channel, user)) for user in users}
            return {
                user: Known(c.roles | ({"merchant"} if c.holds else set()), c.language)
                for user, c in found.items()
                if c and c.person_id is not None
            }

        return await self._database.read(look)

    async def cursor(self, account: str) -> Cursor:
        found = await self._database.read(lambda tx: cursors.find(tx, self._channel, account))
        return Cursor(found.position, found.rung_at, found.rung_with) if found else Cursor()

    async def move_cursor(self, account: str, at: str) -> None:
        now = self._clock()
        await self._database.write(lambda tx: cursors.move(tx, self._channel, account, at, now))

    async def ring(self, account: str, token: str) -> None:
        now = self._clock()
        await self._database.write(lambda tx: cursors.ring(tx, self._channel, account, token, now))

    async def try_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        return await self._database.try_alone(f"{self._channel} {name}", work)


def lent(
    setup: Setup,
    settings: Settings,
    database: Database,
    clock: Clock = wall_clock,
    *,
    patience: float = 10.0,
    bells: Bells | None = None,
) -> Lent:
    """What a channel is lent to be made or checked with; channels with the same `bells` hear each other."""
    languages = sorted(LANGUAGES, key=lambda language: language != settings.language)
    return Lent(
        settings.data_dir,
        settings.public_url,
        {language: dict(topic(setup.name, language)) for language in languages},
        ChannelMemory(setup.name, database, clock),
        clock,
        {sister.name: settings.of(sister.name) for sister in setups()},
        bells or Bells(),
        patience,
    )


def switched_on(settings: Settings, database: Database, clock: Clock, *, patience: float = 10.0) -> list[Channel]:
    """The web chat, and all channels whose settings are there."""
    bells = Bells()
    made = [
        s.make(settings.of(s.name), lent(s, settings, database, clock, patience=patience, bells=bells))
        for s in setups()
    ]
    return [web_chat(settings, database, clock), *(channel for channel in made if channel)]
