"""The quarter's first working day at 09:20: which branch goes to which for 支部互查; its secretary and its leader hear it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.activities.branch_ring import in_order, ring
from programme.calendar import next_working_day, quarter_begins, quarter_of
from storage.activities import branch_leaders, branch_rounds
from storage.people import people
from texts import Say


async def run(work: JobRun) -> None:
    """Draw the ring and tell it; a run done again changes nothing and tells nobody twice."""
    quarter = work.period

    async def draw(post: Post) -> None:
        names = await people.branches(post.tx)
        secretaries = await branch_rounds.secretaries(post.tx)
        numbers = {names[number]: number for number in secretaries if number in names}
        for name, visited in ring(numbers, quarter).items():
            await branch_rounds.draw(post.tx, quarter, numbers[name], numbers[visited])
        await _tell(post, work, names)

    await work.publish(draw)


async def _tell(post: Post, work: JobRun, names: Mapping[int, str]) -> None:
    """Each person one message for all the branches they look after."""
    goes = {number: names[to] for number, to in (await branch_rounds.visits(post.tx, work.period)).items()}
    for person, branches in (await branch_leaders.looked_after(post.tx)).items():
        own = goes.get(branches.own) if branches.own is not None else None
        led = {names[number]: goes[number] for number in branches.led if number in goes}
        if own or led:
            await post.tell(person, _drawn(own, led), key=f"branch-ring:{work.period}:{person}")
            work.count("told")


def _drawn(own: str | None, led: Mapping[str, str]) -> Build:
    """Where one's own branch goes, and where those go that one is linked with."""

    def build(say: Say) -> Reply:
        lines = [say("branch_checks.drawn", branch=own)] if own else []
        lines += [say("branch_checks.drawn_led", branch=branch, visited=led[branch]) for branch in in_order(led)]
        return Reply("\n".join(lines))

    return build


def _is_first(day: date) -> bool:
    """Whether it is the first working day of its quarter."""
    return day == next_working_day(quarter_begins(day) - timedelta(days=1))


job = Job(
    name="branch-ring",
    at={"month": "1,4,7,10", "hour": 9, "minute": 20},
    period=lambda moment: quarter_of(moment.date()),
    late_ok=timedelta(days=3),
    run=run,
    on=_is_first,
)
