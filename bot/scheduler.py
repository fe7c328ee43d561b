"""The scheduler: runs each job at its moments, once for each period, claimed before it is done.

APScheduler is only the alarm clock. The scheduled moment, not the moment we woke, names the period a run is for; the `runs`
row decides who publishes it; `catch_up` runs what was slept through while it is still useful, and records what is not.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import monotonic
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.job import Job, JobRun
from bot.post import Post
from messages.reply import Reply
from programme.calendar import is_period
from storage.core.tx import Database
from storage.operations import runs
from texts import Say

log = logging.getLogger(__name__)

CATCH_UP_MINUTES = 10
REQUESTS_EVERY = 1.0
"""Seconds between looks for jobs asked for in chat."""
LOOK_BACK = timedelta(days=40)
"""How far back a moment that was slept through is looked for."""
LOOK_AHEAD = 200
"""Days in which a job that does not come every day is looked for."""
OVERDUE = timedelta(minutes=30)
"""A job this late counts as overdue: no process runs it, or it fails each time it is tried."""
A_DAY = timedelta(days=1)
_NEXT = timedelta(seconds=1)

MakeWork = Callable[[Job, str, bool], JobRun]


class WrongPeriod(ValueError):
    """A period in another form than the job's own; `right` is one as it should be written."""

    def __init__(self, right: str) -> None:
        super().__init__(f"write it like {right}")
        self.right = right


class Scheduler:
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
        self._settled: dict[str, datetime] = {}

    async def run(self) -> None:
        """Run the jobs at their moments until cancelled."""
        alarm = AsyncIOScheduler(
            timezone=self._zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for job in self.jobs.values():
            alarm.add_job(self.catch_up, _trigger(self._zone, **job.at), args=[job.name], id=job.name)
        await self._database.write(lambda tx: runs.begin_keeping(tx, self._clock()))
        alarm.start()
        looking = asyncio.create_task(self._look_now_and_then())
        try:
            await self.catch_up()
            while True:
                await self.run_asked()
                await asyncio.sleep(REQUESTS_EVERY)
        finally:
            looking.cancel()
            alarm.shutdown(wait=False)

    async def _look_now_and_then(self) -> None:
        """Catch up at monotonic intervals: APScheduler waits for wall-clock times, and that clock may be set back."""
        while True:
            await asyncio.sleep(CATCH_UP_MINUTES * 60)
            try:
                await self.catch_up()
            except Exception:
                log.exception("looking for what is due failed; it is done again in %d minutes", CATCH_UP_MINUTES)

    async def catch_up(self, only: str = "") -> None:
        """Run every moment that has passed, is not in `runs` and is not too late; record as missed what is."""
        now = self._clock().astimezone(self._zone)
        for job in [self.jobs[only]] if only else self.jobs.values():
            await self._catch_up(job, now)

    async def _catch_up(self, job: Job, now: datetime) -> None:
        """Catch up, skipping the moments that were found done before."""
        settled = self._settled.get(job.name)
        due = due_moments(job, now, self._zone, settled if settled and settled <= now else None)
        if not due:
            return
        history = await self._database.read(lambda tx: runs.history(tx, job.name, due[0] - A_DAY))
        open_ones = [
            moment
            for moment in due
            if job.period(moment) not in history.periods
            and (now - moment <= job.late_ok or _is_missed(job, moment, history.since))
        ]
        for moment in open_ones:
            if not await self._settle(job, moment, now):
                break
        if not open_ones:
            self._settled[job.name] = now

    async def overdue(self) -> dict[str, datetime]:
        """Runs that no process has done though their moment is long past: job → its moment."""
        now = self._clock().astimezone(self._zone) - OVERDUE
        since = await self._database.read(runs.kept_since)
        if since is None:
            return {}
        last = {run.job: run.claimed_at for run in await self._database.read(runs.last)}
        found: dict[str, datetime] = {}
        for name, job in self.jobs.items():
            done = max(since, last.get(name, since)).astimezone(self._zone)
            due = due_moments(job, now, self._zone, done)
            if due and due[-1] > done:
                found[name] = due[-1]
        return found

    async def run_asked(self) -> None:
        """Run the jobs people asked for in chat, and tell them how it went."""
        now = self._clock()
        for request in await self._database.read(lambda tx: runs.asked(tx, now)):
            if await self._database.write(lambda tx, r=request: runs.take(tx, r.id, self._clock())):  # type: ignore[misc]
                await self._carry_out(request)
                await self._database.write(lambda tx, r=request: runs.done(tx, r.id, self._clock()))  # type: ignore[misc]

    async def _carry_out(self, request: runs.Request) -> None:
        try:
            work = await self.run_by_hand(request.job, request.period, request)
        except Exception:
            log.exception("job %s, asked for in chat, failed", request.job)
            if request.job in self.jobs:
                work = self._make_work(self.jobs[request.job], request.period, True)
                await self._report(work, request, "engine.job_failed")
            return
        if not self.jobs[request.job].tells:
            await self._report(work, request, "engine.job_done")

    async def _report(self, work: JobRun, request: runs.Request, sentence: str) -> None:
        async def tell(post: Post) -> None:
            await post.tell(
                request.person_id,
                lambda say: Reply(
                    say(sentence, job=say(f"jobs.{named(request.job)}"), figures=_in_words(work.counts, say)),
                    urgent=True,
                ),
                key=f"asked:{request.id}",
            )

        await work.write(tell)

    async def run_by_hand(self, name: str, period: str = "", asked: runs.Request | None = None) -> JobRun:
        """Run a job now, perhaps because it was asked for in chat. Without a period it works for the current one up to now,
        and leaves the scheduled claim alone.

        Raises:
            KeyError: there is no such job.
            WrongPeriod: the period is not written as this job's are.
            ValueError: the period is not one of the job's kind.
        """
        job = self.jobs[name]
        now = self._clock().astimezone(self._zone)
        if period and not is_period(period, job.period(now)):
            raise WrongPeriod(job.period(now))
        work = replace(self._make_work(job, period or job.period(now), True), asked=asked)
        async with self._one_at_a_time[name]:
            await job.run(work)
        return work

    async def _settle(self, job: Job, moment: datetime, now: datetime) -> bool:
        """Run what is due or record that it was missed; False when it failed and the later ones have to wait for it."""
        period = job.period(moment)
        async with self._one_at_a_time[job.name]:
            if await self._database.read(lambda tx: runs.find(tx, job.name, period)):
                return True
            if now - moment <= job.late_ok:
                return await self._run(job, period)
            note = f"noticed {now:%Y-%m-%d %H:%M}, useful until {moment + job.late_ok:%Y-%m-%d %H:%M}"
            if await self._database.write(lambda tx: runs.miss(tx, job.name, period, self._clock(), note)):
                log.warning("job %s missed its period %s", job.name, period)
            self.failures.pop(job.name, None)
            return True

    async def _run(self, job: Job, period: str) -> bool:
        started = monotonic()
        work = self._make_work(job, period, False)
        try:
            await job.run(work)
        except Exception as error:
            self.failures[job.name] = f"{period}: {type(error).__name__}"
            log.exception(
                "job %s for %s failed; it is tried again within %d minutes", job.name, period, CATCH_UP_MINUTES
            )
            return False
        self.failures.pop(job.name, None)
        took = round((monotonic() - started) * 1000)
        note = " ".join(f"{what}={many}" for what, many in sorted(work.counts.items()))
        await self._database.write(lambda tx: runs.finish(tx, job.name, period, self._clock(), took, note))
        log.info("job %s for %s: %d ms %s", job.name, period, took, note)
        return True


def _is_missed(job: Job, moment: datetime, since: datetime | None) -> bool:
    """Whether a run that did not happen counts as missed: not before a scheduler first ran here (`since`)."""
    return since is not None and moment >= since and not job.overtakes


@lru_cache(maxsize=200)
def _trigger(zone: ZoneInfo, **at: str | int) -> CronTrigger:
    return CronTrigger(**at, timezone=zone)


def named(job: str) -> str:
    """A job's key in texts/: `weekly-digest` → `weekly_digest`."""
    return job.replace("-", "_")


def moments(job: Job, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """A job's scheduled moments from `first` through `last`.

    An hour that the clocks of the zone repeat comes twice, with the same period; one they leave out comes where it would have
    been. Stepping in UTC is what gets past a repeated hour at all.
    """
    trigger = _trigger(zone, **job.at)
    while (moment := trigger.get_next_fire_time(None, first)) is not None and moment <= last:
        if job.on(moment.date()):
            yield moment
        first = (moment.astimezone(UTC) + _NEXT).astimezone(zone)


def due_moments(job: Job, now: datetime, zone: ZoneInfo, settled: datetime | None = None) -> list[datetime]:
    """The moments up to `now` to be looked after, the oldest first; only the last of a job that overtakes itself, which came
    minutes ago as a rule.

    All were done when it was `settled`.
    """
    first = now - (job.late_ok if job.overtakes else max(LOOK_BACK, job.late_ok))
    first = max(first, settled) if settled else first
    if not job.overtakes:
        return list(moments(job, first, now, zone))
    lately = max(first, now - timedelta(minutes=CATCH_UP_MINUTES))
    return (list(moments(job, lately, now, zone)) or list(moments(job, first, now, zone)))[-1:]


def next_moment(job: Job, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The next scheduled moment of a job, looked for within `LOOK_AHEAD` days."""
    return next(moments(job, now, now + timedelta(days=LOOK_AHEAD), zone), None)


def _in_words(counts: Mapping[str, int], say: Say) -> str:
    """The figures that have a sentence in texts/; the others are for the operator only."""
    known = [(f"jobs.count_{what}", many) for what, many in sorted(counts.items(), reverse=True)]
    return say("jobs.apart").join(say(key, many=many) for key, many in known if key in say.sentences)
