"""`python -m benchmarks.soak [--minutes 30] [--rate 200]`: the bot under load with injected faults, watched for leaks and loss.

The whole app on SQLite; a channel in the process says what people say, delivers again whatever was not acknowledged, and loses,
refuses and delays what is sent. Now and then the database cannot be written for a second. Every ten seconds a line; a verdict.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import mean
from time import monotonic

from app.app import PARTS, App
from app.settings import Settings
from benchmarks.__main__ import keep
from benchmarks.table import Table
from bot.clock import wall_clock
from messages.address import Address
from messages.attachment import Attachment
from messages.channel import Health, Receive
from messages.errors import NotSent, SendError, StorageDown, TryLater, Unsure
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from messages.reply import Receipt, Reply
from programme.rules import Rules
from storage.core.sqlite import SqliteDatabase, open_sqlite
from storage.core.tx import Tx
from storage.delivery import conversations
from storage.people import people
from storage.shops import shops

PEOPLE = 1000
"""Merchants; every tenth shop has a member of its own beside it, who looks after ten."""
WORDS = (
    "好",
    "自查",
    "卫生 门口有水",
    "改好了",
    "我的星",
    "求助 下水道堵了",
    "帮助",
    "1 好",
    "2 秩序 货出店",
    "谢谢",
    "/start",
    "？？",
    "撤销",
)
EVERY = 10.0
"""Seconds between two lines."""
OUTAGE_EVERY, OUTAGE = 30.0, 1.0
HEAD = ("after", "taken", "sent", "resident memory", "handles", "messages that could go", "the oldest waits")


class Street:
    """A channel that talks by itself: `rate` messages a second, each again until it is taken."""

    name = "telegram"
    limits = Limits(per_second=5000.0, per_person=1000.0)
    health = Health()

    def __init__(self, rate: float, dice: random.Random) -> None:
        self.rate, self.dice = rate, dice
        self.taken = self.sent = self.failed = self.refused = self.dropped = 0
        self.buttons: dict[str, str] = {}
        self._numbers = count(1)
        self._speaking: dict[str, asyncio.Task[None]] = {}

    def routes(self) -> list[object]:
        return []

    async def run(self, receive: Receive) -> None:
        """Speak until cancelled; whoever is still waiting for an answer says nothing new."""
        begun, said = monotonic(), 0
        while True:
            for _ in range(int((monotonic() - begun) * self.rate) - said):
                said += 1
                user = f"u{self.dice.randrange(PEOPLE + PEOPLE // 10)}"
                if user in self._speaking:
                    self.dropped += 1
                    continue
                self._speaking[user] = task = asyncio.create_task(self._say(user, receive))
                task.add_done_callback(lambda _, who=user: self._speaking.pop(who, None))
            await asyncio.sleep(0.01)

    async def _say(self, user: str, receive: Receive) -> None:
        key, now = f"soak:{next(self._numbers)}", datetime.now(UTC)
        button = self.buttons.get(user) if self.dice.random() < 0.4 else None
        heard = Incoming(key, Address(self.name, user), now, text=self.dice.choice(WORDS))
        if button:
            heard = Incoming(key, Address(self.name, user), now, Kind.TAP, choice=button, on="1")
        while True:
            try:
                await receive(heard)
            except StorageDown:
                self.refused += 1
                await asyncio.sleep(0.2)
                continue
            self.taken += 1
            return

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        del thread, key
        await asyncio.sleep(0.05)
        roll = self.dice.random()
        if roll < 0.03:
            self.failed += 1
            raise self._fault(roll)
        self.sent += 1
        if choices := reply.choices:
            self.buttons[to.user] = self.dice.choice(choices).data
        return Receipt(str(self.sent))

    def _fault(self, roll: float) -> SendError:
        if roll < 0.01:
            return TryLater(1.0, "slower, please")
        return NotSent("the line is dead") if roll < 0.02 else Unsure("the line broke")

    async def fetch(self, attachment: Attachment) -> bytes:
        raise NotSent(f"nothing behind {attachment.ref}")


@dataclass(frozen=True)
class Line:
    """What was seen at one moment. `lag` is the age in seconds of the oldest message that could go."""

    seconds: float
    taken: int
    sent: int
    rss: float
    handles: int
    waiting: int
    lag: float

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            f"{self.seconds:,.0f} s",
            f"{self.taken:,}",
            f"{self.sent:,}",
            f"{self.rss:.1f} MB",
            str(self.handles),
            str(self.waiting),
            f"{self.lag:.1f} s",
        )

    def __str__(self) -> str:
        return (
            f"{self.seconds:6.0f} s  taken {self.taken:8}  sent {self.sent:8}  RSS {self.rss:6.1f} MB  "
            f"handles {self.handles:3}  outbox {self.waiting:5}  lag {self.lag:5.1f} s"
        )


async def soak(minutes: float, rate: float, folder: Path) -> int:
    """Run it, print what became of it and keep it in RESULTS.md; 0 when nothing crept and nothing was lost."""
    path = folder / "soak.db"
    database, street = await open_sqlite(path), Street(rate, random.Random(8))
    await _small_caches(database)
    await database.write(_settle_in)
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{path}", _env_file=None)  # type: ignore[call-arg]
    app = App(settings, Rules(), database, channels=[street], parts=PARTS, clock=wall_clock)  # type: ignore[list-item]
    await app.prepare()
    app.start()
    faults = asyncio.create_task(_outages(database))
    begun, lines = monotonic(), []
    while monotonic() - begun < minutes * 60:
        await asyncio.sleep(EVERY)
        lines.append(_look(path, street, monotonic() - begun))
        print(lines[-1], flush=True)
    faults.cancel()
    await asyncio.gather(faults, return_exceptions=True)
    street.rate = 0
    await asyncio.sleep(5)
    last = _look(path, street, monotonic() - begun)
    wrong = _verdict(lines, last, path, street)
    await app.stop()
    await database.close()
    verdict = "; ".join(wrong) if wrong else "flat: nothing crept, nothing was lost"
    words = (
        f"{minutes:g} minutes at {rate:g} messages a second by {PEOPLE + PEOPLE // 10:,} people. Refused while the database "
        f"was down, each taken later: {street.refused:,}; sends the channel failed: {street.failed:,}; left unsaid because the "
        f"person still waited for an answer: {street.dropped:,}. Verdict: {verdict}."
    )
    print(words)
    keep("soak", Table("Soak", HEAD, [line.cells for line in _some(lines)], words))
    return 1 if wrong else 0


def _some(lines: list[Line]) -> list[Line]:
    """The first, the one after a minute, and six over the whole time."""
    minute = int(60 / EVERY)
    over = (lines[(n + 1) * len(lines) // 6 - 1] for n in range(6))
    return list(dict.fromkeys([*lines[:1], *lines[minute - 1 : minute], *over]))


async def _small_caches(database: SqliteDatabase) -> None:
    """SQLite's page caches fill up over the first 100,000 messages, to 64 MB; kept small, whatever still grows is a leak."""
    readers = [database._readers.get_nowait() for _ in range(database._readers.qsize())]
    for connection in (database._writer, *readers):
        await connection.execute("PRAGMA cache_size=-1000")
    for reader in readers:
        database._readers.put_nowait(reader)


async def _settle_in(tx: Tx) -> None:
    now, grid = datetime.now(UTC), await shops.grid(tx, "西津路")
    for n in range(PEOPLE):
        shop = await shops.add(tx, name=f"店{n}", door=f"{n}号", street="西津路", walk=f"{n:06}", grid_id=grid, now=now)
        await shops.hold(tx, shop, await _person(tx, f"u{n}", (), now), now)
        if n % 10 == 0:
            member = await _person(tx, f"u{PEOPLE + n // 10}", ("member",), now)
        await shops.link_to(tx, shop, member, n % 10 + 1, now)


async def _person(tx: Tx, name: str, roles: tuple[str, ...], now: datetime) -> int:
    number = await people.add(tx, name=name, now=now, roles=roles)
    to = Address(Street.name, name)
    await conversations.save(tx, to, person_id=number, step="", in_hand=None, thread="", seen_at=now)
    return number


async def _outages(database: SqliteDatabase) -> None:
    try:
        while True:
            await asyncio.sleep(OUTAGE_EVERY)
            await database._writer.execute("PRAGMA query_only=ON")
            await asyncio.sleep(OUTAGE)
            await database._writer.execute("PRAGMA query_only=OFF")
    finally:
        await database._writer.execute("PRAGMA query_only=OFF")


def _look(path: Path, street: Street, seconds: float) -> Line:
    now = datetime.now(UTC).timestamp() * 1000
    rss = next(s for s in Path("/proc/self/status").read_text("utf-8").splitlines() if s.startswith("VmRSS")).split()[1]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        query = (
            "SELECT count(*), min(max(created_at, not_before)) FROM outbox WHERE state = 'queued' AND not_before <= ?"
        )
        waiting, oldest = file.execute(query, (now,)).fetchone()
    handles = len(list(Path("/proc/self/fd").iterdir()))
    lag = max(0.0, (now - oldest) / 1000) if oldest else 0.0
    return Line(seconds, street.taken, street.sent, int(rss) / 1024, handles, waiting, lag)


def _verdict(lines: list[Line], last: Line, path: Path, street: Street) -> list[str]:
    """What grew or was lost: the last quarter against the second one."""
    quarter = max(1, len(lines) // 4)
    before, after = lines[quarter : 2 * quarter] or lines, lines[-quarter:]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        (parked,) = file.execute("SELECT count(*) FROM parked").fetchone()
        (seen,) = file.execute("SELECT count(*) FROM seen").fetchone()
    grown = mean(x.rss for x in after) - mean(x.rss for x in before)
    found = {
        f"memory grew by {grown:.0f} MB": grown > max(10.0, 0.1 * before[0].rss),
        f"handles grew to {after[-1].handles}": after[-1].handles > before[0].handles + 5,
        f"{last.waiting} messages are left, the oldest {last.lag:.0f} s old": last.lag > 60,
        f"{parked} messages are parked": parked > 0,
        f"{street.taken} acknowledged, {seen} kept": seen < street.taken,
    }
    return [words for words, wrong in found.items() if wrong]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=200.0, help="messages a second")
    chosen = parser.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(soak(chosen.minutes, chosen.rate, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
