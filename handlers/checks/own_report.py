"""A fault that a shop reported itself and takes back: it is a fault no more, and whoever was to repair it hears so."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Turn
from handlers.findings import repairs
from handlers.shared import notify
from messages.reply import Reply
from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers
from storage.shops import shops


async def end_report(turn: Turn, finding: Finding) -> None:
    gone = replace(finding, state=FindingState.WITHDRAWN, closed_at=turn.now)
    await findings.save(turn.tx, finding, gone, event="withdrawn", by=turn.me, at=turn.now)
    await notify.settle(turn, finding)
    if repairs.is_ours(finding):
        place = await shops.shop(turn.tx, finding.shop_id)
        keepers = await covers.keepers(turn.tx, place.id, turn.day)
        duty = notify.duty_of(turn, finding)
        await notify.tell_all(
            turn, keepers, lambda say: Reply(say("findings.repair_called_off", shop=place.name, duty=duty))
        )
