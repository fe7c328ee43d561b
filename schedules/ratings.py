"""The weekly rating run: Sunday 18:00, for the week that ends then. Versioned, repeatable, never edited.

Several processes may make one run together: it is divided into stretches of whole grids, and each process takes what nobody
else is at (`rating_stretches`). A run that was broken off goes on where it was.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from programme.calendar import week_days, week_of
from schedules.rating_stretches import Judge
from schedules.rules_version import rules_hash, rules_text
from storage.appeals import appeals
from storage.core.tx import Tx
from storage.operations.runs import Request
from storage.ratings import rating_inputs, ratings, stretches, worlds
from storage.ratings.rating_inputs import Moment
from storage.ratings.ratings import RatingRun
from storage.ratings.shop_evidence import CALENDAR_DAYS

HOUR = time(18, 0)
CHUNK = 800
"""About the lived-in shops of one stretch: read, judged and written together; 0 for a stretch a grid."""


async def run(work: JobRun) -> None:
    """Rate every shop as of the period's Sunday 18:00, or as of now when run by hand within the week."""
    _, sunday = week_days(work.period)
    end = datetime.combine(sunday, HOUR, work.zone)
    through = min(end, work.now) if work.hand else end
    await rate_period(work, through, await _kind(work), is_final=through == end)


async def rate_period(work: JobRun, through: datetime, kind: str, *, is_final: bool = False) -> bool:
    """Write and publish a new version for the period; False when nothing had changed since the newest one.

    In the shadow time a version stays a draft: it is kept, follows the drafts before it, and nobody is shown it. A `final` run,
    of a week that is over, judges what the first run of that week's end has read, whatever was recorded since.
    """
    drafts = kind == "draft"
    before = await work.read(lambda tx: _run_before(tx, work.period, drafts=drafts))
    first = await work.read(lambda tx: worlds.first_run(tx, work.period, through)) if is_final else None
    rules = rules_hash(work.world.rules)
    number = await _begin(work, through, rules, before, first)
    moment = Moment(
        through.date() - timedelta(days=CALENDAR_DAYS), through.date(), through, before.id if before else None
    )
    await Judge(work, through, moment, first).judge(number)
    return await _finish(work, number, rules, kind)


async def _begin(work: JobRun, through: datetime, rules: str, before: RatingRun | None, first: int | None) -> int:
    """The number of the run: one that is under way for the same, or a new version, divided into stretches."""
    if first is None:
        grids = await work.read(lambda tx: rating_inputs.stretches(tx, CHUNK))
    else:
        grids = [(grid, grid) for grid in await work.read(lambda tx: worlds.grids(tx, first))]
    appeared = (before.published_at or before.started_at) if before else None

    async def begin(post: Post) -> int:
        await ratings.keep_rules(post.tx, rules, rules_text(work.world.rules))
        tx, period = post.tx, work.period
        number = await ratings.under_way(tx, period=period, through=through, rules_hash=rules, since=appeared)
        if number is None:
            number = await ratings.begin(tx, period=period, through=through, rules_hash=rules, now=work.clock())
            await stretches.begin(post.tx, number, grids)
        return number

    return await work.write(begin)


async def _finish(work: JobRun, number: int, rules: str, kind: str) -> bool:
    """Publish a run that is written; drop it when nothing had changed. False, too, when another process has finished it."""
    drafts = kind == "draft"
    inputs = await work.read(lambda tx: stretches.inputs_hash(tx, number))
    counts = await work.read(lambda tx: ratings.counts(tx, number))
    newest = await work.read(lambda tx: ratings.newest(tx, work.period, drafts=drafts))
    if newest and newest.id != number and (newest.rules_hash, newest.inputs_hash) == (rules, inputs):
        await work.write(lambda post: ratings.drop(post.tx, number))
        work.counts.update(counts if _is_answer(newest, work.asked) else {"unchanged": 1})
        await work.done()
        return False

    async def publish(post: Post) -> bool:
        if not await ratings.seal(post.tx, number, kind=kind, inputs_hash=inputs):
            return False
        if not drafts:
            await ratings.publish(post.tx, number, work.clock())
        return True

    if await work.publish(publish) is None:
        await work.write(lambda post: ratings.drop(post.tx, number))
        return False
    work.counts.update(counts)
    return True


def _is_answer(newest: RatingRun, asked: Request | None) -> bool:
    """Whether this version was made after the request for it: the process that made it died before reporting it."""
    return asked is not None and newest.started_at >= asked.at


async def _kind(work: JobRun) -> str:
    """Why a run is made: draft, scheduled, or by hand, after a granted appeal if there was one since the version before."""
    if work.world.rules.rating.shadow:
        return "draft"
    if not work.hand:
        return "scheduled"
    newest = await work.read(lambda tx: ratings.newest(tx, work.period))
    if newest is None:
        return "hand"
    since = newest.started_at
    return "appeal" if await work.read(lambda tx: appeals.is_granted_since(tx, since)) else "hand"


async def _run_before(tx: Tx, period: str, *, drafts: bool) -> RatingRun | None:
    """The newest published run of an earlier period; the newest draft in the shadow time."""
    earlier = [run for run in await ratings.recent(tx, 60, drafts=drafts) if run.period < period]
    return earlier[0] if earlier else None


job = Job(
    name="ratings",
    at={"day_of_week": "sun", "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(days=6),
    run=run,
)
