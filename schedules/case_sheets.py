"""Case sheets in chat: reads and previews the file, imports its cases on confirmation, and returns it with the outcomes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import orjson
from pydantic import TypeAdapter

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from documents.intake.case_results import results_workbook
from documents.intake.case_words import unreadable, wrong
from documents.isolation.desk import Overrun
from documents.roster.roster_cells import Unreadable
from files import durable
from files.dataclass import dataclass
from files.lazily import lazy
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.identity import compact
from programme.intake.case_sheet_state import CaseSheetState
from schedules import case_import, office_files
from schedules.case_outcomes import has_ended, results_in_words
from storage.core.tx import Tx
from storage.intake import camera_views, case_sheets, intakes
from storage.intake.case_sheets import SentSheet
from storage.photos import media
from storage.sites import sites
from texts import Say, speaker

if TYPE_CHECKING:
    from documents.intake import case_sheet
else:
    case_sheet = lazy("documents.intake.case_sheet")

log = logging.getLogger(__name__)

OPENINGS = 2
"""Workers a sheet may break before it is set aside."""
LINES = 8
"""Most lines of what is wrong in one chat message."""
FOLDER = "case-results"


@cache
def _cases() -> TypeAdapter[list[case_sheet.Case]]:
    return TypeAdapter(list[case_sheet.Case])


@dataclass(frozen=True, slots=True)
class Counts:
    """What taking a sheet would do."""

    new: int
    shops: int
    sites: int
    overdue: int

    @property
    def nowhere(self) -> int:
        return self.new - self.shops - self.sites


async def run(work: JobRun) -> None:
    for sent in await work.read(case_sheets.to_read):
        await _look(work, sent)
    for sent in await work.read(case_sheets.agreed):
        await _take(work, sent)
    for sent in await work.read(case_sheets.wanted):
        await _give_back(work, sent)
    await office_files.sweep(work, FOLDER)
    await work.done()


async def _look(work: JobRun, sent: SentSheet) -> None:
    """Read the sheet and show its preview; return it unchanged if only the outcomes were asked for."""
    try:
        sheet = await _read(work, sent)
    except Unreadable as error:
        refusal = error
        await _refuse(work, sent, lambda say: Reply(unreadable(refusal, say), urgent=True))
        return
    if sheet is None:
        return
    if sheet.problems:
        await _refuse(
            work,
            sent,
            lambda say: Reply("\n".join([say("intake.sheet_refused"), *wrong(sheet, say, LINES)]), urgent=True),
        )
    elif sent.wants_results:
        await work.write(lambda post: case_sheets.move(post.tx, sent, CaseSheetState.DONE))
    else:
        await _show(work, sent, sheet)


async def _refuse(work: JobRun, sent: SentSheet, build: Build) -> None:
    async def write(post: Post) -> None:
        await case_sheets.move(post.tx, sent, CaseSheetState.REFUSED)
        await post.tell(sent.person_id, build, key=f"cases:{sent.id}/refused")

    await work.write(write)
    work.count("refused")


async def _read(work: JobRun, sent: SentSheet) -> case_sheet.CaseSheet | None:
    """Read the file in a limited worker process; None when it has to wait: the file is lost, or our system gives no worker."""
    file = await work.read(lambda tx: case_sheets.file_of(tx, sent.id))
    if file is None:
        return None
    if not await asyncio.to_thread(durable.is_whole, work.folder / file.file):
        log.error("the file of case sheet %d is not there as it was written; it is fetched again", sent.id)
        await work.write(lambda post: media.fetch_again(post.tx, file.id, work.clock()))
        return None
    content = await asyncio.to_thread((work.folder / file.file).read_bytes)
    try:
        while await work.write(lambda post: case_sheets.opening(post.tx, sent.id)) <= OPENINGS:
            try:
                sheet = await work.workers.cases(content, sent.file)
            except Overrun as overrun:
                log.error("case sheet %d broke its worker: %s", sent.id, overrun)
                continue
            except Unreadable:
                raise
            await work.write(lambda post: case_sheets.not_opened(post.tx, sent.id))
            return sheet
    except (OSError, asyncio.CancelledError) as error:
        await work.write(lambda post: case_sheets.not_opened(post.tx, sent.id))
        if isinstance(error, asyncio.CancelledError):
            raise
        log.error("case sheet %d cannot be read now: %s", sent.id, error)
        return None
    raise Unreadable("set_aside")


async def _show(work: JobRun, sent: SentSheet, sheet: case_sheet.CaseSheet) -> None:
    counts = await work.read(lambda tx: _counts(work, tx, sheet.cases))
    state = CaseSheetState.READY if counts.new else CaseSheetState.REFUSED

    def build(say: Say) -> Reply:
        if not counts.new:
            return Reply(say("intake.nothing_new", file=sent.file, many=len(sheet.cases)), urgent=True)
        lines = [
            say(
                "intake.preview",
                file=sent.file,
                many=len(sheet.cases),
                new=counts.new,
                known=len(sheet.cases) - counts.new,
                shops=counts.shops,
                sites=counts.sites,
                nowhere=counts.nowhere,
            )
        ]
        if sheet.repeated:
            rows = "、".join(map(str, sheet.repeated[:LINES]))
            lines.append(say("intake.preview_repeated", rows=rows))
        if counts.overdue:
            lines.append(say("intake.preview_overdue", many=counts.overdue))
        yes = Button(say("intake.import_it"), action("case_files.take_sheet", sent.id))
        no = Button(say("intake.leave_it"), action("case_files.drop_sheet", sent.id))
        return Reply("\n".join(lines), ((yes, no),), urgent=True, topic=Topic.INTAKE)

    async def write(post: Post) -> None:
        kept = orjson.dumps(sheet.cases).decode() if counts.new else ""
        await case_sheets.move(post.tx, sent, state, kept)
        await post.tell(sent.person_id, build, key=f"cases:{sent.id}/preview")

    await work.write(write)
    work.count("shown")


async def _counts(work: JobRun, tx: Tx, cases: Sequence[case_sheet.Case]) -> Counts:
    """Sort by the names in the text, as each case is sorted at its import."""
    known = await intakes.known(tx, intakes.CASES)
    names = [compact(name) for name in await camera_views.shop_names(tx)]
    places = [compact(site.name) for site in await sites.every(tx)]
    new = [case for case in cases if case.number not in known]
    words = [compact(f"{case.place} {case.text}") for case in new]
    at_shops = [any(name in said for name in names) for said in words]
    at_sites = [not shop and any(p in said for p in places) for shop, said in zip(at_shops, words, strict=True)]
    now = work.now.replace(tzinfo=None)
    return Counts(len(new), sum(at_shops), sum(at_sites), sum(_is_over(case.due, now) for case in new))


def _is_over(due: datetime | None, now: datetime) -> bool:
    return due is not None and due < now


async def _take(work: JobRun, sent: SentSheet) -> None:
    cases = _cases().validate_json(sent.cases or "[]")
    before = len(await work.read(lambda tx: intakes.known(tx, intakes.CASES)))
    await case_import.take(work.database, work.turns, cases, work.clock, work.hand_over)
    new = len(await work.read(lambda tx: intakes.known(tx, intakes.CASES))) - before

    async def write(post: Post) -> None:
        await case_sheets.move(post.tx, sent, CaseSheetState.DONE)
        await post.tell(
            sent.person_id,
            lambda say: Reply(say("intake.imported", file=sent.file, new=new), urgent=True),
            key=f"cases:{sent.id}/imported",
        )

    await work.write(write)
    work.count("imported", new)


async def _give_back(work: JobRun, sent: SentSheet) -> None:
    """The sheet with four added columns; its file may have been deleted."""
    sheet = await _read(work, sent)
    found = await work.read(lambda tx: intakes.results(tx, intakes.CASES))
    say = speaker(work.world.language)
    files: tuple[Attachment, ...] = ()
    ended = 0
    if sheet is not None:
        numbers = set(sheet.numbers)
        mine = [one for one in found if one.outer_id in numbers]
        ended = sum(map(has_ended, mine))
        content = await asyncio.to_thread(results_workbook, sheet, results_in_words(mine, say, work.zone))
        name = say("intake.results_name", file=sent.file.rpartition(".")[0] or sent.file)
        files = (await office_files.keep(work, FOLDER, content, name),)
    many = len(sheet.cases) if sheet else 0

    def build(say: Say) -> Reply:
        if not files:
            return Reply(say("intake.results_gone"), urgent=True)
        return Reply(say("intake.results", file=sent.file, many=many, ended=ended), attachments=files, urgent=True)

    async def write(post: Post) -> None:
        await case_sheets.want_results(post.tx, sent, wanted=False)
        await post.tell(sent.person_id, build, key=f"cases:{sent.id}/results/{work.clock().timestamp():.0f}")

    await work.write(write)
    work.count("given_back")


job = Job(
    name="case-sheets",
    at={"minute": 7},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(hours=1),
    run=run,
    overtakes=True,
    tells=True,
)
