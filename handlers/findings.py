"""Findings and how they are put right: the shop hears at once, sends a photo when it is fixed, and another person looks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.flow import Flow, Turn
from bot.messages import Button, Reply
from programme.duties import Duties, Duty
from storage import evidence, findings, media, people, shops
from storage.evidence import Observation
from storage.findings import Finding
from storage.shops import Shop
from texts import Say
from texts.days import Names, Until

flow = Flow("findings")


# -- made by a look or by the shop itself ------------------------------------------------------------------------------


async def open_from_look(turn: Turn, place: Shop, look: int, failed: Sequence[Duty], note: str) -> None:
    """Open a finding for each failed duty that has none running, and tell everyone who answers for the shop."""
    running = {f.duty for f in await findings.open_at(turn.tx, place.id)}
    fresh = [d for d in failed if d.key not in running]
    opened = [await _open(turn, place, d, origin="outsider", note=note, look=look) for d in fresh]
    if not opened:
        return
    due = [f.due_at for f in opened if f.due_at]
    for holder in await shops.holders(turn.tx, place.id):
        await turn.tell(holder, lambda say: _told(turn, say, place, fresh, min(due, default=None), note, opened))


async def report_own(turn: Turn, place: Shop, check: int, day: date, duties: Sequence[Duty], note: str) -> str:
    """The shop's own report: the same clock runs, and it is said kindly. Returns the sentence about the time there is."""
    running = {f.duty: f for f in await findings.open_at(turn.tx, place.id)}
    opened = [
        running.get(d.key) or await _open(turn, place, d, origin="self", note=note, check=check) for d in duties
    ]
    due = min((f.due_at for f in opened if f.due_at), default=None)
    return turn.say("findings.time_own", until=_until(turn, due)) if due else turn.say("findings.no_time_own")


async def reported_before(turn: Turn, place: Shop) -> frozenset[str]:
    """The duties a look leaves out: reported by the shop itself before it, their deadline still running."""
    return frozenset(
        f.duty
        for f in await findings.open_at(turn.tx, place.id)
        if f.origin == "self" and f.opened_at <= turn.incoming.at and (f.due_at is None or turn.incoming.at <= f.due_at)
    )


async def withdraw(turn: Turn, seen: Observation, unless: Collection[str] = ()) -> None:
    """A look was taken back or replaced: what it alone had found is withdrawn, and the shop hears it."""
    for finding in await findings.of_look(turn.tx, seen.id):
        if finding.closed_at or finding.duty in unless:
            continue
        gone = replace(finding, state="withdrawn", closed_at=turn.now)
        await findings.save(turn.tx, gone, event="withdrawn", by=turn.me, at=turn.now)
        place, duty = await shops.shop(turn.tx, finding.shop_id), duty_of(turn, finding)
        for holder in await shops.holders(turn.tx, place.id):
            await turn.tell(
                holder, lambda say, p=place, d=duty: Reply(say("findings.withdrawn", shop=p.name, duty=d), urgent=True)
            )


# -- putting it right --------------------------------------------------------------------------------------------------


@flow.on(r"(改好了|整改好了|弄好了|已整改|fixed|done)[。.!！]*", "merchant", rank=35)
async def said_fixed(turn: Turn) -> None:
    """改好了, with or without the photo: which finding, then the photo, then another person's look."""
    mine = await shops.held_by(turn.tx, turn.me)
    waiting = [f for place in mine for f in await findings.open_at(turn.tx, place.id) if f.state in ("open", "handed")]
    if not waiting:
        turn.reply(turn.say("findings.nothing_open"))
    elif len(waiting) == 1:
        await _ask_photo(turn, waiting[0])
    else:
        rows = [[Button(turn.say("findings.one", duty=duty_of(turn, f)), fix(f.id))] for f in waiting]
        rows.insert(0, [Button(turn.say("findings.all_fixed"), fix_all())])
        turn.reply(turn.say("findings.which"), buttons=rows, topic="fix")


@flow.step("merchant")
async def fix(turn: Turn, number: int) -> None:
    finding = await findings.finding(turn.tx, number)
    if await _may_fix(turn, finding):
        await _ask_photo(turn, finding)


@flow.step("merchant")
async def fix_all(turn: Turn) -> None:
    mine = await shops.held_by(turn.tx, turn.me)
    for place in mine:
        for finding in await findings.open_at(turn.tx, place.id):
            if finding.state in ("open", "handed"):
                await _ask_photo(turn, finding, quiet=True)
    turn.reply(turn.say("findings.photo_please", cue=""), then=fix_photo(0))


@flow.step("merchant")
async def fix_photo(turn: Turn, number: int) -> None:
    """The photo of the fix; 0 stands for everything that is open."""
    if not turn.attachments:
        turn.reply(turn.say("findings.photo_please", cue=""), then=fix_photo(number))
        return
    for finding in await _meant(turn, number):
        await media.keep(turn, "fix", finding.id)
        await _fixed(turn, finding)
    turn.reply(turn.say("findings.fix_received"))


@flow.step("merchant")
async def not_ours(turn: Turn, number: int) -> None:
    """不是我的责任: the clock stops, and a person decides where it belongs."""
    finding = await findings.finding(turn.tx, number)
    if not await _may_fix(turn, finding):
        return
    stopped = replace(finding, state="stopped", stopped_at=turn.now, stopped_why="not the shop's")
    await findings.save(turn.tx, stopped, event="stopped", by=turn.me, at=turn.now)
    turn.reply(turn.say("findings.not_ours_noted", duty=duty_of(turn, finding)))
    place = await shops.shop(turn.tx, finding.shop_id)
    for manager in await people.with_role(turn.tx, "manager"):
        await turn.tell(
            manager.id,
            lambda say: Reply(
                say("findings.not_ours_judge", shop=place.name, duty=duty_of(turn, finding), note=finding.note),
                buttons=(
                    (Button(say("findings.not_the_shops"), release(number)),),
                    (Button(say("findings.the_shops"), resume(number)),),
                ),
            ),
        )


@flow.step("manager")
async def release(turn: Turn, number: int) -> None:
    finding = await findings.finding(turn.tx, number)
    if finding.state != "stopped":
        turn.reply(turn.say("findings.already_settled"))
        return
    gone = replace(finding, state="withdrawn", closed_at=turn.now, closing="not the shop's")
    await findings.save(turn.tx, gone, event="not the shop's", by=turn.me, at=turn.now)
    await _tell_holders(turn, finding, "findings.withdrawn")
    turn.reply(turn.say("findings.released"))


@flow.step("manager")
async def resume(turn: Turn, number: int) -> None:
    finding = await findings.finding(turn.tx, number)
    if finding.state != "stopped" or finding.stopped_at is None:
        turn.reply(turn.say("findings.already_settled"))
        return
    stood = turn.now - finding.stopped_at
    due = finding.due_at + stood if finding.due_at else None
    running = replace(finding, state="open", stopped_at=None, stopped_why="", due_at=due)
    await findings.save(turn.tx, running, event="resumed", by=turn.me, at=turn.now)
    await _tell_holders(turn, running, "findings.resumed")
    turn.reply(turn.say("findings.resumed_noted"))


@flow.step("member", "squad", "secretary", "manager")
async def confirm(turn: Turn, number: int) -> None:
    """The second look says it is right. Whoever fixed it does not verify it."""
    finding = await findings.finding(turn.tx, number)
    if not await _may_check(turn, finding):
        return
    share = "enforcement" if finding.state == "handed" else "management" if finding.overdue_at else "service"
    closed = replace(
        finding, state="closed", checked_at=turn.now, checked_by=turn.me, closed_at=turn.now, share=finding.share or share
    )
    await findings.save(turn.tx, closed, event="confirmed", by=turn.me, at=turn.now)
    await _tell_holders(turn, finding, "findings.confirmed")
    turn.reply(turn.say("findings.confirmed_noted"))


@flow.step("member", "squad", "secretary", "manager")
async def not_yet(turn: Turn, number: int) -> None:
    finding = await findings.finding(turn.tx, number)
    if not await _may_check(turn, finding):
        return
    again = replace(finding, state="open", fixed_at=None, fixed_by=None)
    await findings.save(turn.tx, again, event="not yet", by=turn.me, at=turn.now)
    await _tell_holders(turn, again, "findings.not_yet")
    turn.reply(turn.say("findings.not_yet_noted"))


# -- small parts -------------------------------------------------------------------------------------------------------


def duty_of(turn: Turn, finding: Finding) -> object:
    """The duty by name; its key when the programme has dropped it since."""
    return Duties(turn.rules.duties).by_key(finding.duty) or finding.duty


async def _open(
    turn: Turn, place: Shop, duty: Duty, *, origin: str, note: str, look: int | None = None, check: int | None = None
) -> Finding:
    held = await shops.tenure(turn.tx, place.id, turn.now)
    number = await findings.open_one(
        turn.tx,
        shop_id=place.id,
        tenure_id=held.id,
        duty=duty.key,
        origin=origin,
        found_by=turn.me,
        day=turn.day,
        at=turn.incoming.at,
        kind=duty.deadline,
        due_at=due(turn, place, duty),
        note=note,
        observation_id=look,
        self_check_id=check,
    )
    return await findings.finding(turn.tx, number)


def due(turn: Turn, place: Shop, duty: Duty) -> datetime | None:
    raise NotImplementedError


def _told(
    turn: Turn, say: Say, place: Shop, duties: Sequence[Duty], due_at: datetime | None, note: str, opened: Sequence[Finding]
) -> Reply:
    time = say("findings.time", until=_until(turn, due_at)) if due_at else say("findings.no_time")
    words = say("findings.found", shop=place.name, duties=Names(tuple(duties)), note=f"（{note}）" if note else "", time=time)
    first = opened[0].id
    fixed = fix(first) if len(opened) == 1 else fix_all()
    rows = ((Button(say("findings.i_fixed"), fixed), Button(say("findings.not_mine"), not_ours(first))),)
    return Reply(words, rows, urgent=True, once=False, topic=f"finding {first}")


def _until(turn: Turn, moment: datetime | None) -> object:
    return Until(moment.astimezone(turn.zone), turn.day) if moment else ""


async def _may_fix(turn: Turn, finding: Finding) -> bool:
    if turn.me not in await shops.holders(turn.tx, finding.shop_id):
        turn.reply(turn.say("self_check.not_mine"))
        return False
    if finding.closed_at or finding.state in ("fixed", "stopped"):
        turn.reply(turn.say("findings.already_settled"))
        return False
    return True


async def _may_check(turn: Turn, finding: Finding) -> bool:
    if finding.state != "fixed":
        turn.reply(turn.say("findings.already_settled"))
        return False
    if turn.me == finding.fixed_by or turn.me in await shops.holders(turn.tx, finding.shop_id):
        turn.reply(turn.say("findings.not_your_own"))
        return False
    return True


async def _ask_photo(turn: Turn, finding: Finding, *, quiet: bool = False) -> None:
    if turn.attachments:
        await media.keep(turn, "fix", finding.id)
        await _fixed(turn, finding)
        if not quiet:
            turn.reply(turn.say("findings.fix_received"))
    elif not quiet:
        turn.reply(turn.say("findings.photo_please", cue=""), then=fix_photo(finding.id))


async def _meant(turn: Turn, number: int) -> list[Finding]:
    mine = [f for place in await shops.held_by(turn.tx, turn.me) for f in await findings.open_at(turn.tx, place.id)]
    return [f for f in mine if f.state in ("open", "handed") and number in (0, f.id)]


async def _fixed(turn: Turn, finding: Finding) -> None:
    """The shop says it is fixed: whoever did not fix it is asked to look."""
    fixed = replace(finding, state="fixed", fixed_at=turn.incoming.at, fixed_by=turn.me)
    await findings.save(turn.tx, fixed, event="fixed", by=turn.me, at=turn.now)
    place = await shops.shop(turn.tx, finding.shop_id)
    link = await shops.link(turn.tx, finding.shop_id)
    checkers = [link.member_id] if link and link.member_id != turn.me else []
    checkers = checkers or [m.id for m in await people.with_role(turn.tx, "manager") if m.id != turn.me]
    for checker in checkers:
        await turn.tell(
            checker,
            lambda say: Reply(
                say("findings.look_please", shop=place.name, door=place.door, duty=duty_of(turn, finding)),
                buttons=((Button(say("findings.is_right"), confirm(finding.id)), Button(say("findings.is_not"), not_yet(finding.id))),),
                attachments=turn.attachments,
                urgent=True,
                topic=f"check {finding.id}",
            ),
        )


async def _tell_holders(turn: Turn, finding: Finding, sentence: str) -> None:
    place = await shops.shop(turn.tx, finding.shop_id)
    duty = duty_of(turn, finding)
    for holder in await shops.holders(turn.tx, finding.shop_id):
        await turn.tell(holder, lambda say: Reply(say(sentence, shop=place.name, duty=duty), urgent=True))


_RECENT = timedelta(days=7)
"""How long a closed finding may be reopened."""


async def reopenable(turn: Turn, shop: int) -> list[Finding]:
    """Findings closed in the last seven days that were put right."""
    first = (turn.now - _RECENT).astimezone(turn.zone).date() - timedelta(days=30)
    return [
        f
        for f in await findings.at_shop(turn.tx, shop, first)
        if f.state == "closed" and f.closed_at and turn.now - f.closed_at <= _RECENT
    ]


async def note_from_look(turn: Turn, seen: Observation) -> str:
    """The words of a look, as it stands."""
    found = await evidence.observation(turn.tx, seen.id)
    return found.note if found else ""
