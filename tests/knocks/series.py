"""Kills a day at one place after another, each in a child of its own, and says what became of it.

`python -m tests.knocks.series FOLDER URL` where FOLDER gets everything; one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg

from messages.address import Address
from storage.core.copying import copy_all, tables
from storage.core.postgres import open_postgres
from storage.core.sqlite import open_sqlite
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.people import people
from storage.shops import shops
from tests.knocks.day import SCRIPT, STREET, Killer, live
from tests.media.pictures import saved, scene
from tests.town import MONDAY

MOST_LIVES = 150
"""A day that needs more lives than this gets nowhere."""

NOT_COMPARED = {
    "outbox": {"attempts", "claimed_until", "claimed_by", "done_at", "receipt", "error"},
    "media": {"attempts", "next_at", "claimed_until", "error", "opened"},  # an opening is counted before it is made
    "runs": {"took_ms", "finished_at", "note"},
    "attempts": {"count", "error", "at"},
    "rating_runs": {"id", "version"},
    "ratings": {"run_id"},
}
"""How something went on its way, which a death may change; not what came of it."""

ONLY = {
    "rating_runs": "WHERE published_at IS NOT NULL",
    "ratings": "WHERE run_id IN (SELECT id FROM rating_runs WHERE published_at IS NOT NULL)",
}
"""A run that was cut off stays unpublished until the housekeeping sweeps it up; nobody ever sees it."""


async def before_the_day(path: Path) -> None:
    """A street with its people, as a file to begin every day from."""
    database = await open_sqlite(path)

    async def settle_in(tx: Tx) -> None:
        grid, numbers = await shops.grid(tx, "西津路"), []
        for n, name in enumerate(STREET, 1):
            walk = f"{n:06d}"
            number = await shops.add(tx, name=name, door=f"{n}号", street="西津路", walk=walk, grid_id=grid, now=MONDAY)
            await shops.hold(tx, number, await _person(tx, name, ()), MONDAY)
            numbers.append(number)
        wang = await _person(tx, "王芳", ("member",))
        for n, number in enumerate(numbers, 1):
            await shops.link_to(tx, number, wang, n, MONDAY)
        await _person(tx, "陈主任", ("manager",))

    await database.write(settle_in)
    await database.close()


async def _person(tx: Tx, name: str, roles: tuple[str, ...]) -> int:
    number = await people.add(tx, name=name, now=MONDAY, roles=roles)
    to = Address("telegram", name)
    await conversations.save(tx, to, person_id=number, step="", in_hand=None, thread="", seen_at=MONDAY)
    return number


async def open_watched(url: str, killer: Killer) -> Database:
    """The database, with the killer looking on at every commit that changes something."""
    if url.startswith("sqlite:///"):
        file = await open_sqlite(Path(url.removeprefix("sqlite:///")))

        def traced(sql: str) -> None:
            if sql == "COMMIT":
                killer.passes("before")

        await file._writer.set_trace_callback(traced)
        _watch_after(file, killer)
        return file
    server = await open_postgres(url)
    commit = asyncpg.transaction.Transaction.commit

    async def watched(self: Any) -> None:
        if not self._readonly:
            killer.passes("before")
        await commit(self)

    asyncpg.transaction.Transaction.commit = watched
    _watch_after(server, killer)
    return server


def _watch_after(database: Any, killer: Killer) -> None:
    write = database.write

    async def watched(work: Any, **more: Any) -> Any:
        result = await write(work, **more)
        killer.passes("after")
        return result

    database.write = watched


def lives(folder: Path, url: str, killer: Killer) -> bool:
    """One life of the process, in a child; False when it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            asyncio.run(_life(folder, url, killer))
            status = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        finally:
            (folder / "passed.json").write_text(json.dumps(killer.passed))
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a life ended by itself")
    return os.WIFEXITED(status)


async def _life(folder: Path, url: str, killer: Killer) -> None:
    database = await open_watched(url, killer)
    try:
        await live(database, folder, killer)
    finally:
        await database.close()


async def dump(url: str, folder: Path) -> dict[str, list[Any]]:
    """What came of the day, table by table."""
    path = folder / "end.db"
    path.unlink(missing_ok=True)
    database = await (open_sqlite(Path(url[10:])) if url.startswith("sqlite") else open_postgres(url))
    await database.backup(path)
    await database.close()
    file = sqlite3.connect(path)
    found = {}
    for table in tables():
        kept = [c for c in table.columns if c not in NOT_COMPARED.get(table.name, ())]
        rows = file.execute(f"SELECT {', '.join(kept)} FROM {table.name} {ONLY.get(table.name, '')}").fetchall()
        found[table.name] = sorted(map(list, rows), key=repr)
    file.close()
    return found


class Series:
    """Days begun from the same morning, each killed somewhere else."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.kills = self.doubled = 0
        self.wrong: list[str] = []

    def begin(self) -> None:
        """The morning again, and a world that has seen nothing."""
        (self.folder / "world.jsonl").unlink(missing_ok=True)
        if self.url.startswith("sqlite"):
            for ending in ("", "-wal", "-shm"):
                Path(self.url[10:] + ending).unlink(missing_ok=True)
            shutil.copyfile(self.folder / "morning.db", self.url[10:])
        else:
            asyncio.run(_wipe_and_fill(self.url, self.folder / "morning.db"))

    def undisturbed(self) -> dict[str, int]:
        """The day without a death: what every other day must come to, and how many places there are."""
        self.begin()
        lives(self.folder, self.url, Killer())
        self.expected = asyncio.run(dump(self.url, self.folder))
        self.sent = self._sent()
        return dict(json.loads((self.folder / "passed.json").read_text()))

    def killed(self, place: str, at: int) -> None:
        """A day with one death, and all that differs afterwards."""
        self.begin()
        if not lives(self.folder, self.url, Killer(place, at)):
            self.kills += 1
            self._close_gaps()
            lives(self.folder, self.url, Killer())
        self._compare(f"{place} {at}")

    def killed_again_and_again(self, place: str, every: int) -> None:
        """A day in which each life ends after a few commits."""
        self.begin()
        for _ in range(MOST_LIVES):
            if lives(self.folder, self.url, Killer(place, every)):
                break
            self.kills += 1
            self._close_gaps()
        else:
            self.wrong.append(f"every {every} {place}: the day does not end")
        self._compare(f"every {every} {place}")

    def _close_gaps(self) -> None:
        """PostgreSQL never gives a number twice, even one of a change called off; without the gaps the days can be compared."""
        if not self.url.startswith("sqlite"):
            asyncio.run(_count_on_without_gaps(self.url))

    def _compare(self, where: str) -> None:
        found = asyncio.run(dump(self.url, self.folder))
        for table, rows in self.expected.items():
            if found[table] != rows:
                only = [r for r in found[table] if r not in rows][:2], [r for r in rows if r not in found[table]][:2]
                self.wrong.append(f"{where}: {table}: {only[0]} instead of {only[1]}"[:600])
        sent = self._sent()
        if set(sent) != set(self.sent):
            self.wrong.append(f"{where}: sent {set(sent) ^ set(self.sent)}")
        self.doubled += sum(many - 1 for many in sent.values())

    def _sent(self) -> Counter[str]:
        lines = map(json.loads, (self.folder / "world.jsonl").read_text("utf-8").splitlines())
        return Counter(line["key"] for line in lines if line["kind"] == "sent")


async def _count_on_without_gaps(url: str) -> None:
    connection: Any = await asyncpg.connect(url)
    for table in tables():
        if table.counted:
            key, name = table.counted, table.name
            sequence = f"pg_get_serial_sequence('{name}', '{key}')"
            await connection.execute(f"SELECT setval({sequence}, coalesce(max({key}), 0) + 1, false) FROM {name}")
    await connection.close()


async def _wipe_and_fill(url: str, morning: Path) -> None:
    connection: Any = await asyncpg.connect(url)
    names = ", ".join(t.name for t in tables())
    await connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    await connection.close()
    source = await open_sqlite(morning)
    target = await open_postgres(url)
    await copy_all(source, target)
    await source.close()
    await target.close()


def main(folder: Path, url: str, stride: int) -> None:
    import_module("tests.knocks.loaded")
    for number, step in enumerate(SCRIPT):
        if step.how == "photo":
            (folder / f"photo{number}.jpg").write_bytes(saved(scene(number)))
    asyncio.run(before_the_day(folder / "morning.db"))
    series = Series(folder, url)
    places = series.undisturbed()
    for place in ("before", "after", "send"):
        for at in range(1, places[place] + 1, stride):
            series.killed(place, at)
    # to start takes two commits, to carry out a rating asked for six more: killed sooner, the day would never end
    for every in (9, 11) if stride == 1 else (9,):
        series.killed_again_and_again("after", every)
    told = {"places": places, "kills": series.kills, "doubled": series.doubled, "wrong": series.wrong[:20]}
    print(json.dumps(told, ensure_ascii=False))


def run(folder: Path, url: str, stride: int = 1, *, series: str = "tests.knocks.series") -> dict[str, Any]:
    """A series in a process of its own, which may fork in peace."""
    command = [sys.executable, "-W", "ignore", "-m", series, str(folder), url, str(stride)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
