"""Enrolment codes: single use, they expire, and guessing is slow.

Eight characters of 31 give 39.6 bits. A sender with five wrong codes in ten minutes waits; with 1,403 open codes, five
guesses in ten minutes from one address need about 2,000 years for an even chance.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages import Address
from storage.tx import Tx

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O, 1 I L: codes are read aloud and typed with wet hands."""
LENGTH = 8

WRONG_MOST = 5
WRONG_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Invite:
    """An open code. `kind`: shop, member (a known person) or role."""

    id: int
    code: str
    kind: str
    name: str
    shop_id: int | None
    person_id: int | None
    role: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Printable:
    """An open code of a shop or a member with what its sheet says; `member` looks after the shop."""

    kind: str
    name: str
    code: str
    expires_at: datetime
    door: str
    street: str
    member: str
    branch: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A shop or a member a code may be for: `kind` and `id` name it, `place` tells two of one name apart."""

    kind: str
    id: int
    name: str
    place: str


def normal(text: str) -> str:
    """A code as it is stored: upper case, without blanks and dashes."""
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("-", " ").split())


async def revoke_shop(tx: Tx, shop_id: int, now: datetime) -> None:
    """Open codes of a shop mean nothing any more: it has a new holder, or a sheet was lost."""
    await tx.do("invites_revoke_shop", shop_id=shop_id, at=now)


async def is_guessing(tx: Tx, sender: Address, now: datetime) -> bool:
    """Whether this sender has tried too many wrong codes lately."""
    since = now - WRONG_WITHIN
    count = await tx.value("wrong_codes_count", channel=sender.channel, user_id=sender.user, since=since)
    return int(count) >= WRONG_MOST


async def was_wrong(tx: Tx, sender: Address, now: datetime) -> None:
    await tx.do("wrong_code_add", channel=sender.channel, user_id=sender.user, at=now)
