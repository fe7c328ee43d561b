"""Draws what is asked for in chat beside the turns: the poster of a volunteer day, a certificate of hours."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Post
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from schedules import office_files
from schedules.door_signs import is_here
from storage.activities import activities, branch_leaders, hour_papers
from storage.activities.activities import Activity
from storage.activities.hour_papers import HourPaper
from storage.activities.parts import Stay
from storage.core.tx import Tx
from storage.people import people
from texts import Say, speaker
from texts.days import Hours

if TYPE_CHECKING:
    from documents.papers import hours_paper, poster
else:
    hours_paper = lazy("documents.papers.hours_paper")
    poster = lazy("documents.papers.poster")

FOLDER = "activity-papers"


async def run(work: JobRun) -> None:
    """Send it to whoever asked; the nightly run deletes the copies."""
    asked = work.asked
    if asked is None:
        await office_files.sweep(work, FOLDER)
        await work.done()
        return
    posters = await work.read(lambda tx: activities.poster_asked(tx, asked.at))
    paper = await work.read(lambda tx: hour_papers.given_at(tx, asked.person_id, asked.at))
    files = [file for one in posters for file in await _poster(work, one)]
    files += await _hours(work, paper) if paper else []
    sentence = "not_drawn" if not files else "hours_drawn" if paper else "poster_drawn"

    async def tell(post: Post) -> None:
        def build(say: Say) -> Reply:
            return Reply(say(f"activities.{sentence}"), attachments=tuple(files), urgent=True)

        await post.tell(asked.person_id, build, key=f"asked:{asked.id}")

    await work.write(tell)


async def _poster(work: JobRun, one: Activity) -> list[Attachment]:
    branch = (await work.read(people.branches)).get(one.branch_id or 0, "")
    brand = (await work.read(branch_leaders.brands)).get(one.branch_id or 0, "")
    say, bureau, address = speaker(work.world.language), work.world.rules.bureau, work.world.address
    when = Hours(one.begins_at.astimezone(work.zone), one.ends_at.astimezone(work.zone))
    scan = "" if is_here(address) else f"{address}/chat#code=join-{one.id}"
    known = poster.Poster(one.id, one.title, one.place, when, one.places, branch, scan, brand)
    picture = await asyncio.to_thread(poster.poster_png, known, bureau, say)
    paper = await asyncio.to_thread(poster.poster, known, bureau, say)
    shown = await office_files.keep(work, FOLDER, picture, f"{one.id}.png")
    printed = await office_files.keep(work, FOLDER, paper, f"{one.id}.pdf")
    return [Attachment(Medium.PHOTO, shown.ref, shown.name), printed]


async def _hours(work: JobRun, paper: HourPaper) -> list[Attachment]:
    async def read(tx: Tx) -> tuple[str, list[Stay]]:
        name = (await people.person(tx, paper.person_id)).name
        return name, await hour_papers.sure(tx, paper.person_id, paper.made_at)

    name, stays = await work.read(read)
    say, bureau, address = speaker(work.world.language), work.world.rules.bureau, work.world.address
    lines = [
        hours_paper.Line(
            one.begins_at.astimezone(work.zone).date(), one.title, one.place, one.minutes, one.branch or one.host
        )
        for one in stays
    ]
    check = "" if is_here(address) else f"{address}/hours/{paper.number}"
    known = hours_paper.HoursPaper(paper.number, name, paper.made_at.astimezone(work.zone).date(), lines, check)
    made = await asyncio.to_thread(hours_paper.hours_paper, known, bureau, say)
    return [await office_files.keep(work, FOLDER, made, f"{paper.number}.pdf")]


job = Job(
    name="activity-papers",
    at={"hour": 3, "minute": 37},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
    tells=True,
)
