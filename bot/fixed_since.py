"""What a member may mean who speaks of a fault that stands at a shop: that it is put right since."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Turn
from bot.language.meanings import MET, Meaning, Question
from programme.findings.finding_state import FindingState
from storage.findings import findings

_ABOUT = frozenset({"all_met", "failed"})


async def with_fixed_since(turn: Turn, question: Question) -> Question:
    """“2号的烟头扫掉了”, “shop 4 fixed their sign”: offered where a finding of that duty waits for a second look
    there or is of today."""
    if not question.shop or question.about not in _ABOUT or not question.duties:
        return question
    every = await findings.open_at(turn.tx, question.shop)
    running = {f.duty for f in every if f.state is FindingState.FIXED or f.day == turn.day}
    things = tuple(duty for duty in question.duties if duty in running)
    since = (Meaning(MET, "", question.shop, things=things),) if things else ()
    first = question.choices[:1] if question.about == "failed" else ()  # “3号怎么又不干净” may as well tell it anew
    return replace(question, choices=(*first, *since, *question.choices[len(first) :]))
