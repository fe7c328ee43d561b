"""The weekly rating run: Sunday 18:00, for the week that ends then. Versioned, repeatable, never edited."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.post import Post
from bot.work import Job, Work
from programme.calendar import week_days, week_of
from schedules.grid_rating import CALENDAR_DAYS, rate_grid, rules_hash
from storage import rating_inputs, ratings, shops
from storage.ratings import RatingRow, RatingRun
from storage.tx import Tx

HOUR = time(18, 0)
CHUNK = 2000
"""Rows in one short transaction."""


async def run(work: Work) -> None:
    """Rate every shop as of the period's Sunday 18:00, or as of now when run by hand within the week."""
    _, sunday = week_days(work.period)
    end = datetime.combine(sunday, HOUR, work.zone)
    through = min(end, work.now) if work.hand else end
    await rate_period(work, through, "hand" if work.hand else "scheduled")


async def rate_period(work: Work, through: datetime, kind: str) -> bool:
    """Write and publish a new version for the period; False when nothing had changed since the newest one."""
    before = await work.read(lambda tx: _run_before(tx, work.period))
    rows, inputs = await _judge(work, through, before)
    rules = rules_hash(work.world.rules)
    newest = await work.read(lambda tx: ratings.newest(tx, work.period))
    if newest and (newest.rules_hash, newest.inputs_hash) == (rules, inputs):
        work.count("unchanged")
        await work.publish(_nothing)
        return False

    async def begin(post: Post) -> int:
        return await ratings.begin(
            post.tx,
            period=work.period,
            kind=kind,
            through=through,
            rules_hash=rules,
            inputs_hash=inputs,
            now=work.clock(),
        )

    number = await work.write(begin)
    for start in range(0, len(rows), CHUNK):
        await _write(work, [replace(row, run_id=number) for row in rows[start : start + CHUNK]])

    async def publish(post: Post) -> bool:
        await ratings.publish(post.tx, number, inputs_hash=inputs, at=work.clock())
        return True

    if await work.publish(publish) is None:
        await work.write(lambda post: ratings.drop(post.tx, number))
        return False
    for row in rows:
        work.count(row.state if row.shown is None else f"{row.shown}_stars")
    return True


async def _write(work: Work, chunk: list[RatingRow]) -> None:
    await work.write(lambda post: ratings.write(post.tx, chunk))


async def _judge(work: Work, through: datetime, before: RatingRun | None) -> tuple[list[RatingRow], str]:
    """Every shop's row, grid by grid, and the digest of all inputs."""
    today, rows, digest = through.date(), [], hashlib.sha256()
    for grid in await work.read(shops.grids):

        async def read(tx: Tx, grid_id: int = grid.id) -> rating_inputs.GridInputs:
            return await rating_inputs.of_grid(
                tx,
                grid_id,
                first=today - timedelta(days=CALENDAR_DAYS),
                last=today,
                through=through,
                previous_run=before.id if before else None,
            )

        rated = rate_grid(await work.read(read), today, work.world.rules)
        rows += rated.rows
        digest.update(rated.digest)
    return rows, digest.hexdigest()[:16]


async def _run_before(tx: Tx, period: str) -> RatingRun | None:
    """The newest published run of an earlier period."""
    earlier = [run for run in await ratings.recent(tx, 60) if run.period < period]
    return earlier[0] if earlier else None


async def _nothing(_: Post) -> bool:
    return True


job = Job(
    name="ratings",
    at={"day_of_week": "sun", "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(days=6),
    run=run,
)
