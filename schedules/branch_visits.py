"""In a quarter's third month at 09:10: branches that no leader has visited yet, to their secretary and their leader only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.activities.branch_ring import in_order
from programme.calendar import Rest, quarter_begins
from programme.staff_days import reminds_of_visits
from storage.activities import branch_leaders, branch_rounds
from storage.people import people
from texts import Say
from texts.days import Names

HOUR = time(9, 10)


async def run(work: JobRun) -> None:
    """Remind whoever looks after branches without a visit in the quarter of the period's day, each in one message."""
    day = datetime.fromisoformat(work.period).date()
    first = datetime.combine(quarter_begins(day), time(), work.zone)

    async def remind(post: Post) -> None:
        visited = await branch_rounds.visited_since(post.tx, first)
        names = await people.branches(post.tx)
        until = datetime.combine(day + timedelta(days=3), HOUR, work.zone)
        await _tell(post, work, {number: name for number, name in names.items() if number not in visited}, until)

    await work.publish(remind)


async def _tell(post: Post, work: JobRun, left: Mapping[int, str], until: datetime) -> None:
    """Each person one message for all the branches they look after of those that are `left`."""
    for person, branches in (await branch_leaders.looked_after(post.tx)).items():
        own = left.get(branches.own) if branches.own is not None else None
        led = in_order(left[number] for number in branches.led if number in left)
        if own or led:
            await post.tell(person, _not_yet(own, led), key=f"{work.job}:{work.period}:{person}", best_before=until)
            work.count("told")


def _not_yet(own: str | None, led: Sequence[str]) -> Build:
    def build(say: Say) -> Reply:
        lines = [say("branch_checks.not_visited", branch=own)] if own else []
        lines += [say("branch_checks.not_visited_led", branches=Names(tuple(led)), branch=led[0])] if led else []
        return Reply("\n".join(lines))

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
