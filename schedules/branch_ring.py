"""The quarter's first working day at 09:20: which branch goes to which for 支部互查; each secretary hears their own."""

from __future__ import annotations

from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from messages.reply import Reply
from programme.activities.branch_ring import ring
from programme.calendar import next_working_day, quarter_of
from storage.activities import branch_rounds
from storage.people import people


async def run(work: JobRun) -> None:
    """Draw the ring and tell it; a run done again changes nothing and tells nobody twice."""
    quarter = work.period

    async def draw(post: Post) -> None:
        names = await people.branches(post.tx)
        secretaries = await branch_rounds.secretaries(post.tx)
        numbers = {names[number]: number for number in secretaries if number in names}
        for name, visited in ring(numbers, quarter).items():
            await branch_rounds.draw(post.tx, quarter, numbers[name], numbers[visited])
        for number, visited_id in (await branch_rounds.visits(post.tx, quarter)).items():
            for secretary in secretaries.get(number, []):
                told = names[visited_id]
                key = f"branch-ring:{quarter}:{secretary}"
                await post.tell(secretary, lambda say: Reply(say("branch_checks.drawn", branch=told)), key=key)  # noqa: B023
                work.count("told")

    await work.publish(draw)


def _is_first(day: date) -> bool:
    """Whether it is the first working day of its quarter."""
    begins = date(day.year, day.month - (day.month - 1) % 3, 1)
    return day == next_working_day(begins - timedelta(days=1))


job = Job(
    name="branch-ring",
    at={"month": "1,4,7,10", "hour": 9, "minute": 20},
    period=lambda moment: quarter_of(moment.date()),
    late_ok=timedelta(days=3),
    run=run,
    on=_is_first,
)
