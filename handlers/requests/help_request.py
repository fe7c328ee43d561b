"""Help requests (求助): a shop asks in its own words and is told at once who answers, and by when."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.flow import Flow, Turn
from handlers.requests import help_answers
from handlers.requests.help_answers import promised, until
from handlers.shared import relations
from handlers.shared.remarks import is_something_else
from messages.reply import Button
from messages.topics import Topic
from programme.ids import HelpRequestId, PersonId, ShopId
from programme.requests.help_state import HelpState
from programme.roles import Action
from storage.people import covers, people
from storage.requests import help_requests
from storage.requests.help_requests import NOT_SOLVED, SO_SO, SOLVED, HelpEvent, HelpRequest
from storage.shops import shops
from storage.shops.shops import Shop

flow = Flow("help_request")


@flow.intent("help", Action.ASK_HELP)
async def said_help(turn: Turn) -> None:
    """求助, with or without the words, a photo or a voice."""
    words = turn.words
    if words or turn.attachments:
        await _ask(turn, words)
    else:
        turn.reply(turn.say("help_request.say_it"), then=describe_request())


@flow.intent("hand_over", Action.ASK_HELP)
async def said_hand_over(turn: Turn) -> None:
    """“我想把店转给我小舅子，咋办”: a request of its own, whatever else waits."""
    await _file(turn, turn.text)


@flow.step(Action.ASK_HELP, asks="words")
async def describe_request(turn: Turn) -> None:
    await _ask(turn, turn.text)


async def _ask(turn: Turn, words: str) -> None:
    """Add the words to a waiting request; else file a new one, at the shop if it is clear which."""
    mine = await turn.held()
    waiting = [
        r for place in mine for r in await help_requests.waiting_at(turn.tx, place.id) if r.state is HelpState.OPEN
    ]
    if len(mine) == 1 and waiting:
        await _add(turn, waiting[0], words)
    else:
        await _file(turn, words)


async def _file(turn: Turn, words: str) -> None:
    mine = await turn.held()
    request = await _begin(turn, mine[0], words, HelpState.OPEN if len(mine) == 1 else HelpState.ASKING)
    if len(mine) == 1:
        await _send(turn, request, mine[0])
        return
    rows = [[Button(place.name, choose_shop(place.id, request.id))] for place in mine]
    turn.reply(turn.say("help_request.which_shop"), buttons=rows, topic=Topic.HELP.of(request.id))


async def _begin(turn: Turn, place: Shop, words: str, state: HelpState) -> HelpRequest:
    request = await help_requests.ask(
        turn.tx,
        shop_id=place.id,
        person_id=turn.me,
        at=turn.incoming.at,
        text=words,
        keeper_id=None,
        due_at=promised(turn),
        state=state,
    )
    turn.made("help", (await help_requests.events(turn.tx, request.id))[0].id)
    if turn.attachments:
        await turn.keep("help", request.id)
    return request


@flow.step(Action.ASK_HELP, to=relations.holding, refused="self_check.not_mine")
async def choose_shop(turn: Turn, shop_id: ShopId, request_id: HelpRequestId) -> None:
    """Ask which of one's shops the request is about."""
    request = await help_requests.request(turn.tx, request_id)
    if request.state is not HelpState.ASKING or request.person_id != turn.me:
        turn.reply(turn.say("engine.answered"))
        return
    placed = replace(request, shop_id=shop_id, state=HelpState.OPEN)
    await help_requests.save(turn.tx, request, placed, event="placed", by=turn.me, at=turn.now)
    await _send(turn, placed, await shops.shop(turn.tx, shop_id))


async def _send(turn: Turn, request: HelpRequest, place: Shop) -> None:
    """Send it to the shop's keeper of today, and tell the shop who that is and by when they answer."""
    asked = await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,))
    keeper = await covers.keeper(turn.tx, place.id, turn.day, but=(turn.me,))
    routed = replace(request, keeper_id=keeper)
    await help_requests.save(turn.tx, request, routed, event="routed", by=None, at=turn.now)
    await help_answers.ask(turn, routed, asked)
    turn.reply(
        turn.say(
            "help_request.taken" if asked else "help_request.nobody",
            shop=place.name,
            who=await _who(turn, keeper),
            until=until(turn, request.due_at),
        ),
        then=add_to_request(request.id),
    )


async def _who(turn: Turn, keeper: PersonId | None) -> str:
    return (await people.person(turn.tx, keeper)).name if keeper else turn.say("help_request.manager")


@flow.step(Action.ASK_HELP, to=relations.to_request, refused="engine.answered")
async def add_to_request(turn: Turn, request_id: HelpRequestId) -> None:
    """Add later words, photos or thanks to the request, as long as the merchant holds the shop; what is something else is
    done as such.
    """
    request = await help_requests.request(turn.tx, request_id)
    if not await is_something_else(turn, request.text):
        await _add(turn, request, turn.text)


async def _add(turn: Turn, request: HelpRequest, words: str) -> None:
    event = await help_requests.record(turn.tx, request.id, turn.now, turn.me, "added", words)
    turn.made("help", event)
    photos = await turn.keep("help", request.id) if turn.attachments else ()
    await help_answers.pass_on(turn, request, words, photos)
    key = "help_request.added" if request.answered_at is None else "help_request.passed_on"
    rows = [[Button(turn.say("help_request.another"), make_another_request(request.id, event))]] if words else []
    said = turn.say("help_request.quoted", text=words) if words else ""
    turn.reply(
        turn.say(key, said=said, who=await _who(turn, request.keeper_id), until=until(turn, request.due_at)),
        buttons=rows,
        then=add_to_request(request.id),
    )


@flow.step(Action.ASK_HELP, to=relations.to_request, refused="engine.answered")
async def make_another_request(turn: Turn, request_id: HelpRequestId, event: int) -> None:
    """Take the later words out of the request and make them one of their own, since they are about something else."""
    request = await help_requests.request(turn.tx, request_id)
    said = next((e for e in await help_requests.events(turn.tx, request_id) if e.id == event), None)
    if said is None or not said.note:
        turn.reply(turn.say("engine.answered"))
        return
    await _take_out(turn, request, said)
    place = await shops.shop(turn.tx, request.shop_id)
    await _send(turn, await _begin(turn, place, said.note, HelpState.OPEN), place)


async def _take_out(turn: Turn, request: HelpRequest, said: HelpEvent) -> None:
    await help_requests.correct(turn.tx, said, "")
    await help_answers.pass_on(turn, request, said.note, (), "help_request.taken_out_came")
    turn.reply(turn.say("help_request.taken_out", text=said.note))


@flow.intent("not_help", Action.ASK_HELP)
async def said_not_help(turn: Turn) -> None:
    """“上面那句几颗星不是求助”: of the added words those it speaks of, else the last ones, are taken out again."""
    waiting = [r for place in await turn.held() for r in await help_requests.waiting_at(turn.tx, place.id)]
    added = [
        (request, said)
        for request in waiting
        for said in await help_requests.events(turn.tx, request.id)
        if said.event == "added" and said.note and said.person_id == turn.me
    ]
    if added:
        request, said = max(added, key=lambda one: (_shared(one[1].note, turn.text), one[1].id))
        await _take_out(turn, request, said)
    else:
        turn.stay()
        turn.reply(turn.say("help_request.none_added"))


def _shared(said: str, text: str) -> int:
    """How many pairs of characters of what was said are said again."""
    return sum(pair in text for pair in map("".join, pairwise(said)))


@flow.step(Action.RATE_HELP, to=relations.to_request)
async def rate_answer(turn: Turn, request_id: HelpRequestId, mark: int) -> None:
    """Rate the answer as 👍, 一般 or 没解决; a request that is not solved goes to a manager."""
    request = await help_requests.request(turn.tx, request_id)
    if request.state is not HelpState.ANSWERED or mark not in (SOLVED, SO_SO, NOT_SOLVED):
        turn.reply(turn.say("engine.answered"))
    elif mark == NOT_SOLVED:
        await _not_solved(turn, request)
    else:
        rated = replace(request, state=HelpState.CLOSED, rating=mark)
        await help_requests.save(turn.tx, request, rated, event="rated", by=turn.me, at=turn.now, note=str(mark))
        await help_answers.tell_rating(turn, rated)
        turn.reply(turn.say("help_request.thanks" if mark == SOLVED else "help_request.so_so"))


async def _not_solved(turn: Turn, request: HelpRequest) -> None:
    """Reopen the request with a manager and a new promised hour."""
    again = replace(
        request,
        state=HelpState.OPEN,
        rating=NOT_SOLVED,
        keeper_id=None,
        escalated_at=turn.now,
        answered_at=None,
        due_at=promised(turn),
    )
    await help_requests.save(turn.tx, request, again, event="not solved", by=turn.me, at=turn.now)
    managers = [m.id for m in await people.with_role(turn.tx, "manager")]
    await help_answers.ask(turn, again, managers, "help_request.not_solved_came")
    turn.reply(turn.say("help_request.not_solved", until=until(turn, again.due_at)), then=add_to_request(request.id))
