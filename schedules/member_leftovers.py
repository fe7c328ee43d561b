"""Friday 16:00: remind members of shops nobody has seen this week; members without any get no message."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from programme.calendar import week_days, week_of
from programme.staff_days import ends_week
from schedules import rounds

HOUR = time(16, 0)


async def run(work: JobRun) -> None:
    """Write to every member with a shop that nobody has looked at this week.

    Raises:
        ValueError: the period is not a week.
    """
    monday, sunday = week_days(work.period)
    if work.hand or monday <= work.now.date() <= sunday:
        found = await work.read(
            lambda tx: rounds.read(
                tx, work.now, max(sunday, work.now.date()), lambda stop: not stop.looked or stop.looked < monday
            )
        )
        moment = datetime.combine(work.now.date(), HOUR, work.zone)
        await rounds.send(work, found, "left", moment, rounds.end_of(max(sunday, work.now.date()), work))
    await work.done()


job = Job(
    name="member-leftovers",
    at={"hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(hours=4),
    run=run,
    on=ends_week,
)
