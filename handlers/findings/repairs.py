"""Repairs (报修): a fault the shop only has to report; its keeper arranges the repair and keeps it as a to-do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.findings import recheck
from handlers.shared import notify
from handlers.shared.notify import duty_of
from handlers.shared.relations import to_finding
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.duties import REPORT_ONLY
from programme.findings.finding_state import FindingState
from programme.ids import FindingId
from programme.roles import Action
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers
from storage.photos import media, pictures
from storage.shops import shops
from texts import Say

flow = Flow("repairs")

WAITING = (FindingState.OPEN, FindingState.REPAIR)


def is_ours(finding: Finding) -> bool:
    """Whether the shop has done its part by reporting the fault, and the repair is still to come."""
    return finding.kind == REPORT_ONLY and finding.state in WAITING


def answers(say: Say, finding: Finding) -> tuple[tuple[Button, ...], ...]:
    """The two answers about a repair: requested, and done."""
    asked_for = (
        (Button(say("findings.repair_is_asked"), note_repair_asked(finding.id)),)
        if finding.state is FindingState.OPEN
        else ()
    )
    return ((*asked_for, Button(say("findings.repair_is_done"), note_repair_done(finding.id))),)


async def ask(turn: Turn, finding: Finding) -> None:
    """Tell the shop's keeper what is broken, with all words and photos about it."""
    words = await findings.words(turn.tx, finding.id)
    photos = media.enclosed(await pictures.of_problem(turn.tx, finding))
    await _tell_keepers(turn, finding, "findings.repair_please", words, photos)


async def more(turn: Turn, finding: Finding, words: str, photos: Sequence[Attachment]) -> None:
    """Pass on what the shop has added since."""
    if words or photos:
        await _tell_keepers(turn, finding, "findings.repair_more", words, photos)


async def _tell_keepers(turn: Turn, finding: Finding, sentence: str, words: str, photos: Sequence[Attachment]) -> None:
    place = await shops.shop(turn.tx, finding.shop_id)
    duty = duty_of(turn, finding)

    def told(say: Say) -> Reply:
        text = say(sentence, shop=place.name, door=place.address, duty=duty, note=words or say("findings.no_note"))
        rows = answers(say, finding)
        return Reply(text, rows, attachments=tuple(photos), urgent=True, topic=Topic.REPAIR.of(finding.id))

    for keeper in await covers.keepers(turn.tx, place.id, turn.day):
        await turn.tell(keeper, told)


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def note_repair_asked(turn: Turn, finding_id: FindingId) -> None:
    """已报修: tell the shop that the repair was requested; it stays a to-do until it is done."""
    finding = await findings.finding(turn.tx, finding_id)
    if not _is_waiting(turn, finding):
        return
    if finding.state is FindingState.REPAIR:
        turn.reply(turn.say("findings.already_settled"))
        return
    waiting = replace(finding, state=FindingState.REPAIR)
    await findings.save(turn.tx, finding, waiting, event="repair asked", by=turn.me, at=turn.now)
    place, duty = await shops.shop(turn.tx, finding.shop_id), duty_of(turn, finding)
    await notify.tell_shop(
        turn, place.id, lambda say: Reply(say("findings.repair_asked", shop=place.name, duty=duty), urgent=True)
    )
    turn.reply(
        turn.say("findings.repair_noted"),
        buttons=answers(turn.say, waiting),
        once=False,
        topic=Topic.REPAIR.of(finding_id),
    )


@flow.step(Action.CHECK_FIX, to=to_finding, refused="findings.not_your_own")
async def note_repair_done(turn: Turn, finding_id: FindingId) -> None:
    """修好了: close it as in time (by definition) and tell the shop and the reporter."""
    finding = await findings.finding(turn.tx, finding_id)
    if _is_waiting(turn, finding):
        await recheck.close(turn, replace(finding, fixed_at=turn.now), told="findings.repaired")


def _is_waiting(turn: Turn, finding: Finding) -> bool:
    if not is_ours(finding):
        turn.reply(turn.say("findings.already_settled"))
    return is_ours(finding)
