"""Appeals (申诉): a merchant contests an observation, a red line or a star; somebody without a part in it decides."""

from __future__ import annotations

from datetime import timedelta

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from bot.kept import pack, restore
from bot.language.meanings import Meaning, Question
from documents.wording.star_words import stars
from files.dataclass import dataclass
from handlers.appeals import appeal_decision
from handlers.shared.notify import duty_called
from handlers.shared.relations import holding, to_appeal
from handlers.shared.remarks import HELP, is_something_else
from handlers.titles import withdrawal_hearing
from messages.reply import Button
from messages.topics import Topic
from programme.appeals.appeal_state import AppealState
from programme.calendar import add_working_days
from programme.ids import AppealId, ShopId
from programme.roles import Action
from programme.titles.veto_state import VetoState
from storage.appeals import appeals
from storage.delivery.message_effects import Effect
from storage.ratings import ratings
from storage.reviews import evidence
from storage.reviews.evidence import Observation
from storage.shops import shops
from storage.shops.shops import Shop
from storage.titles import vetoes
from texts.days import Day, Names, Until

flow = Flow("appeal")

MOST = 8
"""Choices at a time, the newest first."""


@dataclass(frozen=True, slots=True)
class Contestable:
    """Something recorded in the last days that a shop may appeal against."""

    place: Shop
    subject: str
    number: int
    words: str


@flow.intent("appeal", Action.APPEAL)
async def said_appeal(turn: Turn) -> None:
    mine = await turn.held()
    found = [thing for place in mine for thing in await _contestable(turn, place)]
    is_heard = await withdrawal_hearing.questioned(turn) is not None
    if not found and is_heard:
        await withdrawal_hearing.ask(turn)
        return
    if not found:
        turn.reply(turn.say("appeal.nothing", days=turn.rules.deadlines.appeal_days))
        return
    many = len(mine) > 1
    rows = [
        [Button(_label(thing, many), contest_record(thing.place.id, thing.subject, thing.number))]
        for thing in found[:MOST]
    ]
    rows += [[Button(turn.say("appeal.title"), withdrawal_hearing.begin_hearing())]] if is_heard else []
    turn.reply(turn.say("appeal.which"), buttons=rows, topic=Topic.APPEAL)


def _label(thing: Contestable, many: bool) -> str:
    return f"{thing.place.name} {thing.words}" if many else thing.words


async def _contestable(turn: Turn, place: Shop) -> list[Contestable]:
    """Observations that found something, red lines and the star of the last days, without those already appealed."""
    before = {(a.subject, a.subject_id) for a in await appeals.of_shop(turn.tx, place.id)}
    every = [*await _red_lines(turn, place), *await _looks(turn, place), *await _star(turn, place)]
    return [thing for thing in every if (thing.subject, thing.number) not in before]


async def _looks(turn: Turn, place: Shop) -> list[Contestable]:
    held = await shops.tenure(turn.tx, place.id, turn.now)
    seen = await evidence.observations(turn.tx, place.id, turn.day - _in_days(turn), turn.day)
    return [
        Contestable(place, "observation", look.id, _look_words(turn, look))
        for look in reversed(seen)
        if look.facts and look.tenure_id == held.id and turn.now - look.at <= _in_days(turn)
    ]


def _look_words(turn: Turn, look: Observation) -> str:
    failed = Names(tuple(duty_called(turn, key) for key in sorted(look.facts)))
    return turn.say("appeal.look", day=Day(look.day), who=turn.say(f"stars.by_{look.source}"), duties=failed)


async def _red_lines(turn: Turn, place: Shop) -> list[Contestable]:
    return [
        Contestable(place, "veto", line.id, turn.say("appeal.veto", cause=turn.say(f"veto.cause_{line.cause}")))
        for line in await vetoes.of_shop(turn.tx, place.id)
        if line.state is VetoState.CONFIRMED and line.confirmed_at and turn.now - line.confirmed_at <= _in_days(turn)
    ]


async def _star(turn: Turn, place: Shop) -> list[Contestable]:
    newest = await ratings.latest(turn.tx, place.id)
    if not newest or newest[0].shown is None or turn.now - newest[0].through > _in_days(turn):
        return []
    row = newest[0]
    words = turn.say("appeal.star", day=Day(row.through.astimezone(turn.zone).date()), stars=stars(row.shown))
    return [Contestable(place, "star", row.run_id, words)]


def _in_days(turn: Turn) -> timedelta:
    return timedelta(days=turn.rules.deadlines.appeal_days)


@flow.step(Action.APPEAL, to=holding, refused="self_check.not_mine")
async def contest_record(turn: Turn, shop_id: ShopId, subject: str, subject_id: int) -> None:
    thing = await _thing(turn, subject, subject_id, shop_id)
    if thing is None:
        turn.reply(turn.say("appeal.too_late", days=turn.rules.deadlines.appeal_days))
        return
    turn.reply(turn.say("appeal.say_it", what=thing.words), then=give_reason(shop_id, subject, subject_id))


async def _thing(turn: Turn, subject: str, subject_id: int, shop_id: ShopId) -> Contestable | None:
    found = await _contestable(turn, await shops.shop(turn.tx, shop_id))
    return next((t for t in found if (t.subject, t.number) == (subject, subject_id)), None)


@flow.step(Action.APPEAL, to=holding, refused="self_check.not_mine", asks="words")
async def give_reason(turn: Turn, shop_id: ShopId, subject: str, subject_id: int) -> None:
    """File the appeal with its one-sentence reason and an optional photo; a photo alone is kept until the reason comes."""
    thing = await _thing(turn, subject, subject_id, shop_id)
    if thing is None:
        turn.reply(turn.say("appeal.too_late", days=turn.rules.deadlines.appeal_days))
        return
    due = add_working_days(turn.local_now, turn.rules.deadlines.decide_days, turn.rules)
    opened = await appeals.open_one(
        turn.tx,
        shop_id=shop_id,
        person_id=turn.me,
        subject=subject,
        subject_id=subject_id,
        text=turn.text,
        at=turn.now,
        due_at=due,
    )
    turn.made("appeal", opened, turn.text)
    if turn.attachments:
        await turn.keep("appeal", opened)
    case = await appeals.appeal(turn.tx, opened)
    asked = await appeal_decision.ask(turn, case, thing.words)
    aside = turn.say(f"appeal.aside_{subject}")
    until = Until(due, turn.day)
    turn.reply(
        turn.say("appeal.taken" if asked else "appeal.nobody", until=until, aside=aside), then=add_to_appeal(opened)
    )


@flow.step(Action.APPEAL, to=to_appeal, refused="appeal.settled")
async def add_to_appeal(turn: Turn, appeal_id: AppealId) -> None:
    """Add later words and photos of the merchant to their appeal while it is open; something else is done as such."""
    case = await appeals.appeal(turn.tx, appeal_id)
    if case.state is not AppealState.OPEN:
        turn.reply(turn.say("appeal.settled"))
        return
    if await is_something_else(turn, case.text):
        return
    turn.made("appeal", appeal_id, turn.text)
    photos = await turn.keep("appeal", appeal_id) if turn.attachments else ()
    if turn.text:
        await appeals.say_more(turn.tx, appeal_id, turn.text)
    await appeal_decision.pass_on(turn, case, turn.text, photos)
    rows = [[Button(turn.say("appeal.another"), take_out(appeal_id))]] if turn.text else []
    added = turn.say("appeal.added", text=turn.text) if turn.text else turn.say("appeal.photo_added")
    turn.reply(added, buttons=rows, topic=Topic.APPEAL.of(appeal_id), kept=pack(turn), then=add_to_appeal(appeal_id))


@flow.step(Action.APPEAL, to=to_appeal, refused="appeal.settled")
async def take_out(turn: Turn, appeal_id: AppealId) -> None:
    """Take words that were about something else out of the appeal again, and ask what they were about."""
    case = await appeals.appeal(turn.tx, appeal_id)
    if not restore(turn) or case.state is not AppealState.OPEN or turn.text not in case.text:
        turn.reply(turn.say("engine.answered"))
        return
    await appeals.correct(turn.tx, case, turn.text, "")
    await appeal_decision.pass_on(turn, case, turn.text, (), "appeal.taken_out_came")
    turn.reply(turn.say("appeal.taken_out", text=turn.text))
    await turn.ask(turn, [Question("nearest", (Meaning(HELP, turn.text), Meaning("complaint", turn.text)))])


@flow.edits.before("appeal", in_place=True)
async def correct_appeal(turn: Turn, effect: Effect) -> Edited:
    """Corrected words of the reason stand in its place while nobody has decided."""
    case = await appeals.appeal(turn.tx, AppealId(effect.subject_id))
    if case.state is not AppealState.OPEN:
        turn.reply(turn.say("appeal.settled"))
        return Edited.STAYS
    await appeals.correct(turn.tx, case, effect.said, turn.text)
    photos = await turn.keep("appeal", case.id) if turn.attachments else ()
    await appeal_decision.pass_on(turn, case, turn.text, photos, "appeal.corrected_came")
    turn.reply(turn.say("appeal.corrected"))
    return Edited.REPLACED
