"""The weekly rating run: Sunday 18:00, for the week that ends then. Versioned, repeatable, never edited."""

from __future__ import annotations

import asyncio
import gc
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from programme.calendar import week_days, week_of
from schedules.grid_rating import rate_grid, rules_hash, rules_text
from storage.appeals import appeals
from storage.core.tx import Tx
from storage.operations.runs import Request
from storage.ratings import rating_inputs, ratings, worlds
from storage.ratings.rating_inputs import Inputs, Moment, by_grid
from storage.ratings.ratings import RatingRow, RatingRun
from storage.ratings.shop_evidence import CALENDAR_DAYS
from storage.ratings.worlds import World

HOUR = time(18, 0)
CHUNK = 500
"""Shops read and judged at a time, and about the rows of one short transaction."""


async def run(work: JobRun) -> None:
    """Rate every shop as of the period's Sunday 18:00, or as of now when run by hand within the week."""
    _, sunday = week_days(work.period)
    end = datetime.combine(sunday, HOUR, work.zone)
    through = min(end, work.now) if work.hand else end
    await rate_period(work, through, await _kind(work), is_final=through == end)


async def rate_period(work: JobRun, through: datetime, kind: str, *, is_final: bool = False) -> bool:
    """Write and publish a new version for the period; False when nothing had changed since the newest one.

    In the shadow time a version stays a draft: it is kept, follows the drafts before it, and nobody is shown it. A `final` run,
    of a week that is over, judges what the first run of that week's end has read, whatever was recorded since.
    """
    drafts = kind == "draft"
    before = await work.read(lambda tx: _run_before(tx, work.period, drafts=drafts))
    version = _Version(work, through)
    first = await work.read(lambda tx: worlds.first_run(tx, work.period, through)) if is_final else None
    inputs = await _judge(work, through, _Reading(work, through, before, first), version)
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
    """Whether this version was made after the request for it: the process that made it died before reporting it."""
    return asked is not None and newest.started_at >= asked.at


class _Version:
    """A new version on its way into the database, a chunk at a time; it is begun with its first full chunk."""

    def __init__(self, work: JobRun, through: datetime) -> None:
        self.rules = rules_hash(work.world.rules)
        self.counts: Counter[str] = Counter()
        self._work = work
        self._through = through
        self._number: int | None = None
        self._rows: list[RatingRow] = []
        self._worlds: list[World] = []

    async def add(self, rows: Sequence[RatingRow], kept: Sequence[World]) -> None:
        self.counts.update(row.state if row.shown is None else f"{row.shown}_stars" for row in rows)
        self._rows += rows
        self._worlds += kept
        if len(self._rows) >= CHUNK:
            await self._write()

    async def finish(self) -> int:
        """Write what is left, which makes the version complete in the database; returns the run's number."""
        return await self._write()

    async def drop(self) -> None:
        """Discard the unfinished version."""
        number, self._rows, self._worlds = self._number, [], []
        if number is not None:
            await self._work.write(lambda post: ratings.drop(post.tx, number))

    async def _write(self) -> int:
        async def chunk(post: Post) -> int:
            number = self._number
            if number is None:
                period, now = self._work.period, self._work.clock()
                text = rules_text(self._work.world.rules)
                number = await ratings.begin(
                    post.tx, period=period, through=self._through, rules_hash=self.rules, rules=text, now=now
                )
            await ratings.write(post.tx, number, self._rows)
            await worlds.keep(post.tx, number, self._worlds)
            return number

        self._number = await self._work.write(chunk)
        self._rows, self._worlds = [], []
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


class _Reading:
    """What a run reads: the world as it is, or as the run `first` found it; some grids at a time, beside the turns."""

    def __init__(self, work: JobRun, through: datetime, before: RatingRun | None, first: int | None) -> None:
        today, previous = through.date(), before.id if before else None
        self._moment = Moment(today - timedelta(days=CALENDAR_DAYS), today, through, previous)
        self._work = work
        self._first = first

    async def stretches(self) -> list[tuple[int, int]]:
        if (first := self._first) is None:
            return await self._work.read(lambda tx: rating_inputs.stretches(tx, CHUNK))
        return [(grid, grid) for grid in await self._work.read(lambda tx: worlds.grids(tx, first))]

    async def of_grids(self, stretch: tuple[int, int]) -> Inputs:
        if (first := self._first) is None:
            return await self._work.read(lambda tx: rating_inputs.of_grids(tx, stretch, self._moment))
        return await self._work.read(lambda tx: self._again(tx, first, stretch))

    async def _again(self, tx: Tx, first: int, stretch: tuple[int, int]) -> Inputs:
        found = await worlds.of_grid(tx, first, stretch[0])
        if found is None:
            raise LookupError(f"run {first} kept nothing of grid {stretch[0]}")
        before = await rating_inputs.before(tx, stretch, self._moment.previous_run)
        return replace(await worlds.as_appealed(tx, found, stretch[0]), before=before)


async def _judge(work: JobRun, through: datetime, reading: _Reading, version: _Version) -> str:
    """Judge all shops, some grids at a time, beside the turns; returns the digest of all inputs."""
    digest = hashlib.sha256()

    def rated(raw: Inputs) -> tuple[list[RatingRow], list[World]]:
        rows, kept = [], []
        for places in by_grid(raw):
            grid = rate_grid(raw, places, through, work.world.rules)
            digest.update(grid.digest)
            rows += grid.rows
            kept.append(worlds.packed(raw, places))
        return rows, kept

    with _seldom_looking_for_cycles():
        for stretch in await reading.stretches():
            await version.add(*await asyncio.to_thread(rated, await reading.of_grids(stretch)))
    return digest.hexdigest()[:16]


@contextmanager
def _seldom_looking_for_cycles() -> Iterator[None]:
    """Run the garbage collector less often: it took a third of a run, over many small rows without cycles."""
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
