"""What the clock does for requests of residents: sends on what has no place, says what is late, closes what is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.job import JobRun
from bot.post import Post
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.requests.promises import is_much, may_reopen, number
from programme.requests.request_state import WAITING, RequestState
from storage.people import people
from storage.requests import service_requests
from storage.requests.service_requests import BY_SILENCE, ServiceRequest
from texts import Say


async def keep_promises(work: JobRun, now: datetime) -> None:
    """Every request whose time has come moves one step; each in a transaction of its own."""
    patience = timedelta(minutes=work.world.rules.deadlines.place_minutes)
    for one in await work.read(lambda tx: service_requests.in_states(tx, RequestState.ASKING)):
        if one.at + patience <= now:
            await _move(work, one, now, "requests_opened")
    for one in await work.read(lambda tx: service_requests.in_states(tx, *sorted(WAITING))):
        if one.promised_at <= now and one.late_at is None:
            await _move(work, one, now, "requests_late")
    for one in await work.read(lambda tx: service_requests.in_states(tx, RequestState.DONE)):
        ended = one.ended_at.astimezone(work.zone).date() if one.ended_at else now.date()
        if not may_reopen(ended, now.date(), work.world.rules):
            await _move(work, one, now, "requests_closed")


async def _move(work: JobRun, one: ServiceRequest, now: datetime, what: str) -> None:
    async def move(post: Post) -> bool:
        if await service_requests.request(post.tx, one.id) != one:
            return False
        if one.state is RequestState.ASKING:
            await _open(post, one, now)
        elif one.state is RequestState.DONE:
            closed = replace(one, state=RequestState.CLOSED, ending=BY_SILENCE)
            await service_requests.save(post.tx, one, closed, event=closed.state, by=None, at=now)
        else:
            await service_requests.save(post.tx, one, replace(one, late_at=now), event="late", by=None, at=now)
            said = await service_requests.lately(post.tx, one.person_id, now)
            if is_much(said.waiting, said.reported):
                return True  # one of very many: it stands in 待办 as late
            await _tell_managers(post, one, now, "requests.late")
            key = f"request:{one.id}:sorry:{one.promised_at.timestamp():.0f}"
            name = number(one.at.astimezone(work.zone).date(), one.id)
            await post.tell(one.person_id, lambda say: Reply(say("requests.sorry", number=name)), key=key)
        return True

    if await work.write(move):
        work.count(what)


async def _open(post: Post, one: ServiceRequest, now: datetime) -> None:
    """Whoever reported has not said where: somebody reads it all the same."""
    opened = replace(one, state=RequestState.OPEN)
    await service_requests.save(post.tx, one, opened, event="placed", by=None, at=now)
    await _tell_managers(post, opened, now, "requests.no_place_came")


async def _tell_managers(post: Post, one: ServiceRequest, now: datetime, sentence: str) -> None:
    managers: list[PersonId] = [m.id for m in await people.with_role(post.tx, "manager") if m.id != one.person_id]
    name = number(one.at.astimezone(now.tzinfo).date(), one.id)

    def told(say: Say) -> Reply:
        row = (Button(say("requests.open_it"), action("request_answers.show_request", one.id)),)
        text = say(sentence, number=name, text=one.text or say("help_request.no_words"))
        return Reply(text, (row,), urgent=True, topic=Topic.REQUEST.of(one.id))

    for manager in managers:
        await post.tell(manager, told, key=f"{sentence}:{one.id}:{one.promised_at.timestamp():.0f}:{manager}")
