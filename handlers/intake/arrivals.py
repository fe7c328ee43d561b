"""What other systems send arrives here, as events: kept once, counted with the trouble it is one more of, then sorted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.flow import Flow, Turn
from handlers.intake import open311_filing, sorting
from messages.incoming import Kind
from programme.ids import IntakeId, SiteId
from programme.intake.alerts import Alert
from programme.intake.intake_state import IntakeState
from programme.platforms import Source
from programme.roles import Action
from programme.services import Service, Services
from storage.intake import camera_views, intakes
from storage.intake.intakes import CASES, Intake, Sent
from storage.sites import sites

flow = Flow("arrivals")

ALERT, CASE, MORNING = "alert", "case", "morning"
REPORT, UPDATE = "report", "update"
"""What an event is; it stands under `what` in its text."""


@flow.when(None, Action.SEND_EVENT, rank=1, kinds={Kind.EVENT})
async def came(turn: Turn) -> None:
    """An event of another system; what it is, and everything about it, is JSON of our own."""
    said: dict[str, Any] = orjson.loads(turn.incoming.text)
    what = said.pop("what")
    if what == ALERT:
        await _alert(turn, Alert(**said))
    elif what == CASE:
        await _case(turn, said)
    elif what == REPORT:
        await open311_filing.file_report(turn, said)
    elif what == UPDATE:
        await open311_filing.add_update(turn, said)
    elif what == MORNING:
        await _morning(turn, IntakeId(said["id"]))


async def _alert(turn: Turn, alert: Alert) -> None:
    name = turn.incoming.sender.user
    source = turn.rules.intake.source(name) or Source(name)
    service = _service(turn, source, alert)
    link = alert.image if alert.image and not turn.attachments else ""
    sent = Sent(
        source.name,
        alert.id,
        turn.now,
        said_at=alert.at,
        camera=alert.camera,
        kind=alert.kind or alert.code,
        service=service.key if service else "",
        place=alert.place,
        score=alert.score,
        text="\n".join(part for part in (alert.text, link) if part),
        site_id=await _site(turn, alert.camera, alert.place),
    )
    kept = await _keep(turn, sent)
    if kept and turn.attachments:
        await turn.keep(sorting.SUBJECT, kept.id)
    if kept and kept.state is IntakeState.NEW:
        await sorting.begin(turn, kept)


async def _keep(turn: Turn, sent: Sent) -> Intake | None:
    """A row of its own, or one more of a trouble that is known; None when it was sent before."""
    if await intakes.resting_until(turn.tx, sent.source, sent.camera, turn.now):
        return await intakes.add(turn.tx, sent, IntakeState.MUTED)
    first = await intakes.before(turn.tx, sent) if sent.camera else None
    if first is not None and await _is_more_of(turn, first):
        return await intakes.add(turn.tx, sent, IntakeState.SAME, first.id)
    return await intakes.add(turn.tx, sent, IntakeState.NEW)


async def _is_more_of(turn: Turn, first: Intake) -> bool:
    """Soon after the last of them, or while somebody has in hand what came of the first."""
    seen = await intakes.times(turn.tx, first.id)
    if turn.now - seen.last_at <= timedelta(minutes=turn.rules.intake.merge_minutes):
        return True
    return await intakes.is_open(turn.tx, first.id)


def _service(turn: Turn, source: Source, alert: Alert) -> Service | None:
    """Which of our services the platform's word or code means: by its settings, the national code, or the words."""
    services = Services(turn.rules.services)
    for word in (alert.code, alert.kind):
        if word in source.kinds:
            return services.by_key(source.kinds[word])
    return (services.of_code(alert.code) if alert.code else None) or services.guess(f"{alert.kind} {alert.text}")


async def _site(turn: Turn, camera: str, place: str) -> SiteId | None:
    """The camera's own view, else the one site that is named in the words about the place."""
    if camera and (own := await camera_views.site_of(turn.tx, camera)) is not None:
        return own
    named = await sites.named_in(turn.tx, place) if place else []
    return named[0].id if len(named) == 1 else None


async def _case(turn: Turn, said: dict[str, Any]) -> None:
    """One row of a case sheet, with the deadline the hotline has set."""
    services, words = Services(turn.rules.services), f"{said['kind']} {said['text']}"
    service = services.of_code(said["code"]) if said["code"] else None
    service = service or services.guess(said["kind"]) or services.guess(words)
    due = datetime.fromisoformat(said["due"]).replace(tzinfo=turn.zone) if said["due"] else None
    sent = Sent(
        CASES,
        said["number"],
        turn.now,
        said_at=said["at"] or "",
        kind=said["kind"],
        service=service.key if service else "",
        place=said["place"],
        text="\n".join(part for part in (said["text"], said["photo"]) if part),
        phone=said["phone"],
        due_at=due,
        site_id=await _site(turn, "", f"{said['place']} {said['text']}"),
    )
    kept = await intakes.add(turn.tx, sent, IntakeState.NEW)
    if kept is not None:
        await sorting.pass_on(turn, kept)


async def _morning(turn: Turn, intake_id: IntakeId) -> None:
    """What was kept over the night is sorted now, with all that came since."""
    kept = await intakes.intake(turn.tx, intake_id)
    if kept.state is IntakeState.NEW and kept.asked_at is None:
        await sorting.begin(turn, kept)
