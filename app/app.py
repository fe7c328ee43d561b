"""The composition root: the one place that imports every part, wires them together and starts and stops them.

Flows are found in `handlers/`, jobs in `schedules/`; channels switch on by their settings. A new one is a new file there.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Awaitable, Callable, Sequence
from types import ModuleType
from typing import Literal, TypeVar

import handlers
import schedules
from app.first_manager import open_door
from app.health import DataFolder, database_words, outbox_words, set_aside_words
from app.holidays import keep_learning, learn_holidays
from app.language_model import LanguageModel
from app.settings import Settings
from app.supervisor import Supervisor
from bot.advice import Advised
from bot.attachments import Attachments
from bot.book import Book
from bot.clock import Clock, wall_clock
from bot.engine import Engine
from bot.flow import Flow, World
from bot.job import Job, JobRun
from bot.lost_media import LostMedia
from bot.media import Fetcher
from bot.outbox import Sender
from bot.scheduler import Scheduler
from bot.turns import CLAIM, Turns
from documents.isolation.workers import Workers
from handlers.findings.lost_proof import proof_lost
from handlers.people.unreachable import unreachable
from messages.channel import Channel, Closing
from messages.limits import Limits
from programme.calendar import Rest
from programme.rules import Rules
from storage.core.integrity import Integrity
from storage.core.sqlite import open_sqlite
from storage.core.tx import Database, Tx
from storage.delivery import outbox
from storage.delivery.outbox import OutboxMessage
from storage.operations import runs
from storage.photos import media
from texts import speaker
from texts.local_words import FILE
from web.health import HealthReport

log = logging.getLogger(__name__)

Part = Literal["web", "sender", "schedules"]
PARTS: tuple[Part, ...] = ("web", "sender", "schedules")
SIDE = ("site", "board", "hours", "media", "integrity", "holidays")
"""Tasks that end first of all: nothing waits for them."""

T = TypeVar("T")


async def open_database(settings: Settings) -> Database:
    """The database the settings name, its schema up to date.

    Raises:
        StorageDown: it cannot be opened.
    """
    if settings.sqlite_path:
        return await open_sqlite(settings.sqlite_path)
    from storage.core.postgres import open_postgres  # noqa: PLC0415 asyncpg is needed by nobody else

    return await open_postgres(settings.database_url)


def modules_of(package: ModuleType) -> list[ModuleType]:
    """Every module of a floor and of its wings, in the order of their paths."""
    names = sorted(m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.") if not m.ispkg)
    return [importlib.import_module(name) for name in names]


def found(package: ModuleType, name: str, kind: type[T]) -> list[T]:
    """What the modules of a floor call `name` and is a `kind`, in the order of their paths."""
    return [thing for m in modules_of(package) if isinstance(thing := getattr(m, name, None), kind)]


class App:
    """All parts put together on one database; `start` sets them going, `stop` ends them in the right order."""

    def __init__(
        self,
        settings: Settings,
        rules: Rules,
        database: Database,
        *,
        channels: Sequence[Channel] = (),
        parts: Sequence[Part] = (),
        clock: Clock = wall_clock,
        workers: Workers | None = None,
        look_every: float = 0.0,
    ) -> None:
        """`workers` are lent by whoever has many towns in one process, and closed by them; `look_every` see `Sender`."""
        self.settings = settings
        self.rules = rules
        self.database = database
        self.clock = clock
        self.parts = parts
        self.channels = {channel.name: channel for channel in channels}
        self.say = speaker(settings.language)
        self.world = World(rules, settings.language, self._limits, settings.address, settings.data_dir / FILE)
        claim = CLAIM if "sender" in parts else None
        self.turns = Turns(
            Book(found(handlers, "flow", Flow)), self.world, settings.zone, claim=claim, unreachable=unreachable
        )
        self.attachments = Attachments(database, settings.data_dir, clock)
        self.senders = {
            name: Sender(database, c, clock, unreachable, self.attachments, self.turns.awake, self._limits, look_every)
            for name, c in self.channels.items()
        }
        self.workers = workers or Workers()
        self._are_workers_lent = workers is not None
        lost = LostMedia(
            database,
            self.turns,
            clock,
            world=self.world,
            lost=proof_lost(self.world, settings.zone),
            hand=self.hand,
        )
        self.fetcher = Fetcher(
            database,
            self.channels,
            clock,
            folder=settings.data_dir,
            workers=self.workers,
            lost=lost,
            look_every=look_every,
        )
        lanes = database.lanes if "web" in parts else 1  # what is played alone comes out the same every time
        self.engine = Engine(database, self.turns, clock, hand=self.hand, language=settings.language, lanes=lanes)
        self.receive = self.engine.receive
        if settings.language_model.base_url:
            model = LanguageModel(settings.language_model, self.say)
            self.receive = Advised(
                self.engine.receive, model, database, self.turns.dialogue, self.world, settings.zone, clock
            ).receive
        self.hours = Scheduler(found(schedules, "job", Job), self.work_for, database, clock, settings.zone)
        self.integrity = Integrity(settings.sqlite_path) if settings.sqlite_path else None
        self.data_folder = DataFolder(settings.data_dir)
        self.supervisor = Supervisor()
        self.standing_by: set[str] = set()

    def hand(self, messages: Sequence[OutboxMessage]) -> None:
        """Give messages that a commit has made sendable to this process's own senders."""
        if "sender" in self.parts:
            for sender in self.senders.values():
                sender.hand(messages)
            self.fetcher.wake()

    def work_for(self, job: Job, period: str, hand: bool) -> JobRun:
        """One run of one job, with all it may use."""
        return JobRun(
            job=job.name,
            period=period,
            hand=hand,
            database=self.database,
            turns=self.turns,
            world=self.world,
            zone=self.settings.zone,
            clock=self.clock,
            folder=self.settings.data_dir,
            hand_over=self.hand,
            rest=Rest.NONE if hand else job.rest,
            backups=self.settings.backup_dir,
            workers=self.workers,
        )

    def start(self) -> None:
        """Start the tasks of this process; a task that crashes is restarted by the supervisor."""
        keep = self.supervisor.keep
        keep("holidays", lambda: keep_learning(self.database, self.rules))
        if "web" in self.parts:
            keep("engine", self.engine.run)
            for name, channel in self.channels.items():
                keep(f"channel {name}", self._receiving(channel))
        if "sender" in self.parts:
            for name, sender in self.senders.items():
                keep(f"sender {name}", sender.run)
            keep("media", self.fetcher.run)
        if "schedules" in self.parts:
            keep("hours", self.hours.run)
        if self.integrity:
            keep("integrity", self.integrity.run)

    async def stop(self) -> None:
        """Stop receiving, finish the running turns, then the messages being sent; the database stays open."""
        names = self.supervisor.names
        await self.supervisor.stop(*(n for n in names if n.startswith("channel ") or n in SIDE))
        await self.supervisor.stop("engine")
        await self.supervisor.stop(*(n for n in names if n.startswith("sender ")))
        if not self._are_workers_lent:
            self.workers.close()
        for channel in self.channels.values():
            if isinstance(channel, Closing):
                await channel.close()

    async def prepare(self) -> None:
        """Prepare the database before the first message: release old claims, open the first-manager code, read holidays."""
        now, code = self.clock(), self.settings.admin_code

        async def put_right(tx: Tx) -> None:
            if tx.dialect == "sqlite" and "sender" in self.parts:
                await outbox.release_claims(tx)
                await media.release_claims(tx)
                await runs.release_requests(tx)
            if code:
                await open_door(tx, code.get_secret_value(), self.settings.language, now)

        await self.database.write(put_right, alone=["first manager"])
        await learn_holidays(self.database, self.rules)

    async def health(self) -> HealthReport:
        """The health report of every part, measured now."""
        damage = self.integrity.damage if self.integrity else ""
        parts = {"database": await database_words(self.database) or self.engine.storage_error or damage}
        if not parts["database"]:
            parts |= await outbox_words(self.database, self.clock())
            parts |= {
                f"job {name}": f"due since {at:%Y-%m-%d %H:%M}" for name, at in (await self.hours.overdue()).items()
            }
        parts |= {f"channel {name}": self._words(name, channel) for name, channel in self.channels.items()}
        parts |= {f"sender {name}": s.paused for name, s in self.senders.items() if s.paused}
        parts |= {f"job {name}": words for name, words in self.hours.failures.items()}
        parts |= {f"task {name}": words for name, words in self.supervisor.failures.items()}
        parts |= {"data folder": await self.data_folder.words()}
        parts |= {"files": self.fetcher.trouble} if self.fetcher.trouble else {}
        ok = not any(parts.values())
        if not parts["database"] and (aside := await set_aside_words(self.database, self.clock())):
            parts["set aside"] = aside  # reported, but not as unhealthy: any stranger could cause it
        return HealthReport(ok, parts)

    def _limits(self, channel: str) -> Limits:
        return self.channels[channel].limits if channel in self.channels else Limits()

    def _words(self, name: str, channel: Channel) -> str:
        """What is wrong with a channel in this process; empty where another process receives for it."""
        receives = "web" in self.parts and name not in self.standing_by
        return channel.health.words if receives and not channel.health.ok else ""

    def _receiving(self, channel: Channel) -> Callable[[], Awaitable[None]]:
        """The task that keeps a channel receiving; where only one process may receive, the others stand by until it ends."""
        if not channel.limits.one_receiver:
            return lambda: channel.run(self.receive)

        async def receive() -> None:
            self.standing_by.discard(channel.name)
            await channel.run(self.receive)

        async def in_turn() -> None:
            self.standing_by.add(channel.name)
            await self.database.run_alone(f"receive {channel.name}", receive)

        return in_turn
