"""Enrolment codes: single use, they expire, and guessing is slow.

Eight characters of 31 give 39.6 bits. A sender with five wrong codes in ten minutes waits; with 1,403 open codes, five
guesses in ten minutes from one address need about 2,000 years for an even chance. Addresses of the web chat cost nothing,
so after 200 wrong codes of a channel in ten minutes everybody waits there: about 40 years.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from messages.address import Address
from programme.ids import PersonId, ShopId
from storage.core.tx import Tx

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O, 1 I L: codes are read aloud and typed with wet hands."""
LENGTH = 8

PHONE = timedelta(minutes=15)
"""How long a code lasts that links another telephone of the same person."""

WRONG_MOST, WRONG_ALL = 5, 200
WRONG_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Invite:
    """An open code. `kind`: shop, member (a known person), role, or phone (another telephone of a known person)."""

    id: int
    code: str
    kind: str
    name: str
    shop_id: ShopId | None
    person_id: PersonId | None
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


def new_code() -> str:
    """With a letter and a digit in it, so that no plain word or number a person types is ever one."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not (code.isalpha() or code.isdecimal()):
            return code


async def make(
    tx: Tx,
    *,
    kind: str,
    name: str,
    now: datetime,
    days: int,
    shop_id: ShopId | None = None,
    person_id: PersonId | None = None,
    role: str = "",
    code: str = "",
    lasts: timedelta | None = None,
) -> str:
    """A new open code for so many `days`, or as long as it `lasts`; its text. `code` only for the operator's ADMIN_CODE."""
    code = code or new_code()
    await tx.value(
        "invite_add",
        code=normal(code),
        kind=kind,
        name=name,
        shop_id=shop_id,
        person_id=person_id,
        role=role,
        created_at=now,
        expires_at=now + (timedelta(days=days) if lasts is None else lasts),
    )
    return code


async def make_for_phone(tx: Tx, person_id: PersonId, name: str, now: datetime) -> str:
    """A code that makes another address of the same person; it lasts `PHONE`, and an earlier one means nothing any more."""
    await tx.do("invites_revoke_phone", person_id=person_id, at=now)
    return await make(tx, kind="phone", name=name, now=now, days=0, person_id=person_id, lasts=PHONE, code=new_code())


async def find(tx: Tx, code: str, now: datetime) -> Invite | None:
    return await tx.one(Invite, "invite_open", code=normal(code), now=now)


async def use(tx: Tx, number: int, person_id: PersonId, now: datetime) -> bool:
    """Spend a code; False when somebody was quicker."""
    return await tx.do("invite_use", id=number, person_id=person_id, at=now) == 1


async def was_theirs(tx: Tx, code: str, person_id: PersonId) -> bool:
    """Whether this person spent the code themselves, for what they still hold: scanning their own sign again is no guess."""
    return await tx.value("invite_spent_by", code=normal(code), person_id=person_id) is not None


async def open_ones(tx: Tx, now: datetime) -> list[Invite]:
    return await tx.all(Invite, "invites_open", now=now)


async def printable(tx: Tx, now: datetime) -> list[Printable]:
    """Open codes of shops in walking order, then those of members."""
    return await tx.all(Printable, "invites_printable", now=now)


async def bearers(tx: Tx, words: str) -> list[Bearer]:
    """Whom a whole name means, or `shop:7`, `member:3`."""
    kind, _, number = words.partition(":")
    number = number if kind in ("shop", "member") and re.fullmatch(r"[0-9]{1,18}", number) else "0"
    return await tx.all(Bearer, "invite_bearers", words=words, kind=kind, id=int(number))


async def revoke(tx: Tx, bearer: Bearer, now: datetime) -> int:
    """Open codes of a shop or a member mean nothing any more; how many there were."""
    if bearer.kind == "shop":
        return await tx.do("invites_revoke_shop", shop_id=bearer.id, at=now)
    return await tx.do("invites_revoke_person", person_id=bearer.id, at=now)


async def reissue(tx: Tx, bearer: Bearer, now: datetime, days: int) -> str:
    """One fresh code in place of all open ones."""
    await revoke(tx, bearer, now)
    is_shop = bearer.kind == "shop"
    return await make(
        tx,
        kind=bearer.kind,
        name=bearer.name,
        now=now,
        days=days,
        shop_id=ShopId(bearer.id) if is_shop else None,
        person_id=None if is_shop else PersonId(bearer.id),
        code=new_code(),
    )


async def revoke_shop(tx: Tx, shop_id: ShopId, now: datetime) -> None:
    """Open codes of a shop mean nothing any more: it has a new holder, or a sheet was lost."""
    await tx.do("invites_revoke_shop", shop_id=shop_id, at=now)


async def is_guessing(tx: Tx, sender: Address, now: datetime) -> bool:
    """Whether this sender has tried too many wrong codes lately, or all of a channel together: an address may cost nothing."""
    since = now - WRONG_WITHIN
    count = await tx.value("wrong_codes_count", channel=sender.channel, user_id=sender.user, since=since)
    everybody = await tx.value("wrong_codes_all", channel=sender.channel, since=since)
    return int(count) >= WRONG_MOST or int(everybody) >= WRONG_ALL


async def was_wrong(tx: Tx, sender: Address, now: datetime) -> None:
    await tx.do("wrong_code_add", channel=sender.channel, user_id=sender.user, at=now)
