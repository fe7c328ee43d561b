"""Ten weeks on the sample street, lived through the real engine on a clock that is put forward; no table is made up."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.app import App
from bot.messages import Address, Attachment, Incoming, Medium
from bot.sample_street import STREET, Sample
from storage.tx import Tx

WEEKS = 10
SEED = 7
NOON = time(12, 30)
EVENING = time(18, 0)
SUNDAY = 7


class PutForward:
    """A clock that stands until it is put forward."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Cast:
    """Who lives on the street: merchants by shop, members by name, one of the squad."""

    merchants: dict[str, Address]
    members: dict[str, Address]
    squad: Address


class Weeks:
    """Plays day after day; everybody writes what people write."""

    def __init__(self, app: App, clock: PutForward, cast: Cast) -> None:
        self._app = app
        self._clock = clock
        self._cast = cast
        self._luck = random.Random(SEED)  # noqa: S311 a story, not a secret
        self._count = 0
        self._numbers = _numbers()

    async def play(self, until: date) -> None:
        """All days from ten weeks ago up to the day before `until`."""
        first = until - timedelta(days=7 * WEEKS)
        for n in range(7 * WEEKS):
            await self._day(first + timedelta(days=n))

    async def _day(self, day: date) -> None:
        self._at(day, time(8, 40))
        reported = [s for s in STREET if self._app_has(s) and await self._self_check(s)]
        self._at(day, time(10, 0))
        failed = await self._looks(day)
        self._at(day, time(11, 0))
        fixing = [s for s in {s.name: s for s in reported + failed}.values() if self._app_has(s)]
        await asyncio.gather(*[self._fixes(s) for s in fixing])
        self._at(day, NOON)
        for shop in fixing:
            await self._says(self._cast.members[shop.member], self._app.say("findings.is_right"))
        if day.isoweekday() == SUNDAY and "ratings" in self._app.hours.jobs:
            self._at(day, EVENING)
            await self._app.hours.catch_up("ratings")

    async def _self_check(self, shop: Sample) -> bool:
        """What a merchant says in the morning; True when it is a problem of their own."""
        if self._luck.random() > shop.habit:
            return False
        honest = self._luck.random() < (1 - shop.care) / 3
        await self._says(self._cast.merchants[shop.name], shop.word if honest else "好")
        return honest

    async def _looks(self, day: date) -> list[Sample]:
        """Each member passes a few of their shops a day, each once a week; now and then the squad passes too."""
        failed = []
        for index, shop in enumerate(STREET):
            if index % 6 + 1 != day.isoweekday():
                continue
            bad = self._luck.random() > shop.care
            await self._says(
                self._cast.members[shop.member], f"{self._numbers[shop.name]} {shop.word if bad else '好'}"
            )
            if bad:
                failed.append(shop)
        passed = self._luck.choice(STREET)
        if day.isoweekday() in (2, 5) and passed not in failed:
            await self._says(self._cast.squad, f"抽查 {passed.name}")
            await self._says(self._cast.squad, self._app.say("review.all_met"))
        return failed

    async def _fixes(self, shop: Sample) -> None:
        photo = Attachment(Medium.PHOTO, "sample", "photo.jpg")
        await self._says(self._cast.merchants[shop.name], "改好了", photo)

    async def _says(self, who: Address, text: str, *photos: Attachment) -> None:
        self._count += 1
        self._clock.now += timedelta(seconds=20)
        await self._app.engine.receive(
            Incoming(f"sample:{self._count}", who, self._clock.now, text=text, attachments=photos)
        )

    def _at(self, day: date, hour: time) -> None:
        self._clock.now = datetime.combine(day, hour, self._app.settings.zone)

    def _app_has(self, shop: Sample) -> bool:
        return shop.name in self._cast.merchants


def _numbers() -> dict[str, int]:
    """The fixed numbers the roster gives: in walking order, from 1 for each member."""
    counts: dict[str, int] = {}
    numbers = {}
    for shop in STREET:
        counts[shop.member] = counts.get(shop.member, 0) + 1
        numbers[shop.name] = counts[shop.member]
    return numbers


async def fall_silent(tx: Tx) -> None:
    """What was said in the weeks is past: nothing of it is sent today, no old question is open."""
    for name in _PAST:
        await tx.do(name)


_PAST: Sequence[str] = ("sample_outbox", "sample_offers", "sample_places", "sample_photos")
