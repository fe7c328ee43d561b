"""A help request that the shop takes back by a sentence: whoever was to answer hears that they need not."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.requests import help_answers
from handlers.shared import relations
from messages.reply import CANCEL, Button
from messages.topics import Topic
from programme.ids import HelpRequestId
from programme.requests.help_state import HelpState
from programme.roles import Action
from storage.delivery import prompts
from storage.requests import help_requests
from storage.requests.help_requests import HelpRequest
from storage.shops import shops

flow = Flow("help_withdrawn")

_SHOWN = 20
"""Characters of a request on its button."""


@flow.intent("drop_help", Action.ASK_HELP)
async def said_drop_help(turn: Turn) -> None:
    """“把下水道那个求助撤了吧，已经通了”: the one that it speaks of; of one that it does not it is asked."""
    every = [r for place in await turn.held() for r in await help_requests.waiting_at(turn.tx, place.id)]
    waiting = [request for request in every if request.state is HelpState.OPEN]
    spoken_of = [request for request in waiting if turn.goes_on(turn.text, request.text)]
    meant = spoken_of or waiting
    if not meant:
        turn.stay()
        turn.reply(turn.say("help_request.none_waits"))
    elif len(meant) == 1 and (spoken_of or not turn.words):
        await _withdraw(turn, meant[0])
    else:
        rows = [[Button(request.text[:_SHOWN], withdraw_request(request.id))] for request in meant]
        rows.append([Button(turn.say("engine.cancel"), CANCEL)])
        turn.reply(turn.say("help_request.withdraw_which"), buttons=rows, topic=Topic.HELP)


@flow.step(Action.ASK_HELP, to=relations.to_request, refused="engine.answered")
async def withdraw_request(turn: Turn, request_id: HelpRequestId) -> None:
    request = await help_requests.request(turn.tx, request_id)
    if request.state is HelpState.OPEN:
        await _withdraw(turn, request)
    else:
        turn.reply(turn.say("engine.answered"))


async def _withdraw(turn: Turn, request: HelpRequest) -> None:
    dropped = replace(request, state=HelpState.DROPPED)
    await help_requests.save(
        turn.tx, request, dropped, event="taken back", by=turn.me, at=turn.now, note=turn.text[:200]
    )
    await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.HELP.of(request.id), turn.now)
    await help_answers.call_off(turn, request)
    place = await shops.shop(turn.tx, request.shop_id)
    turn.reply(turn.say("help_request.withdrawn", shop=place.name, text=request.text[:_SHOWN]))
