"""Every ten minutes: once its end has passed an activity is over and its host is asked who came; a week later it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.job import JobRun
from bot.post import Build, Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.activities.activity_state import ActivityKind, ActivityState, PartState
from programme.activities.time_given import SURE, hours
from storage.activities import activities, parts
from storage.activities.activities import Activity
from storage.activities.parts import Part
from texts import Say


async def end_activities(work: JobRun, now: datetime) -> None:
    """Take the next step of every activity whose time has come, each in its own transaction."""
    for one in await work.read(lambda tx: activities.in_state(tx, ActivityState.PLANNED)):
        if one.ends_at <= now:
            await _move(work, one, replace(one, state=ActivityState.OVER))
    for one in await work.read(lambda tx: activities.in_state(tx, ActivityState.OVER)):
        if one.ends_at + SURE <= now:
            await _move(work, one, replace(one, state=ActivityState.CLOSED, ended_at=now))


async def _move(work: JobRun, before: Activity, after: Activity) -> None:
    async def move(post: Post) -> None:
        if await activities.activity(post.tx, before.id) != before:
            return
        await activities.save(post.tx, before, after)
        if after.state is ActivityState.OVER:
            is_joint = after.kind is ActivityKind.JOINT
            told = (lambda say: Reply(say("joint.is_over", number=after.id))) if is_joint else _asked(after)
            await post.tell(after.host_id, told, key=f"activity:{after.id}:over")
            return
        await parts.forget_others(post.tx, after.id)
        for part in await parts.of(post.tx, after.id, PartState.CAME):
            await _tell_noted(post, after, part)

    await work.write(move)
    work.count(f"activities_{after.state}")


def _asked(one: Activity) -> Build:
    return lambda say: _who_came(say, one)


def _who_came(say: Say, one: Activity) -> Reply:
    row = (Button(say("noting.tick"), action("noting.ask_who_came", one.id)),)
    return Reply(say("noting.is_over", number=one.id, title=one.title), (row,), topic=Topic.ACTIVITY.of(one.id))


async def _tell_noted(post: Post, one: Activity, part: Part) -> None:
    """Closed by itself: whoever was noted hears it, unless the host's last tap has told them."""
    if part.person_id is None or part.minutes is None:
        return
    values = {"hours": hours(part.minutes), "number": one.id, "title": one.title}

    def told(say: Say) -> Reply:
        row = (Button(say("claims.wrong"), action("claims.say_wrong", part.id)),)
        return Reply(say("claims.noted", **values), (row,), topic=Topic.ACTIVITY.of(one.id))

    await post.tell(part.person_id, told, key=f"hours:{part.id}:{part.minutes}:{part.person_id}")
