"""Passes a file that was received as a roster on to the case import, if it has the headings of cases."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.job import JobRun
from bot.post import Post
from documents.isolation.desk import Overrun
from storage.intake import case_sheets
from storage.operations import runs
from storage.photos import media
from storage.photos.media import Media
from storage.roster import rosters
from storage.roster.rosters import SUBJECT, Draft

JOB = "case-sheets"


async def is_handed_over(work: JobRun, draft: Draft, file: Media) -> bool:
    """Pass the file on; False when it has no headings of cases."""
    path: Path = work.folder / file.file
    person_id = draft.person_id
    if person_id is None:
        return False
    try:
        is_cases = await work.workers.is_case_sheet(await asyncio.to_thread(path.read_bytes), draft.file)
    except (Overrun, OSError, ValueError):
        return False
    if not is_cases:
        return False

    async def hand_over(post: Post) -> bool:
        if not await rosters.cancel(post.tx, draft.id):
            return False
        number = await case_sheets.receive(post.tx, person_id, draft.file, work.clock())
        await media.move(post.tx, (SUBJECT, draft.id), (case_sheets.SUBJECT, number))
        await runs.ask(post.tx, JOB, "", person_id, work.clock())
        return True

    return await work.write(hand_over)
