"""A list of sites sent in chat: compared with what is known, and shown to the sender for a decision."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.job import JobRun
from bot.post import Post
from bot.steps import action
from files.dataclass import dataclass
from files.lazily import lazy
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.roster.site_roster import SitePlan, plan_sites
from storage.roster import rosters
from storage.roster.rosters import Draft
from storage.roster.site_roster import known_sites
from texts import Say

if TYPE_CHECKING:
    from documents.roster import site_words
    from documents.roster.site_sheet import SiteSheet
else:
    site_words = lazy("documents.roster.site_words")

LINES = 8
"""Most lines of what is wrong in one chat message."""


@dataclass(frozen=True, slots=True)
class LookedAtSites:
    """A list of sites as read and compared."""

    sheet: SiteSheet
    plan: SitePlan

    @property
    def may_be_applied(self) -> bool:
        return not self.sheet.problems and not self.plan.refusals


async def look_at_sites(work: JobRun, sheet: SiteSheet) -> LookedAtSites:
    known = await work.read(lambda tx: known_sites(tx, work.clock()))
    return LookedAtSites(sheet, await asyncio.to_thread(plan_sites, sheet.entries, known))


async def tell_sites(work: JobRun, draft: Draft, looked: LookedAtSites) -> None:
    """Keep the rows until the decision, and show what they would do."""
    is_news = looked.may_be_applied and looked.plan.changes_anything

    async def write(post: Post) -> None:
        entries = looked.sheet.entries if is_news else None
        kept = await rosters.previewed(post.tx, draft.id, entries, kind=rosters.SITES)
        if kept and draft.person_id is not None:
            key = f"roster:{draft.id}/preview"
            await post.tell(draft.person_id, lambda say: _shown(say, draft, looked), key=key)

    await work.write(write)


def _shown(say: Say, draft: Draft, looked: LookedAtSites) -> Reply:
    if lines := site_words.wrong_sites(looked.sheet, looked.plan, say, LINES):
        return Reply("\n".join([say("roster.refused"), *lines]), urgent=True)
    lines = [say("roster.head", file=draft.file, many=looked.sheet.rows)]
    if not looked.plan.changes_anything:
        return Reply("\n".join([*lines, say("roster.nothing")]), urgent=True)
    lines += [*site_words.preview_sites(looked.sheet, looked.plan, say), say("roster.ask")]
    rows = (
        (Button(say("roster.confirm"), action("site_rosters.apply_sites", draft.id)),),
        (Button(say("roster.cancel"), action("roster.cancel_roster", draft.id)),),
    )
    return Reply("\n".join(lines), rows, urgent=True, topic=Topic.ROSTER)
