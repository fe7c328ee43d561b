"""Which ways of talking are on: the web chat always, the others when their settings are there."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.messages import Channel
from bot.settings import Settings
from channels.webchat import WebChat
from channels.webchat_post import Letter
from channels.webchat_visitors import Persona
from storage import web_letters
from storage.tx import Database
from storage.web_letters import WebLetter
from texts import LANGUAGES, catalogue


class Mailbox:
    """The web chat's letters in the database, for a channel that cannot reach it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def append(self, user: str, key: str, body: dict[str, Any], *, direction: str, replaces: int | None) -> int:
        """See `channels.webchat_post.Mailbox`; one writer a visitor, so that versions become visible in rising order."""
        now = self._clock()
        return await self._database.write(
            lambda tx: web_letters.append(tx, user, key, body, direction=direction, replaces=replaces, now=now),
            alone=(f"web:{user}",),
        )

    async def since(self, user: str, after: int, limit: int) -> Sequence[Letter]:
        return _letters(await self._database.read(lambda tx: web_letters.since(tx, user, after, limit)))

    async def before(self, user: str, number: int | None, limit: int) -> Sequence[Letter]:
        return _letters(await self._database.read(lambda tx: web_letters.before(tx, user, number, limit)))


def _letters(found: Sequence[WebLetter]) -> Sequence[Letter]:
    return [Letter(w.number, w.version, w.direction, w.body, w.at) for w in found]


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


def switched_on(settings: Settings, database: Database, clock: Clock) -> list[Channel]:
    """All channels whose settings are there."""
    channels: list[Channel] = [web_chat(settings, database, clock)]
    return channels


def _topic(topic: str, language: str) -> dict[str, str]:
    """One topic's sentences, for a channel that cannot read `texts`."""
    start = f"{topic}."
    return {key.removeprefix(start): words for key, words in catalogue(language).items() if key.startswith(start)}
