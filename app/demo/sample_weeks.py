"""Plays ten weeks on the sample street through the real engine on a settable clock; no table is written directly."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.app import App
from app.demo.sample_clock import PutForward
from app.demo.sample_messages import Screens
from app.demo.sample_neighbours import Neighbours
from app.demo.sample_photos import front
from app.demo.sample_street import LI, STREET, WANG, XIANG, ZHANG, Sample
from channels.webchat.files import Files
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind
from storage.core.tx import Tx

WEEKS = 10
SHOWN = 3
"""Days before today that are on the persons' pages, photos and all."""
SEED = 7
MORNING, ROUND, FIXED, NOON, EVENING = time(8, 40), time(10), time(11), time(12, 30), time(18)
SUNDAY = 7


@dataclass(frozen=True)
class Cast:
    """Who lives on the street: merchants by shop, members by name, one of the squad; `watched` are played by visitors."""

    merchants: dict[str, Address]
    members: dict[str, Address]
    squad: Address
    manager: Address
    watched: frozenset[Address]


class Weeks:
    """Plays one day after another by sending the messages that the people of the street would send."""

    def __init__(self, app: App, clock: PutForward, cast: Cast, screens: Screens) -> None:
        self._app = app
        self._clock = clock
        self._cast = cast
        self._screens = screens
        self._files = Files(app.settings.data_dir)
        self._luck = random.Random(SEED)  # noqa: S311 a story, not a secret
        self._count = 0
        self._shown = False
        self._numbers = _numbers()
        wang, zhang, li = cast.members[WANG], cast.members[ZHANG], cast.merchants[LI]
        self._neighbours = Neighbours(self, manager=cast.manager, squad=cast.squad, wang=wang, zhang=zhang, li=li)

    async def play(self, until: date, weeks: int = WEEKS) -> None:
        """All days of so many weeks up to the day before `until`."""
        first = until - timedelta(days=7 * weeks)
        for n in range(7 * weeks):
            if n == 7 * weeks - SHOWN:
                self._shown = True
                await self._screens.deliver()
                await self._app.database.write(lambda tx: tx.do("sample_photos"))
                self._screens.begin(self._cast.watched)
            await self._day(first + timedelta(days=n), last=n == 7 * weeks - 1)
            await self._neighbours.play(first + timedelta(days=n), 7 * weeks - n)
            await self._screens.deliver()

    async def _day(self, day: date, *, last: bool) -> None:
        self._at(day, MORNING)
        reported = await self._self_checks(last=last)
        self._at(day, ROUND)
        failed = await self._looks(day, last=last)
        self._at(day, FIXED)
        fixing = [s for s in {s.name: s for s in reported + failed}.values() if s.name in self._cast.merchants]
        await asyncio.gather(*[self._fixes(s) for s in fixing])
        await self._screens.deliver()
        self._at(day, NOON)
        if not last:
            await self._looks_again()
        if day.isoweekday() == SUNDAY and "ratings" in self._app.hours.jobs:
            self._at(day, EVENING)
            await self._app.hours.catch_up("ratings")

    async def _self_checks(self, *, last: bool) -> list[Sample]:
        """What merchants say in the morning; those with a problem of their own."""
        there = [s for s in STREET if s.name in self._cast.merchants]
        told = [s for s in there if self._luck.random() <= s.habit or (last and s.name == LI)]
        honest = [s for s in told if self._luck.random() < (1 - s.care) / 3 and not (last and s.name in (LI, XIANG))]
        await asyncio.gather(*[self.says(self._cast.merchants[s.name], s.word if s in honest else "好") for s in told])
        return honest

    async def _looks(self, day: date, *, last: bool) -> list[Sample]:
        """Each member passes a few of their shops a day, each once a week; now and then the squad passes too."""
        passing = [s for index, s in enumerate(STREET) if index % 6 + 1 == day.isoweekday()]
        failed = [s for s in passing if self._luck.random() > s.care]
        if last:  # the visitor finds one fix to look at
            xiang = next(s for s in STREET if s.name == XIANG)
            passing, failed = [xiang], [xiang]
        lines = [(s, f"{self._numbers[s.name]} {s.word if s in failed else '好'}") for s in passing]
        await asyncio.gather(*[self.says(self._cast.members[s.member], line) for s, line in lines])
        passed = self._luck.choice(STREET)
        if day.isoweekday() in (2, 5) and passed not in failed:
            await self.says(self._cast.squad, f"抽查 {passed.name}")
            await self.says(self._cast.squad, self._app.say("review.all_met"))
        return failed

    async def _fixes(self, shop: Sample) -> None:
        merchant = self._cast.merchants[shop.name]
        photo = Attachment(Medium.PHOTO, "sample", "photo.jpg")
        if self._shown:
            drawn = await asyncio.to_thread(front, shop, self._count)
            stored = self._files.keep(merchant.user, drawn)
            photo = self._files.attach(merchant.user, stored.name) or photo
        await self.says(merchant, "改好了", photo)

    async def _looks_again(self) -> None:
        """Members re-check the fixes and accept them."""
        label = self._app.say("findings.is_right")
        for who in self._cast.members.values():
            for data, on in self._screens.taps(who, label):
                await self._does(self._next(who, kind=Kind.TAP, choice=data, on=on), label)

    async def says(self, who: Address, text: str, *photos: Attachment) -> None:
        await self._does(self._next(who, text=text, attachments=photos))

    async def taps(self, who: Address, key: str, **values: int) -> None:
        """Tap the newest button of this text that was just shown to somebody; nothing where there is none."""
        await self._screens.deliver()
        label = self._app.say(key, **values)
        for data, on in self._screens.taps(who, label)[-1:]:
            await self._does(self._next(who, kind=Kind.TAP, choice=data, on=on), label)

    async def ticks(self, who: Address, many: int) -> None:
        """Tick the first so many of the list that was just shown."""
        await self._screens.deliver()
        for data, on in self._screens.lists(who):
            tap = self._next(who, kind=Kind.TAP, choice=data, on=on, picked=tuple(range(many)))
            await self._does(tap)

    async def wait_for_papers(self) -> None:
        """What was asked to be drawn is drawn."""
        await self._app.hours.run_asked()

    def _next(self, who: Address, **what: object) -> Incoming:
        self._count += 1
        self._clock.now += timedelta(seconds=20)
        return Incoming(f"sample:{self._count}", who, self._clock.now, **what)  # type: ignore[arg-type]

    async def _does(self, incoming: Incoming, label: str = "") -> None:
        await self._screens.write(incoming, label)
        await self._app.engine.receive(incoming)
        if incoming.sender in self._cast.watched and self._shown:
            await self._screens.deliver()

    def _at(self, day: date, hour: time) -> None:
        self._clock.now = datetime.combine(day, hour, self._app.settings.zone)


def _numbers() -> dict[str, int]:
    """The fixed numbers the roster gives: in walking order, from 1 for each member."""
    counts: dict[str, int] = {}
    numbers = {}
    for shop in STREET:
        counts[shop.member] = counts.get(shop.member, 0) + 1
        numbers[shop.name] = counts[shop.member]
    return numbers


async def fall_silent(tx: Tx, since: datetime) -> None:
    """End the played weeks: no message from them is sent today, and no prompt older than `since` stays open."""
    await tx.do("sample_outbox")
    await tx.do("sample_offers", since=since)
    await tx.do("sample_places")
