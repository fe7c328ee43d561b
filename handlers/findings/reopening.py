"""又犯了: the reporter or the shop's keeper reopens a closed finding within the days set for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.flow import Flow, Turn
from bot.steps import action
from handlers.findings import deadlines, repairs
from handlers.shared import notify, stall_question
from handlers.shared.notify import duty_of
from handlers.shared.relations import to_finding
from programme.duties import REPORT_ONLY
from programme.findings.finding_state import FindingState
from programme.findings.rectification import may_reopen
from programme.ids import FindingId
from programme.roles import Action
from storage.findings import findings
from storage.findings.findings import Finding
from storage.shops import shops

flow = Flow("reopening")


@flow.intent("again_there", Action.LOOK_BY_NUMBER)
async def said_again(turn: Turn) -> None:
    """“3 又犯了”, “3 没改好 秩序”: the newest closed finding of that shop of one's own."""
    shop, words = turn.meant[0].shop, turn.words
    number = next((link.number for link in await shops.links(turn.tx, turn.me) if link.shop_id == shop), 0)
    since = turn.now - timedelta(days=turn.rules.deadlines.reopen_days)
    closed = await findings.closed_since(turn.tx, shop, since)
    named = [f for f in closed if not words or words in str(getattr(duty_of(turn, f), "zh", f.duty))]
    if named:
        await reopen_finding.go(turn, [str(named[0].id)])
    else:
        turn.reply(turn.say("findings.nothing_to_reopen", number=number))


@flow.step(Action.REOPEN, to=to_finding)
async def reopen_finding(turn: Turn, finding_id: FindingId) -> None:
    """Reopen a finding that failed again or was never fixed: within so many days, by its reporter or the shop's keeper.

    For a fault the shop only has to report, the keeper is asked to arrange the repair, as the first time.
    """
    finding = await findings.finding(turn.tx, finding_id)
    if not in_time(turn, finding):
        return
    is_asked = await stall_question.asked(
        turn,
        finding.shop_id,
        finding.duty,
        lambda site, fault: action("stall_faults.settle_again", finding_id, site, fault),
    )
    if not is_asked:
        await reopen(turn, finding)


def in_time(turn: Turn, finding: Finding) -> bool:
    """Whether it may still be opened again; if not, they are told so."""
    is_near = finding.closed_at is not None and may_reopen(finding.closed_at, turn.now, turn.rules)
    if finding.state is FindingState.CLOSED and is_near:
        return True
    turn.reply(turn.say("findings.too_late_to_reopen"))
    return False


async def reopen(turn: Turn, finding: Finding) -> None:
    """It runs again with a new deadline, and the shop hears of it."""
    again = replace(
        finding,
        state=FindingState.OPEN,
        due_at=await deadlines.due_again(turn, finding),
        reminded=0,
        fixed_at=None,
        fixed_by=None,
        checked_at=None,
        checked_by=None,
        closed_at=None,
        share="",
        cue="",
    )
    await findings.save(turn.tx, finding, again, event="reopened", by=turn.me, at=turn.now)
    if finding.kind == REPORT_ONLY:
        await notify.tell_holders(turn, again, "findings.reopened_ours")
        await repairs.ask(turn, again)
    else:
        await notify.tell_holders(turn, again, "findings.reopened")
    turn.reply(turn.say("findings.reopened_noted"))
