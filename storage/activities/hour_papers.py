"""Certificates of hours: what each said when it was given out, and what is noted now of the same activities."""

from __future__ import annotations

import secrets
from datetime import datetime

from files.dataclass import dataclass
from programme.ids import PersonId
from programme.sites.card_codes import new_code
from storage.activities import parts
from storage.activities.parts import Stay
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class HourPaper:
    number: str
    person_id: PersonId
    made_at: datetime
    many: int
    minutes: int


async def give(tx: Tx, person_id: PersonId, now: datetime) -> HourPaper:
    """A numbered certificate of all that is sure for this person; the number tells nobody another one."""
    found = await sure(tx, person_id, now)
    number = f"SC{now:%Y}-{new_code(secrets.choice)}"
    made = HourPaper(number, person_id, now, len(found), sum(stay.minutes for stay in found))
    values = {"many": made.many, "minutes": made.minutes}
    await tx.do("hour_paper_add", number=number, person_id=person_id, made_at=now, **values)
    return made


async def find(tx: Tx, number: str) -> HourPaper | None:
    return await tx.one(HourPaper, "hour_paper_one", number=number.upper())


async def given_at(tx: Tx, person_id: PersonId, at: datetime) -> HourPaper | None:
    """The one that somebody asked for at this moment."""
    return await tx.one(HourPaper, "hour_paper_at", person_id=person_id, at=at)


async def sure(tx: Tx, person_id: PersonId, before: datetime) -> list[Stay]:
    """What a certificate of that moment lists, the earliest first."""
    found = await parts.stays(tx, person_id)
    return [stay for stay in reversed(found) if stay.sure and stay.begins_at < before]
