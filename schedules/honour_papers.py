"""Draws the plaque of each confirmed honour once, for whoever it honours and for the managers, as PDF and PNG."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from files import durable
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Button, Reply
from messages.topics import Topic
from storage.core.tx import Tx
from storage.honours import honours
from storage.honours.honours import Honour
from storage.people import people
from texts import Say, speaker

if TYPE_CHECKING:
    from documents.papers import plaque
else:
    plaque = lazy("documents.papers.plaque")

FOLDER = "honours"


async def run(work: JobRun) -> None:
    """Draw what is new; a repeated run draws the same files and tells nobody twice."""
    for one in await work.read(honours.undrawn):
        await _draw(work, one)
    await work.done()


async def _draw(work: JobRun, one: Honour) -> None:
    say, bureau = speaker(work.world.language), work.world.rules.bureau

    async def read(tx: Tx) -> tuple[str, str]:
        branch = (await people.branches(tx)).get(one.branch_id or 0, "")
        return ((await people.person(tx, one.person_id)).name, branch) if one.person_id else (branch, "")

    name, branch = await work.read(read)
    at = one.confirmed_at or work.clock()
    ours = bureau.name_en if say.language == "en" else bureau.name
    known = plaque.Plaque(
        one.number, name, branch, one.kind, one.year, at.astimezone(work.zone).date(), one.level or ours, ours
    )
    base = f"{FOLDER}/{one.number}-{durable.name_of(say.language, known)}"
    for form in ("pdf", "png"):
        content = await asyncio.to_thread(plaque.plaque, known, say, form)
        await asyncio.to_thread(durable.write, work.folder / f"{base}.{form}", content)
    files = (
        Attachment(Medium.PHOTO, f"{base}.png", f"{one.number}.png"),
        Attachment(Medium.FILE, f"{base}.pdf", f"{one.number}.pdf"),
    )
    await work.write(lambda post: _tell(work, post, one, name, files))
    work.count("plaques")


async def _tell(work: JobRun, post: Post, one: Honour, name: str, files: tuple[Attachment, ...]) -> None:
    now = await honours.honour(post.tx, one.id)
    if now.drawn_at is None:
        await honours.save(post.tx, now, replace(now, drawn_at=work.clock()))
    if one.person_id is not None:
        await post.tell(one.person_id, _yours(one, files), key=f"honour:{one.id}:plaque:{one.person_id}")
    for manager in await people.with_role(post.tx, "manager"):
        if manager.id != one.person_id:
            told = _drawn(one, name, files)
            await post.tell(manager.id, told, key=f"honour:{one.id}:plaque:manager:{manager.id}")


def _yours(one: Honour, files: tuple[Attachment, ...]) -> Build:
    def build(say: Say) -> Reply:
        row = (
            Button(say("honours.let_public"), action("honours.set_public", one.id, 1)),
            Button(say("honours.keep_inside"), action("honours.set_public", one.id, 0)),
        )
        words = say("honours.your_plaque", kind=one.kind, number=one.number)
        return Reply(words, (row,), attachments=files, once=False, topic=Topic.HONOUR.of(one.id))

    return build


def _drawn(one: Honour, name: str, files: tuple[Attachment, ...]) -> Build:
    return lambda say: Reply(
        say("honours.plaque_drawn", kind=one.kind, name=name, number=one.number), attachments=files
    )


job = Job(
    name="honour-papers",
    at={"hour": 9, "minute": 25},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=9),
    run=run,
    tells=True,
)
