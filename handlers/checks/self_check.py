"""The merchant's voluntary daily self-check: one tap, one word, or the failed duties with a photo; honesty costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.flow import Flow, Turn
from documents.wording.question import Question, answerable_until, self_check, which_shop
from handlers.findings.findings import more_said, report_own
from handlers.findings.rectify import ask_what_stands, fix_told
from handlers.shared.relations import holding
from handlers.shared.remarks import beside_report, is_of_street, put_right, second_duties
from messages.attachment import Medium
from messages.reply import Button, Pick
from messages.topics import Topic
from programme.duties import Duties, Duty
from programme.ids import SelfCheckId, ShopId
from programme.roles import Action
from storage.reviews import evidence
from storage.reviews.evidence import SelfCheck
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Day, Names

flow = Flow("self_check")


@flow.intent("met", Action.SELF_CHECK)
async def said_all_met(turn: Turn) -> None:
    """好, 1 or 👍: record all duties as met; with several shops, ask for which of them first."""
    mine = await turn.held()
    if len(mine) == 1:
        await _record(turn, mine, turn.day, ())
    else:
        which(turn, mine, turn.day)


@flow.intent("check", Action.SELF_CHECK)
async def said_check(turn: Turn) -> None:
    mine = await turn.held()
    if len(mine) == 1:
        question(turn, mine[0], turn.day)
    else:
        which(turn, mine, turn.day)


@flow.intent("faults", Action.SELF_CHECK)
async def said_problem(turn: Turn) -> None:
    """“秩序 货出店了”: the duty and the words in one line, with or without a photo."""
    mine = await turn.held()
    if len(mine) > 1:
        await _jot(turn, mine)
        return
    failed = [d for d in duties_of(turn, mine[0]) if d.key in turn.meant[0].failed]
    await _problem(turn, mine[0], turn.day, failed, turn.words)


@flow.intent("wrong", Action.SELF_CHECK)
async def said_something_wrong(turn: Turn) -> None:
    """有一样没做到: ask which duty failed, at the shop they mean."""
    mine = await turn.held()
    (_choose(turn, mine[0], turn.day) if len(mine) == 1 else which(turn, mine, turn.day))


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine")
async def ask_about_shop(turn: Turn, shop_id: ShopId, day: date) -> None:
    """Ask today's self-check question for one shop and day."""
    if await _still(turn, day):
        question(turn, await shops.shop(turn.tx, shop_id), day)


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine")
async def record_all_met(turn: Turn, shop_id: ShopId, day: date) -> None:
    if await _still(turn, day):
        await _record(turn, [await shops.shop(turn.tx, shop_id)], day, ())


@flow.step(Action.SELF_CHECK)
async def record_every_shop_met(turn: Turn, day: date) -> None:
    """全部: record all duties as met at every shop they answer for."""
    if await _still(turn, day):
        await _record(turn, await turn.held(), day, ())


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine")
async def choose_problems(turn: Turn, shop_id: ShopId, day: date) -> None:
    if await _still(turn, day):
        _choose(turn, await shops.shop(turn.tx, shop_id), day)


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine")
async def report_problems(turn: Turn, shop_id: ShopId, day: date) -> None:
    if not await _still(turn, day):
        return
    duties = duties_of(turn, place := await shops.shop(turn.tx, shop_id))
    chosen = [duties[n - 1] for n in turn.picked if 0 < n <= len(duties)]
    if turn.picked == (0,):
        await _record(turn, [place], day, ())
    elif chosen:
        await _problem(turn, place, day, chosen, "")
    else:
        question(turn, place, day)


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine", asks="more")
async def add_remark(turn: Turn, shop_id: ShopId, check: SelfCheckId) -> None:
    """Add photos, voice or words to the self-check, as many as they send until they start something else."""
    place = await shops.shop(turn.tx, shop_id)
    standing = await evidence.self_check(turn.tx, shop_id, turn.day)
    if is_of_street(turn.reading, standing, check, duties_of(turn, place)):
        await turn.carry_out(turn, turn.reading)
        return
    if told := second_duties(turn.reading, standing, check):  # a second problem is a report of its own
        await _problem(turn, place, turn.day, [d for d in duties_of(turn, place) if d.key in told], turn.text)
        return
    if await fix_told(turn, put_right(turn.reading)):
        return
    await turn.keep("self_check", check)
    turn.made("check_remark", check, turn.text)
    if turn.text:
        await evidence.add_note(turn.tx, check, turn.text)
    await more_said(turn, place, check)
    turn.reply(turn.say("self_check.noted", shop=place.name), then=add_remark(shop_id, check))
    if asked := beside_report(turn.reading, standing, check):
        await turn.ask(turn, asked)


@flow.step(Action.SELF_CHECK)
async def end_remark(turn: Turn) -> None:
    turn.reply(turn.say("self_check.enough"))


@flow.when(lambda turn: any(a.kind is Medium.PHOTO for a in turn.attachments), Action.SELF_CHECK, rank=40)
async def photo_out_of_the_blue(turn: Turn) -> None:
    """Keep an unrequested photo with the shop and the day, and ask what it shows instead of guessing."""
    mine = await turn.held()
    if len(mine) > 1:
        await _jot(turn, mine)
        return
    standing = await evidence.self_check(turn.tx, mine[0].id, turn.day)
    await turn.keep(*_beside(mine[0], standing))
    _about_photo(turn, mine[0], turn.day, standing)


@flow.step(Action.SELF_CHECK, asks="words")
async def add_to_jotting(turn: Turn, jotting: SelfCheckId, day: date) -> None:
    """Add words or photos to a note whose shop is not known yet; those of another day start a report of their own."""
    jotted = await evidence.jotted(turn.tx, jotting, turn.me)
    if jotted is None or turn.incoming.at >= answerable_until(day, turn.zone):
        await (photo_out_of_the_blue if turn.attachments else said_check)(turn)
        return
    await turn.keep(evidence.JOTTING, jotting)
    if turn.text:
        await evidence.add_note(turn.tx, jotting, turn.text)
    await _ask_where(turn, jotting, f"{jotted.note}\n{turn.text}", day)


@flow.step(Action.SELF_CHECK, to=holding, refused="self_check.not_mine")
async def place_jotting(turn: Turn, shop_id: ShopId, jotting: SelfCheckId, day: date) -> None:
    """Assign the kept note to the shop that was chosen, and continue as if it had been named at once."""
    jotted = await evidence.jotted(turn.tx, jotting, turn.me)
    if jotted is None:
        turn.reply(turn.say("engine.answered"))
    if jotted is None or not await _still(turn, day):
        return
    place = await shops.shop(turn.tx, shop_id)
    await evidence.place_jotting(turn.tx, jotting, shop_id)
    failed, words = turn.faults_in(jotted.note)
    named = [duty for duty in duties_of(turn, place) if duty.key in failed]
    if named:
        await _problem(turn, place, day, named, words, jotted)
        return
    standing = await evidence.self_check(turn.tx, shop_id, day)
    await evidence.hand_photos(turn.tx, jotting, *_beside(place, standing))
    _about_photo(turn, place, day, standing)


async def _jot(turn: Turn, mine: Sequence[Shop]) -> None:
    """Save the words or photos before asking which shop they are about, so that nothing is lost meanwhile."""
    jotting = await evidence.jot(
        turn.tx, shop_id=mine[0].id, day=turn.day, person_id=turn.me, at=turn.incoming.at, note=turn.text
    )
    await turn.keep(evidence.JOTTING, jotting)
    await _ask_where(turn, jotting, turn.text, turn.day)


def _choose(turn: Turn, place: Shop, day: date) -> None:
    """Ask which duties failed, as one checklist; its first line withdraws it, since “1” always means “all met”."""
    duties = duties_of(turn, place)
    named = (f"{d.name(turn.say.language)} · {d.hint(turn.say.language)}" for d in duties)
    options = (turn.say("self_check.all_met_after_all"), *named)
    turn.reply(
        turn.say("self_check.which_duties", shop=place.name),
        pick=Pick(options, turn.say("self_check.submit"), report_problems(place.id, day)),
        topic=Topic.SELF_CHECK.of(place.id),
        until=answerable_until(day, turn.zone),
    )


def question(turn: Turn, place: Shop, day: date, sentence: str = "self_check.question") -> None:
    """The prompt “今天门前五包怎么样？” with its two answers."""
    put(turn, self_check(place.id, place.name, day, turn.say, sentence), day)


def duties_of(turn: Turn, place: Shop) -> tuple[Duty, ...]:
    """The duties that apply to a shop, in the programme's order."""
    return Duties(turn.rules.duties).applicable(place.duties)


def which(turn: Turn, mine: Sequence[Shop], day: date) -> None:
    """Ask which of several shops the message is about."""
    put(turn, which_shop([(place.id, place.name) for place in mine], day, turn.say), day)


def put(turn: Turn, asked: Question, day: date, before: str = "") -> None:
    """Ask a question of the self-check, after the sentences in `before`."""
    turn.reply(
        f"{before}\n{asked.text}" if before else asked.text,
        buttons=[[Button(*choice)] for choice in asked.choices],
        topic=asked.topic,
        until=answerable_until(day, turn.zone),
    )


async def _ask_where(turn: Turn, jotting: SelfCheckId, note: str, day: date) -> None:
    is_problem = bool(turn.faults_in(note)[0])
    rows = [[Button(place.name, place_jotting(place.id, jotting, day))] for place in await turn.held()]
    if not is_problem:
        rows.insert(0, [Button(turn.say("self_check.every_shop"), record_every_shop_met(day))])
    turn.reply(
        turn.say("self_check.problem_where" if is_problem else "self_check.photo_where"),
        buttons=rows,
        then=add_to_jotting(jotting, day),
        topic=Topic.JOTTING.of(jotting),
        until=answerable_until(day, turn.zone),
    )


def _beside(place: Shop, standing: SelfCheck | None) -> tuple[str, int]:
    """The observation, self-check or report that a photo is kept with."""
    return ("self_check", standing.id) if standing else ("shop", place.id)


def _about_photo(turn: Turn, place: Shop, day: date, standing: SelfCheck | None) -> None:
    if standing:
        turn.reply(turn.say("self_check.photo_added", shop=place.name), then=add_remark(place.id, standing.id))
    else:
        question(turn, place, day, "self_check.photo_question")


async def _record(turn: Turn, places: Iterable[Shop], day: date, problems: Sequence[Duty]) -> None:
    for place in places:
        await _write(turn, place, day, problems)
    met, wrong = turn.say("self_check.all_met"), turn.say("self_check.something_wrong")
    both = [[Button(met, record_all_met(p.id, day)), Button(wrong, choose_problems(p.id, day))] for p in places]
    text = turn.say("self_check.thanks", shop=Names(tuple(place.name for place in places)), day=Day(day))
    turn.reply(text, buttons=both if len(both) == 1 else [], until=answerable_until(day, turn.zone))
    await ask_what_stands(turn, [place.id for place in places])


async def _problem(
    turn: Turn, place: Shop, day: date, duties: Sequence[Duty], words: str, jotted: SelfCheck | None = None
) -> None:
    standing = await evidence.self_check(turn.tx, place.id, day)
    said = {d.key for d in duties} | (set(standing.problems) if standing else set())
    chosen = [d for d in duties_of(turn, place) if d.key in said]
    check = await _write(turn, place, day, chosen, words, jotted.at if jotted else None)
    kept = await turn.keep("self_check", check)
    has_photos = bool(kept) or (jotted and await evidence.hand_photos(turn.tx, jotted.id, "self_check", check))
    due = await report_own(turn, place, check, day, [d for d in duties if d in chosen], words)
    text = turn.say("self_check.problem_noted", duties=Names(tuple(chosen)), due=due)
    more = [] if words or has_photos else [[Button(turn.say("self_check.no_remark"), end_remark())]]
    turn.reply(text, buttons=more, then=add_remark(place.id, check), until=answerable_until(day, turn.zone))


async def _write(
    turn: Turn, place: Shop, day: date, problems: Sequence[Duty], words: str = "", said_at: datetime | None = None
) -> SelfCheckId:
    check = await evidence.add_self_check(
        turn.tx,
        shop_id=place.id,
        day=day,
        person_id=turn.me,
        at=said_at or turn.incoming.at,
        duties=[d.key for d in duties_of(turn, place)],
        problems=[d.key for d in problems],
        note=words,
    )
    turn.made("self_check", check)
    return check


async def _still(turn: Turn, day: date) -> bool:
    """Whether `day` can still be answered; otherwise today's question is asked instead."""
    if turn.incoming.at < answerable_until(day, turn.zone) and day <= turn.day:
        return True
    turn.edits = False
    await said_check(turn)
    return False
