"""The first of the month, 09:50: owners hear what is due this month, managers how many pledges wait for whom."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.calendar import Rest
from programme.ids import PersonId
from programme.pledges.pledge_state import TO_DO, PledgeState
from storage.core.tx import Tx
from storage.people import people
from storage.pledges import pledges
from storage.pledges.pledges import Pledge
from texts import Say
from texts.days import Day

MOST = 10
"""Lines of one message."""


async def run(work: JobRun) -> None:
    """Tell each owner of what is due, once a month; nothing is due, nothing is said.

    Raises:
        ValueError: the period is no month.
    """
    first = date.fromisoformat(f"{work.period}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    due = await work.read(lambda tx: _due(tx, last))

    async def tell(post: Post) -> None:
        for owner, mine in due.items():
            if await post.tell(owner, _told(mine), key=f"{work.job}:{work.period}:{owner}"):
                work.count("told")
        late = len({one.id for mine in due.values() for one in mine})
        silent = len(await pledges.in_states(post.tx, PledgeState.DONE))
        for manager in await people.with_role(post.tx, "manager") if late or silent else []:
            key = f"{work.job}:{work.period}:manager:{manager.id}"
            await post.tell(
                manager.id, lambda say: Reply(say("pledges.month_managers", due=late, silent=silent)), key=key
            )

    await work.publish(tell)


async def _due(tx: Tx, last: date) -> dict[PersonId, list[Pledge]]:
    found: dict[PersonId, list[Pledge]] = defaultdict(list)
    for one in await pledges.in_states(tx, *TO_DO):
        if one.due <= last:
            for owner in await pledges.owners(tx, one):
                found[owner].append(one)
    return found


def _told(mine: list[Pledge]) -> Build:
    def build(say: Say) -> Reply:
        lines = [
            say(
                "pledges.line",
                number=one.id,
                title=one.title,
                due=Day(one.due),
                state=say(f"pledges.state_{one.state}"),
            )
            for one in mine[:MOST]
        ]
        return Reply("\n".join([say("pledges.month", many=len(mine)), *lines]))

    return build


job = Job(
    name="pledges",
    at={"day": 1, "hour": 9, "minute": 50},
    period=lambda moment: f"{moment:%Y-%m}",
    late_ok=timedelta(days=10),
    run=run,
    rest=Rest.QUIET,
)
