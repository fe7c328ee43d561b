"""Cookies that open an enrolled visitor's chat: renewed at enrolment, so that a cookie planted before it opens nothing.

A visitor who never enrolled has no row here: their cookie alone identifies them. Only digests are stored. The old cookie is
good until the new one has been used, since the answer that brings the new one may be lost on its way.
"""

from __future__ import annotations

from files.dataclass import dataclass
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class _Key:
    user_id: str
    secret: str
    secret_before: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose chat a cookie opens, nobody's when `user` is empty; `is_new` at the first use of a renewed one."""

    user: str
    is_new: bool = False


async def opened(tx: Tx, secret: str, user: str) -> Opened:
    """Whose chat is opened by the cookie with this digest, from which the address `user` was made at first."""
    keys = await tx.all(_Key, "web_keys", secret=secret, user_id=user)
    for key in keys:
        if key.secret == secret:
            return Opened(key.user_id, not key.confirmed)
    for key in keys:
        before = key.secret_before == secret or (not key.secret_before and key.user_id == user)
        if before and not key.confirmed:
            return Opened(key.user_id)
    return Opened("" if keys else user)


async def renew(tx: Tx, user: str, secret: str) -> None:
    """From its first use on only the cookie with this digest opens the user's chat."""
    await tx.do("web_key_renew", user_id=user, secret=secret)


async def confirm(tx: Tx, secret: str) -> None:
    await tx.do("web_key_confirm", secret=secret)


async def waits(tx: Tx, user: str) -> bool:
    """Whether a renewed cookie has not come back yet: its answer may be lost, so it is given again."""
    return bool(await tx.value("web_key_waits", user_id=user))
