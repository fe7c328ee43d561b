"""Monday 09:00: the ten in “先看谁” order with the reason, on the first working day of the week."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from programme.calendar import week_days, week_of
from programme.staff_days import begins_week
from schedules import rounds

HOUR = time(9, 0)


async def run(work: JobRun) -> None:
    """Write to every member who links to a shop.

    Raises:
        ValueError: the period is not a week.
    """
    monday, sunday = week_days(work.period)
    if work.hand or monday <= work.now.date() <= sunday:
        found = await work.read(lambda tx: rounds.read(tx, work.now, max(sunday, work.now.date()), lambda _: True))
        moment = datetime.combine(work.now.date(), HOUR, work.zone)
        await rounds.send(work, found, "head", moment, rounds.end_of(max(sunday, work.now.date()), work))
    await work.done()


job = Job(
    name="member-week",
    at={"hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(days=3),
    run=run,
    on=begins_week,
)
