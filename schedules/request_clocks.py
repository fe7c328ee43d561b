"""Every ten minutes, requests of residents: route those without a place, report overdue ones, close those without objection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.job import JobRun
from bot.post import Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import next_working_day
from programme.ids import PersonId
from programme.requests.promises import is_much, may_reopen, number
from programme.requests.request_state import WAITING, RequestState
from programme.services import Services
from storage.requests import desks, service_requests
from storage.requests.service_requests import BY_SILENCE, ServiceRequest
from texts import Say

DAYS_LATE = 2
"""Working days after which managers hear that something is not done, however often its desk was told."""


async def keep_promises(work: JobRun, now: datetime) -> None:
    """Take the next step of every request whose time has come, each in its own transaction."""
    patience = timedelta(minutes=work.world.rules.deadlines.place_minutes)
    for one in await work.read(lambda tx: service_requests.in_states(tx, RequestState.ASKING)):
        if one.at + patience <= now:
            await _move(work, one, now, "requests_opened")
    for one in await work.read(lambda tx: service_requests.in_states(tx, *sorted(WAITING))):
        if _is_late(one, work, now) or _is_long_late(one, work, now):
            await _move(work, one, now, "requests_late")
    for one in await work.read(lambda tx: service_requests.in_states(tx, RequestState.DONE)):
        ended = one.ended_at.astimezone(work.zone).date() if one.ended_at else now.date()
        if not may_reopen(ended, now.date(), work.world.rules):
            await _move(work, one, now, "requests_closed")


def _is_late(one: ServiceRequest, work: JobRun, now: datetime) -> bool:
    """Whether nobody has said yet that its promise is broken: a first word at its hour, what is not done the next morning."""
    if one.late_at is not None or one.promised_at > now:
        return False
    if one.answered_at is None:
        return True
    morning = next_working_day(one.done_due_at.astimezone(work.zone).date())
    return now >= datetime.combine(morning, work.world.rules.hours.morning_from, work.zone)


def _is_long_late(one: ServiceRequest, work: JobRun, now: datetime) -> bool:
    """Whether it is two working days overdue and the managers have not been told."""
    if one.answered_at is None or one.escalated_at is not None:
        return False
    due = one.done_due_at.astimezone(work.zone).date()
    return next_working_day(due, DAYS_LATE) <= now.date()


async def _move(work: JobRun, one: ServiceRequest, now: datetime, what: str) -> None:
    async def move(post: Post) -> bool:
        if await service_requests.request(post.tx, one.id) != one:
            return False
        if one.state is RequestState.ASKING:
            await _open(work, post, one, now)
        elif one.state is RequestState.DONE:
            closed = replace(one, state=RequestState.CLOSED, ending=BY_SILENCE)
            await service_requests.save(post.tx, one, closed, event=closed.state, by=None, at=now)
        else:
            await _late(work, post, one, now)
        return True

    if await work.write(move):
        work.count(what)


async def _late(work: JobRun, post: Post, one: ServiceRequest, now: datetime) -> None:
    """Without a first answer it goes to the managers; not done, its handler is reminded, later the managers."""
    is_long = one.late_at is not None
    late = replace(one, escalated_at=now) if is_long else replace(one, late_at=now)
    await service_requests.save(post.tx, one, late, event="late", by=None, at=now)
    said = await service_requests.lately(post.tx, one.person_id, now)
    if is_much(said.waiting, said.reported):
        return  # one of very many: it stands in 待办 as late
    reporters = await service_requests.reporters(post.tx, one.id)
    if one.answered_at is None or is_long:
        told = await desks.managers(post.tx, reporters)
    else:
        told = await desks.desk(post.tx, one, Services(work.world.rules.services), now.date())
    await _tell(post, one, told, now, "requests.late")
    if not is_long:
        name = number(one.at.astimezone(work.zone).date(), one.id)
        for reporter in reporters:
            key = f"request:{one.id}:sorry:{one.promised_at.timestamp():.0f}:{reporter}"
            await post.tell(reporter, lambda say: Reply(say("requests.sorry", number=name)), key=key)


async def _open(work: JobRun, post: Post, one: ServiceRequest, now: datetime) -> None:
    """Route a request whose reporter has not named the place, or not said whether it is a duplicate."""
    opened = replace(one, state=RequestState.OPEN)
    await service_requests.save(post.tx, one, opened, event="placed", by=None, at=now)
    sentence = "requests.no_place_came" if one.site_id is None and not one.place else "requests.unasked_came"
    desk = await desks.desk(post.tx, opened, Services(work.world.rules.services), now.date())
    await _tell(post, opened, desk, now, sentence)


async def _tell(post: Post, one: ServiceRequest, people: Iterable[PersonId], now: datetime, sentence: str) -> None:
    name = number(one.at.astimezone(now.tzinfo).date(), one.id)

    def told(say: Say) -> Reply:
        row = (Button(say("requests.open_it"), action("request_answers.show_request", one.id)),)
        text = say(sentence, number=name, text=one.text or say("help_request.no_words"))
        return Reply(text, (row,), urgent=True, topic=Topic.REQUEST.of(one.id))

    stage = "" if one.escalated_at is None else ":long"
    for person in people:
        key = f"{sentence}:{one.id}:{one.promised_at.timestamp():.0f}{stage}:{person}"
        await post.tell(person, told, key=key)
