"""Cases: findings handed over to a person after two reminders, with the whole file; 执法 is where the software ends."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.findings import ownership, recheck, repairs
from handlers.shared import notify, todo
from handlers.shared.notify import duty_of
from handlers.shared.relations import may_about, to_finding
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.findings.finding_state import FindingState
from programme.ids import FindingId
from programme.roles import Action
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import people
from storage.photos import media, pictures
from storage.shops import shops
from texts import Say
from texts.days import Day

flow = Flow("cases")

UNCLEAR = (FindingState.STOPPED, FindingState.BETWEEN)
"""Somebody has to say whose it is."""


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: cases to settle, contested ownership, findings between two shops, fixes to re-check, repairs to request."""
    found = []
    for finding in await findings.to_report(turn.tx):
        if await may_about(turn, Action.CHECK_FIX, finding):
            place = await shops.shop(turn.tx, finding.shop_id)
            line = turn.say(f"todo.{finding.state}", shop=place.name, duty=duty_of(turn, finding))
            found.append(Due(line, show_case(finding.id), 4, place, finding.opened_at))
    for state, action, rank in _KINDS:
        for finding in await findings.in_state(turn.tx, state):
            if await may_about(turn, action, finding):
                place = await shops.shop(turn.tx, finding.shop_id)
                line = turn.say(f"todo.{state}", shop=place.name, duty=duty_of(turn, finding))
                opens = ownership.show_question(finding.id) if state in UNCLEAR else show_case(finding.id)
                found.append(Due(line, opens, rank, place, finding.opened_at))
    return found


_KINDS = (
    (FindingState.HANDED, Action.HAND_OVER, 1),
    (FindingState.STOPPED, Action.ASSIGN_FINDING, 2),
    (FindingState.BETWEEN, Action.ASSIGN_FINDING, 2),
    (FindingState.FIXED, Action.CHECK_FIX, 3),
)


@flow.step(Action.SEE_FINDING, to=to_finding)
async def show_case(turn: Turn, finding_id: FindingId) -> None:
    """Show one case with its photos and the possible decisions."""
    finding = await findings.finding(turn.tx, finding_id)
    turn.reply(
        await _file(turn, turn.say, finding),
        buttons=await _ways_out(turn, finding),
        attachments=await _pictures(turn, finding),
        topic=Topic.CASE.of(finding_id),
    )


async def _ways_out(turn: Turn, finding: Finding) -> tuple[tuple[Button, ...], ...]:
    if finding.state is FindingState.FIXED:
        return recheck.answers(turn.say, finding.id)
    if repairs.is_ours(finding):
        return repairs.answers(turn.say, finding)
    if finding.state is not FindingState.HANDED:
        return ()
    rows = [(Button(turn.say("cases.settled"), settle_case(finding.id)),)]
    if await may_about(turn, Action.HAND_OVER, finding):
        rows.append((Button(turn.say("cases.to_the_brigade"), hand_over_case(finding.id)),))
    return tuple(rows)


async def _file(turn: Turn, say: Say, finding: Finding) -> str:
    """The case file in at most six lines: where, which duty, since when, what was said."""
    place = await shops.shop(turn.tx, finding.shop_id)
    lines = [say("cases.head", shop=place.name, door=place.address, duty=duty_of(turn, finding))]
    words = await findings.words(turn.tx, finding.id) or say("findings.no_note")
    lines.append(say("cases.since", day=Day(finding.day), note=words))
    is_ours = repairs.is_ours(finding) and finding.state is FindingState.OPEN
    told = [say("cases.state_ours" if is_ours else f"cases.state_{finding.state}")]
    if finding.reminded:
        told.append(say("cases.reminded", many=finding.reminded))
    lines.append(" · ".join(told))
    return "\n".join(lines)


async def _pictures(turn: Turn, finding: Finding) -> tuple[Attachment, ...]:
    problem, fix = await pictures.of_problem(turn.tx, finding), await pictures.of_fix(turn.tx, finding)
    return media.enclosed([*problem, *fix])


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def settle_case(turn: Turn, finding_id: FindingId) -> None:
    """Close a case that was seen to be right on the spot; labelled management, as reminders alone did not solve it."""
    finding = await findings.finding(turn.tx, finding_id)
    if finding.state is not FindingState.HANDED:
        turn.reply(turn.say("findings.already_settled"))
    else:
        await recheck.close(turn, finding, share="management")


@flow.step(Action.HAND_OVER, to=to_finding)
async def hand_over_case(turn: Turn, finding_id: FindingId) -> None:
    """执法: hand the file to the enforcement brigade; the software decides no penalty and ends here."""
    finding = await findings.finding(turn.tx, finding_id)
    if finding.state is not FindingState.HANDED:
        turn.reply(turn.say("findings.already_settled"))
        return
    ended = replace(
        finding,
        state=FindingState.CLOSED,
        closed_at=turn.now,
        checked_by=turn.me,
        share="enforcement",
        closing="to the brigade",
    )
    await findings.save(turn.tx, finding, ended, event="to the brigade", by=turn.me, at=turn.now)
    photos = await _pictures(turn, finding)
    squad = [p.id for p in await people.with_role(turn.tx, "squad")]
    words = await _file(turn, turn.say, ended)
    await notify.tell_all(
        turn, squad, lambda say: Reply(f"{say('cases.for_the_brigade')}\n{words}", attachments=photos)
    )
    await notify.tell_holders(turn, ended, "cases.told_the_shop")
    turn.reply(turn.say("cases.handed_over" if squad else "cases.no_squad"))
