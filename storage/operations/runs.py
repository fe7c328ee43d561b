"""Runs of jobs: one unique row per job and period decides which process runs it."""

from __future__ import annotations

from datetime import datetime, timedelta

from files.dataclass import dataclass
from programme.ids import PersonId
from storage.core.rows import instant
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one job; `state` is `done` or `missed` (too late to be useful), `took_ms` in milliseconds."""

    job: str
    period: str
    state: str
    claimed_at: datetime
    finished_at: datetime | None
    took_ms: int | None
    note: str


async def claim(tx: Tx, job: str, period: str, at: datetime) -> bool:
    """True for the one who may publish this period."""
    return await tx.do("run_claim", job=job, period=period, at=at) == 1


async def finish(tx: Tx, job: str, period: str, at: datetime, took_ms: int, note: str) -> None:
    await tx.do("run_finish", job=job, period=period, at=at, took_ms=took_ms, note=note)


async def miss(tx: Tx, job: str, period: str, at: datetime, note: str) -> bool:
    """Record that a period was missed; False when it was recorded or run before."""
    return await tx.do("run_miss", job=job, period=period, at=at, note=note) == 1


async def find(tx: Tx, job: str, period: str) -> Run | None:
    return await tx.one(Run, "run", job=job, period=period)


@dataclass(frozen=True, slots=True)
class History:
    """A job's recorded periods, and since when the hours have been kept for it; None when they never were."""

    periods: frozenset[str]
    since: datetime | None


async def history(tx: Tx, job: str, first: datetime) -> History:
    """What is recorded of a job from `first` on."""
    rows = await tx.rows("runs_of", job=job, first=first)
    since = await tx.value("runs_since", job=job)
    return History(frozenset(row["period"] for row in rows), None if since is None else instant(since))


async def kept_since(tx: Tx) -> datetime | None:
    """When the hours began to be kept; None when nobody ever did."""
    since = await tx.value("runs_since", job="")
    return None if since is None else instant(since)


async def begin_keeping(tx: Tx, at: datetime) -> None:
    """Remember when the hours began to be kept: nothing before that was missed."""
    if await kept_since(tx) is None:
        await tx.do("journal_add", at=at, person_id=None, action="begin", subject="hours", note="")


async def last(tx: Tx) -> list[Run]:
    """The newest run of each job."""
    return await tx.all(Run, "runs_last")


async def forget(tx: Tx, *, ticks_before: datetime, before: datetime) -> None:
    """Drop old runs; those of jobs that come every few minutes, whose periods name one, sooner."""
    await tx.do("runs_forget", before=before)
    await tx.do("runs_forget_ticks", before=ticks_before)
    await tx.do("job_requests_forget", before=ticks_before)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked in chat, at `at`, for a job to run now."""

    id: int
    job: str
    period: str
    person_id: PersonId
    at: datetime


async def ask(tx: Tx, job: str, period: str, person_id: PersonId, at: datetime) -> None:
    """Ask for a job to be run by hand; whoever keeps the hours sees it within a second."""
    await tx.do("job_request_add", job=job, period=period, person_id=person_id, at=at)


LOST = timedelta(minutes=15)
"""A request taken so long ago and not done was in the hands of a process that died."""


async def asked(tx: Tx, now: datetime) -> list[Request]:
    return await tx.all(Request, "job_requests_open", lost=now - LOST)


async def take(tx: Tx, number: int, at: datetime) -> bool:
    """True for the one process that runs the request."""
    return await tx.do("job_request_take", id=number, at=at, lost=at - LOST) == 1


async def done(tx: Tx, number: int, at: datetime) -> None:
    """The request was carried out, or failed and its sender was told."""
    await tx.do("job_request_done", id=number, at=at)


async def release_requests(tx: Tx) -> None:
    """At the start of the only process: what one that died had taken is free again."""
    await tx.do("job_requests_untake")
