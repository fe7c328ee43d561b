"""Door signs in chat: one PDF with the new codes after an import, or with all open codes; copies are deleted at night."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from bot.job import Job, JobRun
from bot.post import Post
from files.lazily import lazy
from messages.reply import Reply
from programme.shops.doors import address
from schedules import office_files
from storage.core.tx import Tx
from storage.people import invites
from storage.people.invites import Printable
from texts import Say, speaker

if TYPE_CHECKING:
    from documents.papers import door_sheets
else:
    door_sheets = lazy("documents.papers.door_sheets")

FOLDER = "signs"
MOST = 600
"""Signs of one file: what is more is printed from the command line, street by street."""
HERE = ("127.0.0.1", "localhost", "0.0.0.0", "::1")  # noqa: S104 compared, not bound
"""Addresses a telephone cannot open: the sign then shows only the code."""


def is_here(address: str) -> bool:
    """Whether a telephone cannot open this address: no code leads there."""
    return not address or urlsplit(address).hostname in HERE


async def run(work: JobRun) -> None:
    """Send the signs to those who asked; the nightly run deletes the copies."""
    asked = work.asked
    if asked is None:
        await office_files.sweep(work, FOLDER)
        await work.done()
        return
    found = await work.write(lambda post: _open(post.tx, work))
    new = [one for one in found if one.created_at >= asked.at]
    shown = (new or found)[:MOST]
    say = speaker(work.world.language)
    files = []
    if shown:
        content = await asyncio.to_thread(_drawn, work, shown)
        files.append(await office_files.keep(work, FOLDER, content, say("invites.sheet_name", day=work.now.date())))
    kinds = [one.kind for one in shown]
    counts = {"shops": kinds.count("shop"), "members": kinds.count("member")}
    more = len(new or found) - len(shown)

    async def tell(post: Post) -> None:
        def build(say: Say) -> Reply:
            words = say("invites.sheet", **counts) if shown else say("invites.none_open")
            words += "\n" + say("invites.sheet_more", many=more) if more else ""
            return Reply(words, attachments=tuple(files), urgent=True)

        await post.tell(asked.person_id, build, key=f"asked:{asked.id}")

    await work.write(tell)


async def _open(tx: Tx, work: JobRun) -> list[Printable]:
    await invites.give_tokens(tx, work.clock())
    return await invites.printable(tx, work.clock())


def _drawn(work: JobRun, found: Sequence[Printable]) -> bytes:
    say, address = speaker(work.world.language), work.world.address
    way: Literal["web", "code"] = "code" if is_here(address) else "web"
    signs = [_sign(work, one, f"{address}/chat#code={one.token}" if way == "web" else one.token) for one in found]
    return door_sheets.door_sheets(signs, work.world.rules.bureau, way, say)


def _sign(work: JobRun, one: Printable, scan: str) -> door_sheets.Sign:
    until = one.expires_at.astimezone(work.zone).date()
    if one.kind == "shop":
        return door_sheets.Sign("shop", one.name, address(one.street, one.door), one.code, scan, one.member, until)
    return door_sheets.Sign("member", one.name, one.branch, one.code, scan, "", until)


job = Job(
    name="door-signs",
    at={"hour": 3, "minute": 33},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
    tells=True,
)
