"""What must happen at an hour is claimed before it is done.

APScheduler is only the alarm clock. The scheduled moment, not the moment we woke, names the period a run is for; the `runs`
row decides who publishes it; `catch_up` runs what was slept through while it is still useful.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.messages import Reply
from bot.post import Post
from bot.work import Job, Work
from storage import runs
from storage.tx import Database

log = logging.getLogger(__name__)

CATCH_UP_MINUTES = 10
REQUESTS_EVERY = 1.0
"""Seconds between looks for jobs asked for in chat."""
LOOK_BACK = timedelta(days=40)
"""How far back a missed moment is looked for at the most; a job's own `late_ok` is usually much shorter."""

MakeWork = Callable[[Job, str, bool], Work]


class Hours:
    """Runs jobs at their moments, once, for the right period."""

    def __init__(
        self, jobs: Sequence[Job], make_work: MakeWork, database: Database, clock: Clock, zone: ZoneInfo
    ) -> None:
        self.jobs = {job.name: job for job in jobs}
        self.failures: dict[str, str] = {}
        self._make_work = make_work
        self._database = database
        self._clock = clock
        self._zone = zone
        self._one_at_a_time = {job.name: asyncio.Lock() for job in jobs}

    async def run(self) -> None:
        """Keep the hours until cancelled."""
        alarm = AsyncIOScheduler(
            timezone=self._zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for job in self.jobs.values():
            alarm.add_job(self.catch_up, CronTrigger(**job.at, timezone=self._zone), args=[job.name], id=job.name)
        alarm.add_job(self.catch_up, "interval", minutes=CATCH_UP_MINUTES, id="catch up")
        alarm.start()
        try:
            await self.catch_up()
            while True:
                await self.run_asked()
                await asyncio.sleep(REQUESTS_EVERY)
        finally:
            alarm.shutdown(wait=False)

    async def catch_up(self, only: str = "") -> None:
        """Run every moment that has passed, is not in `runs` and is not too late; record as missed what is."""
        now = self._clock().astimezone(self._zone)
        for job in [self.jobs[only]] if only else self.jobs.values():
            moment = last_moment(job, now, self._zone)
            if moment is not None:
                await self._settle(job, moment, now)

    async def run_asked(self) -> None:
        """Run the jobs people asked for in chat, and tell them how it went."""
        for request in await self._database.read(runs.asked):
            if not await self._database.write(lambda tx, r=request: runs.take(tx, r.id, self._clock())):  # type: ignore[misc]
                continue
            try:
                work = await self.run_by_hand(request.job, request.period)
            except Exception:
                log.exception("job %s, asked for in chat, failed", request.job)
                continue
            await self._report(work, request)

    async def _report(self, work: Work, request: runs.Request) -> None:
        figures = " ".join(f"{what} {many}" for what, many in sorted(work.counts.items()))

        async def tell(post: Post) -> None:
            key = f"asked:{request.id}"
            await post.tell(
                request.person_id,
                lambda say: Reply(
                    say("engine.job_done", job=say(f"jobs.{_key(request.job)}"), figures=figures), urgent=True
                ),
                key=key,
            )

        await work.write(tell)

    async def run_by_hand(self, name: str, period: str = "") -> Work:
        """Run a job now. Without a period it works for the current one up to now, and leaves the scheduled claim alone.

        Raises:
            KeyError: there is no such job.
        """
        job = self.jobs[name]
        now = self._clock().astimezone(self._zone)
        work = self._make_work(job, period or job.period(now), True)
        async with self._one_at_a_time[name]:
            await job.run(work)
        return work

    async def _settle(self, job: Job, moment: datetime, now: datetime) -> None:
        period = job.period(moment)
        async with self._one_at_a_time[job.name]:
            if await self._database.read(lambda tx: runs.find(tx, job.name, period)):
                return
            if now - moment > job.late_ok:
                note = f"noticed {now:%Y-%m-%d %H:%M}, useful until {moment + job.late_ok:%Y-%m-%d %H:%M}"
                if await self._database.write(lambda tx: runs.miss(tx, job.name, period, self._clock(), note)):
                    log.warning("job %s missed its period %s", job.name, period)
                return
            await self._run(job, period)

    async def _run(self, job: Job, period: str) -> None:
        started = monotonic()
        work = self._make_work(job, period, False)
        try:
            await job.run(work)
        except Exception as error:
            self.failures[job.name] = f"{period}: {type(error).__name__}"
            log.exception(
                "job %s for %s failed; it is tried again within %d minutes", job.name, period, CATCH_UP_MINUTES
            )
            return
        self.failures.pop(job.name, None)
        took = round((monotonic() - started) * 1000)
        note = " ".join(f"{what}={many}" for what, many in sorted(work.counts.items()))
        await self._database.write(lambda tx: runs.finish(tx, job.name, period, self._clock(), took, note))
        log.info("job %s for %s: %d ms %s", job.name, period, took, note)


def _key(job: str) -> str:
    return job.replace("-", "_")


def last_moment(job: Job, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The newest scheduled moment of a job that is not after `now`, within `LOOK_BACK`."""
    trigger = CronTrigger(**job.at, timezone=zone)
    found, moment = None, trigger.get_next_fire_time(None, max(now - job.late_ok - timedelta(days=8), now - LOOK_BACK))
    while moment is not None and moment <= now:
        found, moment = moment, trigger.get_next_fire_time(moment, moment + timedelta(microseconds=1))
    return found


def next_moment(job: Job, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The next scheduled moment of a job."""
    moment: datetime | None = CronTrigger(**job.at, timezone=zone).get_next_fire_time(None, now)
    return moment
