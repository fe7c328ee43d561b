"""What Telegram needs: a token; it is on when there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr

from messages.setup import Lent, Line, Setup

if TYPE_CHECKING:
    from channels.telegram.channel import Telegram

TOKEN = "the token BotFather gave, such as 123456:ABC-DEF"  # noqa: S105 what it takes


class TelegramSettings(BaseModel):
    """The Telegram channel; it is on when there is a token."""

    token: SecretStr | None = Field(default=None, description=TOKEN)
    mode: Literal["polling", "webhook"] = Field(default="polling", description="polling or webhook")
    base_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://\S+$",
        description="the root of a Bot API server, http:// or https://",
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="1 to 256 letters, digits, _ or - that Telegram repeats with every update"
    )
    proxy: str = Field(
        default="",
        pattern=r"^$|^(https?|socks[45]h?)://\S+$",
        description="an http://, https:// or socks5:// address; without one HTTPS_PROXY and ALL_PROXY count",
    )


def make(wanted: TelegramSettings, lent: Lent) -> Telegram | None:
    """The channel, when there is a token."""
    if wanted.token is None:
        return None
    from channels.telegram.channel import Telegram  # noqa: PLC0415 its library is the biggest of all: only for who needs it
    from channels.telegram.line import Line as Wire  # noqa: PLC0415

    secret = wanted.webhook_secret.get_secret_value() if wanted.webhook_secret and wanted.mode == "webhook" else ""
    return Telegram(
        Wire(wanted.token.get_secret_value(), wanted.base_url, wanted.proxy, lent.patience),
        lent.data_dir,
        lent.sentences,
        file_ids=lent.memory,
        people=lent.memory,
        public_url=lent.public_url,
        secret=secret,
        clock=lent.clock,
    )


async def check(wanted: TelegramSettings, lent: Lent) -> Sequence[Line]:
    """Whether Telegram knows us and, by webhook, reaches us."""
    channel = make(wanted, lent)
    if channel is None:
        return [Line("!", "check_off")]
    found = await channel.check()
    await channel.close()
    if found.trouble:
        mark = "!" if found.trouble == "elsewhere" else "✗"
        return [Line(mark, f"check_{found.trouble}", {"what": found.what})]
    return [Line("✓", "check_well", {"name": found.name, "mode": wanted.mode})]


async def link(wanted: TelegramSettings, lent: Lent) -> Callable[[str], str] | None:
    """`https://t.me/BOT?start=CODE`; None while the channel is off or Telegram does not tell our name."""
    channel = make(wanted, lent)
    if channel is None:
        return None
    found = await channel.check()
    await channel.close()
    return (lambda code: f"https://t.me/{found.name}?start={code}") if found.name else None


def problems(wanted: TelegramSettings, public_url: str) -> Iterable[str]:
    if wanted.token and wanted.mode == "webhook":
        if urlsplit(public_url).scheme != "https":
            yield "FIVESTAR_PUBLIC_URL: a Telegram webhook needs an https:// address that Telegram can reach"
        if not wanted.webhook_secret:
            yield "FIVESTAR_TELEGRAM__WEBHOOK_SECRET: a webhook needs it, so that nobody else can speak for Telegram"
    if wanted.token and any(c.isspace() or c == "/" for c in wanted.token.get_secret_value()):
        yield f"FIVESTAR_TELEGRAM__TOKEN: use {TOKEN}"


def account(wanted: TelegramSettings) -> str:
    """The bot's own number, which a token begins with: a renewed token is the same bot."""
    return wanted.token.get_secret_value().partition(":")[0] if wanted.token else ""


setup = Setup("telegram", TelegramSettings, make, check, link, problems, account)
