"""Routing a request to its handler; the reporter is told by when it is answered and where to follow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.flow import Turn
from bot.steps import action
from documents.papers.door_sheets import courtesy
from handlers.requests import request_desk
from handlers.requests.request_desk import Asked, promised_anew, reference
from messages.reply import Reply
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.roles import Role
from programme.services import is_not_ours
from storage.people import people
from storage.requests import service_requests
from storage.requests.help_requests import NOT_SOLVED
from storage.requests.service_requests import ServiceRequest
from texts.days import Until


def more(request_id: ServiceRequestId) -> str:
    """The step by which whatever is said next belongs to it."""
    return action("filing.add_to_request", request_id)


def until(turn: Turn, moment: datetime) -> Until:
    return Until(moment.astimezone(turn.zone), turn.day)


def link(turn: Turn, request: ServiceRequest) -> str:
    """The line with the address of its page; empty where there are no pages."""
    return "\n" + turn.say("requests.link", link=f"{turn.address}/r/{request.token}") if turn.address else ""


async def send(turn: Turn, request: ServiceRequest) -> None:
    """To its desk; whoever reported reads back what was understood."""
    asked = await request_desk.open_request(turn, request)
    known = await request_desk.shown(turn, request)
    values = {"number": known.number, "until": until(turn, request.due_at), "what": known.what(turn.say)}
    if not asked.is_heard:
        text = turn.say("requests.nobody", **values)
    else:
        text = turn.say("requests.taken", who=await _who(turn, asked), **values)
    if is_not_ours(request.text):
        text += "\n" + turn.say("requests.other_offices")
    then = more(request.id)
    turn.reply(text + link(turn, request), topic=Topic.REQUEST.of(request.id), then=then)


async def _who(turn: Turn, asked: Asked) -> str:
    """责任队员王同志: of one keeper the surname; the managers are many."""
    if asked.keeper is None:
        return turn.say("help_request.manager")
    person = await people.person(turn.tx, asked.keeper)
    if Role.MANAGER in person.roles:
        return turn.say("help_request.manager")
    return turn.say("requests.keeper", name=courtesy(person.name, turn.say))


async def open_again(turn: Turn, request: ServiceRequest) -> None:
    """Not solved: a manager has it, with a new promise; everybody else who reported it hears so."""
    anew = promised_anew(request, turn.incoming.at.astimezone(turn.zone), turn.rules)
    again = replace(anew, rating=NOT_SOLVED, ending="", reopened=request.reopened + 1)
    await service_requests.save(turn.tx, request, again, event="reopened", by=turn.me, at=turn.now)
    await request_desk.ask(turn, again, "requests.came_again")
    name = reference(request, turn.zone)
    for other in await service_requests.reporters(turn.tx, request.id):
        if other != turn.me:
            due = until(turn, again.due_at)
            await turn.tell(other, lambda say: Reply(say("requests.reopened_by_another", number=name, until=due)))  # noqa: B023
    then = more(request.id)
    turn.reply(turn.say("requests.reopened", number=name, until=until(turn, again.due_at)), then=then)
