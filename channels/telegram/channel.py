"""Telegram, the reference channel: updates come by polling or webhook, replies go out as messages with keyboards.

This file only puts the parts together; each part says for itself what it promises.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from starlette.routing import BaseRoute
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from channels.telegram.delivery import Delivery, Target
from channels.telegram.errors import Floods, outcome
from channels.telegram.health import Checked, Pulse
from channels.telegram.incoming import CHANNEL, FETCHABLE
from channels.telegram.intake import Intake
from channels.telegram.line import Line
from channels.telegram.menus import Menus, Names, People
from channels.telegram.polling import Polling
from channels.telegram.transport import redacted
from channels.telegram.uploads import FileIds, Uploads
from channels.telegram.webhook import PATH, Webhook
from messages.address import Address
from messages.attachment import Attachment
from messages.channel import Health, Receive
from messages.errors import NotSent, Refused
from messages.incoming import Incoming
from messages.limits import Limits
from messages.reply import Receipt, Reply

TEXT_BYTES = 3 * 4096
"""So much Chinese is one message; what is shorter in bytes and longer in Telegram's own units is cut in `delivery`."""

GREET_AGAIN = 30.0
"""Seconds until we ask again for our own name when Telegram did not tell it."""

LONGEST_CHECK = 10.0
"""Seconds a check-up waits for Telegram."""


T = TypeVar("T")


def _now() -> datetime:
    return datetime.now(UTC)


class Telegram:
    """The channel `telegram`, over one `Line`; with a `secret` by webhook under `public_url`, without one by polling.

    `folder` is the data folder; `sentences` are what is said on the spot and the names of the commands, by language, the
    default language first.
    """

    name = CHANNEL

    def __init__(
        self,
        line: Line,
        folder: Path,
        sentences: Names,
        *,
        file_ids: FileIds,
        people: People,
        public_url: str = "",
        secret: str = "",
        limits: Limits | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        own = Limits(
            text_bytes=TEXT_BYTES, buttons=100, edits=True, per_second=30.0, per_person=1.0, one_receiver=not secret
        )
        self.limits = limits or own
        self._line = line
        self._pulse = Pulse(clock)
        self._floods = Floods()
        self._delivery = Delivery(line, Uploads(file_ids, line.number, folder))
        self._intake = Intake(line, spool=folder / "telegram" / line.number, notices=sentences, clock=clock)
        self._menus = Menus(line, people, sentences)
        url = public_url.rstrip("/") + PATH
        self._webhook = (
            Webhook(line, self._intake, self._pulse, url=url, secret=secret, clock=clock) if secret else None
        )
        self._polling = Polling(line, self._intake, self._pulse)

    @property
    def health(self) -> Health:
        return self._pulse.health

    def routes(self) -> Sequence[BaseRoute]:
        return self._webhook.routes() if self._webhook else ()

    async def run(self, receive: Receive) -> None:
        """Take updates until cancelled."""

        async def received(incoming: Incoming) -> None:
            await receive(incoming)
            self._menus.noticed(incoming.sender.user)

        self._intake.start(received)
        besides = [asyncio.create_task(self._greet()), asyncio.create_task(self._menus.run())]
        try:
            await (self._webhook or self._polling).run()
        finally:
            for task in besides:
                task.cancel()
            await asyncio.gather(*besides, return_exceptions=True)
            await self._intake.stop()

    async def close(self) -> None:
        """Let requests in flight end and close the connections; sending opens them again."""
        await self._line.request.shutdown()

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        """Say it; `thread` is the topic of a chat that has some."""
        try:
            target = Target(int(to.user), int(thread) if thread else None)
        except ValueError:
            raise Refused(f"{to} is no chat of Telegram's") from None
        return Receipt(await self._asked(self._delivery.say(target, reply, key), to.user))

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a photo, a voice or a file; from our own disk when the server is our own and says where."""
        found = await self._asked(self._line.file(attachment.ref))
        path = str(found.get("file_path") or "")
        if not path:
            raise NotSent("Telegram does not say where the file is")
        if (found.get("file_size") or 0) > FETCHABLE:
            raise Refused(f"the file has {found['file_size']} bytes, at most {FETCHABLE}")
        if path.startswith("/") and not self._line.public:
            return await asyncio.to_thread(_read, Path(path))
        try:
            return await self._line.download(path)
        except (InvalidToken, EndPointNotFound) as error:  # an address that has run out, not the token
            raise NotSent(f"the file is not there: {error.message}") from error
        except TelegramError as error:
            raise outcome(error) from error

    async def check(self) -> Checked:
        """Ask Telegram who we are and, by webhook, whether it reaches us."""
        try:
            async with asyncio.timeout(LONGEST_CHECK):
                me = await self._line.get_me()
                return await self._webhook.check(me.username or "") if self._webhook else Checked(me.username or "")
        except (InvalidToken, EndPointNotFound) as error:
            return Checked(trouble="revoked", what=redacted(error.message))
        except (TelegramError, TimeoutError) as error:
            return Checked(trouble="silent", what=redacted(str(error)) or "no answer")

    async def _asked(self, request: Awaitable[T], chat: str = "") -> T:
        try:
            return await request
        except TelegramError as error:
            raise outcome(error, chat=chat, floods=self._floods) from error

    async def _greet(self) -> None:
        """Learn our own name, which groups call us by, and show strangers what they can do."""
        while True:
            try:
                me = await self._line.get_me()
                self._intake.known_as(me.username or "")
                await self._menus.introduce()
            except TelegramError:
                await asyncio.sleep(GREET_AGAIN)
            else:
                return


def _read(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > FETCHABLE:
            raise Refused(f"the file has {size} bytes, at most {FETCHABLE}")
        return path.read_bytes()
    except FileNotFoundError:
        words = (
            f"the Bot API server says {path}, which is not there: give both the same volume, or run it without --local"
        )
        raise NotSent(words) from None
    except OSError as error:
        raise NotSent(f"{path} cannot be read: {error.strerror}") from error
