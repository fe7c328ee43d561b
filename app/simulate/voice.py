"""How people of a simulation speak to the bot: they write, tap and tick as anybody does, through the real engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.app import App
from app.demo.sample_clock import PutForward
from messages.address import Address
from messages.attachment import Attachment
from messages.incoming import Incoming, Kind
from storage.core.tx import Tx
from storage.delivery import prompts
from storage.delivery.prompts import Prompt
from storage.operations.simulated import CHANNEL

Topic = Callable[[Address], str]
"""What the topic of the question begins with, for each person."""
Choose = Callable[[Prompt, Address], int | None]
"""Which button, counted from 0; None when none is meant."""


class Voice:
    """Everything that is said together is sent together, so that it shares commits."""

    def __init__(self, app: App, clock: PutForward) -> None:
        self._app = app
        self._clock = clock
        self._count = 0

    def new_day(self) -> None:
        """Count from the beginning: a day that is played again sends the same keys."""
        self._count = 0

    async def say(self, said: Sequence[tuple[Address, str]], *photos: Attachment) -> None:
        await self.send([Incoming("", to, self._clock.now, text=text, attachments=photos) for to, text in said])

    async def send(self, messages: Sequence[Incoming]) -> None:
        keyed = [self._keyed(message) for message in messages]
        await asyncio.gather(*[self._app.engine.receive(message) for message in keyed])

    def _keyed(self, message: Incoming) -> Incoming:
        """The key of a message: the same when an interrupted day is played again."""
        self._count += 1
        return replace(message, key=f"{CHANNEL}:{self._clock.now:%Y-%m-%d}:{self._count}")

    async def tap(self, people: Sequence[Address], topic: Topic, choose: Choose) -> list[Address]:
        """Tap a button of the newest open question of a topic, where there is one that prompts it; who did."""
        asked = await self.open(people, topic)
        chosen = {who: (str(prompt.reference), choose(prompt, who)) for who, prompt in asked.items()}
        taps = [self.tapped(who, f"{name}.{n}") for who, (name, n) in chosen.items() if n is not None]
        await self.send(taps)
        return [tap.sender for tap in taps]

    async def take(self, people: Sequence[Address], step: str) -> None:
        """Everybody taps the newest button that leads to a step; whoever has none lets it be."""
        taps = []
        for who in people:
            found = [(prompt, n) for prompt in await self._questions(who) if (n := _leading(prompt, step)) is not None]
            taps += [self.tapped(who, f"{prompt.reference}.{n}") for prompt, n in found[:1]]
        await self.send(taps)

    async def tick(self, who: Address, step: str, many: int) -> None:
        """Tick the first so many of the newest checklist that leads to a step, and submit it."""
        for prompt in await self._questions(who):
            if prompt.submit and prompt.submit.action.startswith(step):
                ticks = tuple(range(min(many, len(prompt.options))))
                await self.send([self.tapped(who, f"{prompt.reference}.submit", ticks)])
                return

    def tapped(self, who: Address, choice: str, picked: tuple[int, ...] = ()) -> Incoming:
        return Incoming("", who, self._clock.now, Kind.TAP, choice=choice, picked=picked)

    async def open(self, people: Sequence[Address], topic: Topic) -> dict[Address, Prompt]:
        """The newest open question of a topic, of everybody who has one."""
        found = {who: [p for p in await self._questions(who) if p.topic.startswith(topic(who))] for who in people}
        return {who: questions[0] for who, questions in found.items() if questions}

    async def _questions(self, who: Address) -> list[Prompt]:
        now = self._clock.now

        async def read(tx: Tx) -> list[Prompt]:
            return await prompts.open_offers(tx, who, now)

        return await self._app.database.read(read)


def _leading(prompt: Prompt, step: str) -> int | None:
    found = [n for n, choice in enumerate(prompt.choices) if choice.action.startswith(step)]
    return found[0] if found else None
