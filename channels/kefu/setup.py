"""Settings and checks of 微信客服: its service account; the corporation, secret, token and key are the app's unless set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, SecretStr

from channels.qyapi.settings import AES_KEY, TOKEN, Bare
from messages.errors import SendError, StorageDown
from messages.setup import Lent, Line, Setup

if TYPE_CHECKING:
    from channels.kefu.channel import Kefu
    from channels.qyapi.client import QyApi
    from channels.qyapi.envelope import Envelope

SCENE = "door"
KEPT = f"contact way {SCENE}"
"""The name under which the account's link is stored: one link serves all door signs."""


class KefuSettings(BaseModel):
    """微信客服; it is on when there is an account."""

    open_kfid: Bare = Field(default="", pattern=r"^(wk[\w-]+)?$", description="the service account's id, wk…")
    secret: SecretStr | None = Field(default=None, description="its own secret; empty for the app's")
    token: Bare = TOKEN
    aes_key: Bare = AES_KEY
    pull_every: float = Field(default=900, gt=0, description="seconds between pulls when WeCom does not call")
    taps_count: bool = Field(default=True, description="true when a tap on a menu allows five answers anew, else false")


def make(wanted: KefuSettings, lent: Lent) -> Kefu | None:
    """The channel, or None while a setting is missing."""
    if not is_whole(wanted, lent.sisters):
        return None
    from channels.kefu.channel import Kefu  # noqa: PLC0415 only for who needs it

    return Kefu(
        client(wanted, lent),
        envelope(wanted, lent),
        wanted.open_kfid,
        lent.data_dir,
        memory=lent.memory,
        clock=lent.clock,
        bells=lent.bells,
        pull_every=wanted.pull_every,
        taps_count=wanted.taps_count,
    )


def client(wanted: KefuSettings, lent: Lent) -> QyApi:
    from channels.qyapi.client import QyApi  # noqa: PLC0415

    app = lent.sisters["wecom"]
    return QyApi(app.corp_id, _secret(wanted, app), app.base_url, app.proxy, lent.patience)


def is_whole(wanted: KefuSettings, sisters: Any) -> bool:
    app = sisters["wecom"]
    keys = (wanted.token or app.token) and (wanted.aes_key or app.aes_key)
    return bool(wanted.open_kfid and app.corp_id and _secret(wanted, app) and keys)


def _secret(wanted: KefuSettings, app: Any) -> str:
    secret = wanted.secret or app.secret
    return secret.get_secret_value().strip() if secret else ""


async def check(wanted: KefuSettings, lent: Lent) -> Sequence[Line]:
    """Check that the account exists, that the app manages it, and that its own callback answers."""
    if not wanted.open_kfid:
        return []
    if not is_whole(wanted, lent.sisters):
        return [Line("!", "check_part")]
    from channels.qyapi.checks import entrance  # noqa: PLC0415

    app = lent.sisters["wecom"]
    heard = await _heard(wanted, lent)
    lines = await entrance(
        app.corp_id,
        SecretStr(_secret(wanted, app)),
        app.base_url,
        app.proxy,
        lent.patience,
        "kf/account/list",
        {"offset": 0, "limit": 100},
    )
    if lines[-1].mark != "✓":
        return [*lines, *heard]
    api = client(wanted, lent)
    try:
        listed = (await api.call("kf/account/list", {"offset": 0, "limit": 100})).get("account_list") or []
    finally:
        await api.close()
    mine = next((a for a in listed if a.get("open_kfid") == wanted.open_kfid), None)
    if mine is None:
        return [Line("✗", "check_unknown"), *heard]
    if not mine.get("manage_privilege", True):
        return [Line("✗", "check_privilege"), *heard]
    return [Line("✓", "check_well", {"name": mine.get("name", "")}), *heard, Line("!", "check_humans")]


async def _heard(wanted: KefuSettings, lent: Lent) -> Sequence[Line]:
    """Check the account's own callback; an account managed by the app uses the app's, which is checked there."""
    if not lent.public_url or not (wanted.token or wanted.aes_key or wanted.secret):
        return []
    from channels.kefu.channel import PATH  # noqa: PLC0415
    from channels.qyapi.checks import callback  # noqa: PLC0415

    return [await callback(envelope(wanted, lent), lent.public_url, PATH, lent.patience)]


def envelope(wanted: KefuSettings, lent: Lent) -> Envelope:
    from channels.qyapi.envelope import Envelope  # noqa: PLC0415

    app = lent.sisters["wecom"]
    return Envelope(wanted.token or app.token, wanted.aes_key or app.aes_key, app.corp_id)


async def link(wanted: KefuSettings, lent: Lent) -> Callable[[str], str] | None:
    """What appends a code to the account's link; the link is created once and stored."""
    if not is_whole(wanted, lent.sisters):
        return None
    from channels.qyapi.errors import Fault  # noqa: PLC0415

    try:
        url = await lent.memory.find(f"{KEPT} {wanted.open_kfid}")
        if url is None:
            api = client(wanted, lent)
            try:
                body = {"open_kfid": wanted.open_kfid, "scene": SCENE}
                url = str((await api.call("kf/add_contact_way", body))["url"])
            finally:
                await api.close()
            await lent.memory.keep(f"{KEPT} {wanted.open_kfid}", url)
    except (Fault, SendError, StorageDown, KeyError):
        return None
    start = url + ("&" if urlsplit(url).query else "?") + "scene_param="
    return lambda code: start + quote(code, safe="")


def problems(wanted: KefuSettings, public_url: str) -> Iterable[str]:
    if wanted.open_kfid and urlsplit(public_url).scheme not in ("http", "https"):
        yield "FIVESTAR_PUBLIC_URL: 微信客服 needs an address that reaches this server"


def account(wanted: KefuSettings) -> str:
    """One service account."""
    return wanted.open_kfid


setup = Setup("kefu", KefuSettings, make, check, link, problems, account)
