"""Working mornings: remind those who may decide of appeals near their deadline; managers, where nobody may decide."""

from __future__ import annotations

from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import is_working_day, next_working_day
from storage.appeals import appeals
from storage.appeals.appeals import Appeal
from storage.people import people
from storage.shops import shops
from texts.days import Until


async def run(work: JobRun) -> None:
    """Remind once a day per appeal at most."""
    day = date.fromisoformat(work.period)
    waiting = await work.read(appeals.open_ones)
    soon = [case for case in waiting if case.due_at.astimezone(work.zone).date() <= next_working_day(day)]

    async def publish(post: Post) -> bool:
        for case in soon:
            await _remind(post, work, case, day)
        return True

    await work.publish(publish)
    work.count("waiting", len(waiting))


async def _remind(post: Post, work: JobRun, case: Appeal, day: date) -> None:
    place = await shops.shop(post.tx, case.shop_id)
    able = await appeals.deciders(post.tx, case)
    key = f"{work.job}:{day}:{case.id}"
    until = Until(case.due_at.astimezone(work.zone), work.now.date())
    for person in able:
        await post.tell(person, _asked(case, place.name, until, late=case.due_at < work.now), key=f"{key}:{person}")
    if not able:
        for manager in await people.with_role(post.tx, "manager"):
            await post.tell(
                manager.id,
                lambda say: Reply(say("appeal.nobody_to_decide", shop=place.name)),
                key=f"{key}:{manager.id}",
            )


def _asked(case: Appeal, shop: str, until: Until, *, late: bool) -> Build:
    sentence = "appeal.late" if late else "appeal.waiting"
    return lambda say: Reply(
        say(sentence, shop=shop, until=until),
        ((Button(say("appeal.look_at_it"), action("appeal_decision.show_appeal", case.id)),),),
        once=False,
        topic=Topic.APPEAL.of(case.id),
    )


job = Job(
    name="appeals",
    at={"hour": 9, "minute": 5},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=8),
    run=run,
    on=is_working_day,
)
