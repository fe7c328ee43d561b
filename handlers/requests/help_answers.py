"""Answering help requests (求助): whoever is asked answers in a line or hands the request on, and sees the shop's rating."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.flow import Flow, Turn
from bot.passing import help_passing
from bot.steps import action
from handlers.shared import notify, preview, relations, todo
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import add_working_hours
from programme.ids import HelpRequestId, PersonId, ShopId
from programme.requests.help_state import HelpState
from programme.roles import Action, Role, may
from storage.people import covers, people
from storage.requests import help_requests
from storage.requests.help_requests import SOLVED, HelpRequest
from storage.shops import shops
from texts import Say
from texts.days import Until

flow = Flow("help_answers")

RATINGS = (("solved", 2), ("half", 1), ("unsolved", 0))


def promised(turn: Turn) -> datetime:
    """The time by which an answer to a request made now is promised, in working hours of the bureau."""
    asked = turn.incoming.at.astimezone(turn.zone)
    return add_working_hours(asked, turn.rules.deadlines.help_hours, turn.rules)


def until(turn: Turn, moment: datetime) -> Until:
    return Until(moment.astimezone(turn.zone), turn.day)


async def ask(turn: Turn, request: HelpRequest, asked: Sequence[PersonId], sentence: str = "help_request.came") -> None:
    """Send the request to those who are to answer it."""
    await help_passing.ask(turn, request, asked, turn.local_now, sentence)


@flow.step(Action.ANSWER_HELP, to=relations.to_request)
async def show_request(turn: Turn, request_id: HelpRequestId) -> None:
    """Show one request again, from the to-do list."""
    request = await help_requests.request(turn.tx, request_id)
    known = await help_passing.shown(turn, request)
    shown = help_passing.question(turn.say, known, "help_request.came", turn.local_now)
    turn.reply(
        shown.text, buttons=shown.buttons, attachments=known.photos, topic=shown.topic, then=send_answer(request_id)
    )


@flow.step(Action.ANSWER_HELP, to=relations.to_request)
async def reply_to_request(turn: Turn, request_id: HelpRequestId) -> None:
    request = await help_requests.request(turn.tx, request_id)
    if _is_over(turn, request):
        return
    place = await shops.shop(turn.tx, request.shop_id)
    turn.edits = False
    turn.reply(turn.say("help_request.write_it", shop=place.name), then=send_answer(request_id))


def _is_over(turn: Turn, request: HelpRequest) -> bool:
    """Whether nothing can be answered any more, as the shop has taken it back or called it settled; it is said so."""
    is_over = request.state in (HelpState.CLOSED, HelpState.DROPPED)
    if is_over:
        turn.reply(turn.say("help_request.is_over"))
    return is_over


@flow.step(Action.ANSWER_HELP, to=relations.to_request, asks="words")
async def send_answer(turn: Turn, request_id: HelpRequestId) -> None:
    """Show the answer as a preview before it goes to the shop."""
    request = await help_requests.request(turn.tx, request_id)
    if _is_over(turn, request):
        return
    if not turn.text and not turn.attachments:
        turn.stay()
        return
    place = await shops.shop(turn.tx, request.shop_id)
    preview.show_first(turn, place.name, deliver_answer(request_id), reply_to_request(request_id))


@flow.step(Action.ANSWER_HELP, to=relations.to_request)
async def deliver_answer(turn: Turn, request_id: HelpRequestId) -> None:
    """Send the previewed answer to the shop, and ask whether it helped."""
    if not preview.agreed(turn):
        return
    request = await help_requests.request(turn.tx, request_id)
    if _is_over(turn, request):
        return
    photos = await turn.keep("help_answer", request_id) if turn.attachments else ()
    answered = replace(
        request,
        state=HelpState.ANSWERED,
        answered_at=turn.now,
        answered_by=turn.me,
        answer=turn.text,
        keeper_id=turn.me,
    )
    await help_requests.save(turn.tx, request, answered, event="answered", by=turn.me, at=turn.now, note=turn.text)
    told = await _tell_shop(turn, answered, photos)
    turn.reply(turn.say("help_request.sent" if told else "help_request.not_reached"))


async def _tell_shop(turn: Turn, request: HelpRequest, photos: Sequence[Attachment]) -> bool:
    """Send the answer to every telephone of the shop; only the person who asked is asked whether it helped."""
    place = await shops.shop(turn.tx, request.shop_id)
    name = (await people.person(turn.tx, turn.me)).name

    def told(say: Say, *, asks: bool) -> Reply:
        words = say(
            "help_request.answered", name=name, shop=place.name, text=request.answer or say("help_request.no_words")
        )
        marks = tuple(
            Button(say(f"help_request.{key}"), action("help_request.rate_answer", request.id, mark))
            for key, mark in RATINGS
        )
        rows = (marks,) if asks else ()
        return Reply(words, rows, attachments=tuple(photos), urgent=True, topic=Topic.HELP.of(request.id))

    others = [h for h in await shops.holders(turn.tx, place.id) if h != request.person_id]
    await notify.tell_all(turn, others, lambda say: told(say, asks=False))
    return await turn.tell(request.person_id, lambda say: told(say, asks=True))


@flow.step(Action.ANSWER_HELP, to=relations.to_request)
async def hand_on_request(turn: Turn, request_id: HelpRequestId) -> None:
    """Hand the request on to the managers, within the same promised hour."""
    request = await help_requests.request(turn.tx, request_id)
    if _is_over(turn, request):
        return
    if request.answered_at is not None or request.keeper_id is None:
        turn.reply(turn.say("findings.already_settled"))
        return
    handed = replace(request, keeper_id=None, escalated_at=turn.now)
    await help_requests.save(turn.tx, request, handed, event="handed", by=turn.me, at=turn.now)
    managers = [m.id for m in await people.with_role(turn.tx, "manager") if m.id != turn.me]
    await ask(turn, handed, managers)
    place = await shops.shop(turn.tx, request.shop_id)
    due = until(turn, request.due_at)
    await turn.tell(
        request.person_id,
        lambda say: Reply(say("help_request.handed_on", shop=place.name, until=due), urgent=True),
    )
    turn.reply(turn.say("help_request.handed" if managers else "help_request.no_manager"))


async def pass_on(
    turn: Turn, request: HelpRequest, words: str, photos: Sequence[Attachment], sentence: str = "help_request.more_came"
) -> None:
    """Pass further words of the shop to whoever is handling the request."""
    place = await shops.shop(turn.tx, request.shop_id)
    keeper = request.keeper_id
    asked = [keeper] if keeper else [m.id for m in await people.with_role(turn.tx, "manager")]

    def told(say: Say) -> Reply:
        text = say(sentence, shop=place.name, text=words or say("help_request.no_words"))
        rows = ((Button(say("help_request.reply"), reply_to_request(request.id)),),)
        topic, answer = Topic.HELP.of(request.id), send_answer(request.id)
        return Reply(text, rows, attachments=tuple(photos), urgent=True, topic=topic, answer=answer)

    await notify.tell_all(turn, asked, told)


async def call_off(turn: Turn, request: HelpRequest) -> None:
    """Tell whoever was to answer that the shop has taken the request back."""
    managers = [manager.id for manager in await people.with_role(turn.tx, "manager")]
    asked = [request.keeper_id] if request.keeper_id else managers
    await notify.put_away(turn, asked, Topic.HELP.of(request.id))
    place = await shops.shop(turn.tx, request.shop_id)
    await notify.tell_all(turn, asked, lambda say: Reply(say("help_request.called_off", shop=place.name)))


async def pass_help(turn: Turn, shop_id: ShopId, *, but: Collection[PersonId] = ()) -> None:
    """Pass a shop's unanswered requests to whoever looks after the shop now."""
    await help_passing.put_right(turn, shop_id, turn.local_now, by=turn.person_id, but=but)


async def pass_all(turn: Turn, person: PersonId, *, but: Collection[PersonId] = ()) -> None:
    """When a person goes or comes back: pass the requests in their hands, and those at their linked shops, to the right one."""
    waiting = await help_requests.unanswered(turn.tx)
    kept = [request.shop_id for request in waiting if request.keeper_id == person]
    linked = [link.shop_id for link in await shops.links(turn.tx, person)]
    for shop in dict.fromkeys((*kept, *linked)):
        await pass_help(turn, shop, but=but)


async def tell_rating(turn: Turn, request: HelpRequest) -> None:
    """Tell whoever answered that it helped."""
    place = await shops.shop(turn.tx, request.shop_id)
    key = "help_request.was_solved" if request.rating == SOLVED else "help_request.was_so_so"
    if request.answered_by:
        await turn.tell(request.answered_by, lambda say: Reply(say(key, shop=place.name)))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: requests waiting for this person; managers also see those nobody else is handling."""
    found = []
    for request in await help_requests.unanswered(turn.tx):
        tie = await relations.to_request(turn, request)
        mine = request.keeper_id == turn.me or turn.me in await covers.keepers(turn.tx, request.shop_id, turn.day)
        if not may(turn.roles, Action.ANSWER_HELP, tie) or not (mine or Role.MANAGER in turn.roles):
            continue
        place = await shops.shop(turn.tx, request.shop_id)
        late = turn.now > request.due_at
        key = "todo.help_late" if late else "todo.help"
        found.append(
            Due(
                turn.say(key, shop=place.name, until=until(turn, request.due_at)),
                show_request(request.id),
                0 if late else 1,
                place,
                request.at,
            )
        )
    return found
