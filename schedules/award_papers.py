"""Draws the title's papers outside any transaction: the poster of a public notice, and each certificate once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Post
from files import durable
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from programme.titles.title_state import TitleState
from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from storage.shops.shops import Shop
from storage.titles import titles
from storage.titles.titles import Title
from texts import speaker

if TYPE_CHECKING:
    from documents.papers import certificate, notice
else:
    certificate = lazy("documents.papers.certificate")
    notice = lazy("documents.papers.notice")

FOLDER = "awards"


@dataclass(frozen=True)
class Paper:
    """A living title together with its shop."""

    title: Title
    place: Shop


async def run(work: JobRun) -> None:
    """Draw and send what is new; a repeated run draws the same files and tells nobody twice."""
    for group in await work.read(_on_notice):
        await _notice(work, group)
    for paper in await work.read(_certified):
        await _certificate(work, paper)
    await work.done()


async def _on_notice(tx: Tx) -> list[list[Paper]]:
    """The running notices, each with its shops in walking order."""
    found = [Paper(t, await shops.shop(tx, t.shop_id)) for t in await titles.living(tx, TitleState.NOTICE)]
    found.sort(key=lambda p: (p.title.notice_from or date.min, p.title.quarter))
    return [list(group) for _, group in groupby(found, key=lambda p: (p.title.notice_from, p.title.quarter))]


async def _certified(tx: Tx) -> list[Paper]:
    """Titles with a certificate, earlier ones too: a file lost from disk is drawn again, and nobody is told a second time."""
    return [Paper(t, await shops.shop(tx, t.shop_id)) for t in await titles.certified(tx)]


async def _notice(work: JobRun, group: Sequence[Paper]) -> None:
    """Send every manager the poster and its words, to be hung up and passed on."""
    one, bureau = group[0].title, work.world.rules.bureau
    if one.notice_from is None or one.notice_until is None:
        return
    known = notice.Notice(
        one.quarter,
        [(p.place.name, p.place.address) for p in group],
        one.notice_from,
        one.notice_until,
        bureau.name,
        bureau.title,
    )
    say = speaker(work.world.language)
    ref = f"{FOLDER}/notice-{one.quarter}-{one.notice_from}-{durable.name_of(say.language, known)}.png"
    await asyncio.to_thread(_write, work, {ref: lambda: notice.notice_png(known, say)})
    poster, words = Attachment(Medium.PHOTO, ref, "notice.png"), notice.notice_text(known, say)

    async def tell(post: Post) -> None:
        for manager in await people.with_role(post.tx, "manager"):
            key = f"notice:{one.quarter}:{one.notice_from}:{manager.id}"
            await post.tell(manager.id, lambda _: Reply(words, attachments=(poster,)), key=key)

    await work.write(tell)
    work.count("notices")


async def _certificate(work: JobRun, paper: Paper) -> None:
    """Send the shop the certificate as PDF (to print) and PNG (for the phone), and the managers the PDF."""
    title, place, rules = paper.title, paper.place, work.world.rules
    if title.confirmed_at is None:
        return
    known = certificate.Certificate(
        number=title.number,
        shop=place.name,
        door=place.address,
        quarter=title.quarter,
        day=title.confirmed_at.astimezone(work.zone).date(),
        bureau=rules.bureau.name,
        title=rules.bureau.title,
        check=f"{work.world.address}/title/{title.number}",
    )
    say = speaker(work.world.language)
    base = f"{FOLDER}/{title.number}-{durable.name_of(say.language, known)}"
    await asyncio.to_thread(
        _write,
        work,
        {
            f"{base}.pdf": lambda: certificate.certificate(known, say),
            f"{base}.png": lambda: certificate.certificate_png(known, say),
        },
    )
    pdf = Attachment(Medium.FILE, f"{base}.pdf", f"{title.number}.pdf")
    png = Attachment(Medium.PHOTO, f"{base}.png", f"{title.number}.png")

    async def tell(post: Post) -> None:
        if not await titles.drawn(post.tx, title.id, work.clock()):
            return
        values = {"shop": place.name, "number": title.number}
        for holder in await shops.holders(post.tx, place.id):
            await post.tell(
                holder,
                lambda say: Reply(say("titles.your_certificate", **values), attachments=(png, pdf), urgent=True),
                key=f"certificate:{title.id}:{holder}",
            )
        for manager in await people.with_role(post.tx, "manager"):
            await post.tell(
                manager.id,
                lambda say: Reply(say("titles.certificate_drawn", **values), attachments=(pdf,)),
                key=f"certificate:{title.id}:manager:{manager.id}",
            )

    await work.write(tell)
    work.count("certificates")


def _write(work: JobRun, papers: Mapping[str, Callable[[], bytes]]) -> None:
    """Write each file atomically; a complete file that exists is kept."""
    for ref, make in papers.items():
        path = work.folder / ref
        if not durable.is_whole(path):
            durable.write(path, make())


job = Job(
    name="award-papers",
    at={"hour": 9, "minute": 20},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=9),
    run=run,
    tells=True,
)
