"""Re-check (复查) of a fix: right, not yet, or broken again within days; never by the person who fixed it."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from bot.steps import action
from handlers.shared import notify, photo_checks
from handlers.shared.notify import duty_of
from handlers.shared.relations import to_finding
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import out_of_night
from programme.duties import REPORT_ONLY
from programme.findings.finding_state import FindingState
from programme.findings.rectification import after_look, is_seen_soon
from programme.findings.shares import SHARES, label
from programme.ids import FindingId
from programme.roles import Action
from storage.findings import findings, leads
from storage.findings.findings import Finding
from storage.shops import shops
from texts import Say
from texts.days import Until

flow = Flow("recheck")


def answers(say: Say, finding_id: FindingId) -> tuple[tuple[Button, ...], ...]:
    """The two possible results of a re-check."""
    return (
        (
            Button(say("findings.is_right"), confirm_fix(finding_id)),
            Button(say("findings.is_not"), refuse_fix(finding_id)),
        ),
    )


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def confirm_fix(turn: Turn, finding_id: FindingId) -> None:
    """Confirm a fix; if its photo resembles an earlier one, both are shown first."""
    finding = await findings.finding(turn.tx, finding_id)
    if not _is_to_check(turn, finding):
        return
    why, photos = await photo_checks.about(turn, finding)
    if not why:
        await close(turn, finding)
        return
    await findings.record(turn.tx, finding_id, turn.now, turn.me, "doubted", " ".join(d.why for d in why))
    place = await shops.shop(turn.tx, finding.shop_id)
    turn.reply(
        turn.say(
            "findings.doubtful",
            shop=place.name,
            duty=duty_of(turn, finding),
            why=turn.say(f"findings.doubt_{why[0].why}"),
        ),
        buttons=[
            [Button(turn.say("findings.seen_there"), confirm_seen_fix(finding_id))],
            [Button(turn.say("findings.new_photo"), ask_new_photo(finding_id))],
        ],
        attachments=photos,
        topic=Topic.CHECK.of(finding_id),
    )


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def confirm_seen_fix(turn: Turn, finding_id: FindingId) -> None:
    """Confirm a fix after both photos and the place were seen."""
    finding = await findings.finding(turn.tx, finding_id)
    if _is_to_check(turn, finding):
        await close(turn, finding, note="seen in spite of the picture")


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def refuse_fix(turn: Turn, finding_id: FindingId) -> None:
    await _once_more(turn, finding_id, "findings.not_yet")


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def ask_new_photo(turn: Turn, finding_id: FindingId) -> None:
    """Ask the shop for another photo, since this one was an old one."""
    await _once_more(turn, finding_id, "findings.photo_again")


async def _once_more(turn: Turn, finding_id: FindingId, sentence: str) -> None:
    finding = await findings.finding(turn.tx, finding_id)
    if _is_to_check(turn, finding):
        await run_on(turn, finding, sentence)
        turn.reply(turn.say(f"findings.not_yet_noted{'_ours' if finding.kind == REPORT_ONLY else ''}"))


async def run_on(turn: Turn, finding: Finding, sentence: str = "findings.not_yet") -> None:
    """Reopen a finding whose fix failed the re-check; time it spent waiting for us is not counted.

    Re-checked by the end of the next working day, it keeps its deadline, the clock having stood meanwhile. An outsider's
    finding
    re-checked later may as well be a new fault: it counts as found again, and never as late besides.
    """
    heard = out_of_night(turn.local_now, turn.rules)
    due, again_at = finding.due_at, finding.again_at
    if finding.fixed_at:
        due = after_look(due, finding.fixed_at, heard) if due else None
        is_soon = is_seen_soon(finding.fixed_at.astimezone(turn.zone), turn.local_now)
        again_at = again_at if is_soon or finding.origin == "self" else turn.now
    reminded = max(finding.reminded, 1)  # this is the first reminder
    state = await findings.state_again(turn.tx, finding.id)
    again = replace(finding, state=state, due_at=due, reminded=reminded, fixed_at=None, fixed_by=None, cue="")
    again = replace(again, again_at=again_at)
    await findings.save(turn.tx, finding, again, event="not yet", by=turn.me, at=turn.now)
    until = Until(due.astimezone(turn.zone), heard.date()) if due and due > heard else None
    if finding.kind == REPORT_ONLY:
        await notify.tell_holders(turn, again, "findings.not_yet_ours")
        return
    await notify.tell_holders(turn, again, sentence, until=until)


async def close(
    turn: Turn, finding: Finding, *, share: str = "", note: str = "", told: str = "findings.confirmed"
) -> None:
    """Close a finding: tell the shop and the reporter, and let the closer say how it was solved."""
    share = share or label(handed=False, overdue=finding.overdue_at is not None)
    closed = replace(
        finding,
        state=FindingState.CLOSED,
        checked_at=turn.now,
        checked_by=turn.me,
        closed_at=turn.now,
        share=finding.share or share,
    )
    await findings.save(turn.tx, finding, closed, event="confirmed", by=turn.me, at=turn.now, note=note)
    await notify.tell_holders(turn, closed, told)
    await tell_reporters(turn, closed, "leads.fixed")
    _ask_how(turn, closed)


def _ask_how(turn: Turn, closed: Finding) -> None:
    """Ask how it was solved: the proposed 721 label can be changed with a tap, a line of words is optional."""
    others = [s for s in SHARES if s != closed.share]
    rows = [[Button(turn.say(f"findings.{s}"), label_finding(closed.id, s)) for s in others]]
    rows.append([Button(turn.say("findings.again"), action("reopening.reopen_finding", closed.id))])
    turn.reply(
        turn.say("findings.confirmed_noted", share=turn.say(f"findings.{closed.share}")),
        buttons=rows,
        then=add_closing_line(closed.id),
        once=False,
        topic=Topic.CLOSED.of(closed.id),
    )


@flow.step(Action.LABEL_FIX, to=to_finding, refused="findings.already_settled")
async def label_finding(turn: Turn, finding_id: FindingId, share: str) -> None:
    finding = await findings.finding(turn.tx, finding_id)
    if share not in SHARES:
        turn.reply(turn.say("findings.already_settled"))
        return
    labelled = replace(finding, share=share)
    await findings.save(turn.tx, finding, labelled, event="labelled", by=turn.me, at=turn.now, note=share)
    turn.reply(turn.say("findings.labelled", share=turn.say(f"findings.{share}")), then=add_closing_line(finding_id))


@flow.step(Action.LABEL_FIX, to=to_finding, refused="findings.already_settled")
async def add_closing_line(turn: Turn, finding_id: FindingId) -> None:
    """Add the closer's line on how it was solved to the file."""
    finding = await findings.finding(turn.tx, finding_id)
    if not turn.text:
        turn.reply(turn.say("findings.already_settled"))
        return
    told = replace(finding, closing=turn.text)
    await findings.save(turn.tx, finding, told, event="closing line", by=turn.me, at=turn.now)
    turn.reply(turn.say("findings.closing_noted"))


async def tell_reporters(turn: Turn, finding: Finding, sentence: str) -> None:
    """Tell everybody who reported it how it ended; they may object."""
    told = {p for lead in await leads.of_finding(turn.tx, finding.id) for p in await leads.reporters(turn.tx, lead.id)}
    place = await shops.shop(turn.tx, finding.shop_id)
    rows = finding.state is FindingState.CLOSED
    await notify.tell_all(
        turn,
        sorted(told),
        lambda say: Reply(
            say(sentence, shop=place.name, duty=duty_of(turn, finding)),
            ((Button(say("findings.again"), action("reopening.reopen_finding", finding.id)),),) if rows else (),
            topic=Topic.REPORTED.of(finding.id),
        ),
    )


def _is_to_check(turn: Turn, finding: Finding) -> bool:
    """Whether the fix still waits for a re-check; otherwise say that it does not."""
    if finding.state is not FindingState.FIXED:
        turn.reply(turn.say("findings.already_settled"))
    return finding.state is FindingState.FIXED
