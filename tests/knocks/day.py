"""A scripted day that can be killed anywhere and goes on: what people do, and an outside world that forgets nothing.

The world outside the process is a file: what was sent to whom, which message was acknowledged. Like a real channel it delivers
again whatever was not acknowledged, under the same key.
"""

from __future__ import annotations

import json
import os
import signal
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from messages.reply import Receipt, Reply
from storage.core.tx import Database, Tx
from storage.delivery import outbox
from storage.operations import runs
from storage.photos import media
from tests.town import FAST, MONDAY, ListChannel, StoppedClock, Town

STREET = ("李记面馆", "胡氏山货", "阿香包子铺")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens `at` minutes after nine: somebody says or taps something, or an hour strikes."""

    at: int
    who: str
    what: str
    how: str = "says"


SCRIPT = (
    Step(0, "李记面馆", "好"),
    Step(1, "胡氏山货", "自查"),
    Step(2, "胡氏山货", "有一样没做到", "taps"),
    Step(3, "胡氏山货", "1", "picks"),
    Step(4, "胡氏山货", "台阶上有油", "photo"),
    Step(6, "王芳", "我的商户"),
    Step(8, "王芳", "1 秩序 货出店\n2 好\n3 好"),
    Step(9, "李记面馆", "改好了"),
    Step(10, "李记面馆", "", "photo"),
    Step(12, "王芳", "改好了", "taps"),
    Step(15, "阿香包子铺", "没问题"),
    Step(16, "阿香包子铺", "卫生 门口有水"),
    Step(20, "王芳", "3 卫生 当场改好"),
    Step(21, "王芳", "撤销"),
    Step(22, "王芳", "3 绿化 树上挂了灯"),
    Step(30, "胡氏山货", "改好了"),
    Step(31, "胡氏山货", "", "photo"),
    Step(33, "王芳", "还没好", "taps"),
    Step(40, "李记面馆", "我的星"),
    Step(45, "陈主任", "评星"),
    Step(46, "陈主任", "", "asked"),
    Step(60, "陈主任", "", "hour"),
    Step(200, "陈主任", "", "hour"),
    Step(700, "李记面馆", "好"),
)


class World:
    """Everything outside the process, in one file that survives it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        lines = path.read_text("utf-8").splitlines()
        self.past: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def note(self, **what: object) -> None:
        os.write(self._file, json.dumps(what, ensure_ascii=False).encode() + b"\n")
        self.past.append(dict(what))

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.past if line["kind"] == kind]


class WorldChannel(ListChannel):
    """A channel whose screens are in the world, not in the process."""

    def __init__(self, world: World, killer: Killer) -> None:
        super().__init__("telegram", Limits(**FAST))
        self._world = world
        self._killer = killer

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        mine = list(dict.fromkeys(line["key"] for line in self._world.of("sent") if line["to"] == to.user))
        number = (
            mine.index(key) + 1 if key in mine else len(mine) + 1
        )  # each person's own count; a repeat keeps its number
        pick = reply.pick.data if reply.pick else ""
        buttons = [[b.label, b.data] for b in reply.choices]
        self._world.note(kind="sent", key=key, to=to.user, number=number, text=reply.text, buttons=buttons, pick=pick)
        self._killer.passes("send")
        return Receipt(str(number))


class Killer:
    """`kill -9` of this very process at the `at`-th passing of a place: before or after a commit, or after a send."""

    def __init__(self, place: str = "", at: int = 0) -> None:
        self.place = place
        self.at = at
        self.passed: dict[str, int] = {}

    def passes(self, place: str) -> None:
        self.passed[place] = self.passed.get(place, 0) + 1
        if place == self.place and self.passed[place] == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


async def live(database: Database, folder: Path, killer: Killer) -> None:
    """Live what is left of the day."""
    world = World(folder / "world.jsonl")
    clock = StoppedClock(MONDAY)
    town = Town(database, clock, folder)
    town.channel = WorldChannel(world, killer)
    await database.write(_what_the_dead_held)
    await town.start()
    done = {line["step"] for line in world.of("done")}
    try:
        for number, step in enumerate(SCRIPT):
            clock.at(MONDAY + timedelta(minutes=step.at))
            if number not in done:
                await _happens(town, world, number, step, folder)
                world.note(kind="done", step=number)
            await town.settle()
    finally:
        await town.stop()


async def _what_the_dead_held(tx: Tx) -> None:
    """As at the start of the only process."""
    for release in (outbox.release_claims, media.release_claims, runs.release_requests):
        await release(tx)


async def _happens(town: Town, world: World, number: int, step: Step, folder: Path) -> None:
    if step.how == "hour":
        await town.hours.catch_up()
    elif step.how == "asked":
        await town.hours.run_asked()
    else:
        await town.engine.receive(_incoming(world, number, step, town.clock(), folder))


def _incoming(world: World, number: int, step: Step, at: datetime, folder: Path) -> Incoming:
    """The message of a step; delivered a second time it is the very same."""
    known = next((line for line in world.of("tap") if line["step"] == number), None)
    sender, key = Address("telegram", step.who), f"day:{number}"
    if step.how == "says":
        return Incoming(key, sender, at, text=step.what)
    if step.how == "photo":
        picture = Attachment(Medium.PHOTO, str(folder / f"photo{number}.jpg"), "photo.jpg")
        return Incoming(key, sender, at, text=step.what, attachments=(picture,))
    if known is None:
        choice, on = _found(world, step)
        world.note(kind="tap", step=number, choice=choice, on=on)
        known = {"choice": choice, "on": on}
    picked = (int(step.what) - 1,) if step.how == "picks" else ()
    return Incoming(key, sender, at, Kind.TAP, choice=known["choice"], on=known["on"], picked=picked)


def _found(world: World, step: Step) -> tuple[str, str]:
    """The newest button with this label, or the newest checklist, on a person's screen."""
    for line in reversed(world.of("sent")):
        if line["to"] != step.who:
            continue
        if step.how == "picks" and line["pick"]:
            return line["pick"], str(line["number"])
        for label, data in line["buttons"]:
            if step.how == "taps" and label == step.what:
                return data, str(line["number"])
    raise AssertionError(f"{step.who} finds nothing to {step.how}: {step.what}")
