"""Plays the script through the real engine: sends the messages of the day and runs the jobs at their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from app.app import App
from app.demo.sample_clock import PutForward
from app.simulate.script import Day
from app.simulate.season import Season
from app.simulate.town import Cast
from app.simulate.voice import Topic, Voice
from bot.scheduler import moments
from messages.address import Address
from messages.attachment import Attachment, Medium
from programme.duties import Duties
from storage.core.tx import Tx
from storage.delivery.prompts import Prompt
from storage.operations import simulated

PICTURES = ("star-news", "weekly-digest")
"""Jobs whose time goes into drawing pictures: they are played in the last week only."""


class Weeks:
    """Plays day after day. Everything that can happen together is sent together, so that it shares commits."""

    def __init__(self, app: App, clock: PutForward, cast: Cast, town: str, first: date) -> None:
        self._app = app
        self._clock = clock
        self._cast = cast
        self._town = town
        self._first = first
        self._names = {d.key: d.zh for d in Duties(app.rules.duties)}
        self._duties = [d.key for d in app.rules.duties]
        self._voice = Voice(app, clock)
        self._season = Season(app, self._voice)
        self._kept = clock.now
        self._left_out: Collection[str] = ()

    async def play(self, doings: Day, *, last_week: bool) -> None:
        """One day from morning to night; the bookmark is moved when it is over."""
        self._voice.new_day()
        self._left_out = () if last_week else PICTURES
        shops = self._cast.merchants
        self._at(doings.day, time(8, 40))
        await self._voice.say([(shops[n], f"歇业 {days}天") for n, days in doings.closing])
        await self._fixed(doings.late_fixes)
        self._at(doings.day, time(9, 10))
        await self._voice.say([(shops[n], self._told(told)) for n, told in doings.says])
        self._at(doings.day, time(9, 40))
        await self._fixed(doings.own_fixes)
        await self._hour(doings.day, time(10, 10))
        await self._voice.say(self._lines(doings.looks))
        await self._spots(doings.spots)
        self._at(doings.day, time(11, 0))
        await self._fixed(doings.fixes)
        await self._hour(doings.day, time(16, 5))
        await self._rechecks()
        self._at(doings.day, time(16, 20))
        await self._season.play(doings.day, (doings.day - self._first).days)
        await self._hour(doings.day, time(18, 35))
        await self._over(doings.day)

    async def hand_out(self, day: date) -> None:
        """The Monday after: the digest of the week that is over."""
        await self._hour(day, time(8, 35))

    async def _over(self, day: date) -> None:
        now = self._clock.now

        async def close_the_book(tx: Tx) -> None:
            await simulated.sweep(tx, now - timedelta(days=2))
            await simulated.mark(tx, day, self._town, now)

        await self._app.database.write(close_the_book)

    def _at(self, day: date, hour: time) -> None:
        self._clock.now = datetime.combine(day, hour, self._app.settings.zone)

    async def _hour(self, day: date, hour: time) -> None:
        """Set the clock forward and run the jobs that fell due since."""
        zone, before = self._app.settings.zone, self._kept
        self._at(day, hour)
        self._kept = self._clock.now
        for name, job in self._app.hours.jobs.items():
            if name in self._left_out:
                continue
            if next(moments(job, before, self._kept, zone), None) is not None:
                await self._app.hours.catch_up(name)

    def _told(self, problems: Iterable[str]) -> str:
        """The words for what was not met; a duty named without a verdict would only be asked about."""
        named = [self._names[d] for d in self._duties if d in set(problems)]
        return " ".join([*named, "没做到"]) if named else "好"

    def _lines(self, looks: Sequence[tuple[int, frozenset[str]]]) -> list[tuple[Address, str]]:
        """A member's looks of the day in one message, a line a shop: “3 秩序 没做到”."""
        lines: dict[Address, list[str]] = defaultdict(list)
        for n, failed in looks:
            lines[self._cast.members[n]].append(f"{self._cast.places[n].number} {self._told(failed)}")
        return [(member, "\n".join(said)) for member, said in lines.items()]

    async def _fixed(self, shops: Sequence[int]) -> None:
        """改好了 with a photo; whoever has several things to fix is asked which and says all of them."""
        photo = Attachment(Medium.PHOTO, "simulated", "photo.jpg")
        people = [self._cast.merchants[n] for n in shops]
        await self._voice.say([(person, "改好了") for person in people], photo)
        asked = await self._voice.tap(people, _always("fix"), lambda _, who: 0)
        await self._voice.say([(person, "") for person in asked], photo)

    async def _rechecks(self) -> None:
        """Everybody who is asked to re-check a fix does so and accepts it."""
        lookers = sorted({*self._cast.members, *self._cast.squad}, key=lambda a: a.user)
        for _ in range(6):
            lookers = await self._voice.tap(lookers, _always("check "), lambda _, who: 0)
            if not lookers:
                return

    async def _spots(self, spots: Sequence[tuple[int, frozenset[str]]]) -> None:
        """The squad asks for a shop by name, picks it where two have the name, and taps what it sees."""
        squad = self._cast.squad
        rounds = [spots[n : n + len(squad)] for n in range(0, len(spots), len(squad))]
        for found in rounds:
            await self._spot_round(dict(zip(squad, found, strict=False)))

    async def _spot_round(self, seen: Mapping[Address, tuple[int, frozenset[str]]]) -> None:
        squad = list(seen)
        places = {who: self._cast.places[n] for who, (n, _) in seen.items()}

        def question(who: Address) -> str:
            return f"review {places[who].id}"

        await self._voice.say([(who, f"抽查 {places[who].name}") for who in squad])
        await self._voice.tap(squad, _always("spot_check"), lambda prompt, who: _leading_to(prompt, places[who].id))
        await self._voice.tap(squad, question, lambda _, who: 1 if seen[who][1] else 0)
        asked = await self._voice.open([who for who in squad if seen[who][1]], question)
        ticked = {who: self._ticks(prompt, seen[who][1]) for who, prompt in asked.items()}
        await self._voice.send(
            [self._voice.tapped(who, f"{o.reference}.submit", ticked[who]) for who, o in asked.items()]
        )

    def _ticks(self, prompt: Prompt, failed: frozenset[str]) -> tuple[int, ...]:
        names = tuple(self._names[duty] for duty in failed)
        return tuple(n for n, option in enumerate(prompt.options) if option.startswith(names))


def _always(topic: str) -> Topic:
    return lambda who: topic


def _leading_to(prompt: Prompt, shop: int) -> int | None:
    """The button that leads to this shop."""
    found = [n for n, choice in enumerate(prompt.choices) if choice.action.split(" ")[-1] == str(shop)]
    return found[0] if found else None
