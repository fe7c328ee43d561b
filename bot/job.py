"""`Job`, a scheduled job, and `JobRun`, what it is given: long reads without a lock, then short write transactions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.flow import World
from bot.post import Post
from bot.turns import Turns
from documents.isolation.workers import Workers
from programme.calendar import Rest
from programme.ids import PersonId
from storage.core.tx import Database, Tx
from storage.core.tx import Work as Reading
from storage.delivery.outbox import OutboxMessage
from storage.operations import runs

R = TypeVar("R")
Writing = Callable[[Post], Awaitable[R]]


@dataclass(frozen=True)
class JobRun:
    """One run of one job.

    `period` is the scheduled period, whatever the clock says by now; `hand` is True when an operator started it: spreading
    and quiet hours are then ignored and the scheduled claim is left alone; `rest` is what its messages leave to people; `asked`
    is the request, if it came from chat. `folder` is the data folder, for pictures and files; `backups` is where copies of
    the database go, if anywhere. `workers` open what strangers sent.
    """

    job: str
    period: str
    hand: bool
    database: Database
    turns: Turns
    world: World
    zone: ZoneInfo
    clock: Clock
    folder: Path
    hand_over: Callable[[Sequence[OutboxMessage]], None]
    rest: Rest = Rest.NONE
    asked: runs.Request | None = None
    backups: Path | None = None
    workers: Workers = field(default_factory=Workers)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def asker(self) -> PersonId | None:
        """Who asked for it in chat."""
        return self.asked.person_id if self.asked else None

    @property
    def now(self) -> datetime:
        """Our clock, in the programme's zone."""
        return self.clock().astimezone(self.zone)

    def count(self, what: str, many: int = 1) -> None:
        """Add to the figures `doctor` and the board show of this run."""
        self.counts[what] = self.counts.get(what, 0) + many

    async def read(self, work: Reading[R]) -> R:
        """Read without holding up any turn."""
        return await self.database.read(work)

    async def write(self, work: Writing[R]) -> R:
        """One short transaction; what it told people is written down with it and sent after the commit.

        Each of these messages needs a key of its own (what it is about, for whom), so that a run done again says it once.
        """
        messages: list[OutboxMessage] = []

        async def whole(tx: Tx) -> R:
            messages.clear()
            limits_of = self.world.limits
            post = Post(tx, "", self.world.language, self.rest, limits_of=limits_of, now=self.clock())
            result = await work(post)
            written = [await self.turns.write_down(tx, out, self.clock()) for out in post.outgoing]
            messages.extend(message for message in written if message)
            return result

        result = await self.database.write(whole)
        self.hand_over(messages)
        return result

    async def publish(self, work: Writing[R]) -> R | None:
        """The last transaction of a run: claim the period and do `work`, together or not at all.

        Returns None, with nothing done, when another process has published this period. Runs by hand claim nothing.
        """

        async def claimed(post: Post) -> R | None:
            if not self.hand and not await runs.claim(post.tx, self.job, self.period, self.clock()):
                return None
            return await work(post)

        return await self.write(claimed)

    async def done(self) -> None:
        """Claim the period of a run that has nothing more to write with its claim."""

        async def nothing(_: Post) -> None:
            return None

        await self.publish(nothing)


@dataclass(frozen=True)
class Job:
    """A scheduled job: a function run at fixed times.

    `at` are APScheduler cron fields with weekday *names* (`{"day_of_week": "sun", "hour": 18}`), in the programme's zone.
    `period` names the period of a scheduled moment (`2026-W48`, `2026-11-24`); it, not the clock, is what the job works for.
    Later than `late_ok` after its moment a run is useless and is recorded as missed. `on` says on which of the days of `at`
    it happens: a Monday list waits for the first working day. What it says leaves people their `rest`. A job that
    `overtakes` comes every few minutes and does all that an earlier run would have done: what was slept through is then
    neither made up for nor missed. One that `tells` says itself what came of it to whoever asked.
    """

    name: str
    at: dict[str, str | int]
    period: Callable[[datetime], str]
    late_ok: timedelta
    run: Callable[[JobRun], Awaitable[None]]
    on: Callable[[date], bool] = lambda _: True
    overtakes: bool = False
    tells: bool = False
    rest: Rest = Rest.NIGHT
