"""Starts the clock of a finding when its shop is told: at delivery, or at the latest start when nothing was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import cast

from bot.job import JobRun
from bot.post import Post
from files.dataclass import dataclass
from messages.reply import Reply
from programme.calendar import due_at
from programme.duties import Deadline, Duties
from programme.findings.clock_start import is_late, latest_start, started
from storage.core.tx import Tx
from storage.findings import findings
from storage.findings.findings import Delivered, Finding
from storage.shops import shops
from storage.shops.shop_days import hours_of, open_days
from texts.days import Until

AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Start:
    """A finding as it runs from now on; `is_late_news`: the message that told it named a deadline that is too early."""

    finding: Finding
    is_late_news: bool


async def start_clocks(work: JobRun, now: datetime) -> None:
    """Start every clock whose shop has been told by now."""
    for running in await work.read(lambda tx: _due(tx, work, now)):
        await _start(work, running, now)


async def _due(tx: Tx, work: JobRun, now: datetime) -> list[Start]:
    """The findings whose clock starts now; those of one observation were told in one message and start together."""
    found = []
    for (shop_id, _), group in groupby(await findings.untold(tx), key=lambda f: (f.shop_id, f.opened_at)):
        place, together = await shops.shop(tx, shop_id), list(group)
        arrived = await _delivered(tx, together)
        latest = latest_start(together[0].opened_at.astimezone(work.zone), hours_of(place))
        start = started(arrived.done_at if arrived else None, latest, now)
        if start is None:
            continue
        start = start.astimezone(work.zone)
        is_late_news = arrived is not None and is_late(arrived.done_at, arrived.expected_at)
        days = await open_days(tx, place, start.date(), start.date() + AHEAD)
        for finding in together:
            running = replace(finding, told_at=start)
            if arrived is None or is_late_news or start != arrived.done_at.astimezone(work.zone):
                due = due_at(cast("Deadline", finding.kind), start, work.world.rules, hours_of(place), days)
                running = replace(running, due_at=due)
            found.append(Start(running, is_late_news))
    return found


async def _delivered(tx: Tx, together: Sequence[Finding]) -> Delivered | None:
    arrived = [await findings.delivered(tx, finding.id) for finding in together]
    return min((one for one in arrived if one), key=lambda one: one.done_at, default=None)


async def _start(work: JobRun, one: Start, now: datetime) -> None:
    running = one.finding

    async def start(post: Post) -> bool:
        before = await findings.finding(post.tx, running.id)
        if before.told_at is not None or before.closed_at is not None or before.state != running.state:
            return False
        await findings.save(post.tx, before, running, event="clock started", by=None, at=now)
        if one.is_late_news:
            await _tell_new_deadline(post, work, running, now)
        return True

    if await work.write(start):
        work.count("clocks_started")


async def _tell_new_deadline(post: Post, work: JobRun, running: Finding, now: datetime) -> None:
    place = await shops.shop(post.tx, running.shop_id)
    duty = Duties(work.world.rules.duties).by_key(running.duty) or running.duty
    due = cast("datetime", running.due_at).astimezone(work.zone)
    until = Until(due, now.date())
    for holder in await shops.holders(post.tx, running.shop_id):
        await post.tell(
            holder,
            lambda say: Reply(say("findings.clock_from", shop=place.name, duty=duty, until=until), urgent=True),
            key=f"finding:{running.id}:clock:{holder}",
        )
