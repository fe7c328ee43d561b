"""The weekly rating run: Sunday 18:00, for the week that ends then. Versioned, repeatable, never edited."""

from __future__ import annotations

import asyncio
import gc
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from programme.calendar import week_days, week_of
from schedules.grid_rating import CALENDAR_DAYS, rate_grid, rules_hash
from storage.appeals import appeals
from storage.core.tx import Tx
from storage.operations.runs import Request
from storage.ratings import rating_inputs, ratings
from storage.ratings.rating_inputs import Inputs, Moment, by_grid
from storage.ratings.ratings import RatingRow, RatingRun

HOUR = time(18, 0)
CHUNK = 500
"""Shops read and judged at a time, and about the rows of one short transaction."""


async def run(work: JobRun) -> None:
    """Rate every shop as of the period's Sunday 18:00, or as of now when run by hand within the week."""
    _, sunday = week_days(work.period)
    end = datetime.combine(sunday, HOUR, work.zone)
    through = min(end, work.now) if work.hand else end
    await rate_period(work, through, await _kind(work))


async def rate_period(work: JobRun, through: datetime, kind: str) -> bool:
    """Write and publish a new version for the period; False when nothing had changed since the newest one.

    In the shadow time a version stays a draft: it is kept, follows the drafts before it, and nobody is shown it.
    """
    drafts = kind == "draft"
    before = await work.read(lambda tx: _run_before(tx, work.period, drafts=drafts))
    version = _Version(work, through, rules_hash(work.world.rules))
    inputs = await _judge(work, through, before, version)
    newest = await work.read(lambda tx: ratings.newest(tx, work.period, drafts=drafts))
    if newest and (newest.rules_hash, newest.inputs_hash) == (version.rules, inputs):
        await version.drop()
        work.counts.update(version.counts if _is_answer(newest, work.asked) else {"unchanged": 1})
        await work.done()
        return False
    number = await version.finish()

    async def publish(post: Post) -> bool:
        await ratings.seal(post.tx, number, kind=kind, inputs_hash=inputs)
        if not drafts:
            await ratings.publish(post.tx, number, work.clock())
        return True

    if await work.publish(publish) is None:
        await version.drop()
        return False
    work.counts.update(version.counts)
    return True


def _is_answer(newest: RatingRun, asked: Request | None) -> bool:
    """Made since it was asked for: the process that made it died before it could say so."""
    return asked is not None and newest.started_at >= asked.at


class _Version:
    """A new version on its way into the database, a chunk at a time; it is begun with its first full chunk."""

    def __init__(self, work: JobRun, through: datetime, rules: str) -> None:
        self.rules = rules
        self.counts: Counter[str] = Counter()
        self._work = work
        self._through = through
        self._number: int | None = None
        self._rows: list[RatingRow] = []

    async def add(self, rows: Sequence[RatingRow]) -> None:
        self.counts.update(row.state if row.shown is None else f"{row.shown}_stars" for row in rows)
        self._rows += rows
        if len(self._rows) >= CHUNK:
            await self._write()

    async def finish(self) -> int:
        """Everything is in the database; the number of the run."""
        return await self._write()

    async def drop(self) -> None:
        """Nobody needs it."""
        number, self._rows = self._number, []
        if number is not None:
            await self._work.write(lambda post: ratings.drop(post.tx, number))

    async def _write(self) -> int:
        async def chunk(post: Post) -> int:
            number = self._number
            if number is None:
                period, now = self._work.period, self._work.clock()
                number = await ratings.begin(
                    post.tx, period=period, through=self._through, rules_hash=self.rules, now=now
                )
            await ratings.write(post.tx, number, self._rows)
            return number

        self._number = await self._work.write(chunk)
        self._rows = []
        return self._number


async def _kind(work: JobRun) -> str:
    """Why a run is made: draft, scheduled, or by hand, after a granted appeal if there was one since the version before."""
    if work.world.rules.rating.shadow:
        return "draft"
    if not work.hand:
        return "scheduled"
    newest = await work.read(lambda tx: ratings.newest(tx, work.period))
    if newest is None:
        return "hand"
    since = newest.started_at
    return "appeal" if await work.read(lambda tx: appeals.is_granted_since(tx, since)) else "hand"


async def _judge(work: JobRun, through: datetime, before: RatingRun | None, version: _Version) -> str:
    """Judge all shops, some grids at a time, beside the turns; the digest of all inputs."""
    today, digest = through.date(), hashlib.sha256()
    moment = Moment(today - timedelta(days=CALENDAR_DAYS), today, through, before.id if before else None)

    def rated(raw: Inputs) -> list[RatingRow]:
        rows = []
        for places in by_grid(raw):
            grid = rate_grid(raw, places, today, work.world.rules)
            digest.update(grid.digest)
            rows += grid.rows
        return rows

    with _seldom_looking_for_cycles():
        for stretch in await work.read(lambda tx: rating_inputs.stretches(tx, CHUNK)):
            raw = await work.read(lambda tx, of=stretch: rating_inputs.of_grids(tx, of, moment))  # type: ignore[misc]
            await version.add(await asyncio.to_thread(rated, raw))
    return digest.hexdigest()[:16]


@contextmanager
def _seldom_looking_for_cycles() -> Iterator[None]:
    """A third of a run went into the collector, over hundreds of thousands of small rows that know nothing of each other."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


async def _run_before(tx: Tx, period: str, *, drafts: bool) -> RatingRun | None:
    """The newest published run of an earlier period; the newest draft in the shadow time."""
    earlier = [run for run in await ratings.recent(tx, 60, drafts=drafts) if run.period < period]
    return earlier[0] if earlier else None


job = Job(
    name="ratings",
    at={"day_of_week": "sun", "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(days=6),
    run=run,
)
