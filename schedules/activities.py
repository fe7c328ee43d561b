"""Every day at 17:00: who signed up for tomorrow is reminded once, with the tap that gives the place to somebody else."""

from __future__ import annotations

from datetime import timedelta

from bot.job import Job, JobRun
from bot.post import Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.activities.activity_state import ActivityState, PartState
from programme.calendar import Rest
from programme.ids import PersonId
from storage.activities import activities, parts
from storage.activities.activities import Activity
from texts import Say
from texts.days import Hours


async def run(work: JobRun) -> None:
    """Remind everybody who has a place tomorrow; a run done again says nothing twice."""
    tomorrow = work.now.date() + timedelta(days=1)
    for one in await work.read(lambda tx: activities.in_state(tx, ActivityState.PLANNED)):
        if one.begins_at.astimezone(work.zone).date() != tomorrow:
            continue
        for part in await work.read(lambda tx, one=one: parts.of(tx, one.id, PartState.SIGNED)):  # type: ignore[misc]
            if part.person_id is not None:
                await _remind(work, one, part.person_id)
    await work.done()


async def _remind(work: JobRun, one: Activity, person: PersonId) -> None:
    when = Hours(one.begins_at.astimezone(work.zone), one.ends_at.astimezone(work.zone))
    values = {"number": one.id, "when": when, "place": one.place, "title": one.title}

    def tomorrow(say: Say) -> Reply:
        row = (Button(say("activities.not_coming"), action("activities.give_up_place", one.id)),)
        return Reply(say("activities.tomorrow", **values), (row,), topic=Topic.ACTIVITY.of(one.id))

    async def tell(post: Post) -> None:
        key = f"activity:{one.id}:{one.changes}:tomorrow:{person}"
        if await post.tell(person, tomorrow, key=key, best_before=one.begins_at):
            work.count("reminded")

    await work.write(tell)


job = Job(
    name="activities",
    at={"hour": 17},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=3),
    run=run,
    rest=Rest.QUIET,
)
