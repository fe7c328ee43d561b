"""What the sample street does together: a volunteer day with its hours and one to come, two pledges, two nominations.

Every scene has its day, counted back from today; what does not fit into the weeks played is left out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Protocol

from app.demo.sample_street import ESTATE, LI, WANG, ZHANG
from messages.address import Address

SATURDAY = 6
KIND = "优秀共产党员"


class Voice(Protocol):
    """How the people of the street speak: they write, tap what they were just asked, and tick a list."""

    async def says(self, who: Address, text: str) -> None: ...

    async def taps(self, who: Address, key: str, **values: int) -> None: ...

    async def ticks(self, who: Address, many: int) -> None: ...

    async def wait_for_papers(self) -> None: ...


class Neighbours:
    """Plays the scene of a day; `left` is how many days there are to today."""

    def __init__(self, voice: Voice, *, manager: Address, squad: Address, wang: Address, zhang: Address, li: Address):
        self._voice = voice
        self._manager, self._squad = manager, squad
        self._wang, self._zhang, self._li = wang, zhang, li
        self._scenes: dict[int, Callable[[date], Awaitable[None]]] = {
            13: self._nominate,
            4: self._plan,
            3: self._note,
            2: self._honour,
            1: self._promise,
        }

    async def play(self, day: date, left: int) -> None:
        if scene := self._scenes.get(left):
            await scene(day)

    async def _nominate(self, day: date) -> None:
        """A good deed of last month: agreed to and announced, so that it can be confirmed in these days."""
        await self._voice.says(self._manager, f"提名 {KIND} {ZHANG} 雨夜连守三晚，疏通了河沥溪的下水道")
        await self._voice.taps(self._manager, "honours.nominate")
        await self._voice.taps(self._zhang, "honours.agree")
        await self._voice.says(self._manager, "荣誉")
        await self._voice.taps(self._manager, "honours.open", number=1)
        await self._voice.taps(self._manager, "honours.announce")
        await self._voice.says(
            self._manager, f"实事 企优 门前路砖换新 {_spoken(day + timedelta(days=13))} 第一支部 来自 {LI}"
        )
        await self._voice.taps(self._manager, "pledges.keep")

    async def _plan(self, day: date) -> None:
        await self._voice.says(
            self._squad, f"活动 {_spoken(day + timedelta(days=1))} 9点 到 10点半 西津路 文明劝导 15人"
        )
        await self._voice.taps(self._squad, "planning.yes")
        for who in (self._li, self._wang, self._zhang):
            await self._voice.says(who, "报名 1")

    async def _note(self, day: date) -> None:
        del day
        await self._voice.says(self._squad, "记时长 1")
        await self._voice.ticks(self._squad, 3)
        await self._voice.taps(self._squad, "noting.all_right")

    async def _honour(self, day: date) -> None:
        """Confirmed after its five working days; and a new one that the visitor may answer as Wang Fang."""
        del day
        await self._voice.says(self._manager, "荣誉")
        await self._voice.taps(self._manager, "honours.open", number=1)
        await self._voice.taps(self._manager, "honours.confirm")
        await self._voice.wait_for_papers()
        await self._voice.taps(self._zhang, "honours.let_public")
        await self._voice.says(self._manager, f"提名 {KIND} {WANG} 帮三家店装好了油水分离器")
        await self._voice.taps(self._manager, "honours.nominate")

    async def _promise(self, day: date) -> None:
        """A pledge that those it was for say is good, one to come, and the next volunteer day."""
        await self._voice.says(self._manager, "实事 1 办好了")
        await self._voice.taps(self._li, "pledges.good")
        await self._voice.says(self._manager, f"实事 {ESTATE}路灯 12盏 {_spoken(day + timedelta(days=40))} 第一支部")
        await self._voice.taps(self._manager, "pledges.keep")
        after = day + timedelta(days=2)
        saturday = after + timedelta(days=(SATURDAY - after.isoweekday()) % 7)
        await self._voice.says(self._squad, f"活动 {_spoken(saturday)} 9点 到 10点半 西津路 清理小广告 15人")
        await self._voice.taps(self._squad, "planning.yes")
        await self._voice.says(self._wang, "报名 2")


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
