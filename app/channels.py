"""Which ways of talking are on: the web chat always, the others when their settings are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from bot.clock import Clock
from channels.webchat.channel import WebChat
from channels.webchat.post import PageMessage
from channels.webchat.visitors import Persona
from messages.address import Address
from messages.channel import Channel
from storage.core.tx import Database, Tx
from storage.delivery import conversations, file_ids, web_messages
from storage.delivery.web_messages import WebMessage
from texts import LANGUAGES, catalogue

if TYPE_CHECKING:
    from channels.telegram.channel import Telegram
    from channels.telegram.menus import Known


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


def _page_messages(found: Sequence[WebMessage]) -> Sequence[PageMessage]:
    return [PageMessage(w.number, w.version, w.direction, w.body, w.at) for w in found]


def web_chat(settings: Settings, database: Database, clock: Clock, personas: Sequence[Persona] = ()) -> WebChat:
    """The chat page on the bot's own web site; with `personas`, one that everybody may play."""
    chrome = {language: _topic("web", language) for language in LANGUAGES}
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


class TelegramMemory:
    """What the Telegram channel asks the database: its names of files, and whose chat it is."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, digest: str) -> str | None:
        return await self._database.read(lambda tx: file_ids.find(tx, "telegram", digest))

    async def keep(self, digest: str, file_id: str) -> None:
        now = self._clock()
        await self._database.write(lambda tx: file_ids.keep(tx, "telegram", digest, file_id, now))

    async def known(self, users: Sequence[str]) -> Mapping[str, Known]:
        """Whose chat it is; a merchant is whoever answers for a shop."""
        from channels.telegram.menus import Known  # noqa: PLC0415

        async def look(tx: Tx) -> dict[str, Known]:
            found = {user: await conversations.conversation(tx, Address("telegram", user)) for user in users}
            return {
                user: Known(c.roles | ({"merchant"} if c.holds else set()), c.language)
                for user, c in found.items()
                if c and c.person_id is not None
            }

        return await self._database.read(look)


def telegram(settings: Settings, database: Database, clock: Clock, *, patience: float = 10.0) -> Telegram | None:
    """The Telegram channel, when there is a token. `patience` is how many seconds Telegram's answers may take."""
    wanted = settings.telegram
    if wanted.token is None:
        return None
    from channels.telegram.channel import Telegram  # noqa: PLC0415 its library is the biggest of all: only for who needs it
    from channels.telegram.line import Line  # noqa: PLC0415

    memory = TelegramMemory(database, clock)
    languages = sorted(LANGUAGES, key=lambda language: language != settings.language)
    secret = wanted.webhook_secret.get_secret_value() if wanted.webhook_secret and wanted.mode == "webhook" else ""
    return Telegram(
        Line(wanted.token.get_secret_value(), wanted.base_url, wanted.proxy, patience),
        settings.data_dir,
        {language: _topic("telegram", language) for language in languages},
        file_ids=memory,
        people=memory,
        public_url=settings.public_url,
        secret=secret,
        clock=clock,
    )


def switched_on(settings: Settings, database: Database, clock: Clock) -> list[Channel]:
    """All channels whose settings are there."""
    channels: list[Channel] = [web_chat(settings, database, clock)]
    if spoken := telegram(settings, database, clock):
        channels.append(spoken)
    return channels


def _topic(topic: str, language: str) -> dict[str, str]:
    """One topic's sentences, for a channel that cannot read `texts`."""
    start = f"{topic}."
    return {key.removeprefix(start): words for key, words in catalogue(language).items() if key.startswith(start)}
