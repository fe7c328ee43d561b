"""At the end of a quarter: nominate the shops that have earned the title, for the managers only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from messages.reply import Reply
from programme.calendar import quarter_of, week_days, week_of
from programme.ids import ShopId
from programme.rules import Rules
from programme.staff_days import begins_quarter
from programme.titles.title import earned
from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from storage.titles import titles, vetoes

HOUR = time(9, 40)
LAST_MONTHS = {"Q1": (4, 0), "Q2": (7, 0), "Q3": (10, 0), "Q4": (1, 1)}
"""For each quarter the month after its last, and whether that lies in the next year."""
BACK = timedelta(weeks=53)
"""Runs looked back over; unrated ones are skipped, so that twelve may be long ago."""


async def run(work: JobRun) -> None:
    """Nominate every shop whose runs up to the end of the quarter earn it, and tell the managers once.

    Raises:
        ValueError: the period is not a quarter.
    """
    last = last_day(work.period)
    worthy = await work.read(lambda tx: _worthy(tx, last, work.world.rules))

    async def publish(post: Post) -> int:
        now = work.clock()
        nominated = [n for shop in worthy if (n := await titles.nominate(post.tx, shop, work.period, now))]
        if nominated:
            await _tell(post, work.period, len(nominated))
        return len(nominated)

    work.count("nominated", await work.publish(publish) or 0)


async def _worthy(tx: Tx, last: date, rules: Rules) -> list[ShopId]:
    """Shops whose published runs earn the title as of the end of the quarter, and that stand under no red line."""
    found = []
    for shop, runs in (await titles.pasts(tx, week_of(last - BACK))).items():
        until_then = [past for past in runs if week_days(past.period)[1] <= last]
        if not earned(until_then, veto=False, rules=rules):
            continue
        place = await shops.shop(tx, shop)
        if not (place.left_at or await vetoes.is_under(tx, place, last, rules)):
            found.append(shop)
    return found


async def _tell(post: Post, quarter: str, many: int) -> None:
    for manager in await people.with_role(post.tx, "manager"):
        await post.tell(
            manager.id,
            lambda say: Reply(say("title_jobs.nominated", quarter=quarter, many=many)),
            key=f"titles:{quarter}:{manager.id}",
        )


def last_day(quarter: str) -> date:
    """The last day of a calendar quarter such as “2026-Q4”. Raises ValueError for anything else."""
    year, _, name = quarter.partition("-")
    if name not in LAST_MONTHS:
        raise ValueError(f"a quarter is written like 2026-Q4, not {quarter!r}")
    month, ahead = LAST_MONTHS[name]
    return date(int(year) + ahead, month, 1) - timedelta(days=1)


def _quarter_before(moment: datetime) -> str:
    return quarter_of(moment.date().replace(day=1) - timedelta(days=1))


job = Job(
    name="titles",
    at={"month": "jan,apr,jul,oct", "day": "1-20", "hour": HOUR.hour, "minute": HOUR.minute},
    period=_quarter_before,
    late_ok=timedelta(days=30),
    run=run,
    on=begins_quarter,
)
