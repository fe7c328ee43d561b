"""What was seen of a shop, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.flow import Turn
from texts.days import Names


def facts_said(turn: Turn, facts: Mapping[str, float]) -> str:
    """What was not met: “卫生 没做到、秩序 当场改好”; empty where all was."""
    duties = [duty for duty in turn.rules.duties if duty.key in facts]
    half = Names(tuple(d for d in duties if facts[d.key] not in (0, 1)))
    bad = Names(tuple(d for d in duties if facts[d.key] == 0))
    parts = [turn.say("review.facts_failed", duties=bad)] if bad.things else []
    parts += [turn.say("review.facts_fixed", duties=half)] if half.things else []
    return "、".join(parts)
