"""Clocks of our own making for jobs of our own making; what they did stands in the journal, each line once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.book import Book
from bot.flow import World
from bot.job import Job, JobRun
from bot.post import Post
from bot.scheduler import Scheduler
from bot.turns import Turns
from messages.limits import Limits
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.people import people
from tests.town import ZONE, StoppedClock

DAILY = {"hour": 9}


@dataclass
class Deeds:
    """What a job does: two lines in the journal, in two transactions; `fails` times it breaks between the two."""

    name: str = "daily"
    at: dict[str, str | int] = field(default_factory=lambda: dict(DAILY))
    late_ok: timedelta = timedelta(hours=3)
    fails: int = 0
    tries: int = 0
    overtakes: bool = False
    format: str = "%Y-%m-%d"

    @property
    def job(self) -> Job:
        return Job(
            self.name,
            self.at,
            lambda moment: f"{moment:{self.format}}",
            self.late_ok,
            self._run,
            overtakes=self.overtakes,
        )

    async def _run(self, work: JobRun) -> None:
        self.tries += 1
        await work.write(lambda post: note_once(post, f"{work.period} first half", work.clock()))
        if self.tries <= self.fails:
            raise OSError("the disk of the moment")
        await work.publish(lambda post: note(post, f"{work.period} published", work.clock()))


async def note(post: Post, subject: str, now: datetime) -> bool:
    await people.journal(post.tx, now, None, "deed", subject)
    return True


async def note_once(post: Post, subject: str, now: datetime) -> None:
    """As a job writes a chunk: under a name of its own, so that doing it again does nothing."""
    if subject not in await done_in(post.tx):
        await note(post, subject, now)


async def done_in(tx: Tx) -> list[str]:
    return [row["subject"] for row in await tx.rows("journal_of", action="deed")]


async def published(database: Database) -> list[str]:
    """The periods published, in order, as often as they were."""
    return [s.removesuffix(" published") for s in await database.read(done_in) if s.endswith("published")]


async def recorded(database: Database) -> dict[str, str]:
    rows = await database.read(lambda tx: tx.rows("runs_export"))
    return {row["period"]: row["state"] for row in rows}


def hours(database: Database, clock: StoppedClock, jobs: Sequence[Job], zone: ZoneInfo = ZONE) -> Scheduler:
    """A process's clock."""
    world = World(Rules(), "zh", lambda _: Limits())
    turns = Turns(Book([]), world, zone)

    def work_for(job: Job, period: str, hand: bool) -> JobRun:
        return JobRun(job.name, period, hand, database, turns, world, zone, clock, Path(), lambda _: None)

    return Scheduler(jobs, work_for, database, clock, zone)


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = ZONE) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
