"""The line to one Bot API server: python-telegram-bot's typed client over our transport, with some answers left raw.

Updates come back unparsed, because the client parses all of them or none: one that it cannot read must not hold up the rest.
Files come back as their path, because on a self-hosted server with `--local` that path is on its own disk. Of words said or
changed only the message's number is read: to parse the whole message would cost more than to say it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from telegram import Bot
from telegram.error import TelegramError

from channels.telegram.formatting import Markup
from channels.telegram.transport import Transport

PUBLIC: Final = "https://api.telegram.org"

# At DEBUG the library writes the token and every person's words to the log.
logging.getLogger("telegram").setLevel(logging.WARNING)


class Line(Bot):
    """The bot's client. `base_url` is the root of the server; `/bot<token>` and `/file/bot<token>` are appended.

    `proxy` as in `Transport`; `patience` is how many seconds an answer may take. It needs no `initialize()`: nothing is
    sent until something is asked.
    """

    __slots__ = ("_root", "_transport")

    def __init__(self, token: str, base_url: str = "", proxy: str = "", patience: float = 10.0) -> None:
        self._root = root = (base_url or PUBLIC).rstrip("/")
        self._transport = transport = Transport(base_url=root, proxy=proxy, read_timeout=patience)
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=transport,
            get_updates_request=transport,
        )

    @property
    def number(self) -> str:
        """The bot's own id, the front of its token."""
        return self.token.partition(":")[0]

    @property
    def public(self) -> bool:
        """Whether this is Telegram's own server, with its limits, or one of ours."""
        return self._root == PUBLIC

    async def updates(
        self, *, offset: int | None, wait: int, allowed: Sequence[str], patience: float = 10.0
    ) -> list[dict[str, Any]]:
        """The raw updates from `offset` on; the server waits up to `wait` seconds for one, we `patience` seconds longer."""
        asked = {"offset": offset, "timeout": wait, "allowed_updates": list(allowed)}
        found = await self._ask("getUpdates", asked, wait + patience)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def say(self, chat: int, words: str, markup: Markup | None, thread: int | None = None) -> int:
        """Say words (HTML); the number of the message."""
        told = await self._ask("sendMessage", {"chat_id": chat, "message_thread_id": thread, **_shown(words, markup)})
        if not isinstance(told, dict) or not isinstance(told.get("message_id"), int):
            raise TelegramError("Invalid server response")
        return int(told["message_id"])

    async def reword(self, chat: int, number: int, words: str, markup: Markup | None) -> None:
        """Put these words (HTML) and keys in place of a message's."""
        await self._ask("editMessageText", {"chat_id": chat, "message_id": number, **_shown(words, markup)})

    async def acknowledge(self, query: str) -> None:
        """Take the waiting sign off a tapped key."""
        await self._ask("answerCallbackQuery", {"callback_query_id": query})

    async def file(self, file_id: str) -> dict[str, Any]:
        """The raw `File` of something a person sent: `file_path`, `file_size`."""
        found = await self._ask("getFile", {"file_id": file_id})
        return dict(found)

    async def download(self, path: str) -> bytes:
        """The bytes of a file by the relative path that `file` gave."""
        return await self.request.retrieve(f"{self.base_file_url}/{quote(path)}")

    async def _ask(self, method: str, values: dict[str, Any], read_timeout: float | None = None) -> Any:
        return await self._transport.ask(f"{self.base_url}/{method}", values, read_timeout)


def _shown(words: str, markup: Markup | None) -> dict[str, Any]:
    return {"text": words, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}, "reply_markup": markup}
