"""Sentences said to the real engine by a fresh person each, and what was recorded read back from the database."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import orjson

from benchmarks.sentences import SHOPS, Row
from messages.reply import Reply
from storage.core.sqlite import open_sqlite
from storage.core.tx import Database
from tests.player import Player
from tests.town import MONDAY, StoppedClock, Town
from texts import catalogue

MORNING = MONDAY.replace(hour=8)
"""Before the shop opens: a closure said now begins today."""
TOLD = {
    "stars": ("stars.none_yet", "stars.shadow"),
    "appeal": ("appeal.nothing", "appeal.which"),
    "complaint": ("help.complain", "help.complain_to_linked", "help.complain_thanks", "preview.shown"),
    "quiet": ("reminders.stopped",),
    "open": ("closures.was_open", "closures.opened"),
    "undo": ("review.nothing_to_undo", "self_check.nothing_to_undo", "self_check.stands_met"),
    "fixed": ("findings.nothing_open",),
    "help": ("help_request.say_it",),
    "report": ("leads.say_it", "leads.where"),
    "menu": ("help.head", "help.not_understood", "meant.unknown"),
}
"""What is done without a row of its own is known by what is said back."""
ASKED = ("closures.which_days",)
"""Questions that are asked in words alone."""
_ASKING = ("meant", "review", "self_check", "closures", "leave", "lead", "what")


async def hear(rows: Sequence[Row]) -> list[tuple[frozenset[str], bool]]:
    """For each row the facts it made and whether it was asked back."""
    heard = []
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name) / "empty.db"
        await (await open_sqlite(empty)).close()
        for number, row in enumerate(rows):
            path = Path(name) / f"{number}.db"
            shutil.copyfile(empty, path)
            database = await open_sqlite(path)
            heard.append(await _one(database, path, row))
            await database.close()
            path.unlink()
    return heard


def heard(rows: Sequence[Row]) -> list[tuple[frozenset[str], bool]]:
    return asyncio.run(hear(rows))


async def _one(database: Database, path: Path, row: Row) -> tuple[frozenset[str], bool]:
    town = Town(database, StoppedClock(MORNING), path.parent)
    await town.start()
    try:
        player = await _fresh(town, row.who)
        await player.says(row.says)
        return _made(player, path)
    finally:
        await town.stop()


async def _fresh(town: Town, who: str) -> Player:
    """A merchant with the day's question open, a member with ten shops, or a manager."""
    if who == "merchant":
        await town.manager()
        player = await town.merchant(SHOPS[0])
        await town.member("王芳", player)
        await player.says("自查")
        return player
    if who == "member":
        await town.manager()
        return await town.member("王芳", *[await town.merchant(name) for name in SHOPS])
    return await town.manager()


def _made(player: Player, path: Path) -> tuple[frozenset[str], bool]:
    facts = _recorded(path, player.person_id)
    said = player.heard
    asks = any(_says(text, ASKED) for text in said) or any(
        reply.topic.split(" ")[0] in _ASKING for reply in _asked(player)
    )
    if not facts:
        facts = {name for name, keys in TOLD.items() if any(_says(text, keys) for text in said)}
    if facts == {"menu"}:
        return frozenset(facts), any(_says(text, ("meant.unknown",)) for text in said)
    return frozenset(facts), asks and not facts


def _asked(player: Player) -> list[Reply]:
    many = len(player.heard)
    return [s.reply for s in player.screen[-many:] if s.reply.buttons or s.reply.pick] if many else []


def _says(text: str, keys: Sequence[str]) -> bool:
    return any(re.match(re.sub(r"\\\{\w+\\\}", ".*", re.escape(catalogue("zh")[key])), text, re.DOTALL) for key in keys)


def _recorded(path: Path, person: int) -> set[str]:
    """What stands in the tables. The shops were made in their walking order: their ids are their numbers."""
    with closing(sqlite3.connect(path)) as db:
        checks = db.execute("SELECT problems FROM self_checks WHERE standing = 1").fetchall()
        looks = db.execute(
            "SELECT shop_id, facts FROM observations WHERE standing = 1 AND undone_at IS NULL"
        ).fetchall()
        shut = db.execute("SELECT since, until FROM closures WHERE undone_at IS NULL").fetchall()
        helped = db.execute("SELECT count(*) FROM help_requests").fetchone()[0]
        led = db.execute("SELECT count(*) FROM leads").fetchone()[0]
        quiet = db.execute("SELECT count(*) FROM people WHERE id = ? AND reminders = 0", (person,)).fetchone()[0]
    facts = {name for name, many in (("help", helped), ("report", led), ("quiet", quiet)) if many}
    for (problems,) in checks:
        facts |= {f"bad:{duty}" for duty in re.findall(r"\w+", problems)} or {"ok"}
    for shop, made in looks:
        facts |= {f"{shop} {duty}={worth:g}" for duty, worth in orjson.loads(made).items()} or {f"{shop} ok"}
    return facts | {f"closed:{_days(since, until)}" for since, until in shut}


def _days(since: str, until: str | None) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days + 1 if until else 1
