"""名册 in chat: the current roster as a file and an empty form; at night the copies made before are deleted."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Post
from files.lazily import lazy
from messages.reply import Reply
from programme.duties import Duties
from schedules import office_files
from storage.roster import roster
from texts import speaker

if TYPE_CHECKING:
    from documents.roster import roster_book
else:
    roster_book = lazy("documents.roster.roster_book")

FOLDER = "rosters"


async def run(work: JobRun) -> None:
    """Send both files to those who asked; the nightly run deletes the copies."""
    asked = work.asked
    if asked is None:
        await office_files.sweep(work, FOLDER)
        await work.done()
        return
    listed, duties = await work.read(roster.export), Duties(work.world.rules.duties)
    say = speaker(work.world.language)
    filled = await asyncio.to_thread(roster_book.roster_workbook, listed, duties)
    empty = await asyncio.to_thread(roster_book.roster_workbook, (), duties)
    form = await office_files.keep(work, FOLDER, empty, say("roster.form_name"))
    files = [form]
    if listed:
        files.insert(0, await office_files.keep(work, FOLDER, filled, say("roster.copy_name", day=work.now.date())))
    sentence = "roster.copy" if listed else "roster.form"

    async def tell(post: Post) -> None:
        key = f"asked:{asked.id}"
        await post.tell(
            asked.person_id,
            lambda say: Reply(say(sentence, many=len(listed)), attachments=tuple(files), urgent=True),
            key=key,
        )

    await work.write(tell)


job = Job(
    name="roster-copy",
    at={"hour": 3, "minute": 31},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
    tells=True,
)
