"""Ownership of a finding: contested by the shop or put between two by an observer, decided by a manager; no clock meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.flow import Flow, Turn
from handlers.findings import deadlines, look_without, rectify, repairs, told_in_person
from handlers.findings.open_finding import open_one
from handlers.findings.recheck import tell_reporters
from handlers.shared import notify
from handlers.shared.notify import duty_of
from handlers.shared.relations import holding, may_at, to_finding, to_shop
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import after_rest
from programme.duties import Duties, Duty
from programme.findings.finding_state import FindingState
from programme.findings.rectification import after_stop
from programme.ids import FindingId, ShopId
from programme.roles import Action
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import people
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say
from texts.days import Names, Until

flow = Flow("ownership")

BESIDE = 2
"""Doors to either side that are offered as the other shop."""


async def tell_found(turn: Turn, place: Shop, opened: Sequence[Finding], note: str) -> bool:
    """Tell everyone who answers for the shop what was found, the deadline, and that they may contest it.

    Returns False when nobody there can be reached now.
    """
    named = Names(tuple(duty_of(turn, f) for f in opened))
    first, alone = opened[0].id, len(opened) == 1
    fixed = rectify.report_fix(first) if alone else rectify.report_all_fixed(place.id, first, opened[-1].id)
    excuse = say_not_ours(first) if alone else choose_not_ours(place.id)

    def told(say: Say) -> Reply:
        remark = say("findings.remark", note=note) if note else ""
        words = say("findings.found", shop=place.name, duties=named, note=remark, time=_time(turn, say, opened))
        rows = ((Button(say("findings.i_fixed"), fixed), Button(say("findings.not_mine"), excuse)),)
        return Reply(words, rows, urgent=True, topic=notify.topic_of(opened[0]))

    is_told = await notify.tell_shop(turn, place.id, told, key=findings.told_key(first))
    if not is_told:
        await told_in_person.ask(turn, place, opened)
    for finding in opened:
        if repairs.is_ours(finding):
            await repairs.ask(turn, finding)
    return is_told


def _heard_on(turn: Turn) -> date:
    """The day on which the shop reads the message, so that “tomorrow” is right for the reader."""
    return after_rest(turn.local_now, turn.rest, turn.rules).date()


def _time(turn: Turn, say: Say, opened: Sequence[Finding]) -> str:
    """The sentence about the deadline; for a fault that is ours to repair, that the shop need not wait or act."""
    due = min((f.due_at for f in opened if f.due_at), default=None)
    if due is None:
        return say("findings.no_time")
    told = say("findings.time", until=Until(due.astimezone(turn.zone), _heard_on(turn)))
    ours = tuple(duty_of(turn, f) for f in opened if repairs.is_ours(f))
    return f"{told}\n{say('findings.rest_ours', duties=Names(ours))}" if ours else told


@flow.step(Action.SAY_NOT_OURS, to=holding, refused="self_check.not_mine")
async def choose_not_ours(turn: Turn, shop_id: ShopId) -> None:
    """不是我的责任 about several findings at once: ask which one."""
    waiting = [f for f in await findings.open_at(turn.tx, shop_id) if f.state in rectify.TO_FIX]
    if not waiting:
        turn.reply(turn.say("findings.already_settled"))
        return
    rows = [[Button(turn.say("findings.one", duty=duty_of(turn, f)), say_not_ours(f.id))] for f in waiting]
    turn.reply(turn.say("findings.which_not_ours"), buttons=rows, topic=Topic.NOT_OURS)


@flow.step(Action.SAY_NOT_OURS, to=to_finding, refused="self_check.not_mine")
async def say_not_ours(turn: Turn, finding_id: FindingId) -> None:
    """不是我的责任: stop the finding's clock and ask a manager to decide whose it is."""
    finding = await findings.finding(turn.tx, finding_id)
    if finding.state not in rectify.TO_FIX:
        turn.reply(turn.say("findings.already_settled"))
    else:
        finding = await deadlines.begin(turn, finding, turn.incoming.at)
        stopped = replace(finding, state=FindingState.STOPPED, stopped_at=turn.now, stopped_why="not the shop's")
        await findings.save(turn.tx, finding, stopped, event="stopped", by=turn.me, at=turn.now)
        turn.reply(turn.say("findings.not_ours_noted", duty=duty_of(turn, finding)))
        await _ask_judges(turn, stopped)


@flow.intent("unclear_there", Action.LOOK_BY_NUMBER)
async def said_unclear(turn: Turn) -> None:
    """“3 说不清”: what was just found at that shop of one's own may belong to the neighbouring one."""
    await say_unclear.go(turn, [str(turn.meant[0].shop)])


@flow.intent("between_there", Action.LOOK_BY_NUMBER)
async def said_between(turn: Turn) -> None:
    """“1号跟2号之间有垃圾”: what lies between two shops counts for neither until a manager decides."""
    told = turn.meant[0]
    if not await may_at(turn, Action.LOOK, told.shop):
        turn.reply(turn.say("engine.not_yours"))
        return
    place, both = await shops.shop(turn.tx, told.shop), {told.shop, told.beside}
    waiting = {f.duty for f in await findings.all_open(turn.tx) if {f.shop_id, f.beside_id} == both}
    for duty in [duty for duty in Duties(turn.rules.duties) if duty.key in told.failed and duty.key not in waiting]:
        made = await open_one(turn, place, duty, origin="outsider", note=told.rest, beside=told.beside)
        await _ask_judges(turn, made)
    turn.reply(turn.say("findings.between_noted"))


@flow.step(Action.LOOK, to=to_shop)
async def say_unclear(turn: Turn, shop_id: ShopId) -> None:
    """说不清是哪家的: ask which other shop it might be."""
    place = await shops.shop(turn.tx, shop_id)
    street = await shops.on_street(turn.tx, place.street)
    here = next((n for n, s in enumerate(street) if s.id == shop_id), 0)
    near = [s for s in street[max(here - BESIDE, 0) : here + BESIDE + 1] if s.id != shop_id]
    if not near:
        turn.reply(turn.say("findings.nobody_beside"))
        return
    rows = [[Button(f"{s.name} {s.door}", put_between_shops(shop_id, s.id))] for s in near]
    turn.reply(turn.say("findings.between_which", shop=place.name), buttons=rows, topic=Topic.BETWEEN.of(shop_id))


@flow.step(Action.LOOK, to=to_shop)
async def put_between_shops(turn: Turn, shop_id: ShopId, other: ShopId) -> None:
    """Put a finding just made between this shop and another: it counts for neither until a manager decides."""
    seen = await evidence.observation_of_day(turn.tx, shop_id, turn.day, turn.me)
    if seen is None:
        turn.reply(turn.say("review.nothing_to_undo"))
        return
    of_day = await findings.of_day(turn.tx, shop_id, seen.day, turn.me)
    found = [f for f in of_day if f.state in rectify.TO_FIX]
    found = [f for f in found if f.observation_id == seen.id] or found  # what was just found, if anything was
    if not found:
        turn.reply(turn.say("findings.already_settled"))
        return
    look = await look_without.recorded(turn, seen, {f.duty for f in found})
    place = await shops.shop(turn.tx, shop_id)
    for finding in found:
        gone = replace(finding, state=FindingState.WITHDRAWN, closed_at=turn.now, closing="between two shops")
        await findings.save(turn.tx, finding, gone, event="between two shops", by=turn.me, at=turn.now)
        await notify.tell_holders(turn, finding, "findings.withdrawn")
        shared = await open_one(
            turn, place, _duty(turn, finding), origin="outsider", note=finding.note, look=look, beside=other
        )
        await _ask_judges(turn, shared)
    turn.reply(turn.say("findings.between_noted"))


async def _ask_judges(turn: Turn, finding: Finding) -> None:
    out = set(await shops.holders(turn.tx, finding.shop_id))
    judges = [m.id for m in await people.with_role(turn.tx, "manager") if m.id not in out]
    words = await _places(turn, finding)
    for judge in judges:
        await turn.tell(judge, lambda say: question(turn, say, finding, words))


async def _places(turn: Turn, finding: Finding) -> list[Shop]:
    numbers = [finding.shop_id, finding.beside_id] if finding.beside_id else [finding.shop_id]
    return [await shops.shop(turn.tx, n) for n in numbers if n]


def question(turn: Turn, say: Say, finding: Finding, places: Sequence[Shop]) -> Reply:
    """The prompt that asks a manager whose the finding is."""
    names = Names(tuple(f"{s.name}（{s.door}）" for s in places))
    key = "findings.between_judge" if finding.beside_id else "findings.not_ours_judge"
    rows = [(Button(say("findings.not_the_shops"), release_finding(finding.id)),)]
    if finding.beside_id:
        rows = [(Button(say("findings.its", shop=s.name), give_to_shop(finding.id, s.id)),) for s in places] + rows
    else:
        rows.append((Button(say("findings.the_shops"), resume_finding(finding.id)),))
    words = say(key, shop=names, duty=duty_of(turn, finding), note=finding.note or say("findings.no_note"))
    return Reply(words, tuple(rows), topic=Topic.WHOSE.of(finding.id))


@flow.step(Action.ASSIGN_FINDING, to=to_finding)
async def show_question(turn: Turn, finding_id: FindingId) -> None:
    """Ask the ownership question once more, from the to-do list."""
    finding = await findings.finding(turn.tx, finding_id)
    asked = question(turn, turn.say, finding, await _places(turn, finding))
    turn.reply(asked.text, buttons=asked.buttons, topic=asked.topic)


@flow.step(Action.ASSIGN_FINDING, to=to_finding)
async def release_finding(turn: Turn, finding_id: FindingId) -> None:
    """Decide that it is no shop's: it counts for nobody, and the reporter is told that it is passed on."""
    finding = await findings.finding(turn.tx, finding_id)
    if not _is_to_judge(turn, finding):
        return
    gone = replace(finding, state=FindingState.WITHDRAWN, closed_at=turn.now, closing="not the shop's")
    await findings.save(turn.tx, finding, gone, event="not the shop's", by=turn.me, at=turn.now)
    await look_without.leave_out(turn, finding)
    if finding.state is FindingState.STOPPED:
        await notify.tell_holders(turn, finding, "findings.withdrawn")
    await tell_reporters(turn, gone, "leads.not_the_shops")
    turn.reply(turn.say("findings.released"))


@flow.step(Action.ASSIGN_FINDING, to=to_finding)
async def resume_finding(turn: Turn, finding_id: FindingId) -> None:
    """Decide that it is the shop's after all: its clock goes on with the time left when it stopped."""
    finding = await findings.finding(turn.tx, finding_id)
    if not _is_to_judge(turn, finding) or finding.stopped_at is None:
        return
    due = after_stop(finding.due_at, finding.stopped_at, turn.now) if finding.due_at else None
    state = await findings.state_again(turn.tx, finding_id)
    running = replace(finding, state=state, stopped_at=None, stopped_why="", due_at=due)
    await findings.save(turn.tx, finding, running, event="resumed", by=turn.me, at=turn.now)
    until = Until(due.astimezone(turn.zone), turn.day) if due and due > turn.now else None
    ours = "_ours" if repairs.is_ours(running) else ""
    await notify.tell_holders(turn, running, f"findings.resumed{ours}", until=until)
    turn.reply(turn.say("findings.resumed_noted"))


@flow.step(Action.ASSIGN_FINDING, to=to_finding)
async def give_to_shop(turn: Turn, finding_id: FindingId, shop_id: ShopId) -> None:
    """Decide that it is this shop's: it counts there from now on, but not for a holder who came after it was seen."""
    finding = await findings.finding(turn.tx, finding_id)
    if not _is_to_judge(turn, finding) or shop_id not in (finding.shop_id, finding.beside_id):
        return
    place, held = await shops.shop(turn.tx, shop_id), await shops.tenure(turn.tx, shop_id, turn.now)
    seen = await evidence.observation(turn.tx, finding.observation_id) if finding.observation_id else None
    is_before = held.since > (seen.at if seen else finding.opened_at)
    closing = f"before the holder of shop {shop_id}" if is_before else f"given to shop {shop_id}"
    gone = replace(finding, state=FindingState.WITHDRAWN, closed_at=turn.now, closing=closing)
    await findings.save(turn.tx, finding, gone, event="assigned", by=turn.me, at=turn.now)
    if is_before:
        turn.reply(turn.say("findings.before_holder", shop=place.name))
        return
    running = next((f for f in await findings.open_at(turn.tx, shop_id) if f.duty == finding.duty), None)
    if running is None:
        mine = await open_one(
            turn,
            place,
            _duty(turn, finding),
            origin=finding.origin,
            note=finding.note,
            look=finding.observation_id,
            lead=finding.lead_id,
            found_by=finding.found_by,
        )
        await tell_found(turn, place, [mine], finding.note)
    turn.reply(turn.say("findings.given", shop=place.name))


def _is_to_judge(turn: Turn, finding: Finding) -> bool:
    if finding.state not in (FindingState.STOPPED, FindingState.BETWEEN):
        turn.reply(turn.say("findings.already_settled"))
        return False
    return True


def _duty(turn: Turn, finding: Finding) -> Duty:
    return Duties(turn.rules.duties).by_key(finding.duty) or Duty(finding.duty, finding.duty, finding.duty, 0)
