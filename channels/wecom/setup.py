"""Settings and checks of WeCom: a corporation, an app with its secret, the callback's token and key; on when all are set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr

from channels.qyapi.settings import AES_KEY, BASE_URL, TOKEN, Bare
from messages.setup import Lent, Line, Setup

if TYPE_CHECKING:
    from channels.wecom.channel import WeCom


class WeComSettings(BaseModel):
    """The self-built app; `corp_id`, `base_url` and `proxy` are those of 微信客服 too."""

    corp_id: Bare = Field(default="", pattern=r"^(w[wx]\w+)?$", description="the corporation's id, ww… or wx…")
    agent_id: int = Field(default=0, ge=0, description="the app's AgentId, a number")
    secret: SecretStr | None = Field(default=None, description="the app's Secret")
    token: Bare = TOKEN
    aes_key: Bare = AES_KEY
    base_url: str = Field(default=BASE_URL, pattern=r"^https?://\S+$", description="the API's root, https://…")
    proxy: str = Field(
        default="", pattern=r"^$|^https?://\S+$", description="a proxy with a fixed address, http://host:port"
    )
    cards: Literal["auto", "always", "never"] = Field(
        default="auto", description="auto (cards and words until we know), always or never"
    )


def make(wanted: WeComSettings, lent: Lent) -> WeCom | None:
    """The channel, or None while a setting is missing."""
    if not is_whole(wanted):
        return None
    from channels.qyapi.client import QyApi  # noqa: PLC0415 only for who needs it
    from channels.qyapi.envelope import Envelope  # noqa: PLC0415
    from channels.wecom.channel import WeCom  # noqa: PLC0415

    secret = wanted.secret.get_secret_value().strip() if wanted.secret else ""
    return WeCom(
        QyApi(wanted.corp_id, secret, wanted.base_url, wanted.proxy, lent.patience),
        Envelope(wanted.token, wanted.aes_key, wanted.corp_id),
        wanted.agent_id,
        lent.data_dir,
        memory=lent.memory,
        words=next(iter(lent.sentences.values())),
        clock=lent.clock,
        cards=wanted.cards,
        bells=lent.bells,
    )


def is_whole(wanted: WeComSettings) -> bool:
    return bool(wanted.corp_id and wanted.agent_id and wanted.secret and wanted.token and wanted.aes_key)


async def check(wanted: WeComSettings, lent: Lent) -> Sequence[Line]:
    """Check that the API accepts us and that our callback answers, and say where to enter what is missing."""
    if not is_whole(wanted):
        return [] if not wanted.corp_id else [Line("!", "check_part")]
    from channels.qyapi.checks import callback, entrance  # noqa: PLC0415
    from channels.qyapi.envelope import Envelope  # noqa: PLC0415
    from channels.wecom.channel import PATH  # noqa: PLC0415

    lines = await entrance(
        wanted.corp_id,
        wanted.secret,
        wanted.base_url,
        wanted.proxy,
        lent.patience,
        "agent/get",
        agentid=wanted.agent_id,
    )
    envelope = Envelope(wanted.token, wanted.aes_key, wanted.corp_id)
    heard = [await callback(envelope, lent.public_url, PATH, lent.patience)] if lent.public_url else []
    return [*lines, *heard, *([Line("!", "check_home")] if lines[-1].mark == "✓" else [])]


def problems(wanted: WeComSettings, public_url: str) -> Iterable[str]:
    if is_whole(wanted) and urlsplit(public_url).scheme not in ("http", "https"):
        yield "FIVESTAR_PUBLIC_URL: WeCom's callbacks need an address that reaches this server"


def account(wanted: WeComSettings) -> str:
    """One app of one corporation."""
    return f"{wanted.corp_id} {wanted.agent_id}" if wanted.agent_id else ""


setup = Setup("wecom", WeComSettings, make, check, None, problems, account)
