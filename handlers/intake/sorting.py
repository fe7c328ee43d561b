"""The desk (坐席) looks at the picture: a false alarm, a stall that may stand there, or something somebody has to look at.

With nobody at the desk an alert goes straight on: to the shop before the camera, else to the site, else to managers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.findings import lead_routing
from handlers.intake import at_door, site_requests
from handlers.intake.trouble import Trouble, trouble
from handlers.requests import request_desk
from handlers.shared import todo
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import Rest, after_rest
from programme.ids import IntakeId, PersonId, SiteId
from programme.intake.intake_state import IntakeState
from programme.roles import Action, able
from programme.services import Service, Services
from storage.findings import leads
from storage.intake import camera_views, intakes
from storage.intake.intakes import CASES, FALSE_ALARM, LEGAL_STALL, Intake
from storage.people import people
from storage.photos import media
from storage.shops import shops
from storage.shops.shops import Shop
from storage.sites import sites
from texts import Say

flow = Flow("sorting")

SUBJECT = "intake"
"""What the pictures of alerts are kept with."""


async def begin(turn: Turn, kept: Intake) -> None:
    """Put it to the desk, or straight on where there is none; by night it waits, unless somebody is on duty."""
    desk = await _desk(turn)
    if desk is None:
        return
    await intakes.asked(turn.tx, kept.id, turn.now)
    if not desk:
        await pass_on(turn, kept)
        return
    seen = await trouble(turn, kept)
    photos = await _photos(turn, kept)
    rest, turn.rest = turn.rest, Rest.NONE
    for person in desk:
        await turn.tell(person, lambda say: _question(say, seen, photos), key=f"intake:{kept.id}:desk:{person}")
    turn.rest = rest


async def _desk(turn: Turn) -> list[PersonId] | None:
    """Who sorts just now: by day everybody of the desk, by night who is on duty. None: nobody now, wait for the morning."""
    everybody = [
        one.id for one in await people.with_role(turn.tx, "desk") if await people.is_reachable(turn.tx, one.id)
    ]
    if after_rest(turn.local_now, Rest.NIGHT, turn.rules) <= turn.local_now:
        return everybody
    on_duty = await intakes.on_duty(turn.tx, turn.now)
    return [one for one in everybody if one in on_duty] or None


async def _photos(turn: Turn, kept: Intake) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(one.kind, f"{media.PREFIX}{one.id}", one.name)
        for one in await media.of(turn.tx, SUBJECT, kept.id)
        if one.state in ("stored", "to fetch")
    )


def _question(say: Say, seen: Trouble, photos: Sequence[Attachment]) -> Reply:
    kept = seen.intake
    rows = [
        (Button(say("intake.false_alarm"), dismiss_alert(kept.id, FALSE_ALARM.replace(" ", "_"))),),
        (Button(say("intake.pass_on"), send_intake(kept.id)),),
        (Button(say("intake.legal_stall"), dismiss_alert(kept.id, LEGAL_STALL.replace(" ", "_"))),),
    ]
    if kept.source == CASES or (kept.asked_at is not None and seen.is_nowhere):
        rows = [(Button(say("intake.name_place"), ask_place(kept.id)),), rows[0]]
    return Reply(
        say("intake.came", what=seen.words(say)),
        tuple(rows),
        attachments=tuple(photos),
        urgent=True,
        topic=Topic.INTAKE.of(kept.id),
    )


@flow.step(Action.SORT_INTAKE)
async def show_intake(turn: Turn, intake_id: IntakeId) -> None:
    """One that waits, with how often it was seen by now."""
    kept = await intakes.intake(turn.tx, intake_id)
    if not _waits(turn, kept):
        return
    shown = _question(turn.say, await trouble(turn, kept), await _photos(turn, kept))
    turn.reply(shown.text, buttons=shown.buttons, attachments=shown.attachments, topic=shown.topic)


@flow.step(Action.SORT_INTAKE)
async def dismiss_alert(turn: Turn, intake_id: IntakeId, why: str) -> None:
    """The picture shows nothing, or a stall that may stand there: it ends here, and moves no star."""
    kept = await intakes.intake(turn.tx, intake_id)
    if not _waits(turn, kept):
        return
    ended = replace(
        kept,
        state=IntakeState.DISMISSED,
        why=LEGAL_STALL if why == LEGAL_STALL.replace(" ", "_") else FALSE_ALARM,
        judged_at=turn.now,
        judged_by=turn.person_id,
        asked_at=kept.asked_at or turn.now,
        phone="",
    )
    await intakes.save(turn.tx, kept, ended)
    turn.reply(turn.say("intake.dismissed"))


@flow.step(Action.SORT_INTAKE)
async def send_intake(turn: Turn, intake_id: IntakeId) -> None:
    kept = await intakes.intake(turn.tx, intake_id)
    if not _waits(turn, kept):
        return
    passed = await pass_on(turn, kept)
    turn.reply(turn.say("intake.passed" if passed else "intake.nowhere"), then="" if passed else name_place(intake_id))


def _waits(turn: Turn, kept: Intake) -> bool:
    if kept.state is IntakeState.NEW:
        return True
    turn.reply(turn.say("findings.already_settled"))
    return False


async def pass_on(turn: Turn, kept: Intake) -> bool:
    """To the door of a shop, to the site, or, where neither is known, to the managers' list; whether somebody has it now."""
    service = Services(turn.rules.services).by_key(kept.service)
    before = await _shops(turn, kept)
    if before and (service is None or service.duty or service.of_shops):
        await _lead(turn, kept, before, _duty(turn, service, kept))
        return True
    if kept.site_id is not None or (kept.place and kept.source != CASES):
        await _request(turn, kept, service)
        return True
    await _unplaced(turn, kept)
    return False


async def _shops(turn: Turn, kept: Intake) -> list[Shop]:
    """The shop that the words name, else those before the camera."""
    named = await shops.told_of(turn.tx, f"{kept.place} {kept.text}")
    if named:
        return named[:1]
    numbers = await camera_views.shops_before(turn.tx, kept.site_id) if kept.site_id is not None else []
    return [await shops.shop(turn.tx, number) for number in numbers]


def _duty(turn: Turn, service: Service | None, kept: Intake) -> str:
    """What it is called at a shop's door; what is only ever there is a matter of order, unless the words say another.

    Empty where nothing tells: managers complete such a lead.
    """
    keys = [duty.key for duty in turn.rules.duties]
    faults, _ = turn.faults_in(f"{kept.kind} {kept.text}")
    said = service.duty if service and service.duty else next((duty for duty in faults if duty in keys), "")
    found = said or ("order" if service or kept.camera else "")
    return found if found in keys else ""


async def _lead(turn: Turn, kept: Intake, before: Sequence[Shop], duty: str) -> None:
    """Somebody looks: a picture passes on and never makes a finding."""
    seen = await trouble(turn, kept)
    one = before[0] if len(before) == 1 else None
    told = await leads.report(
        turn.tx,
        shop_id=one.id if one else None,
        place=(kept.place or seen.site)[:60],
        duty=duty,
        day=turn.day,
        at=turn.now,
        source="resident" if kept.source == CASES else "camera",
        person_id=None,
        text=kept.text,
    )
    await media.move(turn.tx, (SUBJECT, kept.id), ("lead", told.id))
    await _passed(turn, replace(kept, lead_id=told.id))
    if one is None:
        await at_door.ask(turn, told, before, seen)
    elif duty:
        await lead_routing.settle(turn, told, one, seen.words(turn.say, with_text=False))


async def _request(turn: Turn, kept: Intake, service: Service | None) -> None:
    """No shop's: a request at the site, in the name of the system that sent it."""
    request = await site_requests.make(turn, kept, service)
    await media.move(turn.tx, (SUBJECT, kept.id), ("request", request.id))
    await _passed(turn, replace(kept, request_id=request.id))
    await request_desk.open_request(turn, request)


async def _passed(turn: Turn, kept: Intake) -> None:
    before = await intakes.intake(turn.tx, kept.id)
    after = replace(
        kept,
        state=IntakeState.PASSED,
        judged_at=turn.now,
        judged_by=turn.person_id,
        asked_at=before.asked_at or turn.now,
        phone="",
    )
    await intakes.save(turn.tx, before, after)


async def _unplaced(turn: Turn, kept: Intake) -> None:
    """Managers hear once a day that something waits whose place nobody knows; it stands in 待办 like everything else."""
    await intakes.asked(turn.tx, kept.id, turn.now)
    about = kept.camera or kept.source
    seen = await trouble(turn, kept)
    for manager in [m.id for m in await people.with_role(turn.tx, "manager")]:
        key = f"intake:unplaced:{kept.source}:{about}:{turn.local_now.date()}:{manager}"
        await turn.tell(manager, lambda say: Reply(say("intake.unplaced", what=seen.words(say))), key=key)


@flow.step(Action.SORT_INTAKE)
async def ask_place(turn: Turn, intake_id: IntakeId) -> None:
    turn.reply(turn.say("intake.where"), then=name_place(intake_id))


@flow.step(Action.SORT_INTAKE, asks="words")
async def name_place(turn: Turn, intake_id: IntakeId) -> None:
    """Where it is, in words: a shop, a site, or a place that goes to the managers as a request."""
    kept = await intakes.intake(turn.tx, intake_id)
    if not _waits(turn, kept):
        return
    if not turn.text:
        turn.stay()
        return
    named = await sites.named_in(turn.tx, turn.text)
    site_id: SiteId | None = named[0].id if len(named) == 1 else kept.site_id
    placed = replace(kept, place=f"{turn.text[:100]} {kept.place}".strip()[:200], site_id=site_id)
    await intakes.save(turn.tx, kept, placed)
    if not await pass_on(turn, placed):
        await _request(turn, placed, Services(turn.rules.services).by_key(placed.service))
    turn.reply(turn.say("intake.passed"))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """What waits for the desk, or for somebody who knows the place."""
    if not able(turn.roles, Action.SORT_INTAKE):
        return []
    found = []
    for kept in await intakes.in_state(turn.tx, IntakeState.NEW, 40):
        seen = await trouble(turn, kept)
        line = turn.say("todo.intake", what=seen.words(turn.say).splitlines()[0])
        found.append(Due(line, show_intake(kept.id), 2, since=kept.at))
    return found
