"""异议 to an honour on notice: from anybody, never shown with who said it; a manager who is not named looks into it."""

from __future__ import annotations

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from handlers.honours import honour_hearings
from handlers.shared import notify, objected, preview, relations, todo
from handlers.shared.todo import Due
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.honours.honour_state import HonourState
from programme.ids import HonourId, HonourObjectionId
from programme.roles import Action, Role, may
from storage.delivery.message_effects import Effect
from storage.honours import honour_objections, honours
from storage.honours.honour_objections import HonourObjection
from storage.honours.honours import Honour
from storage.people import people
from texts import Say

flow = Flow("honour_objections")


@objected.takes
async def take(turn: Turn, words: str) -> bool:
    """“异议 王芳 事迹不实”: the name of whoever is on notice, then why."""
    meant = await _meant(turn, words)
    if meant is None:
        return False
    one, name, why = meant
    if why:
        await _keep(turn, one, name, why)
    else:
        turn.reply(turn.say("objections.say_why", shop=name), then=give_ground(one.id))
    return True


async def _meant(turn: Turn, words: str) -> tuple[Honour, str, str] | None:
    for one in await honours.in_states(turn.tx, HonourState.NOTICE):
        name = await honours.named(turn.tx, one)
        is_on = one.notice_until is not None and turn.day <= one.notice_until
        if is_on and name and words.startswith(name):
            return one, name, words.removeprefix(name).strip(" ，,：:")
    return None


@flow.step(Action.OBJECT, asks="words")
async def give_ground(turn: Turn, honour_id: HonourId) -> None:
    one = await honours.honour(turn.tx, honour_id)
    if one.state is not HonourState.NOTICE or not turn.text:
        turn.reply(turn.say("objections.how" if not turn.text else "findings.already_settled"))
        return
    await _keep(turn, one, await honours.named(turn.tx, one), turn.text)


async def _keep(turn: Turn, one: Honour, name: str, why: str) -> None:
    number = await honour_objections.object_to(turn.tx, one.id, person_id=turn.person_id, text=why, at=turn.now)
    turn.made("honour_objection", number)
    await _tell_managers(turn, one, name, why)
    turn.reply(turn.say("honours.objection_taken" if turn.person_id else "honours.objection_noted", name=name))


async def _tell_managers(turn: Turn, one: Honour, name: str, why: str) -> None:
    managers = [
        m.id for m in await people.with_role(turn.tx, Role.MANAGER) if m.id not in (turn.person_id, one.person_id)
    ]

    def came(say: Say) -> Reply:
        return Reply(say("honours.objection_came", name=name, kind=one.kind, why=why))

    await notify.tell_all(turn, managers, came)


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """Objections to be looked into, for managers who neither object nor are named."""
    found = []
    for one in await honours.in_states(turn.tx, HonourState.NOTICE):
        for each in await honour_objections.open_ones(turn.tx, one.id):
            if may(turn.roles, Action.SETTLE_OBJECTION, await relations.to_honour_objection(turn, each.id)):
                line = turn.say("todo.objection", shop=await honours.named(turn.tx, one))
                found.append(Due(line, show_ground(each.id), 1, since=each.at))
    return found


async def _open(turn: Turn, number: HonourObjectionId) -> tuple[HonourObjection, Honour] | None:
    """The objection if it still waits; else it is said that it does not."""
    each = await honour_objections.objection(turn.tx, number)
    one = await honours.honour(turn.tx, each.honour_id)
    if each.settled_at is not None or one.state is not HonourState.NOTICE:
        turn.reply(turn.say("findings.already_settled"))
        return None
    return each, one


@flow.step(Action.SETTLE_OBJECTION, to=relations.to_honour_objection, refused="objections.another")
async def show_ground(turn: Turn, number: HonourObjectionId) -> None:
    """Its words, and what may be done: hear whoever is named, or say why it is not so."""
    if found := await _open(turn, number):
        each, one = found
        rows = [
            [Button(turn.say("honours.hear_them"), ask_hearing(number))],
            [Button(turn.say("objections.is_not"), ask_refusal(number))],
        ]
        name = await honours.named(turn.tx, one)
        text = turn.say("honours.objection_case", name=name, kind=one.kind, why=each.text)
        turn.reply(text, buttons=rows, topic=Topic.HONOUR.of(one.id))


@flow.step(Action.SETTLE_OBJECTION, to=relations.to_honour_objection, refused="objections.another")
async def ask_hearing(turn: Turn, number: HonourObjectionId) -> None:
    if await _open(turn, number):
        turn.edits = False
        turn.reply(turn.say("honours.why"), then=begin_hearing(number))


@flow.step(Action.SETTLE_OBJECTION, to=relations.to_honour_objection, refused="objections.another", asks="reason")
async def begin_hearing(turn: Turn, number: HonourObjectionId) -> None:
    """In the manager's own words, so that nobody is known by theirs."""
    found = await _open(turn, number)
    if found and not turn.text and not turn.kept:
        turn.reply(turn.say("honours.why"), then=begin_hearing(number))
    elif found:
        name = await honours.named(turn.tx, found[1])
        if preview.was_shown(turn, name, begin_hearing(number), ask_hearing(number)):
            await honour_hearings.hear(turn, found[1], turn.text)


@flow.step(Action.SETTLE_OBJECTION, to=relations.to_honour_objection, refused="objections.another")
async def ask_refusal(turn: Turn, number: HonourObjectionId) -> None:
    if await _open(turn, number):
        turn.edits = False
        turn.reply(turn.say("objections.reason_please"), then=refuse_ground(number))


@flow.step(Action.SETTLE_OBJECTION, to=relations.to_honour_objection, refused="objections.another", asks="reason")
async def refuse_ground(turn: Turn, number: HonourObjectionId) -> None:
    """It is not so: whoever objected reads why, and the notice goes on."""
    found = await _open(turn, number)
    if found is None:
        return
    if not turn.text and not turn.kept:
        turn.reply(turn.say("objections.reason_please"), then=refuse_ground(number))
        return
    if not preview.was_shown(turn, turn.say("objections.objector"), refuse_ground(number), ask_refusal(number)):
        return
    each, one = found
    await honour_objections.settle(turn.tx, number, by=turn.me, upheld=False, at=turn.now)
    name, reason = await honours.named(turn.tx, one), turn.text
    if each.person_id is not None:
        await turn.tell(each.person_id, lambda say: Reply(say("objections.told_not", shop=name, reason=reason)))
    turn.reply(turn.say("objections.settled_noted"))


@flow.edits.before("honour_objection", in_place=True)
async def correct_ground(turn: Turn, effect: Effect) -> Edited:
    """Corrected words stand in place of the first ones, while nobody has settled it."""
    each = await honour_objections.objection(turn.tx, HonourObjectionId(effect.subject_id))
    one = await honours.honour(turn.tx, each.honour_id)
    if each.settled_at is not None or one.state is not HonourState.NOTICE:
        turn.reply(turn.say("findings.already_settled"))
        return Edited.STAYS
    name = await honours.named(turn.tx, one)
    why = turn.text if effect.step else turn.words.removeprefix(name).strip(" ，,：:")
    await honour_objections.correct(turn.tx, each.id, why or each.text)
    await _tell_managers(turn, one, name, why or each.text)
    turn.reply(turn.say("honours.objection_corrected", name=name))
    return Edited.REPLACED
