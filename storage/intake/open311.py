"""Requests and their updates as Open311 clients read them; what is at a shop's door only for the key that filed it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from files.dataclass import dataclass
from programme.ids import LeadId, ServiceRequestId, SiteId
from storage.core.tx import Tx

MOST = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """One request with its site; `key` is what the client that filed it calls it, after its own name."""

    id: ServiceRequestId
    token: str
    at: datetime
    text: str
    place: str
    state: str
    service: str
    title: str
    key: str
    done_due_at: datetime
    lead_id: LeadId | None
    site_id: SiteId | None
    site: str
    site_place: str
    latitude: float | None
    longitude: float | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Update:
    """One step of a request that clients hear of."""

    id: int
    at: datetime
    event: str
    note: str
    request_id: ServiceRequestId
    asked_at: datetime
    key: str


async def one(tx: Tx, number: int) -> Shown | None:
    return await tx.one(Shown, "open311_one", id=number)


async def between(
    tx: Tx,
    since: datetime,
    until: datetime,
    *,
    services: Collection[str],
    states: Collection[str],
    at_shops: Collection[str],
    mine: str,
) -> list[Shown]:
    """What was asked in that time, the newest first; `mine` is how the keys of whoever asks begin."""
    return await tx.all(
        Shown,
        "open311_list",
        since=since,
        until=until,
        services=" ".join(services),
        states=" ".join(state.replace(" ", "_") for state in states),
        at_shops=" ".join(at_shops),
        mine=mine,
        most=MOST,
    )


async def updates(tx: Tx, since: datetime, until: datetime, *, at_shops: Collection[str], mine: str) -> list[Update]:
    """What was done in that time, the newest first."""
    return await tx.all(
        Update, "open311_updates", since=since, until=until, at_shops=" ".join(at_shops), mine=mine, most=MOST
    )
