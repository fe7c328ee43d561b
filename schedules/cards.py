"""On the first working day of a quarter: tell keepers which cards nobody opens, and managers how many requests are deferred."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.calendar import Rest, quarter_of
from programme.ids import PersonId
from programme.requests.request_state import RequestState
from programme.staff_days import begins_quarter
from storage.core.tx import Tx
from storage.people import covers, people
from storage.requests import service_requests
from storage.sites import cards, sites
from texts import Say

HOUR = time(9, 30)
UNOPENED = timedelta(days=90)
MOST = 20
"""Cards named in one message."""

Unopened = dict[PersonId, list[tuple[str, str]]]
"""By keeper: the site and the place of each card."""


async def run(work: JobRun) -> None:
    """Send each keeper one message about cards that may be missing, and each manager the number of deferred requests."""
    unopened = await work.read(lambda tx: _unopened(tx, work.now))
    shelved = len(await work.read(lambda tx: service_requests.in_states(tx, RequestState.CANNOT)))

    async def publish(post: Post) -> bool:
        for keeper, hung in unopened.items():
            await post.tell(keeper, _told(hung), key=f"{work.job}:{work.period}:{keeper}")
        if shelved:
            for manager in await people.with_role(post.tx, "manager"):
                key = f"{work.job}:{work.period}:shelved:{manager.id}"
                await post.tell(manager.id, lambda say: Reply(say("cards.shelved", many=shelved)), key=key)
        return True

    await work.publish(publish)
    work.count("keepers", len(unopened))


async def _unopened(tx: Tx, now: datetime) -> Unopened:
    found: Unopened = defaultdict(list)
    for card in await cards.unopened(tx, now - UNOPENED):
        site = await sites.site(tx, card.site_id)
        for keeper in await covers.keepers_at(tx, site, now.date()):
            found[keeper].append((site.name, card.label))
    return found


def _told(hung: list[tuple[str, str]]) -> Build:
    def build(say: Say) -> Reply:
        lines = [say("cards.unopened_line", site=site, label=label) for site, label in hung[:MOST]]
        return Reply(say("cards.unopened", lines="\n".join(lines)))

    return build


job = Job(
    name="cards",
    at={"month": "jan,apr,jul,oct", "day": "1-20", "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: quarter_of(moment.date()),
    late_ok=timedelta(days=30),
    run=run,
    rest=Rest.QUIET,
    on=begins_quarter,
)
