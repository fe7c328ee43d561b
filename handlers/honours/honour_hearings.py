"""The hearing before an honour is taken back: the reason is said, whoever it is for speaks, a manager decides and all hear."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from bot.post import Build
from handlers.shared import notify, preview, relations, todo
from handlers.shared.todo import Due
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import next_working_day
from programme.honours.honour_state import NOTICE_DAYS, HonourState
from programme.ids import HonourId, PersonId
from programme.roles import Action, Role, may
from storage.honours import honour_objections, honours
from storage.honours.honours import Honour
from storage.people import people
from texts import Say
from texts.days import Day

flow = Flow("honour_hearings")

BEFORE = (HonourState.NOTICE, HonourState.CONFIRMED)


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour)
async def ask_ground(turn: Turn, honour_id: HonourId) -> None:
    turn.edits = False
    turn.reply(turn.say("honours.why"), then=open_hearing(honour_id))


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour, asks="reason")
async def open_hearing(turn: Turn, honour_id: HonourId) -> None:
    """Nothing is taken back yet: whoever it is for reads the reason and may speak for five working days."""
    one = await honours.honour(turn.tx, honour_id)
    is_said = bool(turn.text or turn.kept)
    if not is_said or one.state not in BEFORE:
        turn.reply(turn.say("honours.why" if not is_said else "findings.already_settled"))
    elif preview.was_shown(turn, await honours.named(turn.tx, one), open_hearing(honour_id), ask_ground(honour_id)):
        await hear(turn, one, turn.text)


async def hear(turn: Turn, one: Honour, reason: str) -> None:
    """Open the hearing for this reason; those it is for are told and may answer with a tap."""
    until = next_working_day(turn.day, NOTICE_DAYS)
    asked = replace(one, state=HonourState.HEARING, reason=reason, hearing="", hearing_until=until)
    await honours.save(turn.tx, one, asked)

    def told(say: Say) -> Reply:
        row = (Button(say("honours.speak"), begin_word(one.id)),)
        text = say("honours.hearing_told", kind=one.kind, reason=reason, until=Day(until))
        return Reply(text, (row,), urgent=True, topic=Topic.HONOUR.of(one.id))

    reached = [await turn.tell(person, told) for person in await _named(turn, one)]
    key = "honours.hearing_open" if any(reached) else "honours.hearing_unreached"
    turn.reply(turn.say(key, name=await honours.named(turn.tx, one), kind=one.kind, until=Day(until)))


async def _named(turn: Turn, one: Honour) -> list[PersonId]:
    """Whom it is for: the person, or the secretaries of the branch."""
    if one.person_id is not None:
        return [one.person_id]
    return [who.id for who in await people.with_role(turn.tx, Role.SECRETARY) if who.branch_id == one.branch_id]


@flow.step(Action.ANSWER_NOMINATION, to=relations.to_honour)
async def begin_word(turn: Turn, honour_id: HonourId) -> None:
    one = await honours.honour(turn.tx, honour_id)
    if one.state is HonourState.HEARING:
        turn.reply(turn.say("honours.speak_now"), then=hear_word(honour_id))
    else:
        turn.reply(turn.say("findings.already_settled"))


@flow.step(Action.ANSWER_NOMINATION, to=relations.to_honour, asks="words")
async def hear_word(turn: Turn, honour_id: HonourId) -> None:
    """Added to what they have said, all of which is read before anybody decides."""
    one = await honours.honour(turn.tx, honour_id)
    if one.state is not HonourState.HEARING or not (turn.text or turn.kept):
        turn.reply(turn.say("honours.speak_now" if one.state is HonourState.HEARING else "findings.already_settled"))
        return
    if not preview.was_shown(turn, turn.say("preview.all_managers"), hear_word(honour_id), begin_word(honour_id)):
        return
    said = "\n".join(line for line in (one.hearing, turn.text) if line)
    await honours.save(turn.tx, one, replace(one, hearing=said))
    name, words = await honours.named(turn.tx, one), turn.text
    managers = [m.id for m in await people.with_role(turn.tx, Role.MANAGER) if m.id not in (turn.me, one.person_id)]
    came: Build = lambda say: Reply(say("honours.spoke", name=name, kind=one.kind, words=words))  # noqa: E731
    await notify.tell_all(turn, managers, came)
    turn.reply(turn.say("honours.heard"), then=hear_word(honour_id))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """Hearings in which something was said, or whose time is over, for managers who are not named."""
    found = []
    for one in await honours.in_states(turn.tx, HonourState.HEARING):
        if _is_ripe(turn, one) and may(turn.roles, Action.CONFIRM_HONOUR, await relations.to_honour(turn, one.id)):
            line = turn.say("todo.honour_hearing", kind=one.kind, name=await honours.named(turn.tx, one))
            found.append(Due(line, show_hearing(one.id), 3))
    return found


def _is_ripe(turn: Turn, one: Honour) -> bool:
    return bool(one.hearing) or (one.hearing_until is not None and one.hearing_until < turn.day)


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour)
async def show_hearing(turn: Turn, honour_id: HonourId) -> None:
    """Why, what was said to it, and the two decisions; to take it back only once they have spoken or had their time."""
    one = await honours.honour(turn.tx, honour_id)
    if one.state is not HonourState.HEARING:
        turn.reply(turn.say("findings.already_settled"))
        return
    said, until = one.hearing or turn.say("hearing.silent"), Day(one.hearing_until or turn.day)
    name = await honours.named(turn.tx, one)
    text = turn.say("honours.hearing_case", name=name, kind=one.kind, reason=one.reason, words=said, until=until)
    rows = [[Button(turn.say("honours.keep"), keep_honour(one.id))]]
    if _is_ripe(turn, one):
        rows.append([Button(turn.say("honours.take_back"), ask_reason(one.id))])
    turn.reply(text, buttons=rows, topic=Topic.HONOUR.of(one.id))


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour)
async def keep_honour(turn: Turn, honour_id: HonourId) -> None:
    """It stands as before; whoever objected hears so too."""
    one = await honours.honour(turn.tx, honour_id)
    if one.state is not HonourState.HEARING:
        turn.reply(turn.say("findings.already_settled"))
        return
    back = HonourState.CONFIRMED if one.number else HonourState.NOTICE
    await honours.save(turn.tx, one, replace(one, state=back, reason="", hearing_until=None))
    await _tell(turn, one, "honours.kept_told", upheld=False)
    turn.reply(turn.say("honours.kept", name=await honours.named(turn.tx, one), kind=one.kind))


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour)
async def ask_reason(turn: Turn, honour_id: HonourId) -> None:
    turn.edits = False
    turn.reply(turn.say("honours.why_end"), then=withdraw_honour(honour_id))


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour, asks="reason")
async def withdraw_honour(turn: Turn, honour_id: HonourId) -> None:
    """After the hearing, with a reason: the person, who nominated them and whoever objected read it."""
    one = await honours.honour(turn.tx, honour_id)
    is_said = bool(turn.text or turn.kept)
    if not is_said or one.state is not HonourState.HEARING:
        turn.reply(turn.say("honours.why_end" if not is_said else "findings.already_settled"))
        return
    if not _is_ripe(turn, one):
        turn.reply(turn.say("honours.not_heard", until=Day(one.hearing_until or turn.day)))
        return
    name = await honours.named(turn.tx, one)
    if not preview.was_shown(turn, name, withdraw_honour(honour_id), ask_reason(honour_id)):
        return
    ended = replace(one, state=HonourState.WITHDRAWN, reason=turn.text, hearing_until=None)
    await honours.save(turn.tx, one, ended)
    await _tell(turn, ended, "honours.withdrawn_told", upheld=True)
    turn.reply(turn.say("honours.withdrawn", kind=one.kind, name=await honours.named(turn.tx, one)))


async def _tell(turn: Turn, one: Honour, sentence: str, *, upheld: bool) -> None:
    """The outcome to whom it is for, to whoever nominated them, and to those who objected, whose objections are settled."""
    name = await honours.named(turn.tx, one)
    for person in await _named(turn, one):
        await turn.tell(person, lambda say: Reply(say(sentence, kind=one.kind, reason=one.reason), urgent=True))
    outcome = "honours.outcome_withdrawn" if upheld else "honours.outcome_kept"
    hear: set[PersonId | None] = {one.nominated_by} if one.deed else set()
    for each in await honour_objections.open_ones(turn.tx, one.id):
        await honour_objections.settle(turn.tx, each.id, by=turn.me, upheld=upheld, at=turn.now)
        hear.add(each.person_id)
    for other in hear - {turn.me, one.person_id}:
        if other is not None:
            await turn.tell(other, lambda say: Reply(say(outcome, name=name, kind=one.kind)))
