"""What anybody may see of sites and requests: service, site, day, state and the handler's own title; no person is in it."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from programme.ids import SiteId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class PublicDoneAt:
    """Something that was done at a site."""

    title: str
    service: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class PublicDone:
    title: str
    service: str
    site: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Of one service: what came, waits, is said to be done, was agreed to, was closed by silence, ended otherwise."""

    service: str
    many: int
    waiting: int
    done: int
    agreed: int
    silent: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class PublicSite:
    id: SiteId
    kind: str
    name: str
    community: str
    street: str
    place: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class PublicRow:
    id: int
    at: datetime
    ended_at: datetime | None
    state: str
    service: str
    site: str | None
    latitude: float | None
    longitude: float | None


async def done_at(tx: Tx, site_id: SiteId, since: datetime) -> list[PublicDoneAt]:
    return await tx.all(PublicDoneAt, "public_done_at", site_id=site_id, since=since)


async def done(tx: Tx, since: datetime) -> list[PublicDone]:
    return await tx.all(PublicDone, "public_done", since=since)


async def figures(tx: Tx, since: datetime) -> list[PublicFigures]:
    return await tx.all(PublicFigures, "public_figures", since=since)


async def public_sites(tx: Tx) -> list[PublicSite]:
    return await tx.all(PublicSite, "public_sites")


async def rows(tx: Tx, since: datetime) -> list[PublicRow]:
    """The requests of the last time, the newest first."""
    return await tx.all(PublicRow, "public_rows", since=since)
