"""Thursday 10:00: next week's recurring volunteer days are planned; with none at all, the branch whose turn it is is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.job import Job, JobRun
from bot.passing import activity_news
from bot.post import Build, Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.activities.activity_state import ActivityKind, ActivityState
from programme.activities.branch_ring import whose_turn
from programme.activities.recurring import Recurring
from programme.calendar import Rest, iso_week, week_days, week_of
from programme.ids import ActivityId, PersonId
from storage.activities import activities, branch_rounds
from storage.activities.activities import Activity
from storage.people import people
from storage.sites import sites
from texts import Say


async def run(work: JobRun) -> None:
    """Plan what comes back, ask one branch where nothing is planned, and nobody when something is."""
    monday, sunday = week_days(week_of(week_days(work.period)[0] + timedelta(days=7)))

    async def ask(post: Post) -> None:
        names = await people.branches(post.tx)
        secretaries = await branch_rounds.secretaries(post.tx)
        numbers = {names[number]: number for number in secretaries if number in names}
        turn = whose_turn(numbers, iso_week(monday))
        for one in work.world.rules.activities:
            for host in secretaries.get(numbers.get(one.branch or turn, 0), [])[:1]:
                await _plan(work, post, one, monday, host)
        if await _planned(work, post, monday, sunday):
            return
        for secretary in secretaries[numbers[turn]] if turn else ():
            key = f"weekly-activity:{work.period}:{secretary}"
            until = datetime.combine(sunday, datetime.min.time(), work.zone)
            await post.tell(secretary, lambda say: Reply(say("planning.your_turn")), key=key, best_before=until)
            work.count("told")

    await work.publish(ask)


async def _planned(work: JobRun, post: Post, first: date, last: date) -> list[Activity]:
    """The volunteer days between two days."""
    coming = await activities.coming(post.tx, ActivityKind.VOLUNTEER, work.now)
    return [one for one in coming if first <= one.begins_at.astimezone(work.zone).date() <= last]


async def _plan(work: JobRun, post: Post, recurring: Recurring, monday: date, host: PersonId) -> None:
    """Keep and announce it for that week, unless it stands already; its host hears of it and may call it off."""
    day = recurring.day(monday)
    if any(one.title == recurring.title for one in await _planned(work, post, day, day)):
        return
    begins = datetime.combine(day, recurring.begins, work.zone)
    site = await sites.named_in(post.tx, recurring.place)
    made = Activity(
        id=ActivityId(0),
        kind=ActivityKind.VOLUNTEER,
        title=recurring.title,
        place=recurring.place,
        site_id=site[0].id if len(site) == 1 else None,
        branch_id=(await people.person(post.tx, host)).branch_id,
        host_id=host,
        begins_at=begins,
        ends_at=datetime.combine(day, recurring.ends, work.zone),
        places=recurring.places or None,
        state=ActivityState.PLANNED,
        changes=0,
        made_at=work.now,
        ended_at=None,
    )
    one = await activities.plan(post.tx, made)
    await post.tell(
        host, _planned_for_you(one, work.now), key=f"weekly-activity:{work.period}:{one.id}", best_before=begins
    )
    await activity_news.announce(post, one, work.world.rules, work.now)
    work.count("planned")


def _planned_for_you(one: Activity, now: datetime) -> Build:
    def build(say: Say) -> Reply:
        rows = (
            (Button(say("planning.poster"), action("own_papers.take_poster", one.id)),),
            (Button(say("planning.call_off"), action("planning.call_off", one.id)),),
        )
        words = say("planning.planned_for_you", **activity_news.values_of(one, now))
        return Reply(words, rows, once=False, topic=Topic.ACTIVITY.of(one.id))

    return build


job = Job(
    name="weekly-activity",
    at={"day_of_week": "thu", "hour": 10},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(hours=7),
    run=run,
    rest=Rest.QUIET,
)
