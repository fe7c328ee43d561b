"""What is no shop's becomes a request at its site, in the name of the system that sent it and with its deadline."""

from __future__ import annotations

from bot.flow import Turn
from handlers.intake.trouble import trouble
from programme.requests.promises import Promise, promise
from programme.services import Service
from storage.intake import intakes
from storage.intake.intakes import CASES, Intake
from storage.requests import service_requests
from storage.requests.service_requests import About, ServiceRequest

CAMERA, SHEET = "camera", "cases"
"""How a request came."""


async def make(turn: Turn, kept: Intake, service: Service | None) -> ServiceRequest:
    """The request, not yet on anybody's desk."""
    seen = await trouble(turn, kept)
    sender = await intakes.sender(turn.tx, kept.source, seen.source_called, turn.now)
    asked = promise(turn.local_now, turn.rules, service)
    if kept.due_at is not None:
        asked = Promise(min(asked.first_word, kept.due_at), kept.due_at)
    return await service_requests.ask(
        turn.tx,
        person_id=sender,
        at=turn.now,
        text=seen.words(turn.say),
        promise=asked,
        about=About(kept.service, kept.site_id, None, kept.place),
        source=SHEET if kept.source == CASES else CAMERA,
        key=f"{kept.source}:{kept.outer_id}",
        phone=kept.phone,
    )
