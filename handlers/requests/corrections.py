"""Edits of messages that made a help request or a request: the text is replaced, and its handler is told."""

from __future__ import annotations

from dataclasses import replace

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from handlers.requests import filing, help_answers, request_desk
from messages.topics import Topic
from programme.ids import ServiceRequestId
from programme.requests.help_state import HelpState
from programme.requests.promises import number
from programme.requests.request_state import WAITING, RequestState
from storage.delivery import prompts
from storage.delivery.message_effects import Effect
from storage.requests import help_requests, service_requests
from storage.requests.help_requests import HelpEvent, HelpRequest
from storage.requests.service_requests import ServiceRequest
from storage.shops import shops
from storage.sites import sites

flow = Flow("corrections")

HELP = "help"
"""The intent of a message that asks for help."""


@flow.edits.before("help", in_place=True)
async def correct_help(turn: Turn, effect: Effect) -> Edited:
    """Replace the words of a help request; a message that now is another command drops an unanswered one."""
    said = await help_requests.event(turn.tx, effect.subject_id)
    request = await help_requests.request(turn.tx, said.request_id)
    if request.state is HelpState.DROPPED or turn.me not in await shops.holders(turn.tx, request.shop_id):
        turn.reply(turn.say("engine.edit_done"))
        return Edited.STAYS
    if not effect.step and turn.meant and turn.meant[0].intent != HELP:
        return await _something_else(turn, said, request)
    await _say_help(turn, said, request, turn.text if effect.step or not turn.meant else turn.words)
    return Edited.REPLACED


async def _say_help(turn: Turn, said: HelpEvent, request: HelpRequest, words: str) -> None:
    await help_requests.correct(turn.tx, said, words)
    photos = await turn.keep("help", request.id) if turn.attachments else ()
    if request.state is not HelpState.ASKING:
        await help_answers.pass_on(turn, request, words, photos, "help_request.corrected_came")
    answered = request.answered_at is not None
    turn.reply(turn.say("help_request.corrected_late" if answered else "help_request.corrected"))


async def _something_else(turn: Turn, said: HelpEvent, request: HelpRequest) -> Edited:
    """Drop the request, unless it was answered or the message only added words to it."""
    if request.answered_at is not None or said.event != help_requests.ASKED or turn.local_now.date() > turn.day:
        turn.reply(turn.say("engine.edit_done"))
        return Edited.STAYS
    dropped = replace(request, state=HelpState.DROPPED)
    await help_requests.save(turn.tx, request, dropped, event="taken back", by=turn.me, at=turn.now)
    await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.HELP.of(request.id), turn.now)
    turn.step = "" if turn.step.endswith(f" {request.id}") else turn.step
    if request.state is HelpState.OPEN:
        await help_answers.call_off(turn, request)
    return Edited.ANEW


@flow.edits.before("request", in_place=True)
async def correct_request(turn: Turn, effect: Effect) -> Edited:
    """Replace the words of a request that is still open."""
    said = await service_requests.event(turn.tx, effect.subject_id)
    request = await service_requests.request(turn.tx, said.request_id)
    if not _still_waits(turn, request):
        return Edited.STAYS
    request, words = await filing.without_phone(turn, request, turn.text)
    await service_requests.correct(turn.tx, said, words)
    photos = await filing.keep_photos(turn, request.id)
    if request.state in WAITING:
        await request_desk.pass_on(turn, request, words, photos, "requests.corrected_came")
    turn.reply(turn.say("requests.corrected", number=_name(turn, request)))
    return Edited.REPLACED


@flow.edits.before("request_place", in_place=True)
async def correct_place(turn: Turn, effect: Effect) -> Edited:
    """Replace the place of a request that is still open."""
    request = await service_requests.request(turn.tx, ServiceRequestId(effect.subject_id))
    if not _still_waits(turn, request):
        return Edited.STAYS
    request, words = await filing.without_phone(turn, request, turn.text)
    named = await sites.named_in(turn.tx, words)
    placed = replace(request, place=words, site_id=named[0].id if len(named) == 1 else request.site_id)
    await service_requests.save(turn.tx, request, placed, event="placed", by=turn.me, at=turn.now, note=words)
    await request_desk.pass_on(turn, placed, words, (), "requests.place_corrected_came")
    turn.reply(turn.say("requests.corrected", number=_name(turn, request)))
    return Edited.REPLACED


def _still_waits(turn: Turn, request: ServiceRequest) -> bool:
    if request.state is RequestState.ASKING or request.state in WAITING:
        return True
    turn.reply(turn.say("requests.corrected_late", number=_name(turn, request)))
    return False


def _name(turn: Turn, request: ServiceRequest) -> str:
    return number(request.at.astimezone(turn.zone).date(), request.id)
