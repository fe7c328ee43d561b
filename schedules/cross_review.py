"""On the 1st: draw the month's cross reviews (four of each member's ten shops), and tell each reviewer theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import is_working_day, next_working_day
from programme.checks.spread import spread
from programme.ids import PersonId, ShopId
from programme.reviews.cross_review import swap
from storage.core.tx import Tx
from storage.people import covers
from storage.reviews import cross_duties
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say

HOUR = time(9, 0)
OVER = timedelta(minutes=10)


async def run(work: JobRun) -> None:
    """Draw the month once; drawing it again changes nothing.

    Raises:
        ValueError: the period is not a month.
    """
    first = date.fromisoformat(f"{work.period}-01")
    drawn = await work.read(lambda tx: _draw(tx, max(first, work.now.date()), work.period))
    told = await work.read(lambda tx: _by_reviewer(tx, drawn))

    async def publish(post: Post) -> bool:
        if await cross_duties.in_month(post.tx, work.period):
            return False
        await cross_duties.draw(post.tx, work.period, drawn)
        for reviewer, places in told.items():
            await _tell(post, work, reviewer, places, first)
        return True

    if await work.publish(publish):
        work.count("drawn", len(drawn))
        work.count("reviewers", len(told))
    else:
        work.count("unchanged")


async def _draw(tx: Tx, day: date, month: str) -> dict[ShopId, PersonId]:
    """The month's draw, shop → reviewer."""
    return swap(month, await cross_duties.turns(tx, day), (await covers.team(tx, day)).helpers)


async def _by_reviewer(tx: Tx, drawn: Mapping[ShopId, PersonId]) -> dict[PersonId, list[Shop]]:
    """Each reviewer's shops in walking order."""
    by_reviewer: dict[PersonId, list[Shop]] = defaultdict(list)
    for shop, reviewer in drawn.items():
        by_reviewer[reviewer].append(await shops.shop(tx, shop))
    return {who: sorted(places, key=lambda p: (p.street, p.walk)) for who, places in by_reviewer.items()}


async def _tell(post: Post, work: JobRun, reviewer: PersonId, places: Sequence[Shop], first: date) -> None:
    """Tell the reviewers on a working day: the next one when the 1st is none; at once when run by hand."""
    key = f"{work.job}:{work.period}:{reviewer}"
    day = first if is_working_day(first) else next_working_day(first)
    at = spread(datetime.combine(day, HOUR, work.zone), key, OVER)
    later = at if at > work.now and not work.hand else None
    until = datetime.combine(first + timedelta(days=31), time(), work.zone).replace(day=1)
    if not await post.tell(
        reviewer,
        _list(places, until, work.world.rules.shops_per_member + 1),
        key=key,
        not_before=later,
        best_before=until,
    ):
        work.count("unreachable")


def _list(places: Sequence[Shop], until: datetime, apart: int) -> Build:
    """The list of shops; numbers below `apart` mean one's own shops."""

    def build(say: Say) -> Reply:
        lines = [say("cross_draw.head", many=len(places))]
        lines += [say("cross_draw.line", shop=p.name, door=p.address) for p in places]
        lines.append(say("cross_draw.how"))
        rows = tuple((Button(f"{p.name} {p.door}", action("review.open_review", p.id)),) for p in places)
        return Reply("\n".join(lines), rows, once=False, topic=Topic.CROSS_REVIEW, best_before=until, count_from=apart)

    return build


job = Job(
    name="cross-review",
    at={"day": 1, "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: f"{moment:%Y-%m}",
    late_ok=timedelta(days=20),
    run=run,
)
