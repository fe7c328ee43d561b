"""Reads a roster sent in chat once its file is fetched, and shows the sender its effect for a decision."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from documents.isolation.desk import Overrun
from documents.roster.roster_cells import Unreadable
from files import durable
from files.dataclass import dataclass
from files.lazily import lazy
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.roster.roster import Plan
from programme.roster.roster_plan import plan
from schedules import case_handover
from schedules.site_lists import LookedAtSites, look_at_sites, tell_sites
from storage.photos import media
from storage.photos.media import Media
from storage.roster import roster, rosters
from storage.roster.rosters import Draft
from texts import Say

if TYPE_CHECKING:
    from documents.roster import roster_words, site_sheet
    from documents.roster.roster_sheet import Sheet
else:
    roster_words = lazy("documents.roster.roster_words")
    site_sheet = lazy("documents.roster.site_sheet")

log = logging.getLogger(__name__)

OPENINGS = 2
"""Workers a roster may break before it is set aside."""

SET_ASIDE = "set_aside"
"""The sentence that says so."""

NO_COLUMN = "no_column"
"""The sentence of a file without a roster's headings."""

LINES = 8
"""Most lines of what is wrong in one chat message."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A roster as read and compared, or why it could not be read."""

    sheet: Sheet | None
    plan: Plan | None
    why: Unreadable | None = None

    @property
    def may_be_applied(self) -> bool:
        return bool(self.sheet and self.plan and not self.sheet.problems and not self.plan.refusals)


async def run(work: JobRun) -> None:
    """Every roster whose file has come and that nobody has looked at yet; reading is done beside the database."""
    for draft, file in await work.read(rosters.waiting):
        looked = await _look(work, draft, file)
        if isinstance(looked, LookedAtSites):
            await tell_sites(work, draft, looked)
        elif looked:
            await _tell(work, draft, looked)
        if looked:
            work.count("ready" if looked.may_be_applied else "refused")
        else:
            work.count("waiting")
    await work.done()


async def _look(work: JobRun, draft: Draft, file: Media) -> Looked | LookedAtSites | None:
    """The roster as read, or why it cannot be; None when that has to wait: its file is lost, or our system gives no worker."""
    if not await asyncio.to_thread(durable.is_whole, work.folder / file.file):
        log.error("the file of roster %d is not there as it was written; it is fetched again", draft.id)
        await work.write(lambda post: media.fetch_again(post.tx, file.id, work.clock()))
        return None
    try:
        sheet = await _sheet(work, draft, file)
    except Unreadable as error:
        if error.sentence == NO_COLUMN and await case_handover.is_handed_over(work, draft, file):
            return None
        return Looked(None, None, error)
    except OSError as error:
        log.error("roster %d cannot be read now: %s", draft.id, error)
        await work.write(lambda post: rosters.not_opened(post.tx, draft.id))
        return None
    except asyncio.CancelledError:
        await work.write(lambda post: rosters.not_opened(post.tx, draft.id))
        raise
    if isinstance(sheet, site_sheet.SiteSheet):
        return await look_at_sites(work, sheet)
    known = await work.read(lambda tx: roster.known(tx, work.now))
    return Looked(sheet, await asyncio.to_thread(plan, sheet.entries, known, work.world.rules.shops_per_member))


async def _sheet(work: JobRun, draft: Draft, file: Media) -> Sheet | site_sheet.SiteSheet:
    """Read the file in a limited worker process; each try is counted first, and a file that breaks two workers is set aside."""
    content = await asyncio.to_thread((work.folder / file.file).read_bytes)
    while await work.write(lambda post: rosters.opening(post.tx, draft.id)) <= OPENINGS:
        try:
            sites = await work.workers.sites(content, draft.file)
            if sites is not None:
                return sites
            return await work.workers.roster(content, draft.file, work.world.rules.duties)
        except Overrun as overrun:
            log.error("roster %d broke its worker: %s", draft.id, overrun)
    raise Unreadable(SET_ASIDE)


async def _tell(work: JobRun, draft: Draft, looked: Looked) -> None:
    """Keep the rows until the decision, and show what they would do."""

    async def write(post: Post) -> None:
        entries = looked.sheet.entries if looked.sheet and looked.may_be_applied else None
        if entries and looked.plan and not looked.plan.changes_anything:
            entries = None
        set_aside = looked.why is not None and looked.why.sentence == SET_ASIDE
        if await rosters.previewed(post.tx, draft.id, entries, set_aside=set_aside) and draft.person_id is not None:
            await post.tell(draft.person_id, _shown(draft, looked), key=f"roster:{draft.id}/preview")

    await work.write(write)


def _shown(draft: Draft, looked: Looked) -> Build:
    def build(say: Say) -> Reply:
        if looked.why or looked.sheet is None or looked.plan is None:
            return Reply(roster_words.unreadable(looked.why, say) if looked.why else "", urgent=True)
        if lines := roster_words.wrong(looked.sheet, looked.plan, say, LINES):
            return Reply("\n".join([say("roster.refused"), *lines]), urgent=True)
        head = say("roster.head", file=draft.file, many=looked.sheet.rows)
        if not looked.plan.changes_anything:
            notes = roster_words.remarks(looked.sheet, looked.plan, say)
            return Reply("\n".join([head, say("roster.nothing"), *notes]), urgent=True)
        text = "\n".join([head, *roster_words.preview(looked.sheet, looked.plan, say), say("roster.ask")])
        rows = [(Button(say("roster.confirm"), action("roster.apply_roster", draft.id)),)]
        if looked.plan.corrected:
            rows.append((Button(say("roster.confirm_handed"), action("roster.apply_roster_as_handed_over", draft.id)),))
        rows.append((Button(say("roster.cancel"), action("roster.cancel_roster", draft.id)),))
        return Reply(text, tuple(rows), urgent=True, topic=Topic.ROSTER)

    return build


job = Job(
    name="roster-files",
    at={"minute": 7},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(hours=1),
    run=run,
    overtakes=True,
    tells=True,
)
