"""What an application of residents reports or adds by Open311 becomes a request like any other, in the name of its key."""

from __future__ import annotations

from typing import Any

from bot.flow import Turn
from handlers.requests import request_desk
from programme.ids import ServiceRequestId, SiteId
from programme.requests.promises import promise
from programme.requests.request_state import WAITING
from programme.services import Services
from storage.intake import intakes
from storage.requests import service_requests
from storage.requests.service_requests import About

SOURCE = "open311"


async def file_report(turn: Turn, said: dict[str, Any]) -> None:
    """One report; the same key again is the same request."""
    if await service_requests.of_key(turn.tx, turn.key) is not None:
        return
    name = turn.incoming.sender.user
    sender = await intakes.sender(turn.tx, f"{SOURCE}:{name}", name, turn.now)
    site_id = SiteId(said["site_id"]) if said["site_id"] is not None else None
    request = await service_requests.ask(
        turn.tx,
        person_id=sender,
        at=turn.now,
        text=said["text"],
        promise=promise(turn.local_now, turn.rules, Services(turn.rules.services).by_key(said["service"])),
        about=About(said["service"], site_id, None, said["place"]),
        source=SOURCE,
        key=turn.key,
        phone=said["phone"],
    )
    await request_desk.open_request(turn, request)


async def add_update(turn: Turn, said: dict[str, Any]) -> None:
    """More words about a report of one's own, to whoever has it in hand."""
    request = await service_requests.request(turn.tx, ServiceRequestId(said["request_id"]))
    await service_requests.record(turn.tx, request.id, turn.now, request.person_id, "added", said["text"])
    if request.state in WAITING:
        turn.person_id = request.person_id  # for this message only: nothing is ever said to an application here
        await request_desk.pass_on(turn, request, said["text"], ())
        turn.person_id = None
