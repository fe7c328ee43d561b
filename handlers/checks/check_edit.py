"""A corrected self-check or remark: the new words replace it, and what only the first ones reported is a fault no more."""

from __future__ import annotations

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from handlers.checks.own_report import end_report
from handlers.findings.findings import more_said
from programme.findings.finding_state import FindingState
from programme.ids import ObservationId, SelfCheckId
from storage.delivery.message_effects import Effect
from storage.findings import findings
from storage.reviews import evidence
from storage.shops import shops

flow = Flow("check_edit")


@flow.edits.before("self_check")
async def replace_self_check(turn: Turn, effect: Effect) -> Edited:
    """Take the answer back before the new one is read, or the day would keep the problems of both."""
    said = await evidence.kept_self_check(turn.tx, SelfCheckId(effect.subject_id))
    if said is not None:
        await evidence.take_back_self_check(turn.tx, said)
    return Edited.ANEW


@flow.edits.after("self_check")
async def take_back_reports(turn: Turn, number: int) -> None:
    """End the faults that only the first words reported; what a person has acted on since stays."""
    said = await evidence.kept_self_check(turn.tx, SelfCheckId(number))
    standing = await evidence.self_check(turn.tx, said.shop_id, said.day) if said else None
    still = standing.problems if standing else ()
    for finding in await findings.of_check(turn.tx, SelfCheckId(number)):
        if finding.state in (FindingState.OPEN, FindingState.REPAIR) and finding.duty not in still:
            await end_report(turn, finding)


@flow.edits.before("check_remark", in_place=True)
async def correct_remark(turn: Turn, effect: Effect) -> Edited:
    said = await evidence.kept_self_check(turn.tx, SelfCheckId(effect.subject_id))
    if said is None:
        return Edited.ANEW
    await evidence.correct_note(turn.tx, said, effect.said, turn.text)
    place = await shops.shop(turn.tx, said.shop_id)
    if turn.attachments:
        await turn.keep("self_check", said.id)
    await more_said(turn, place, said.id)
    turn.reply(turn.say("self_check.noted", shop=place.name))
    return Edited.REPLACED


@flow.edits.before("look_remark", in_place=True)
async def correct_look_remark(turn: Turn, effect: Effect) -> Edited:
    seen = await evidence.observation(turn.tx, ObservationId(effect.subject_id))
    if seen is None:
        return Edited.ANEW
    await evidence.correct_observation_note(turn.tx, seen, effect.said, turn.text)
    if turn.attachments:
        await turn.keep("observation", seen.id)
    place = await shops.shop(turn.tx, seen.shop_id)
    turn.reply(turn.say("review.noted", shop=place.name))
    return Edited.REPLACED
