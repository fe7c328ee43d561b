"""荣誉: nominated for a deed, agreed to by the nominee, announced for five working days, confirmed by a manager not named."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from bot.kept import pack, restore
from bot.steps import action
from handlers.shared import relations, todo
from handlers.shared.todo import Due
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.calendar import next_working_day
from programme.honours.honour_state import ANNOUNCED_NEXT, LONGEST_DEED, NOTICE_DAYS, HonourState
from programme.ids import HonourId
from programme.roles import Action, Role, able, may
from storage.honours import honour_objections, honours
from storage.honours.honours import Honour
from storage.operations import runs
from storage.people import people
from storage.people.people import Person
from texts import Say
from texts.days import Day

flow = Flow("honours")

SHOWN = 12
ROLES = (Role.MEMBER, Role.SQUAD, Role.SECRETARY, Role.MANAGER, Role.DESK, Role.ADMIN)
"""Whoever works here may be nominated."""
JOB = "honour-papers"


@flow.intent("nominate", Action.NOMINATE)
async def said_nominate(turn: Turn) -> None:
    """“提名 优秀共产党员 王芳 事迹”: shown first; what is said is a deed in words, nothing is filled in by us."""
    kind, person, deed = await _understood(turn, turn.words)
    if person is None or not kind or not deed or len(deed) > LONGEST_DEED:
        turn.reply(turn.say("honours.how" if len(deed) <= LONGEST_DEED else "honours.long_deed", most=LONGEST_DEED))
        return
    rows = [[Button(turn.say("honours.nominate"), file_nomination())], [Button(turn.say("engine.cancel"), CANCEL)]]
    shown = turn.say("honours.shown", kind=kind, name=person.name, deed=deed)
    turn.reply(shown, buttons=rows, topic=Topic.HONOUR, kept=pack(turn, words=turn.words))


@flow.step(Action.NOMINATE)
async def file_nomination(turn: Turn) -> None:
    """Kept, and the nominee is asked."""
    kept = restore(turn)
    kind, person, deed = await _understood(turn, kept["words"]) if kept else ("", None, "")
    if person is None:
        turn.reply(turn.say("engine.answered"))
        return
    one = await honours.nominate(
        turn.tx, kind, person.id, person.branch_id, deed, by=turn.me, at=turn.now, year=turn.day.year
    )

    def asked(say: Say) -> Reply:
        row = (
            Button(say("honours.agree"), accept_nomination(one.id)),
            Button(say("honours.no"), decline_nomination(one.id)),
        )
        return Reply(say("honours.you_are_nominated", kind=kind, deed=deed), (row,), topic=Topic.HONOUR.of(one.id))

    told = await turn.tell(person.id, asked)
    turn.reply(turn.say("honours.nominated" if told else "honours.not_reached", name=person.name, number=one.id))


async def _understood(turn: Turn, words: str) -> tuple[str, Person | None, str]:
    """The kind before the name, who it is, the deed after it."""
    known = {one.name: one for role in ROLES for one in await people.with_role(turn.tx, role)}
    named = min(((words.find(name), -len(name), name) for name in known if name and name in words), default=None)
    if named is None:
        return "", None, ""
    place, _, name = named
    return words[:place].strip(), known[name], words[place + len(name) :].strip(" ，,。:：")


@flow.step(Action.ANSWER_NOMINATION, to=relations.to_honour)
async def accept_nomination(turn: Turn, honour_id: HonourId) -> None:
    await _answer(turn, honour_id, HonourState.AGREED)


@flow.step(Action.ANSWER_NOMINATION, to=relations.to_honour)
async def decline_nomination(turn: Turn, honour_id: HonourId) -> None:
    """Nobody asks why."""
    await _answer(turn, honour_id, HonourState.DECLINED)


async def _answer(turn: Turn, honour_id: HonourId, answer: HonourState) -> None:
    one = await honours.honour(turn.tx, honour_id)
    if one.state is not HonourState.NOMINATED:
        turn.reply(turn.say("engine.answered"))
        return
    await honours.save(turn.tx, one, replace(one, state=answer, answered_at=turn.now))
    name = (await people.person(turn.tx, turn.me)).name
    words = f"honours.has_{answer}"
    await turn.tell(one.nominated_by, lambda say: Reply(say(words, kind=one.kind, name=name)))
    turn.reply(turn.say(f"honours.you_{answer}"))


@flow.intent("honours", Action.SEE_HONOURS)
async def said_honours(turn: Turn) -> None:
    """“荣誉”: what is on its way and this year's; “荣誉 省级 先进个人 王芳”: one given from above, written down."""
    if turn.words and able(turn.roles, Action.CONFIRM_HONOUR):
        await _record(turn)
        return
    coming = await honours.in_states(
        turn.tx, *ANNOUNCED_NEXT, HonourState.NOTICE, HonourState.HEARING, HonourState.CONFIRMED
    )
    shown = [one for one in coming if one.state is not HonourState.CONFIRMED or one.year == turn.day.year][:SHOWN]
    lines = [await _line(turn, one) for one in shown] or [turn.say("honours.none")]
    rows = [[Button(turn.say("honours.open", number=one.id), show_honour(one.id))] for one in shown]
    turn.reply("\n".join(lines), buttons=rows, once=False, topic=Topic.HONOUR)


async def _record(turn: Turn) -> None:
    """Level, kind, then a person or a branch."""
    level, _, rest = turn.words.partition(" ")
    kind, person, _ = await _understood(turn, rest)
    branches = {name: number for number, name in (await people.branches(turn.tx)).items()}
    branch = next((name for name in branches if name and name in rest), "")
    if person is None and not branch:
        turn.reply(turn.say("honours.record_how"))
        return
    kind = kind or rest.replace(branch, "").strip()
    who = (person.id, person.branch_id) if person else (None, branches[branch])
    one = await honours.record_given(turn.tx, kind, level, *who, by=turn.me, at=turn.now, year=turn.day.year)
    await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
    turn.reply(
        turn.say("honours.recorded", level=level, kind=kind, name=person.name if person else branch, number=one.number)
    )


async def _line(turn: Turn, one: Honour) -> str:
    state = turn.say(f"honours.state_{one.state.replace(' ', '_')}")
    return turn.say("honours.line", number=one.id, kind=one.kind, name=await honours.named(turn.tx, one), state=state)


@flow.step(Action.SEE_HONOURS, to=relations.to_honour)
async def show_honour(turn: Turn, honour_id: HonourId) -> None:
    """One honour, with what may be done next by whoever looks."""
    one = await honours.honour(turn.tx, honour_id)
    rows = []
    if may(turn.roles, Action.CONFIRM_HONOUR, await relations.to_honour(turn, honour_id)):
        if one.state in ANNOUNCED_NEXT:
            rows.append([Button(turn.say("honours.announce"), open_notice(one.id))])
        elif one.state is HonourState.NOTICE and one.notice_until and one.notice_until < turn.day:
            rows.append([Button(turn.say("honours.confirm"), confirm_honour(one.id))])
        if one.state in (HonourState.NOTICE, HonourState.CONFIRMED):
            rows.append([Button(turn.say("honours.withdraw"), action("honour_hearings.ask_ground", one.id))])
        if one.state is HonourState.HEARING:
            rows.append([Button(turn.say("honours.see_hearing"), action("honour_hearings.show_hearing", one.id))])
    turn.reply("\n".join(filter(None, [await _line(turn, one), one.deed])), buttons=rows, topic=Topic.HONOUR.of(one.id))


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour)
async def open_notice(turn: Turn, honour_id: HonourId) -> None:
    """公示: five working days; the words to be hung up and passed on."""
    one = await honours.honour(turn.tx, honour_id)
    if one.state not in ANNOUNCED_NEXT:
        turn.reply(turn.say("findings.already_settled"))
        return
    until = next_working_day(turn.day, NOTICE_DAYS)
    announced = replace(one, state=HonourState.NOTICE, notice_from=turn.day, notice_until=until)
    await honours.save(turn.tx, one, announced)
    values = {
        "kind": one.kind,
        "name": await honours.named(turn.tx, one),
        "deed": one.deed,
        "day": Day(turn.day),
        "until": Day(until),
    }
    turn.reply(turn.say("honours.notice", **values))


@flow.step(Action.CONFIRM_HONOUR, to=relations.to_honour)
async def confirm_honour(turn: Turn, honour_id: HonourId) -> None:
    """The notice is over: numbered, and the plaque is drawn."""
    one = await honours.honour(turn.tx, honour_id)
    if one.state is not HonourState.NOTICE or one.notice_until is None or one.notice_until >= turn.day:
        turn.reply(turn.say("findings.already_settled"))
        return
    if await honour_objections.open_ones(turn.tx, one.id):
        turn.reply(turn.say("honours.objection_first"))
        return
    number = await honours.next_number(turn.tx, one.year)
    confirmed = replace(one, state=HonourState.CONFIRMED, number=number, confirmed_at=turn.now, confirmed_by=turn.me)
    await honours.save(turn.tx, one, confirmed)
    await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
    turn.reply(turn.say("honours.confirmed", kind=one.kind, name=await honours.named(turn.tx, one), number=number))


@flow.step(Action.ANSWER_NOMINATION, to=relations.to_honour)
async def set_public(turn: Turn, honour_id: HonourId, is_public: int) -> None:
    """同意公开: whether it may be shown outside the bureau is for the person to say, and to change."""
    one = await honours.honour(turn.tx, honour_id)
    await honours.save(turn.tx, one, replace(one, public=bool(is_public)))
    turn.reply(turn.say("honours.public" if is_public else "honours.not_public"))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """A nomination to answer; notices that are over, for managers who are not named."""
    found = []
    for one in await honours.in_states(turn.tx, HonourState.NOMINATED, HonourState.NOTICE):
        tie = await relations.to_honour(turn, one.id)
        if one.state is HonourState.NOTICE:
            is_over = one.notice_until is not None and one.notice_until < turn.day
            is_mine = is_over and may(turn.roles, Action.CONFIRM_HONOUR, tie)
        else:
            is_mine = may(turn.roles, Action.ANSWER_NOMINATION, tie)
        if is_mine:
            key = f"todo.honour_{one.state}"
            step = accept_nomination if one.state is HonourState.NOMINATED else show_honour
            found.append(Due(turn.say(key, kind=one.kind, name=await honours.named(turn.tx, one)), step(one.id), 4))
    return found
