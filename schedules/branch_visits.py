"""In a quarter's third month at 09:10: branches that no leader has visited yet are reminded, each its own secretary only."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.calendar import Rest
from programme.staff_days import reminds_of_visits
from storage.activities import branch_rounds
from storage.people import people
from texts import Say

HOUR = time(9, 10)


async def run(work: JobRun) -> None:
    """Remind the secretaries of branches without a visit in the quarter of the period's day; others hear nothing."""
    day = datetime.fromisoformat(work.period).date()
    first = datetime(day.year, day.month - (day.month - 1) % 3, 1, tzinfo=work.zone)

    async def remind(post: Post) -> None:
        visited = await branch_rounds.visited_since(post.tx, first)
        names = await people.branches(post.tx)
        for branch, secretaries in (await branch_rounds.secretaries(post.tx)).items():
            for secretary in secretaries if branch not in visited else ():
                key = f"{work.job}:{work.period}:{secretary}"
                until = datetime.combine(day + timedelta(days=3), HOUR, work.zone)
                await post.tell(secretary, _not_yet(names[branch]), key=key, best_before=until)
                work.count("told")

    await work.publish(remind)


def _not_yet(branch: str) -> Build:
    def build(say: Say) -> Reply:
        return Reply(say("branch_checks.not_visited", branch=branch))

    return build


job = Job(
    name="branch-visits",
    at={"month": "3,6,9,12", "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: moment.date().isoformat(),
    late_ok=timedelta(hours=8),
    run=run,
    rest=Rest.QUIET,
    on=reminds_of_visits,
)
