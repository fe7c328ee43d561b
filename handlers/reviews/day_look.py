"""What one observer says of a shop within a day: later words add to what was seen, a whole new look takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.flow import Turn
from files.dataclass import dataclass
from handlers.shared.seen import facts_said
from messages.incoming import Kind
from programme.ids import SelfCheckId
from storage.reviews import evidence
from storage.reviews.evidence import Observation
from storage.shops.shops import Shop


@dataclass(frozen=True, slots=True)
class Seen:
    """What is recorded of a look, in the words of an `Observation`."""

    duties: tuple[str, ...]
    facts: Mapping[str, float]
    left_out: frozenset[str]
    self_check_id: SelfCheckId | None
    note: str


async def before_now(turn: Turn, place: Shop) -> tuple[Observation | None, bool]:
    """What the observer's day says of the shop so far, and whether an edited message took back what it had said of it."""
    before = await evidence.observation_of_day(turn.tx, place.id, turn.day, turn.me)
    if before is None or turn.incoming.kind is not Kind.EDIT or before.at != turn.incoming.at:
        return before, False
    await evidence.undo_observation(turn.tx, before, turn.now)
    return await evidence.observation_of_day(turn.tx, place.id, turn.day, turn.me), True


def added(seen: Seen, before: Observation) -> Seen:
    """What was just said beside what was seen before: duties it does not name keep what was seen, and how it counts."""
    named = seen.facts.keys()
    return replace(
        seen,
        duties=(*before.duties, *(key for key in seen.duties if key in named and key not in before.duties)),
        facts={**before.facts, **seen.facts},
        left_out=(before.left_out - named) | (seen.left_out & named),
        self_check_id=before.self_check_id,
        note=before.note if seen.note in before.note else "；".join(filter(None, (before.note, seen.note))),
    )


def replaced(turn: Turn, before: Observation, seen: Seen) -> str:
    """Which faults told before are told otherwise now, in a line of its own; empty where there are none."""
    other = {key: worth for key, worth in before.facts.items() if seen.facts.get(key, 1) != worth}
    told = facts_said(turn, other)
    return "\n" + turn.say("review.replaced", facts=told) if told else ""
