"""A new fault told by a shop, of a duty whose earlier fix still waits for somebody to look at it."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Turn
from handlers.findings import deadlines
from handlers.shared import notify
from messages.reply import Reply
from messages.topics import Topic
from programme.duties import Duty
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers
from storage.shops.shops import Shop
from texts import Say


async def runs_again(turn: Turn, place: Shop, duty: Duty, fixed: Finding | None) -> Finding | None:
    """The shop's own earlier report, which runs again with the time of a new one; None where the new fault is one of its own.

    What an outsider found, or what was late, is not touched by it: honesty never costs, and its fix is looked at as it was.
    """
    if fixed is None:
        return None
    is_own = fixed.origin == "self" and _is_in_time(fixed)
    keepers = await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,))
    sentence = "findings.own_again" if is_own else "findings.new_beside_fix"

    def told(say: Say) -> Reply:
        return Reply(say(sentence, shop=place.name, door=place.door, duty=notify.duty_of(turn, fixed)), urgent=True)

    await notify.tell_all(turn, keepers, told)
    if not is_own:
        return None
    await notify.put_away(turn, keepers, Topic.CHECK.of(fixed.id))
    state = await findings.state_again(turn.tx, fixed.id)
    due = await deadlines.due(turn, place, duty.deadline, turn.incoming.at)
    again = replace(fixed, state=state, due_at=due, reminded=0, fixed_at=None, fixed_by=None, cue="")
    await findings.save(turn.tx, fixed, again, event="not yet", by=turn.me, at=turn.now)
    return again


def _is_in_time(fixed: Finding) -> bool:
    return fixed.overdue_at is None and (
        fixed.due_at is None or fixed.fixed_at is None or fixed.fixed_at <= fixed.due_at
    )
