"""A small town to tell stories in: real engine, real handlers, real database; a channel made of lists and a stopped clock."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import handlers
import schedules
from bot.engine import Engine
from bot.flow import Flow, World
from bot.hours import Hours
from bot.messages import Address, Attachment, Health, Incoming, Kind, Limits, Medium, Receipt, Reply
from bot.outbox import Sender
from bot.turns import Book, Turns
from bot.work import Job, Work
from handlers.unreachable import unreachable
from programme.rules import Rules
from storage import conversations, outbox, people, shops
from storage.tx import Database, Tx

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
"""An ordinary working Monday, 09:00."""

FAST = {"per_second": 1e6, "per_person": 1e6}
SHAPES = {
    "telegram": Limits(text_bytes=4096, buttons=100, edits=True, **FAST),
    "plain": Limits(text_bytes=2048, buttons=0, edits=False, **FAST),
    "web": Limits(text_bytes=20000, buttons=100, edits=True, **FAST),
}


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
class Said:
    """One message on a person's screen."""

    number: int
    reply: Reply


class ListChannel:
    """A channel that keeps what it sends in a list per person. `refuses` maps a user to the error its sends raise."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.screens: dict[str, list[Said]] = {}
        self.sent: list[tuple[str, Reply]] = []
        self.refuses: dict[str, Exception] = {}
        self._numbers = count(1)

    health = Health()

    def routes(self) -> list[object]:
        return []

    async def run(self, receive: object) -> None:
        await asyncio.Event().wait()

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "") -> Receipt:
        if error := self.refuses.get(to.user):
            raise error
        self.sent.append((to.user, reply))
        screen = self.screens.setdefault(to.user, [])
        if reply.replace:
            for said in screen:
                if str(said.number) == reply.replace:
                    said.reply = reply
                    return Receipt(reply.replace)
        said = Said(next(self._numbers), reply)
        screen.append(said)
        return Receipt(str(said.number))

    async def fetch(self, attachment: Attachment) -> bytes:
        return Path(attachment.ref).read_bytes()


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

    async def start(self) -> None:
        """A bot on this town's database, as after a start of the process."""
        self.channel = getattr(self, "channel", None) or ListChannel(self.shape, SHAPES[self.shape])
        self.world = World(self.rules, self.language, lambda _name: self.channel.limits)
        self.turns = Turns(Book(found_flows()), self.world, self.zone)
        self.sender = Sender(self.database, self.channel, self.clock, unreachable)
        self.engine = Engine(self.database, self.turns, self.clock, hand=self.sender.hand, language=self.language)
        self.hours = Hours(found_jobs(), self.work_for, self.database, self.clock, self.zone)
        self._tasks = [asyncio.create_task(self.engine.run()), asyncio.create_task(self.sender.run())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def restart(self) -> None:
        """A new engine on the same database, as after a crash."""
        await self.stop()
        await self.start()

    def work_for(self, job: Job, period: str, hand: bool) -> Work:
        return Work(
            job.name,
            period,
            hand,
            self.database,
            self.turns,
            self.world,
            self.zone,
            self.clock,
            self.folder,
            self.sender.hand,
        )

    async def job(self, name: str, period: str = "") -> Work:
        """Run a job by hand."""
        work = await self.hours.run_by_hand(name, period)
        await self.settle()
        return work

    async def pass_to(self, moment: datetime, step: timedelta = timedelta(minutes=10)) -> None:
        """Let time pass, keeping the hours on the way."""
        while self.clock.now < moment:
            self.clock.now = min(self.clock.now + step, moment.astimezone(UTC))
            await self.hours.catch_up()
            await self.settle()

    async def settle(self) -> None:
        """Until everything sayable is said."""
        self.sender.hand([])
        for _ in range(4000):
            if self.sender.idle and not await self._due():
                return
            await asyncio.sleep(0.001)
        raise AssertionError("the outbox does not empty")

    async def _due(self) -> bool:
        if not await self.database.read(lambda tx: outbox.any_due(tx, self.channel.name, self.clock())):
            return False
        now = self.clock()
        letters = await self.database.write(
            lambda tx: outbox.claim(tx, self.channel.name, now, now + timedelta(seconds=60), 200)
        )
        self.sender.hand(letters)
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

    async def another_shop(self, player: Player, name: str) -> int:
        """One more shop the same person answers for."""

        async def change(tx: Tx) -> int:
            shop_id = await self.add_shop(tx, name)
            await shops.hold(tx, shop_id, player.person_id, self.clock())
            return shop_id

        return await self.database.write(change)

    async def manager(self, name: str = "陈主任") -> Player:
        return await self.staff(name, "manager")

    def player(self, name: str) -> Player:
        """Somebody with a telephone; a stranger until they enrol."""
        player = Player(self, name, Address(self.shape, f"u{len(self.players) + 1}"))
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
        await conversations.save(tx, player.address, person_id=number, place="", in_hand=None, thread="", seen_at=now)
        return number

    def next_key(self) -> str:
        return f"{self.shape}:{next(self._keys)}"


@dataclass
class Player:
    """A person with a telephone: says, taps, picks, sends photos, and sees."""

    town: Town
    name: str
    address: Address
    person_id: int = 0
    shop_id: int = 0
    _read: int = 0

    async def says(self, text: str, *attachments: Attachment, kind: Kind = Kind.MESSAGE) -> None:
        await self.does(
            Incoming(self.town.next_key(), self.address, self.town.clock(), kind, text, attachments=attachments)
        )

    async def sends_photo(self, caption: str = "", content: bytes = b"") -> None:
        folder = self.town.folder / "sent"
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.town.next_key().replace(':', '-')}.jpg"
        path.write_bytes(content or b"a photo")
        await self.says(caption, Attachment(Medium.PHOTO, str(path), "photo.jpg"))

    async def taps(self, label: str, *, on: Said | None = None) -> None:
        """Tap the newest button with this label, or type its number where there are no buttons."""
        if self.town.channel.limits.buttons == 0:
            await self.says(self._number_of(label))
            return
        for said in [on] if on else reversed(self.screen):
            for button in said.reply.choices:
                if label in button.label:
                    await self._tap(button.data, said)
                    return
        raise AssertionError(f"{self.name} finds no button “{label}” in:\n{self.looks()}")

    async def picks(self, *options: str) -> None:
        """Tick options of the newest checklist and submit it once."""
        if self.town.channel.limits.buttons == 0:
            await self.says(",".join(self._number_of(option) for option in options))
            return
        said = next(s for s in reversed(self.screen) if s.reply.pick)
        for option in options:
            pick = said.reply.pick
            assert pick
            number = next(n for n, o in enumerate(pick.options) if option in o)
            await self._tap(pick.toggle(number), said)
        pick = said.reply.pick
        assert pick
        await self._tap(pick.data, said)

    async def _tap(self, data: str, said: Said) -> None:
        key, now = self.town.next_key(), self.town.clock()
        self._tapped = (data, said)
        await self.does(Incoming(key, self.address, now, Kind.TAP, choice=data, on=str(said.number)))

    async def does_again(self) -> None:
        """The same tap once more: a second touch of the thumb, not a redelivery."""
        await self._tap(*self._tapped)

    async def does(self, incoming: Incoming) -> None:
        self._read = len(self.town.channel.sent)
        await self.town.engine.receive(incoming)
        await self.town.settle()

    def _number_of(self, label: str) -> str:
        for said in reversed(self.screen):
            for line in said.reply.text.splitlines():
                number, dot, rest = line.partition(". ")
                if dot and label in rest:
                    return number
        raise AssertionError(f"{self.name} finds no choice “{label}” in:\n{self.looks()}")

    @property
    def screen(self) -> list[Said]:
        return self.town.channel.screens.get(self.address.user, [])

    @property
    def last(self) -> str:
        """The text of the last thing said to them."""
        mine = [reply for user, reply in self.town.channel.sent if user == self.address.user]
        return mine[-1].text if mine else ""

    def looks(self) -> str:
        """The whole screen as text, buttons in brackets."""
        lines: list[str] = []
        for said in self.screen:
            lines.append(said.reply.text)
            lines += ["  ".join(f"[{b.label}]" for b in row) for row in said.reply.buttons]
            if pick := said.reply.pick:
                lines += [f"{'☑' if n in pick.chosen else '☐'} {o}" for n, o in enumerate(pick.options)]
                lines.append(f"[{pick.submit}]")
        return "\n".join(lines)

    def sees(self, *words: str) -> None:
        """The last thing said to them contains all these words."""
        for word in words:
            assert word in self.last or word in self._last_choices(), (
                f"{self.name} does not see “{word}”:\n{self.looks()}"
            )

    def sees_somewhere(self, *words: str) -> None:
        screen = self.looks()
        for word in words:
            assert word in screen, f"{self.name} does not see “{word}” anywhere:\n{screen}"

    def sees_no(self, *words: str) -> None:
        screen = self.looks()
        for word in words:
            assert word not in screen, f"{self.name} should not see “{word}”:\n{screen}"

    @property
    def heard(self) -> list[str]:
        """What was said to them since they last did something themselves."""
        return [r.text for user, r in self.town.channel.sent[self._read :] if user == self.address.user]

    def _last_choices(self) -> str:
        if not self.screen:
            return ""
        reply = self.screen[-1].reply
        options = reply.pick.options if reply.pick else ()
        return " ".join([*(b.label for b in reply.choices), *options])


def found_flows() -> list[Flow]:
    """The flows of every file in handlers/."""
    modules = [importlib.import_module(f"handlers.{m.name}") for m in pkgutil.iter_modules(handlers.__path__)]
    return [m.flow for m in modules if isinstance(getattr(m, "flow", None), Flow)]


def found_jobs() -> list[Job]:
    """The jobs of every file in schedules/."""
    modules = [importlib.import_module(f"schedules.{m.name}") for m in pkgutil.iter_modules(schedules.__path__)]
    return [m.job for m in modules if isinstance(getattr(m, "job", None), Job)]


def on_day(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
