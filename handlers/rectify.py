"""Putting it right: the shop sends a photo when it is fixed, and another person looks. Whoever fixed it does not verify it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from bot.messages import Attachment, Button, Reply
from programme.duties import Duties
from storage import findings, people, shops
from storage.findings import Finding

flow = Flow("rectify")


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
        await _fixed(turn, finding, await turn.keep("fix", finding.id))
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
    await tell_holders(turn, finding, "findings.withdrawn")
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
    await tell_holders(turn, running, "findings.resumed")
    turn.reply(turn.say("findings.resumed_noted"))


@flow.step("member", "squad", "secretary", "manager")
async def confirm(turn: Turn, number: int) -> None:
    """The second look says it is right. Whoever fixed it does not verify it."""
    finding = await findings.finding(turn.tx, number)
    if not await _may_check(turn, finding):
        return
    share = "enforcement" if finding.state == "handed" else "management" if finding.overdue_at else "service"
    closed = replace(
        finding,
        state="closed",
        checked_at=turn.now,
        checked_by=turn.me,
        closed_at=turn.now,
        share=finding.share or share,
    )
    await findings.save(turn.tx, closed, event="confirmed", by=turn.me, at=turn.now)
    await tell_holders(turn, finding, "findings.confirmed")
    turn.reply(turn.say("findings.confirmed_noted"))


@flow.step("member", "squad", "secretary", "manager")
async def not_yet(turn: Turn, number: int) -> None:
    finding = await findings.finding(turn.tx, number)
    if not await _may_check(turn, finding):
        return
    again = replace(finding, state="open", fixed_at=None, fixed_by=None)
    await findings.save(turn.tx, again, event="not yet", by=turn.me, at=turn.now)
    await tell_holders(turn, again, "findings.not_yet")
    turn.reply(turn.say("findings.not_yet_noted"))


def duty_of(turn: Turn, finding: Finding) -> object:
    """The duty by name; its key when the programme has dropped it since."""
    return Duties(turn.rules.duties).by_key(finding.duty) or finding.duty


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
        await _fixed(turn, finding, await turn.keep("fix", finding.id))
        if not quiet:
            turn.reply(turn.say("findings.fix_received"))
    elif not quiet:
        turn.reply(turn.say("findings.photo_please", cue=""), then=fix_photo(finding.id))


async def _meant(turn: Turn, number: int) -> list[Finding]:
    mine = [f for place in await shops.held_by(turn.tx, turn.me) for f in await findings.open_at(turn.tx, place.id)]
    return [f for f in mine if f.state in ("open", "handed") and number in (0, f.id)]


async def _fixed(turn: Turn, finding: Finding, photos: Sequence[Attachment]) -> None:
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
                buttons=(
                    (
                        Button(say("findings.is_right"), confirm(finding.id)),
                        Button(say("findings.is_not"), not_yet(finding.id)),
                    ),
                ),
                attachments=tuple(photos),
                urgent=True,
                topic=f"check {finding.id}",
            ),
        )


async def tell_holders(turn: Turn, finding: Finding, sentence: str) -> None:
    place = await shops.shop(turn.tx, finding.shop_id)
    duty = duty_of(turn, finding)
    for holder in await shops.holders(turn.tx, finding.shop_id):
        await turn.tell(holder, lambda say: Reply(say(sentence, shop=place.name, duty=duty), urgent=True))
