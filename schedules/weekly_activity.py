"""Thursday 10:00: where no volunteer day is planned for the week after, one line to the secretary whose turn it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from messages.reply import Reply
from programme.activities.activity_state import ActivityKind
from programme.activities.branch_ring import whose_turn
from programme.calendar import Rest, iso_week, week_days, week_of
from storage.activities import activities, branch_rounds
from storage.people import people


async def run(work: JobRun) -> None:
    """Ask one branch, and nobody when something is planned."""
    monday, sunday = week_days(week_of(week_days(work.period)[0] + timedelta(days=7)))

    async def ask(post: Post) -> None:
        for one in await activities.coming(post.tx, ActivityKind.VOLUNTEER, work.now):
            if monday <= one.begins_at.astimezone(work.zone).date() <= sunday:
                return
        names = await people.branches(post.tx)
        secretaries = await branch_rounds.secretaries(post.tx)
        numbers = {names[number]: number for number in secretaries if number in names}
        turn = whose_turn(numbers, iso_week(monday))
        for secretary in secretaries[numbers[turn]] if turn else ():
            key = f"weekly-activity:{work.period}:{secretary}"
            until = datetime.combine(sunday, datetime.min.time(), work.zone)
            await post.tell(secretary, lambda say: Reply(say("planning.your_turn")), key=key, best_before=until)
            work.count("told")

    await work.publish(ask)


job = Job(
    name="weekly-activity",
    at={"day_of_week": "thu", "hour": 10},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(hours=7),
    run=run,
    rest=Rest.QUIET,
)
