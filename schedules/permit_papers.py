"""Draws permits to sell that were given and sends each to its holder, as PDF to print and as a picture for the phone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.job import JobRun
from bot.post import Post
from files import durable
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from storage.sites import permits, sites
from storage.sites.permits import PitchPermit
from storage.sites.sites import Site
from texts import speaker

if TYPE_CHECKING:
    from documents.papers import permit
else:
    permit = lazy("documents.papers.permit")

FOLDER = "permits"


async def draw(work: JobRun) -> None:
    """Each once; one whose season has become longer is drawn anew."""
    for one in await work.read(permits.undrawn):
        site = await work.read(lambda tx, one=one: sites.site(tx, one.site_id))  # type: ignore[misc]
        await _paper(work, one, site)


async def _paper(work: JobRun, one: PitchPermit, site: Site) -> None:
    bureau, say = work.world.rules.bureau, speaker(work.world.language)
    known = permit.Permit(
        number=one.number,
        name=one.name,
        goods=one.goods,
        site=site.name,
        place=" ".join(part for part in (site.street, site.place, site.hours) if part),
        since=one.since,
        until=one.until,
        bureau=bureau.name,
        phone=bureau.phone,
        check=f"{work.world.address}/permit/{one.number}" if work.world.address else "",
    )
    base = f"{FOLDER}/{one.number}-{durable.name_of(say.language, known)}"
    for ref, make in ((f"{base}.pdf", permit.permit), (f"{base}.png", permit.permit_png)):
        if not durable.is_whole(work.folder / ref):
            durable.write(work.folder / ref, await asyncio.to_thread(make, known, say))
    pdf = Attachment(Medium.FILE, f"{base}.pdf", f"{one.number}.pdf")
    png = Attachment(Medium.PHOTO, f"{base}.png", f"{one.number}.png")

    async def tell(post: Post) -> None:
        if await permits.drawn(post.tx, one.id, work.clock()):
            await post.tell(
                one.person_id,
                lambda say: Reply(say("permits.paper", number=one.number), attachments=(png, pdf), urgent=True),
                key=f"permit:{one.id}:{one.until}",
            )

    await work.write(tell)
    work.count("permits")
