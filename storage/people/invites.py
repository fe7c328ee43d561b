"""Enrolment codes: single use, they expire, and guessing is slow.

What is typed has eight characters of 31: 39.6 bits. A sender, or a person whatever they send from, with five wrong ones in ten
minutes waits; with 1,403 open codes, five guesses in ten minutes need about 2,000 years for an even chance. Addresses of the
web chat cost nothing, so after 200 wrong ones of a channel in ten minutes one wrong code is enough to wait there, for two
minutes. Nobody else waits for it, or a stranger could shut the town. How fast is then up to the proxy: at its ten requests a
second from one address a year and a quarter for an even chance; doctor says long before that somebody guesses.

What a printed QR code says is a token of 28 characters, 138 bits: nobody guesses it, so nothing is counted.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from files.dataclass import dataclass
from messages.address import Address
from programme.identity import is_shop_called, person_key
from programme.ids import PersonId, ShopId
from storage.core.tx import Tx

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O, 1 I L: codes are read aloud and typed with wet hands."""
LENGTH = 8
TOKEN_LENGTH = 28

PHONE = timedelta(minutes=15)
"""How long a code lasts that links another telephone of the same person."""

WRONG_MOST, WRONG_ALL = 5, 200
WRONG_WITHIN = timedelta(minutes=10)
ALARM_WAIT = timedelta(minutes=2)
"""How long a wrong code keeps its sender waiting while somebody guesses."""


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
    created_at: datetime
    token: str = ""


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


def new_code(length: int = LENGTH) -> str:
    """With a letter and a digit in it, so that no plain word or number a person types is ever one."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(length))
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


def new_token() -> str:
    """What a QR code says: of the letters of a code, so that it can be said and read as one."""
    return new_code(TOKEN_LENGTH)


def is_token(code: str) -> bool:
    """Whether it is as long as what only a QR code says."""
    return len(normal(code)) == TOKEN_LENGTH


async def find(tx: Tx, code: str, now: datetime) -> Invite | None:
    """The open invitation of a code, typed or scanned."""
    return await tx.one(Invite, "invite_open", code=normal(code), now=now)


async def use(tx: Tx, number: int, person_id: PersonId, now: datetime) -> bool:
    """Spend a code; False when it was spent before."""
    return await tx.do("invite_use", id=number, person_id=person_id, at=now) == 1


async def was_theirs(tx: Tx, code: str, person_id: PersonId) -> bool:
    """Whether this person spent the code themselves, for what they still hold: scanning their own sign again is no guess."""
    return await tx.value("invite_spent_by", code=normal(code), person_id=person_id) is not None


async def open_ones(tx: Tx, now: datetime) -> list[Invite]:
    return await tx.all(Invite, "invites_open", now=now)


async def give_tokens(tx: Tx, now: datetime) -> None:
    """See to it that every open code has a token for its QR code."""
    lacking = [int(row["id"]) for row in await tx.rows("invites_without_token", now=now)]
    await tx.many("invite_give_token", [{"id": number, "token": new_token()} for number in lacking])


async def open_for_roles(tx: Tx, now: datetime) -> list[Invite]:
    """Codes that would make somebody a colleague, not used yet."""
    return [one for one in await open_ones(tx, now) if one.kind == "role"]


async def void(tx: Tx, number: int, now: datetime) -> None:
    await tx.do("invite_void", id=number, at=now)


async def revoke_person(tx: Tx, person_id: PersonId, now: datetime) -> None:
    """Void the codes of a person who loses a role."""
    await tx.do("invites_revoke_person", person_id=person_id, at=now)


async def printable(tx: Tx, now: datetime) -> list[Printable]:
    """Open codes of shops in walking order, then those of members."""
    return await tx.all(Printable, "invites_printable", now=now)


async def bearers(tx: Tx, words: str) -> list[Bearer]:
    """Whom a whole name means, or `shop:7`, `member:3`."""
    kind, _, number = words.partition(":")
    number = number if kind in ("shop", "member") and re.fullmatch(r"[0-9]{1,18}", number) else "0"
    if kind in ("shop", "member"):
        return await tx.all(Bearer, "invite_bearers", kind=kind, id=int(number), any=0)
    found = await tx.all(Bearer, "invite_bearers", kind="", id=0, any=1)
    return [one for one in found if _is_called(one, words)]


def _is_called(one: Bearer, words: str) -> bool:
    """A shop by its name or its place, a member by their name, however these are written."""
    if one.kind == "shop":
        street, _, door = one.place.rpartition(" ")
        return is_shop_called(words, one.name, door, street)
    return person_key(one.name) == person_key(words)


async def revoke(tx: Tx, bearer: Bearer, now: datetime) -> int:
    """Void the open codes of a shop or a member; returns how many there were."""
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
    """Void the open codes of a shop: it has a new holder, or a sheet was lost."""
    await tx.do("invites_revoke_shop", shop_id=shop_id, at=now)


async def is_guessing(tx: Tx, sender: Address, now: datetime, person_id: PersonId | None = None) -> bool:
    """Whether this sender, or this person whatever they send from, has tried too many wrong codes lately."""
    since = now - WRONG_WITHIN
    who = {"channel": sender.channel, "user_id": sender.user, "person_id": person_id}
    if int(await tx.value("wrong_codes_count", **who, since=since)) >= WRONG_MOST:
        return True
    if not await is_alarmed(tx, sender.channel, now):
        return False
    return int(await tx.value("wrong_codes_count", **who, since=now - ALARM_WAIT)) > 0


async def is_alarmed(tx: Tx, channel: str, now: datetime) -> bool:
    """Whether somebody guesses: more wrong codes in a channel than honest fingers type."""
    return int(await tx.value("wrong_codes_all", channel=channel, since=now - WRONG_WITHIN)) >= WRONG_ALL


async def was_wrong(tx: Tx, sender: Address, now: datetime, person_id: PersonId | None = None) -> None:
    await tx.do("wrong_code_add", channel=sender.channel, user_id=sender.user, person_id=person_id, at=now)


async def guessed(tx: Tx, now: datetime) -> int:
    """How many wrong codes there were lately in the channel that had most of them."""
    return int(await tx.value("wrong_codes_most", since=now - WRONG_WITHIN) or 0)
