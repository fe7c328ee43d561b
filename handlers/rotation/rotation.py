"""轮岗: a manager plans who hands over to whom; both sign; on the day a job passes everything on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.flow import Flow, Turn
from bot.passing import rotation_passing
from bot.passing.rotation_sheet import Writer, in_words, known
from bot.post import Build
from handlers.rotation import rotation_hindrances
from handlers.shared import relations, todo
from handlers.shared.todo import Due
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, RotationId
from programme.roles import Action, may
from programme.rotation.rotation_state import COMING, TAKEN_BACK_WITHIN, RotationState
from programme.rotation.rotation_words import read_rotation
from storage.operations import runs
from storage.people import covers, people
from storage.people.people import Person
from storage.rotation import in_hand, rotations
from storage.rotation.rotations import Rotation
from texts import Say
from texts.days import Weekday

flow = Flow("rotation")

JOB = "rotations"
SHOWN = 10
"""Rotations of one list."""


@flow.intent("rotation", Action.PLAN_ROTATION)
async def said_rotation(turn: Turn) -> None:
    """“轮岗 王强 → 李明 12月1日”: shown first; of several people of one name it is asked which."""
    if not turn.words:
        await _list(turn)
        return
    staff = await _staff(turn)
    said = read_rotation(turn.words, (one.name for one in staff), turn.day)
    leavers = [one for one in staff if one.name == said.leaver]
    successors = [one for one in staff if one.name == said.successor]
    if not leavers or not successors or said.day is None:
        turn.reply(turn.say("rotation.how" if leavers and successors else "rotation.no_names"))
    else:
        await _choose(turn, leavers, successors, said.day)


async def _choose(turn: Turn, leavers: list[Person], successors: list[Person], day: date) -> None:
    """Straight to the plan, or first which of several people of one name."""
    if len(leavers) == len(successors) == 1:
        await show_plan.go(turn, [str(leavers[0].id), str(successors[0].id), day.isoformat()])
        return
    branches = await people.branches(turn.tx)
    rows = [
        [Button(f"{_named(one, branches)} → {_named(other, branches)}", show_plan(one.id, other.id, day))]
        for one in leavers
        for other in successors
    ]
    turn.reply(turn.say("rotation.which"), buttons=rows, topic=Topic.ROTATION)


def _named(one: Person, branches: dict[int, str]) -> str:
    return f"{one.name} {branches.get(one.branch_id or 0, '')}".strip()


async def _staff(turn: Turn) -> list[Person]:
    found = {one.id: one for role in sorted(covers.ABLE_AT_SITES) for one in await people.with_role(turn.tx, role)}
    return list(found.values())


@flow.step(Action.PLAN_ROTATION)
async def show_plan(turn: Turn, leaver: PersonId, successor: PersonId, day: date) -> None:
    """Everything that would pass, in words, or why it cannot."""
    hand = await in_hand.of(turn.tx, leaver, turn.day)
    head = {"leaver": await _name(turn, leaver), "name": await _name(turn, successor), "day": Weekday(day)}
    why = await rotation_hindrances.of(turn, leaver, successor, day, hand)
    if why:
        turn.reply(why)
        return
    found = Writer(turn.say, turn.rules, turn.zone, turn.day).sections(await known(turn.tx, hand))
    lines = [turn.say("rotation.preview", **head), in_words(turn.say, found), turn.say("rotation.preview_end")]
    rows = [
        [Button(turn.say("rotation.plan"), plan_rotation(leaver, successor, day))],
        [Button(turn.say("engine.cancel"), CANCEL)],
    ]
    turn.reply("\n".join(lines), buttons=rows, topic=Topic.ROTATION)


@flow.step(Action.PLAN_ROTATION)
async def plan_rotation(turn: Turn, leaver: PersonId, successor: PersonId, day: date) -> None:
    """Planned: both are asked to sign, and the sheet is drawn to be printed."""
    hand = await in_hand.of(turn.tx, leaver, turn.day)
    if why := await rotation_hindrances.of(turn, leaver, successor, max(day, turn.day), hand):
        turn.reply(why)
        return
    is_heard = await people.is_reachable(turn.tx, leaver)
    one = await rotations.plan(
        turn.tx, leaver, successor, max(day, turn.day), by=turn.me, at=turn.now, is_given=not is_heard
    )
    await people.journal(turn.tx, turn.now, turn.me, "plan rotation", f"person {leaver}", f"person {successor}")
    names = {"leaver": await _name(turn, leaver), "name": await _name(turn, successor), "day": Weekday(one.day)}
    if one.given_at is None:
        await turn.tell(leaver, await _asked(turn, one, "ask_given", sign_over(one.id)))
    await turn.tell(successor, await _asked(turn, one, "ask_taken", sign_taken(one.id)))
    await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
    lines = [turn.say("rotation.planned", **names), "" if is_heard else turn.say("rotation.signed_for", **names)]
    rows = [[Button(turn.say("rotation.call_off"), call_off_rotation(one.id))]]
    turn.reply("\n".join(filter(None, lines)), buttons=rows, once=False, topic=Topic.ROTATION)


async def _asked(turn: Turn, one: Rotation, sentence: str, sign: str) -> Build:
    """What the leaver or the successor is asked, with everything that passes."""
    hand = await known(turn.tx, await in_hand.of(turn.tx, one.leaver_id, turn.day))
    names = {"leaver": await _name(turn, one.leaver_id), "name": await _name(turn, one.successor_id)}

    def build(say: Say) -> Reply:
        found = Writer(say, turn.rules, turn.zone, turn.day).sections(hand)
        words = "\n".join([say(f"rotation.{sentence}", day=Weekday(one.day), **names), in_words(say, found)])
        row = (Button(say(f"rotation.{sentence}_button"), sign),)
        return Reply(words, (row,), topic=Topic.ROTATION.of(one.id))

    return build


@flow.step(Action.SIGN_ROTATION, to=relations.to_handing_over)
async def show_over(turn: Turn, rotation_id: RotationId) -> None:
    """From 待办: what passes, with 交清."""
    await _show(turn, rotation_id, "ask_given", sign_over(rotation_id))


@flow.step(Action.SIGN_ROTATION, to=relations.to_taking_over)
async def show_taken(turn: Turn, rotation_id: RotationId) -> None:
    """From 待办: what passes, with 接到."""
    await _show(turn, rotation_id, "ask_taken", sign_taken(rotation_id))


async def _show(turn: Turn, rotation_id: RotationId, sentence: str, sign: str) -> None:
    shown = (await _asked(turn, await rotations.rotation(turn.tx, rotation_id), sentence, sign))(turn.say)
    turn.reply(shown.text, buttons=shown.buttons, topic=shown.topic)


@flow.step(Action.SIGN_ROTATION, to=relations.to_handing_over)
async def sign_over(turn: Turn, rotation_id: RotationId) -> None:
    """交清: whoever leaves has explained everything."""
    one = await rotations.rotation(turn.tx, rotation_id)
    await _sign(turn, one, replace(one, given_at=one.given_at or turn.now, given_by=one.given_by or turn.me))


@flow.step(Action.SIGN_ROTATION, to=relations.to_taking_over)
async def sign_taken(turn: Turn, rotation_id: RotationId) -> None:
    """接到: whoever comes knows what they take over."""
    one = await rotations.rotation(turn.tx, rotation_id)
    await _sign(turn, one, replace(one, taken_at=one.taken_at or turn.now))


async def _sign(turn: Turn, before: Rotation, signed: Rotation) -> None:
    """With the second signature it is agreed, and who planned it hears so."""
    if before.state is not RotationState.PLANNED:
        turn.reply(turn.say("findings.already_settled"))
        return
    is_agreed = signed.given_at is not None and signed.taken_at is not None
    signed = replace(signed, state=RotationState.AGREED) if is_agreed else signed
    await rotations.save(turn.tx, before, signed)
    names = {"leaver": await _name(turn, before.leaver_id), "name": await _name(turn, before.successor_id)}
    day = Weekday(max(before.day, turn.day))
    if is_agreed and before.planned_by != turn.me:
        await turn.tell(before.planned_by, lambda say: Reply(say("rotation.both_signed", day=day, **names)))
    is_due = is_agreed and before.day <= turn.day
    key = "signed_due" if is_due else "signed_both" if is_agreed else "signed_one"
    turn.reply(turn.say(f"rotation.{key}", day=day))


@flow.step(Action.PLAN_ROTATION)
async def call_off_rotation(turn: Turn, rotation_id: RotationId) -> None:
    """Nothing passes; both hear it."""
    one = await rotations.rotation(turn.tx, rotation_id)
    if one.state not in COMING:
        turn.reply(turn.say("findings.already_settled"))
        return
    ended = replace(one, state=RotationState.CALLED_OFF, ended_at=turn.now, ended_by=turn.me)
    await rotations.save(turn.tx, one, ended)
    await _tell_both(turn, one, "rotation.called_off")
    turn.reply(turn.say("rotation.called_off", **await _names(turn, one)))


@flow.step(Action.PLAN_ROTATION)
async def take_back_rotation(turn: Turn, rotation_id: RotationId) -> None:
    """It was a mistake: what passed and is still there goes back, at once."""
    one = await rotations.rotation(turn.tx, rotation_id)
    is_late = one.passed_at is None or turn.now - one.passed_at > TAKEN_BACK_WITHIN
    if one.state is not RotationState.PASSED or is_late:
        turn.reply(turn.say("rotation.too_late" if is_late else "findings.already_settled"))
        return
    await rotation_passing.take_back(turn, one, turn.rules, turn.local_now, turn.me)
    await _tell_both(turn, one, "rotation.taken_back")
    turn.reply(turn.say("rotation.taken_back", **await _names(turn, one)))


async def _tell_both(turn: Turn, one: Rotation, sentence: str) -> None:
    names = await _names(turn, one)
    for person in (one.leaver_id, one.successor_id):
        if person != turn.me:
            await turn.tell(person, lambda say: Reply(say(sentence, **names)))


async def _names(turn: Turn, one: Rotation) -> dict[str, str]:
    return {"leaver": await _name(turn, one.leaver_id), "name": await _name(turn, one.successor_id)}


async def _name(turn: Turn, person: PersonId) -> str:
    return (await people.person(turn.tx, person)).name


async def _list(turn: Turn) -> None:
    """The newest, each with what may still be done about it."""
    lines, rows = [turn.say("rotation.how")], []
    for one in await rotations.newest(turn.tx, SHOWN):
        names = await _names(turn, one)
        state = turn.say(f"rotation.state_{one.state.replace(' ', '_')}")
        lines.append(turn.say("rotation.listed", day=Weekday(one.day), state=state, **names))
        if one.state in COMING:
            rows.append([Button(turn.say("rotation.call_off_one", **names), call_off_rotation(one.id))])
        elif one.state is RotationState.PASSED and one.passed_at and turn.now - one.passed_at <= TAKEN_BACK_WITHIN:
            rows.append([Button(turn.say("rotation.take_back_one", **names), take_back_rotation(one.id))])
    turn.reply("\n".join(lines), buttons=rows, once=False, topic=Topic.ROTATION)


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """交清 and 接到 that wait for this person."""
    found = []
    for one in await rotations.coming(turn.tx):
        for signed, relation, show in (
            (one.given_at, relations.to_handing_over, show_over),
            (one.taken_at, relations.to_taking_over, show_taken),
        ):
            if signed is None and may(turn.roles, Action.SIGN_ROTATION, await relation(turn, one.id)):
                names = await _names(turn, one)
                found.append(Due(turn.say("todo.rotation", day=Weekday(one.day), **names), show(one.id), 2))
    return found
