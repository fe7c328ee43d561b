"""After a request is done: its public title, how it was solved (721), and a look where nobody can be asked."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.requests import request_desk
from handlers.requests.request_desk import reference, service_of
from handlers.shared import relations
from programme.ids import ServiceRequestId
from programme.requests.promises import promise
from programme.requests.request_state import RequestState
from programme.roles import Action, may
from storage.requests import service_requests
from storage.requests.service_requests import BY_LOOK, ServiceRequest

flow = Flow("request_titles")

LONGEST = 40
"""Characters of a title."""
_SHARES = {
    "服务": "service",
    "管理": "management",
    "执法": "enforcement",
    "service": "service",
    "management": "management",
    "enforcement": "enforcement",
}
_TELEPHONE = re.compile(r"\d{7,}")


@flow.on(r"(?:叫法|标题|title)[\s:：]+\d\d-(\d{5,9})[\s:：]+(\S.*)", Action.ANSWER_REQUEST, rank=29)
async def said_title(turn: Turn) -> bool:
    """“叫法 26-00042 垃圾桶边扫干净了”: what the public page calls it, short and without a telephone."""
    request = await _mine(turn)
    if request is None or turn.match is None:
        return False
    title = " ".join(turn.match[2].split())
    if len(title) > LONGEST or _TELEPHONE.search(title):
        turn.reply(turn.say("requests.title_wrong", most=LONGEST))
        return True
    titled = replace(request, title=title)
    await service_requests.save(turn.tx, request, titled, event="titled", by=turn.me, at=turn.now)
    turn.reply(turn.say("requests.titled", title=title))
    return True


@flow.on(rf"\d\d-(\d{{5,9}})\s*({'|'.join(_SHARES)})", Action.ANSWER_REQUEST, rank=29)
async def said_share(turn: Turn) -> bool:
    """“26-00042 管理”: solved by service, management or enforcement, as findings are."""
    request = await _mine(turn)
    if request is None or turn.match is None:
        return False
    share = _SHARES[turn.match[2].lower()]
    labelled = replace(request, share=share)
    await service_requests.save(turn.tx, request, labelled, event="labelled", by=turn.me, at=turn.now, note=share)
    turn.reply(turn.say("findings.labelled", share=turn.say(f"findings.{share}")))
    return True


async def _mine(turn: Turn) -> ServiceRequest | None:
    """The request that was named, for whoever may answer it."""
    request = await service_requests.find(turn.tx, int(turn.match[1])) if turn.match else None
    if request is None or not may(turn.roles, Action.ANSWER_REQUEST, await relations.to_service_request(turn, request)):
        return None
    return request


@flow.step(Action.CHECK_REQUEST, to=relations.to_service_request, refused="requests.not_your_own")
async def confirm_end(turn: Turn, request_id: ServiceRequestId, good: bool) -> None:
    """Somebody other than who did it has looked, because nobody who reported it can be asked."""
    request = await service_requests.request(turn.tx, request_id)
    if request.state is not RequestState.DONE:
        turn.reply(turn.say("findings.already_settled"))
        return
    if good:
        closed = replace(request, state=RequestState.CLOSED, ending=BY_LOOK)
        await service_requests.save(turn.tx, request, closed, event=closed.state, by=turn.me, at=turn.now)
        turn.reply(turn.say("requests.looked", number=reference(request, turn.zone)))
        return
    again = promise(turn.local_now, turn.rules, service_of(request, turn.rules))
    opened = replace(
        request,
        state=RequestState.OPEN,
        due_at=again.first_word,
        done_due_at=again.done,
        answered_at=None,
        ended_at=None,
        reopened=request.reopened + 1,
    )
    await service_requests.save(turn.tx, request, opened, event="reopened", by=turn.me, at=turn.now)
    await request_desk.ask(turn, opened, "requests.came_again")
    turn.reply(turn.say("requests.looked_again", number=reference(request, turn.zone)))
