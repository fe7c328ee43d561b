"""Where a lead goes once its shop and duty are known: to the first of its kind, to what is being put right, or to who looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Turn
from bot.steps import action
from files.dataclass import dataclass
from handlers.shared.notify import duty_called
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.findings.lead_state import LeadState
from programme.ids import PersonId
from storage.findings import findings, leads
from storage.findings.findings import Finding
from storage.findings.leads import Lead
from storage.intake import intakes
from storage.people import covers
from storage.photos import media
from storage.shops.shops import Shop
from texts import Say
from texts.days import Day

CAMERA = "camera"
"""The source of a lead that began with a picture."""


@dataclass(frozen=True, slots=True)
class Routed:
    """What became of a lead: the same as another, one with what is being put right, or `asked` are to look."""

    lead: Lead
    is_same: bool = False
    is_being_fixed: bool = False
    asked: tuple[PersonId, ...] = ()


async def settle(turn: Turn, told: Lead, place: Shop, note: str = "") -> Routed:
    """Merge duplicates per shop and duty while the first runs; a finding under rectification needs no new look.

    `note` is said to who looks, before the words of whoever reported.
    """
    settled = await leads.settle(turn.tx, told, turn.now)
    if settled.state is LeadState.SAME:
        return Routed(settled, is_same=True)
    running = await running_finding(turn, settled)
    if running is not None:
        known = replace(settled, state=LeadState.CONFIRMED, finding_id=running.id, judged_at=turn.now)
        await leads.save(turn.tx, settled, known)
        return Routed(known, is_being_fixed=True)
    return Routed(settled, asked=await ask_to_look(turn, settled, place, note))


async def ask_to_look(turn: Turn, told: Lead, place: Shop, note: str = "") -> tuple[PersonId, ...]:
    """Ask the shop's keeper, but never the person who reported it; who was asked."""
    asked = await covers.keepers(turn.tx, place.id, turn.day, but=await leads.reporters(turn.tx, told.id))
    photos = await photos_of(turn, told)
    for person in asked:
        await turn.tell(person, lambda say: question(turn, say, told, place, photos, note))
    return tuple(asked)


async def running_finding(turn: Turn, told: Lead) -> Finding | None:
    """What is being put right at the lead's shop for its duty, if anything."""
    open_ones = await findings.open_at(turn.tx, told.shop_id) if told.shop_id else []
    return next((f for f in open_ones if f.duty == told.duty), None)


async def photos_of(turn: Turn, told: Lead) -> tuple[Attachment, ...]:
    return media.enclosed(await media.of(turn.tx, "lead", told.id))


async def times_seen(turn: Turn, told: Lead) -> str:
    """How often a camera has seen it by now; empty where a person reported it."""
    came = await intakes.of_lead(turn.tx, told.id) if told.source == CAMERA else None
    seen = await intakes.times(turn.tx, came.id) if came else None
    if seen is None or seen.many == 1:
        return ""
    first, last = (at.astimezone(turn.zone) for at in (seen.first_at, seen.last_at))
    return turn.say("intake.times", many=seen.many, span=f"{first:%H:%M}–{last:%H:%M}")


def question(turn: Turn, say: Say, told: Lead, place: Shop, photos: Sequence[Attachment], note: str = "") -> Reply:
    """The lead as it is put to who looks."""
    words = say(
        "leads.came",
        shop=place.name,
        door=place.address,
        duty=duty_called(turn, told.duty),
        day=Day(told.day),
        text="\n".join(part for part in (note, told.text) if part) or say("help_request.no_words"),
    )
    rows: tuple[tuple[Button, ...], ...] = (
        (
            Button(say("leads.is_so"), action("leads.confirm_lead", told.id)),
            Button(say("leads.is_not"), action("leads.dismiss_lead", told.id)),
        ),
    )
    if told.source == CAMERA:
        rows = (*rows, (Button(say("intake.not_the_shops"), action("at_door.send_elsewhere", told.id)),))
    return Reply(words, rows, attachments=tuple(photos), urgent=True, topic=Topic.LEAD.of(told.id))
