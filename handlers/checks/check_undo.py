"""发错了: take a fault out of today's self-check, or answer it again; what stands is said first."""

from __future__ import annotations

from bot.flow import Flow, Turn
from documents.wording import question
from handlers.checks import self_check
from handlers.checks.own_report import end_report
from handlers.shared.relations import holding
from messages.reply import Button
from messages.topics import Topic
from programme.duties import Duty
from programme.findings.finding_state import FindingState
from programme.ids import SelfCheckId, ShopId
from programme.roles import Action
from storage.findings import findings
from storage.reviews import evidence
from storage.reviews.evidence import SelfCheck
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Names

flow = Flow("check_undo")

_OURS = (FindingState.OPEN, FindingState.REPAIR)
"""Still as it was reported: nobody has acted on it since."""


@flow.intent("undo", Action.SELF_CHECK)
async def said_undo(turn: Turn) -> None:
    """“绿化那条撤销” takes that fault out; 发错了 asks which of those that stand, or the day's question again."""
    mine = await turn.held()
    if len(mine) > 1:
        self_check.which(turn, mine, turn.day)
        return
    standing = await evidence.self_check(turn.tx, mine[0].id, turn.day)
    if standing is None:
        turn.reply(turn.say("self_check.nothing_to_undo"))
        return
    named = _named(turn, _problems(turn, mine[0], standing))
    if len(named) == 1:
        await _take_out(turn, mine[0], standing, named[0])
    elif standing.problems:
        _ask_which(turn, mine[0], standing)
    else:
        self_check.put(turn, _again(turn, mine[0]), turn.day, turn.say("self_check.stands_met"))


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine")
async def take_out(turn: Turn, shop_id: ShopId, check: SelfCheckId, duty: str) -> None:
    """Take one fault out of the self-check that was shown."""
    place = await shops.shop(turn.tx, shop_id)
    standing = await evidence.self_check(turn.tx, shop_id, turn.day)
    if standing is None or standing.id != check:
        turn.reply(turn.say("engine.answered"))
        return
    for one in _problems(turn, place, standing):
        if one.key == duty:
            await _take_out(turn, place, standing, one)


def _problems(turn: Turn, place: Shop, standing: SelfCheck) -> list[Duty]:
    return [duty for duty in self_check.duties_of(turn, place) if duty.key in standing.problems]


def _named(turn: Turn, problems: list[Duty]) -> list[Duty]:
    """Those the sentence calls by their names, else by a symptom: “绳子不是我的，绿化那个给我撤了” is of one."""
    told = turn.faults_in(turn.text)[0]
    by_name = [duty for duty in problems if duty.name(turn.say.language) in turn.text]
    return by_name or [duty for duty in problems if duty.key in told]


def _ask_which(turn: Turn, place: Shop, standing: SelfCheck) -> None:
    """The good answer stands first, as in every question to a shop."""
    problems = _problems(turn, place, standing)
    rows = [[Button(turn.say("self_check.all_met"), self_check.record_all_met(place.id, turn.day))]]
    rows += [[Button(_not_it(turn, duty), take_out(place.id, standing.id, duty.key))] for duty in problems]
    turn.reply(
        turn.say("self_check.stands_problem", duties=Names(tuple(problems))),
        buttons=rows,
        topic=Topic.SELF_CHECK,  # 对 to what stands is no answer to the day's question
        until=question.answerable_until(turn.day, turn.zone),
    )


def _not_it(turn: Turn, duty: Duty) -> str:
    return turn.say("self_check.not_it", duty=duty.name(turn.say.language))


async def _take_out(turn: Turn, place: Shop, standing: SelfCheck, duty: Duty) -> None:
    """Without its last fault nothing stands for the day: that all is met nobody has said."""
    left = [one for one in _problems(turn, place, standing) if one.key != duty.key]
    if left:
        await evidence.add_self_check(
            turn.tx,
            shop_id=place.id,
            day=turn.day,
            person_id=turn.me,
            at=turn.incoming.at,
            duties=standing.duties,
            problems=[one.key for one in left],
            note=standing.note,
        )
    else:
        await evidence.take_back_self_check(turn.tx, standing)
    for finding in await findings.open_at(turn.tx, place.id):
        is_it = finding.duty == duty.key and finding.origin == "self" and finding.state in _OURS
        if is_it and turn.day == finding.opened_at.astimezone(turn.zone).date():
            await end_report(turn, finding)
    gone = turn.say("self_check.taken_out", shop=place.name, duty=duty.name(turn.say.language))
    if left:
        turn.reply(f"{gone}\n{turn.say('self_check.stands', duties=Names(tuple(left)))}")
    else:
        self_check.put(turn, _again(turn, place), turn.day, gone)


def _again(turn: Turn, place: Shop) -> question.Question:
    return question.self_check(place.id, place.name, turn.day, turn.say)
