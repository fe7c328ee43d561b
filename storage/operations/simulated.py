"""Bookmark of a simulated street: the day it has reached, so that it can be continued and never mixed with a real one."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import PersonId
from storage.core.tx import Tx
from storage.people import people

CHANNEL = "simulate"
"""Nobody listens there: what is said to people who do not exist is swept away."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The last day that was lived to its end, and which town it was (seed, shops and the like, in words)."""

    day: date
    town: str


@dataclass(frozen=True, slots=True)
class Place:
    """A shop with its member's fixed number for it."""

    id: int
    name: str
    member_id: PersonId | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Took:
    """How long one run of a job took, in milliseconds."""

    job: str
    period: str
    took_ms: int


async def slowest(tx: Tx) -> Took | None:
    return await tx.one(Took, "simulated_slowest")


async def reached(tx: Tx) -> Reached | None:
    return await tx.one(Reached, "simulated_last")


async def mark(tx: Tx, day: date, town: str, now: datetime) -> None:
    """Record that this day is over."""
    await people.journal(tx, now, None, "simulate", day.isoformat(), town)


async def places(tx: Tx) -> list[Place]:
    """All shops in the order in which they were made."""
    return await tx.all(Place, "simulated_shops")


async def enrolled(tx: Tx) -> set[str]:
    """Who of the made people is already known to the bot, by their user names."""
    return {row["user_id"] for row in await tx.rows("simulated_people", channel=CHANNEL)}


async def join_branch(tx: Tx, name: str, branch: str) -> None:
    """Somebody of this name belongs to a branch from now on."""
    await tx.do("simulated_branch", name=name, branch_id=await people.branch(tx, branch))


async def sweep(tx: Tx, before: datetime) -> None:
    """Throw away what was said to people who do not exist, and what it offered before `before`."""
    await tx.do("simulated_letters", channel=CHANNEL)
    await tx.do("simulated_photos", channel=CHANNEL)
    await tx.do("simulated_offers", channel=CHANNEL, before=before)


async def is_known(tx: Tx, name: str) -> bool:
    """Whether anybody has said that this is their name."""
    return int(await tx.value("simulated_named", name=name)) > 0
