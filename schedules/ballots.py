"""Every ten minutes: ballots by page end and are counted, papers of others are drawn once, late tellers reminded once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.passing.ballot_result import result
from bot.post import Build, Post
from files.lazily import lazy
from messages.attachment import Attachment
from messages.reply import Reply
from programme.calendar import next_working_day
from programme.honours.ballot_state import BallotState, BallotWay
from schedules import office_files
from storage.core.tx import Tx
from storage.honours import ballot_ends, ballots, honours
from storage.honours.ballot_ends import Ended
from storage.honours.ballots import Ballot
from storage.honours.honours import Candidate
from texts import speaker

if TYPE_CHECKING:
    from documents.papers import ballot_paper
else:
    ballot_paper = lazy("documents.papers.ballot_paper")

FOLDER = "ballots"
TELLERS_AFTER, MAKER_AFTER = 1, 3
"""Working days after the papers were drawn."""
MORNING = time(9, 0)


async def run(work: JobRun) -> None:
    """Nothing is counted, shown or told before the end."""
    now = work.clock()
    for one in await work.read(ballots.open_ones):
        if one.way is BallotWay.PAPER and one.drawn_at is None:
            await _draw(work, one)
        elif one.way is BallotWay.PAPER and one.drawn_at is not None:
            await _remind(work, one, one.drawn_at.astimezone(work.zone))
        elif one.way is BallotWay.PAGE and one.ends_at is not None and one.ends_at <= now:
            await _end(work, one)
    await work.done()


async def _end(work: JobRun, one: Ballot) -> None:
    async def end(post: Post) -> None:
        now = await ballots.ballot(post.tx, one.id)
        if now.state is not BallotState.OPEN:
            return
        ended = await ballot_ends.end_by_page(post.tx, now, work.clock())
        await post.tell(one.made_by, _told(ended), key=f"ballot:{one.id}:ended")

    await work.write(end)
    work.count("ballots")


async def _remind(work: JobRun, one: Ballot, drawn_at: datetime) -> None:
    """After a working day whoever was named as teller and has not counted; after three whoever made the ballot. Each once."""
    if work.now < _morning_after(drawn_at, TELLERS_AFTER):
        return
    is_long = work.now >= _morning_after(drawn_at, MAKER_AFTER)

    async def tell(post: Post) -> None:
        now, counted = await ballots.ballot(post.tx, one.id), await ballots.counts(post.tx, one.id)
        if now.state is not BallotState.OPEN:
            return
        for teller in await ballots.tellers(post.tx, one.id):
            if teller not in counted:
                await post.tell(teller, _please(one), key=f"ballot:{one.id}:teller:{teller}")
        if is_long:
            await post.tell(one.made_by, _waits(one, len(counted)), key=f"ballot:{one.id}:uncounted")

    await work.write(tell)


def _morning_after(moment: datetime, days: int) -> datetime:
    return datetime.combine(next_working_day(moment.date(), days), MORNING, moment.tzinfo)


def _please(one: Ballot) -> Build:
    return lambda say: Reply(say("ballots.please_count", kind=one.kind, number=one.id))


def _waits(one: Ballot, counted: int) -> Build:
    """How many tellers have counted, never what."""
    return lambda say: Reply(say("ballots.waits_for_tellers", kind=one.kind, number=one.id, many=counted))


def _told(ended: Ended) -> Build:
    return lambda say: Reply(result(say, ended))


async def _draw(work: JobRun, one: Ballot) -> None:
    say, bureau = speaker(work.world.language), work.world.rules.bureau

    async def read(tx: Tx) -> list[Candidate]:
        return await honours.candidates(tx, one.id)

    standing = await work.read(read)
    paper = ballot_paper.BallotPaper(
        kind=one.kind,
        most=one.most,
        candidates=[(candidate.name, candidate.branch) for candidate in standing],
        copies=one.eligible,
        bureau=bureau.name_en if say.language == "en" else bureau.name,
    )
    content = await asyncio.to_thread(ballot_paper.ballot_papers, paper, say)
    file = await office_files.keep(work, FOLDER, content, say("ballots.file_name", kind=one.kind))

    async def tell(post: Post) -> None:
        now = await ballots.ballot(post.tx, one.id)
        if now.state is BallotState.OPEN and now.drawn_at is None:
            await ballots.save(post.tx, now, replace(now, drawn_at=work.clock()))
            await post.tell(one.made_by, _papers(one, file), key=f"ballot:{one.id}:papers")

    await work.write(tell)
    work.count("papers")


def _papers(one: Ballot, file: Attachment) -> Build:
    words = {"kind": one.kind, "many": one.eligible, "number": one.id}
    return lambda say: Reply(say("ballots.papers", **words), attachments=(file,))


job = Job(
    name="ballots",
    at={"minute": "8-59/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(hours=12),
    run=run,
    overtakes=True,
    tells=True,
)
