"""Leads (线索): anybody reports what they saw; it counts only once an authorised person has looked and confirmed it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.awaited import let_be
from bot.flow import Flow, Turn
from bot.steps import action
from handlers.findings import lead_routing
from handlers.findings.open_finding import open_one
from handlers.findings.ownership import tell_found
from handlers.shared import notify, relations, stall_question, todo
from handlers.shared.notify import duty_called
from handlers.shared.todo import Due
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.duties import Duties, Duty
from programme.findings.lead_state import LeadState
from programme.ids import LeadId, PersonId, ShopId
from programme.roles import Action, Role, may
from storage.findings import leads
from storage.findings.leads import Lead
from storage.people import people
from storage.shops import shops
from storage.shops.shops import Shop

flow = Flow("leads")

MOST = 6
"""Shops offered when a name means several."""


@flow.intent("report", Action.REPORT_LEAD)
async def said_report(turn: Turn) -> None:
    """“反映 李记面馆 秩序 货堆到路上”, with or without a photo."""
    words = turn.words
    if words or turn.attachments:
        await _tell(turn, words)
    else:
        turn.reply(turn.say("leads.say_it"), then=describe_lead())


@flow.step(Action.REPORT_LEAD, asks="words")
async def describe_lead(turn: Turn) -> None:
    await _tell(turn, turn.text)


async def _tell(turn: Turn, words: str) -> None:
    """Save the lead first, then ask for what is missing."""
    duty, found = _duty(turn, words), await _shops(turn, words)
    told = await leads.report(
        turn.tx,
        shop_id=found[0].id if len(found) == 1 else None,
        place=words[:60],
        duty=duty.key if duty else "",
        day=turn.day,
        at=turn.incoming.at,
        source="staff" if turn.roles - {Role.MERCHANT} else "resident",
        person_id=turn.me,
        text=words,
    )
    turn.made("lead", told.id)
    if turn.attachments:
        await turn.keep("lead", told.id)
    await _next(turn, told, found)


async def _next(turn: Turn, told: Lead, found: Sequence[Shop] = ()) -> None:
    if told.shop_id is None and found:
        rows = [[Button(f"{s.name} {s.address}", choose_shop(told.id, s.id))] for s in found[:MOST]]
        rows += _no_shop(turn, told)
        turn.reply(turn.say("leads.which_shop"), buttons=rows, then=name_place(told.id), topic=Topic.LEAD)
    elif told.shop_id is None:
        turn.reply(turn.say("leads.where"), buttons=_no_shop(turn, told), then=name_place(told.id), topic=Topic.LEAD)
    elif not told.duty:
        place = await shops.shop(turn.tx, told.shop_id)
        duties = Duties(turn.rules.duties).applicable(place.duties)
        language = turn.say.language
        rows = [[Button(f"{d.name(language)} · {d.hint(language)}", choose_duty(told.id, d.key))] for d in duties]
        what = turn.say("leads.what", shop=place.name)
        turn.reply(what, buttons=rows, then=name_place(told.id), topic=Topic.LEAD)
    else:
        await _settle(turn, told, await shops.shop(turn.tx, told.shop_id))


def _no_shop(turn: Turn, told: Lead) -> list[list[Button]]:
    return [[Button(turn.say("leads.no_shop"), action("elsewhere.make_request", told.id))]]


def _duty(turn: Turn, words: str) -> Duty | None:
    """The duty named by the words, or inside them."""
    duties = Duties(turn.rules.duties)
    apart = (duties.find(w) for w in re.split(r"[\s,，、。;；]+", words) if w and not w.isdecimal())
    inside = (
        d for d in duties for name in (d.zh, d.en, *d.aliases) if len(name) > 1 and name.casefold() in words.casefold()
    )
    return next((d for d in apart if d), None) or next(inside, None)


async def _shops(turn: Turn, words: str) -> list[Shop]:
    """The shops a sentence may mean: by a whole name inside it, else by a word that is part of a name or a door."""
    whole = await shops.told_of(turn.tx, words)
    if whole:
        return whole[:1]
    for word in re.split(r"[\s,，、。;；]+", words):
        if len(word) > 1 and not Duties(turn.rules.duties).find(word) and (found := await shops.named(turn.tx, word)):
            return found
    return []


@flow.step(Action.COMPLETE_LEAD, to=relations.to_lead, refused="engine.answered", asks="shop")
async def name_place(turn: Turn, lead_id: LeadId) -> bool:
    """Take the shop or the duty, in words, for a lead that lacks it; what has a meaning of its own is no answer."""
    told = await leads.lead(turn.tx, lead_id)
    duty = Duties(turn.rules.duties).find(turn.text) if told.shop_id else None
    if duty:
        await choose_duty.go(turn, [str(lead_id), duty.key])
        return True
    found = await _shops(turn, turn.text)
    if not found and await let_be(turn):
        return True
    if not found and _is_something_else(turn, told):
        return False
    if len(found) == 1:
        await choose_shop.go(turn, [str(lead_id), str(found[0].id)])
    elif _is_incomplete(turn, told):
        await _next(turn, told, found)
    return True


def _is_something_else(turn: Turn, told: Lead) -> bool:
    """Whether it means something, and does not go on about what was reported; a place that nobody knows means nothing."""
    return turn.reading.is_understood and not turn.attachments and not turn.goes_on(turn.text, told.text)


@flow.step(Action.COMPLETE_LEAD, to=relations.to_lead, refused="engine.answered")
async def choose_shop(turn: Turn, lead_id: LeadId, shop_id: ShopId) -> None:
    told = await leads.lead(turn.tx, lead_id)
    if _is_incomplete(turn, told):
        placed = replace(told, shop_id=shop_id)
        await leads.save(turn.tx, told, placed)
        await _next(turn, placed)


@flow.step(Action.COMPLETE_LEAD, to=relations.to_lead, refused="engine.answered")
async def choose_duty(turn: Turn, lead_id: LeadId, duty: str) -> None:
    told = await leads.lead(turn.tx, lead_id)
    if _is_incomplete(turn, told):
        known = replace(told, duty=duty)
        await leads.save(turn.tx, told, known)
        await _next(turn, known)


def _is_incomplete(turn: Turn, told: Lead) -> bool:
    """Whether the lead may still be completed; not once somebody was asked to look."""
    if told.state is LeadState.OPEN and told.routed_at is None:
        return True
    turn.reply(turn.say("engine.answered"))
    return False


async def _settle(turn: Turn, told: Lead, place: Shop) -> None:
    """Send it where it goes, and tell whoever reported it what follows."""
    if told.person_id in await shops.holders(turn.tx, place.id):
        told = replace(told, source="own")
    routed = await lead_routing.settle(turn, told, place)
    if routed.is_same:
        turn.reply(turn.say("leads.same", shop=place.name))
    elif routed.is_being_fixed:
        turn.reply(turn.say("leads.being_fixed", shop=place.name, duty=duty_called(turn, told.duty)))
    else:
        turn.reply(_looking(turn, told, place, await _called(turn, routed.asked)))


async def route(turn: Turn, told: Lead, place: Shop) -> str:
    """Ask somebody to look: the shop's keeper, but never the person who reported it. Returns what the reporter is told."""
    asked = await lead_routing.ask_to_look(turn, told, place)
    return _looking(turn, told, place, await _called(turn, asked))


async def _called(turn: Turn, asked: Sequence[PersonId]) -> str:
    """The one who looks by name, several as managers."""
    one = (await people.person(turn.tx, asked[0])).name if len(asked) == 1 else ""
    return one or turn.say("help_request.manager")


def _looking(turn: Turn, told: Lead, place: Shop, who: str) -> str:
    return turn.say("leads.taken", shop=place.name, duty=duty_called(turn, told.duty), who=who)


@flow.step(Action.COMPLETE_LEAD, to=relations.to_lead, refused="engine.answered")
async def complete_lead(turn: Turn, lead_id: LeadId) -> None:
    """Ask for what an unclear lead lacks: the place or the duty."""
    told = await leads.lead(turn.tx, lead_id)
    if _is_incomplete(turn, told):
        await _next(turn, told)


@flow.step(Action.CONFIRM_LEAD, to=relations.to_lead, refused="leads.not_your_own")
async def show_lead(turn: Turn, lead_id: LeadId) -> None:
    """Show one lead from the to-do list; an unclear one asks for its place."""
    told = await leads.lead(turn.tx, lead_id)
    if told.judged_at is not None:
        turn.reply(turn.say("findings.already_settled"))
    elif told.shop_id is None or not told.duty:
        await complete_lead.go(turn, [str(lead_id)])
    else:
        place, photos = await shops.shop(turn.tx, told.shop_id), await lead_routing.photos_of(turn, told)
        seen = await lead_routing.times_seen(turn, told)
        shown = lead_routing.question(turn, turn.say, told, place, photos, seen)
        turn.reply(shown.text, buttons=shown.buttons, attachments=shown.attachments, topic=shown.topic)


@flow.step(Action.CONFIRM_LEAD, to=relations.to_lead, refused="leads.not_your_own")
async def confirm_lead(turn: Turn, lead_id: LeadId) -> None:
    """Confirm a lead seen on the spot: a finding is opened; the reporter's own words are not passed on."""
    told = await leads.lead(turn.tx, lead_id)
    if not _is_open(turn, told) or told.shop_id is None:
        return
    is_asked = told.source != "own" and await stall_question.asked(
        turn,
        told.shop_id,
        told.duty,
        lambda site, fault: action("stall_faults.settle_lead", lead_id, site, fault),
    )
    if not is_asked:
        await confirm(turn, told)


async def confirm(turn: Turn, told: Lead) -> None:
    """It is the shop's: a finding is opened unless one runs, and whoever reported it hears so."""
    duty = Duties(turn.rules.duties).by_key(told.duty)
    if duty is None or told.shop_id is None:
        return
    place = await shops.shop(turn.tx, told.shop_id)
    finding = await lead_routing.running_finding(turn, told)
    if finding is None:
        finding = await open_one(turn, place, duty, origin="lead", lead=told.id)
        await tell_found(turn, place, [finding], "")
    confirmed = replace(told, state=LeadState.CONFIRMED, judged_at=turn.now, judged_by=turn.me, finding_id=finding.id)
    await leads.save(turn.tx, told, confirmed)
    await _tell_reporters(turn, confirmed, place, "leads.confirmed")
    turn.reply(turn.say("leads.confirmed_noted", shop=place.name, duty=duty))


@flow.step(Action.CONFIRM_LEAD, to=relations.to_lead, refused="leads.not_your_own")
async def dismiss_lead(turn: Turn, lead_id: LeadId) -> None:
    """Dismiss a lead that was looked into and not confirmed; it has no effect."""
    told = await leads.lead(turn.tx, lead_id)
    if not _is_open(turn, told) or told.shop_id is None:
        return
    ended = replace(told, state=LeadState.UNFOUNDED, judged_at=turn.now, judged_by=turn.me)
    await leads.save(turn.tx, told, ended)
    await _tell_reporters(turn, ended, await shops.shop(turn.tx, told.shop_id), "leads.unfounded")
    turn.reply(turn.say("leads.unfounded_noted"))


def _is_open(turn: Turn, told: Lead) -> bool:
    if told.judged_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return False
    return True


async def _is_for(turn: Turn, told: Lead) -> bool:
    """Whose to-do list a lead is in: those who may look at it; managers, while it lacks its shop or its duty."""
    if not told.is_complete:
        return may(turn.roles, Action.COMPLETE_LEAD)
    return may(turn.roles, Action.CONFIRM_LEAD, await relations.to_lead(turn, told))


async def _tell_reporters(turn: Turn, told: Lead, place: Shop, sentence: str) -> None:
    duty = duty_called(turn, told.duty)
    reporters = await leads.reporters(turn.tx, told.id)
    await notify.tell_all(turn, reporters, lambda say: Reply(say(sentence, shop=place.name, duty=duty)))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: open leads for keepers, squad and managers; unclear ones for managers only."""
    found = []
    for told in await leads.waiting(turn.tx):
        if not await _is_for(turn, told):
            continue
        if told.shop_id and told.duty:
            place = await shops.shop(turn.tx, told.shop_id)
            line = turn.say("todo.lead", shop=place.name, duty=duty_called(turn, told.duty))
            found.append(Due(line, show_lead(told.id), 3, place, told.at))
        else:
            line = turn.say("todo.lead_unclear", place=told.place[:20])
            found.append(Due(line, complete_lead(told.id), 3, since=told.at))
    return found
