"""Who ran what for which period: one unique row decides, however many processes have clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.tx import Tx


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


async def last(tx: Tx) -> list[Run]:
    """The newest run of each job."""
    return await tx.all(Run, "runs_last")
