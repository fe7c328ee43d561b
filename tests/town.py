"""A small town to tell stories in: real engine, real handlers, real database; a channel made of lists and a stopped clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import handlers
import schedules
from app.app import found
from bot.attachments import Attachments
from bot.book import Book
from bot.engine import Engine
from bot.flow import Flow, World
from bot.job import Job, JobRun
from bot.lost_media import LostMedia
from bot.media import Fetcher
from bot.outbox import Sender
from bot.scheduler import Scheduler, next_moment
from bot.turns import Turns
from documents.isolation.workers import Workers
from handlers.findings.lost_proof import proof_lost
from handlers.people.unreachable import unreachable
from messages.address import Address
from messages.limits import Limits, Picks
from programme.calendar import Rest
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.delivery import conversations, outbox
from storage.delivery.outbox import OutboxMessage
from storage.people import people
from storage.shops import shops
from tests.lists import ListChannel
from tests.player import Player
from tests.waiting import until

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
"""An ordinary working Monday, 09:00."""

FAST = {"per_second": 1e6, "per_person": 1e6}
SHAPES = {
    "telegram": Limits(text_bytes=4096, buttons=100, edits=True, **FAST),
    "plain": Limits(text_bytes=2048, buttons=0, picks=Picks.NONE, edits=False, **FAST),
    "wecom": Limits(2048, 480, 6, 30, 20, picks=Picks.ONCE, **FAST),
    "kefu": Limits(2048, 1024, 10, 128, picks=Picks.NONE, edits=False, **FAST),
    "web": Limits(text_bytes=20000, buttons=100, edits=True, **FAST),
}


WORKERS = Workers()
"""One set of workers for all towns of a test process: each is the real thing, and starting one takes a tenth of a second."""


class StoppedClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)

    def at(self, moment: datetime) -> None:
        self.now = moment.astimezone(UTC)


@dataclass
class Town:
    """Everything a story needs. Make it with `open_town`."""

    database: Database
    clock: StoppedClock
    folder: Path
    rules: Rules = field(default_factory=Rules)
    shape: str = "telegram"
    language: str = "zh"
    zone: ZoneInfo = ZONE
    _keys: count[int] = field(default_factory=lambda: count(1))
    _doors: count[int] = field(default_factory=lambda: count(1))
    players: dict[str, Player] = field(default_factory=dict)
    fetcher_at_rest: bool = False
    backups: Path | None = None
    workers: Workers | None = None
    beside: dict[str, ListChannel] = field(default_factory=dict)
    words: Path | None = None
    address: str = ""

    async def start(self) -> None:
        """A bot on this town's database, as after a start of the process."""
        self.channel = getattr(self, "channel", None) or ListChannel(self.shape, SHAPES[self.shape])
        self.world = World(self.rules, self.language, self.limits_of, address=self.address, words=self.words)
        self.turns = Turns(Book(found_flows()), self.world, self.zone, unreachable=unreachable)
        enclosed = Attachments(self.database, self.folder, self.clock)
        self.sender, *others = [
            Sender(self.database, c, self.clock, unreachable, enclosed, self.turns.awake, self.limits_of)
            for c in (self.channel, *self.beside.values())
        ]
        self.senders = [self.sender, *others]
        self.fetcher = self.another_fetcher()
        self.engine = Engine(self.database, self.turns, self.clock, hand=self.hand, language=self.language)
        self.hours = Scheduler(found_jobs(), self.work_for, self.database, self.clock, self.zone)
        self._tasks = [asyncio.create_task(run()) for run in (self.engine.run, *(s.run for s in self.senders))]

    def hand(self, messages: Sequence[OutboxMessage]) -> None:
        for sender in self.senders:
            sender.hand(messages)

    def limits_of(self, name: str) -> Limits:
        return self.beside[name].limits if name in self.beside else self.channel.limits

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def restart(self) -> None:
        """A new engine on the same database, as after a crash."""
        await self.stop()
        await self.start()

    def another_fetcher(self) -> Fetcher:
        """What fetches photos in one process; more than one may run on the town's database."""
        lost = LostMedia(
            self.database,
            self.turns,
            self.clock,
            world=self.world,
            lost=proof_lost(self.world, self.zone),
            hand=self.hand,
        )
        channels = {self.shape: self.channel, **self.beside}
        return Fetcher(
            self.database, channels, self.clock, folder=self.folder, workers=self.workers or WORKERS, lost=lost
        )

    def work_for(self, job: Job, period: str, hand: bool) -> JobRun:
        return JobRun(
            job.name,
            period,
            hand,
            self.database,
            self.turns,
            self.world,
            self.zone,
            self.clock,
            self.folder,
            self.hand,
            rest=Rest.NONE if hand else job.rest,
            backups=self.backups,
            workers=self.workers or WORKERS,
        )

    async def job(self, name: str, period: str = "") -> JobRun:
        """Run a job by hand."""
        work = await self.hours.run_by_hand(name, period)
        await self.settle()
        return work

    async def pass_to(self, moment: datetime, *only: str) -> None:
        """Let time pass, keeping the hours on the way: every job at its moments, or only those of these names."""
        jobs = {name: job for name, job in self.hours.jobs.items() if name in only or not only}
        await self._look_around(*jobs)
        due = {name: self._after(job) for name, job in jobs.items()}
        while (soonest := min(due.values())) <= moment:
            self.clock.at(soonest)
            for name in [name for name, at in due.items() if at <= soonest]:
                await self.hours.catch_up(name)
                due[name] = self._after(jobs[name])
            await self.settle()
        self.clock.at(moment)
        await self._look_around(*jobs)

    async def _look_around(self, *jobs: str) -> None:
        for name in jobs:
            await self.hours.catch_up(name)
        await self.settle()

    def _after(self, job: Job) -> datetime:
        """The first moment of a job after now."""
        now = self.clock.now.astimezone(self.zone) + timedelta(seconds=1)
        return next_moment(job, now, self.zone) or now + timedelta(days=400)

    async def settle(self) -> None:
        """Until everything sayable is said."""
        self.hand([])
        while not self.fetcher_at_rest and await self.fetcher.fetch_due():
            pass
        await until(self._at_rest, "the outbox does not empty", every=0.001)

    async def _at_rest(self) -> bool:
        at_rest = all(s.idle for s in self.senders) and not any([await self._due(s) for s in self.senders])
        return at_rest and all(s.idle for s in self.senders)  # one that looked meanwhile may have claimed what was due

    async def written_to(self, player: Player, words: str) -> None:
        """Until a message with these words to this person is in the outbox; only then may a story move the clock over it."""

        async def written() -> bool:
            rows = await self.database.read(lambda tx: tx.rows("outbox_bodies"))
            return any(row["user_id"] == player.address.user and words in str(row["body"]) for row in rows)

        await until(written, f"nothing says {words} to {player.name}")

    async def _due(self, sender: Sender) -> bool:
        name = sender.channel.name
        if not await self.database.read(lambda tx: outbox.any_due(tx, name, self.clock())):
            return False
        now = self.clock()
        messages = await self.database.write(lambda tx: outbox.claim(tx, name, now, now + timedelta(seconds=60), 200))
        sender.hand(messages)
        return True

    async def merchant(
        self, shop: str, *, name: str = "", street: str = "西津路", grid: str = "西津路", **more: object
    ) -> Player:
        """An enrolled merchant answering for a new shop."""
        player = self.player(name or f"{shop}老板")

        async def settle_in(tx: Tx) -> None:
            player.shop_id = await self.add_shop(tx, shop, street=street, grid=grid, **more)
            player.person_id = await self._enrol(tx, player)
            await shops.hold(tx, player.shop_id, player.person_id, self.clock())

        await self.database.write(settle_in)
        return player

    async def staff(
        self, name: str, role: str, *, links: Sequence[Player | int] = (), branch: str = "第一支部"
    ) -> Player:
        """An enrolled person with a role; `links` are the shops a member looks after, numbered 1, 2, …"""
        player = self.player(name)

        async def settle_in(tx: Tx) -> None:
            player.person_id = await self._enrol(tx, player, roles={role}, branch=branch)
            for number, shop in enumerate(links, 1):
                shop_id = shop if isinstance(shop, int) else shop.shop_id
                await shops.link_to(tx, shop_id, player.person_id, number, self.clock())

        await self.database.write(settle_in)
        return player

    async def member(self, name: str, *links: Player | int) -> Player:
        return await self.staff(name, "member", links=links)

    async def make_member(self, player: Player, *links: Player | int) -> None:
        """Give somebody who is already here the member's role and shops."""

        async def change(tx: Tx) -> None:
            await people.grant(tx, player.person_id, "member", by=None, now=self.clock())
            for number, shop in enumerate(links, 1):
                shop_id = shop if isinstance(shop, int) else shop.shop_id
                await shops.link_to(tx, shop_id, player.person_id, number, self.clock())

        await self.database.write(change)

    async def another_shop(self, player: Player, name: str, *, street: str = "西津路", grid: str = "西津路") -> int:
        """One more shop the same person answers for."""

        async def change(tx: Tx) -> int:
            shop_id = await self.add_shop(tx, name, street=street, grid=grid)
            await shops.hold(tx, shop_id, player.person_id, self.clock())
            return shop_id

        return await self.database.write(change)

    async def manager(self, name: str = "陈主任") -> Player:
        return await self.staff(name, "manager")

    def player(self, name: str, channel: str = "") -> Player:
        """Somebody with a telephone; a stranger until they enrol."""
        player = Player(self, name, Address(channel or self.shape, f"u{len(self.players) + 1}"))
        self.players[name] = player
        return player

    async def add_shop(
        self,
        tx: Tx,
        name: str,
        *,
        street: str = "西津路",
        grid: str = "西津路",
        door: str = "",
        duties: Sequence[str] = (),
    ) -> int:
        number = next(self._doors)
        return await shops.add(
            tx,
            name=name,
            door=door or f"{number}号",
            street=street,
            walk=f"{number:06d}",
            grid_id=await shops.grid(tx, grid),
            now=self.clock(),
            duties=duties,
        )

    async def _enrol(self, tx: Tx, player: Player, roles: set[str] | None = None, branch: str = "") -> int:
        now = self.clock()
        branch_id = await people.branch(tx, branch)
        number = await people.add(tx, name=player.name, now=now, branch_id=branch_id, roles=roles or set())
        await conversations.save(tx, player.address, person_id=number, step="", in_hand=None, thread="", seen_at=now)
        return number

    def next_key(self) -> str:
        return f"{self.shape}:{next(self._keys)}"


@cache
def found_flows() -> Sequence[Flow]:
    """The flows of every file in handlers/."""
    return found(handlers, "flow", Flow)


@cache
def found_jobs() -> Sequence[Job]:
    """The jobs of every file in schedules/."""
    return found(schedules, "job", Job)


def on_day(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
