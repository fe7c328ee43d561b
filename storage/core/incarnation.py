"""The database's incarnation: a random token in buttons, pages and links, renewed by a restore so that old ones are refused.

After a restore the ids of lost rows are given again, so an old button may name a prompt that means something else today.
Whatever carries another token than today's is stale and harmless.
"""

from __future__ import annotations

import re
from datetime import datetime
from secrets import token_hex

from storage.core.tx import Tx


def fresh_token() -> str:
    """A new token of 32 random bits: a database has few incarnations, and nobody can choose among them."""
    return token_hex(4)


async def begin(tx: Tx) -> None:
    """Give the database a token if it has none; otherwise keep its own."""
    if await tx.value("incarnation_token") is None:
        await tx.do("incarnation_begin", token=fresh_token(), cookie_key=token_hex(32))


async def token(tx: Tx) -> str:
    """The current token."""
    return str(await tx.value("incarnation_token"))


async def cookie_key(tx: Tx) -> bytes:
    """The key that signs the web chat's cookies; a restore brings back the key of the copy."""
    return bytes.fromhex(await tx.value("incarnation_cookie_key"))


async def renew(tx: Tx, now: datetime) -> None:
    """Begin another life after a restore: no question asked before is open, no step waits, no link or session opens the board.

    The question in hand stays named, so that whoever taps an old button is asked it anew; what still waits in the outbox was
    seen by nobody, and goes out with buttons that work.
    """
    old, new = await token(tx), fresh_token()
    waiting = await tx.rows("incarnation_queued", token=old)
    unseen = {int(found) for row in waiting for found in re.findall(rf"(\d+)-{old}\.", str(row["body"]))}
    asked = [int(row["id"]) for row in await tx.rows("incarnation_open_prompts")]
    await tx.many("offer_close", values=[{"id": number, "at": now} for number in asked if number not in unseen])
    await tx.do("incarnation_queue", old=old, new=new)
    for act in ("incarnation_steps", "incarnation_links", "incarnation_sessions"):
        await tx.do(act)
    await tx.do("incarnation_renew", token=new)
