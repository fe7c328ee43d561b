"""整改: the findings that are not closed, the overdue ones first; of all, or of the shop, street, member or duty named."""

from __future__ import annotations

import re

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from handlers.findings import cases
from handlers.office.about import case_line, how_many_late, is_late
from handlers.shared.naming import Named, named_in
from handlers.shared.scope import branch_of
from messages.reply import Button
from messages.topics import Topic
from programme.findings.finding_state import FindingState
from programme.ids import FindingId
from programme.roles import Action
from storage.board import board
from texts.days import Names

flow = Flow("open_fixes")

_GROUPS = Vocabulary("office")
MOST = 10
"""Findings listed at a time."""
_READ = 5_000
LATE = re.compile(_GROUPS.pattern("late"), re.IGNORECASE)


CHECK = re.compile(_GROUPS.pattern("checks"), re.IGNORECASE)
"""Said of those that the shop has put right and somebody else has to see."""


@flow.intent("open_fixes", Action.SEE_BOARD)
async def said_open_fixes(turn: Turn) -> None:
    """“还有多少整改没弄好”, “津河路超期的有哪些”, “how many fixes are still open”."""
    named = await named_in(turn, turn.text)
    found = await _asked_for(turn, named)
    where = Names((*(place.name for place in named.shops), *named.streets, *(one.name for one in named.members)))
    of = turn.say("open_fixes.of", where=where) if named else ""
    if found:
        _list(turn, found, of)
    else:
        key = "none_to_check" if CHECK.search(turn.text) else "none_late" if LATE.search(turn.text) else "none"
        turn.reply(turn.say(f"open_fixes.{key}", of=of))


async def _asked_for(turn: Turn, named: Named) -> list[board.Case]:
    """Those of the shops, the street, the member and the duty that are named, the overdue ones first or alone."""
    found = await board.open_cases(turn.tx, branch_of(turn), _READ, _sifted(named))
    theirs, duties = {place.id for place in named.shops}, turn.faults_in(named.rest)[0]
    found = [case for case in found if (not theirs or case.shop_id in theirs) and (not duties or case.duty in duties)]
    if CHECK.search(turn.text):
        return [case for case in found if case.state == FindingState.FIXED]
    if LATE.search(turn.text):
        return [case for case in found if is_late(turn, case)]
    return sorted(found, key=lambda case: not is_late(turn, case))


def _list(turn: Turn, found: list[board.Case], of: str) -> None:
    shown = [(case, case_line(turn, case, shop=case.shop)) for case in found[:MOST]]
    lines = [turn.say("open_fixes.head", of=of, many=len(found), late=how_many_late(turn, found))]
    lines += [turn.say("open_fixes.more", many=len(found) - len(shown))] if len(found) > len(shown) else []
    rows = [[Button(line, cases.show_case(FindingId(case.id)))] for case, line in shown]
    turn.reply("\n".join(lines), buttons=rows, once=False, topic=Topic.ABOUT)


def _sifted(named: Named) -> board.Sifted:
    if named.shops:
        return board.ALL
    street = named.streets[0] if named.streets else ""
    return board.Sifted(street, named.members[0].id if named.members else board.NOBODY)
