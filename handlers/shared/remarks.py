"""Remarks: what is said after something was recorded is more of it, a second fault, a fix, or something else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.flow import Turn
from bot.language.meanings import FAULTS, FIXED, MET, UNCLEAR, Meaning, Question, Reading
from files.lazily import lazy
from programme.duties import REPORT_ONLY, Duty
from programme.ids import SelfCheckId, ShopId
from storage.reviews.evidence import Observation, SelfCheck

if TYPE_CHECKING:
    from bot.language import answers
else:
    answers = lazy("bot.language.answers")

REPORT = "report"
HELP = "help"


def is_of_street(reading: Reading, standing: SelfCheck | None, check: SelfCheckId, duties: Sequence[Duty]) -> bool:
    """Whether something is told of the street that is no more of what was reported: “路灯不亮” after a report of litter.

    Who reported a fault that is not theirs to mend goes on about the street: “路口那盏灯不亮”.
    """
    known = _reported(standing, check)
    if any(duty.deadline == REPORT_ONLY and duty.key in known for duty in duties):
        return False
    return any(m.intent == REPORT and not known.intersection(m.failed) for m in reading.certain)


def second_duties(reading: Reading, standing: SelfCheck | None, check: SelfCheckId) -> set[str]:
    """The duties a remark says failed that its report, told in words already, does not name yet."""
    if standing and standing.id == check and not standing.note:
        return set()  # the first words after a report by ticks tell how it is
    return {duty for m in reading.certain if m.intent == FAULTS for duty in m.failed} - _reported(standing, check)


def beside_report(reading: Reading, standing: SelfCheck | None, check: SelfCheckId) -> list[Question]:
    """What a remark on one's own report may say of duties not reported yet; that all is met is none of the answers."""
    known = _reported(standing, check)
    told = [Question("failed", (m,), duties=m.failed) for m in reading.certain if m.intent == FAULTS]
    asked = [question for question in (*told, *reading.asked) if set(question.duties) - known]
    asked = [replace(one, choices=tuple(m for m in one.choices if m.intent == FAULTS)) for one in asked]
    return [*asked, *_commands(reading)]


async def is_something_else(turn: Turn, before: str) -> bool:
    """Whether what is said after a request with the words `before` has a meaning of its own, which is then done or asked.

    So has a question that may ask for something of ours: “你们节假日也要发吗，我国庆想歇歇”.
    A photo, a voice, a place, and words that tell nothing or go on about the same thing are more of the request.
    """
    told = turn.reading
    is_own = bool(told.certain) or any(question.duties or question.is_done for question in told.asked)
    is_own = is_own or (bool(told.asked) and answers.asks(turn.text))
    if turn.attachments or not is_own or turn.goes_on(turn.text, before):
        return False
    more = Meaning(HELP, turn.text)
    asked = tuple(replace(one, choices=(*one.choices, more)) for one in told.asked)
    return await turn.carry_out(turn, replace(told, asked=asked))


def is_told_again(reading: Reading, duties: Collection[str]) -> bool:
    """Whether it says that a fault of these duties stands: “还是有垃圾”, “弄了还是不行”."""
    told = {duty for m in reading.certain if m.intent == FAULTS for duty in m.failed}
    told |= {duty for question in reading.asked if not question.is_bare for duty in question.duties}
    is_of_none = bool(reading.asked) and reading.asked[0].about == "which_duty"
    return (not reading.certain and is_of_none) or (bool(told) and told <= set(duties))


def put_right(reading: Reading) -> frozenset[str] | None:
    """The duties of what a remark says was put right, none where it names no thing; None where it says nothing of the kind."""
    for question in reading.asked:
        if question.is_done:
            return frozenset(question.things)
        if question.about in UNCLEAR and any(m.intent == FIXED for m in question.choices):
            return frozenset(duty for m in question.choices if m.intent == FAULTS for duty in (*m.failed, *m.fixed))
    return None


def _commands(reading: Reading) -> list[Question]:
    """What a remark may ask for beside it: “别老给我发消息” is no mere remark."""
    found = [m for q in reading.asked if q.about in UNCLEAR for m in q.choices if m.intent not in (FAULTS, MET)]
    return [Question("nearest", tuple(found))] if found else []


def _reported(standing: SelfCheck | None, check: SelfCheckId) -> set[str]:
    return set(standing.problems) if standing and standing.id == check else set()


def beside_look(reading: Reading, seen: Observation, shop: ShopId) -> list[Question]:
    """What a remark on a look says of other duties: recorded beside the first ones once it is confirmed."""
    told = {duty: 0 for question in reading.asked for m in question.choices[:1] for duty in (*m.failed, *m.fixed)}
    new = tuple(duty for duty in told if duty not in seen.facts)
    if not new:
        return _commands(reading)
    return [Question("failed", (Meaning(FAULTS, reading.text, shop, failed=new),), shop, duties=new)]
