"""Objections (异议): during a public notice anybody may object to a title; a manager decides with a reason."""

from __future__ import annotations

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from handlers.shared import notify, objected, preview, todo
from handlers.shared.photo_checks import kept_with
from handlers.shared.relations import to_objection
from handlers.shared.todo import Due
from handlers.titles.titles import end, tell_managers
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import ObjectionId, TitleId
from programme.roles import Action, able
from programme.titles.title_state import TitleState
from storage.delivery.message_effects import Effect
from storage.shops import shops
from storage.shops.shops import Shop
from storage.titles import titles
from storage.titles.titles import Objection, Title

flow = Flow("objections")


@flow.intent("object", Action.OBJECT)
async def said_objection(turn: Turn) -> None:
    """“异议 李记面馆 晚上占道”, from anybody, enrolled or not."""
    words = turn.words
    meant = await _meant(turn, words)
    if meant is None and await objected.taken(turn, words):
        return
    if meant is None:
        turn.reply(turn.say("objections.how" if not words else "objections.no_such", words=words.split(" ")[0]))
        return
    title, place, why = meant
    if why or turn.attachments:
        await _take(turn, title, place, why)
    else:
        turn.reply(turn.say("objections.say_why", shop=place.name), then=give_reason(title.id))


async def _meant(turn: Turn, words: str) -> tuple[Title, Shop, str] | None:
    """The shop on notice whose name the words begin with, and the remaining words."""
    for title in await titles.living(turn.tx, TitleState.NOTICE):
        place = await shops.shop(turn.tx, title.shop_id)
        if title.notice_until and turn.day <= title.notice_until and words.startswith(place.name):
            return title, place, words.removeprefix(place.name).strip(" ，,：:")
    return None


@flow.step(Action.OBJECT, asks="words")
async def give_reason(turn: Turn, title_id: TitleId) -> None:
    title = await titles.title(turn.tx, title_id)
    if not (turn.text or turn.attachments) or title.state is not TitleState.NOTICE:
        turn.reply(turn.say("objections.how"))
        return
    await _take(turn, title, await shops.shop(turn.tx, title.shop_id), turn.text)


async def _take(turn: Turn, title: Title, place: Shop, why: str) -> None:
    """Pass the objection with its photo to the managers; enrolled people are told the result, others can look it up."""
    why = why or turn.say("appeal.no_words")
    number = await titles.object_to(turn.tx, title.id, person_id=turn.person_id, text=why, at=turn.now)
    turn.made("objection", number)
    photos = await turn.keep("objection", number)
    await tell_managers(turn, "objections.came", photos, shop=place.name, why=why)
    turn.reply(turn.say("objections.taken" if turn.person_id else "objections.taken_unknown", shop=place.name))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: objections to be decided."""
    found = []
    for title in await titles.living(turn.tx, TitleState.NOTICE) if able(turn.roles, Action.SETTLE_OBJECTION) else []:
        place = await shops.shop(turn.tx, title.shop_id)
        waiting = [o for o in await titles.objections(turn.tx, title.id) if not o.settled_at and o.person_id != turn.me]
        line = turn.say("todo.objection", shop=place.name)
        found += [Due(line, show_objection(one.id), 1, place, one.at) for one in waiting]
    return found


@flow.step(Action.SETTLE_OBJECTION, to=to_objection, refused="objections.another")
async def show_objection(turn: Turn, objection_id: ObjectionId) -> None:
    """Show the words and photos, never the sender, and the two possible decisions."""
    found = await _open(turn, objection_id)
    if found is None:
        return
    one, _, place = found
    rows = [
        [Button(turn.say("objections.is_right"), choose_outcome(objection_id, True))],
        [Button(turn.say("objections.is_not"), choose_outcome(objection_id, False))],
    ]
    words = turn.say("objections.case", shop=place.name, why=one.text)
    photos = await kept_with(turn, "objection", objection_id)
    turn.reply(words, buttons=rows, attachments=photos, topic=Topic.OBJECTION.of(objection_id))


@flow.step(Action.SETTLE_OBJECTION, to=to_objection, refused="objections.another")
async def choose_outcome(turn: Turn, objection_id: ObjectionId, upheld: bool) -> None:
    if await _open(turn, objection_id):
        turn.reply(turn.say("objections.reason_please"), then=settle_objection(objection_id, upheld))


@flow.step(Action.SETTLE_OBJECTION, to=to_objection, refused="objections.another", asks="reason")
async def settle_objection(turn: Turn, objection_id: ObjectionId, upheld: bool) -> None:
    """Decide with a reason, which the objector is told: upheld, the title is declined and the shop told; else the notice
    goes on.
    """
    found = await _open(turn, objection_id)
    if found is None:
        return
    one, title, place = found
    again = settle_objection(objection_id, upheld)
    if not turn.text and not turn.kept:
        turn.reply(turn.say("objections.reason_please"), then=again)
        return
    to = turn.say("objections.shop_and_objector", shop=place.name) if upheld else turn.say("objections.objector")
    if not preview.was_shown(turn, to, again, choose_outcome(objection_id, upheld)):
        return
    await titles.settle(turn.tx, objection_id, by=turn.me, upheld=upheld, at=turn.now)
    if upheld:
        await end(turn, title, TitleState.DECLINED)
        await notify.tell_shop(
            turn, place.id, lambda say: Reply(say("objections.declined", shop=place.name, reason=turn.text))
        )
    if one.person_id is not None:
        sentence = "objections.told_right" if upheld else "objections.told_not"
        await turn.tell(one.person_id, lambda say: Reply(say(sentence, shop=place.name, reason=turn.text)))
    if upheld:
        await _close_others(turn, one, place)
    turn.reply(turn.say("objections.settled_noted"))


async def _close_others(turn: Turn, right: Objection, place: Shop) -> None:
    """Close the other objections to a declined title, telling each objector once."""
    others = [one for one in await titles.objections(turn.tx, right.title_id) if not one.settled_at]
    for one in others:
        await titles.settle(turn.tx, one.id, by=turn.me, upheld=None, at=turn.now)
    for person in dict.fromkeys(one.person_id for one in others):
        if person and person != right.person_id:
            await turn.tell(person, lambda say: Reply(say("objections.told_over", shop=place.name)))


async def _open(turn: Turn, objection_id: ObjectionId) -> tuple[Objection, Title, Shop] | None:
    """The objection if it still waits; otherwise say that it is decided."""
    one = await titles.objection(turn.tx, objection_id)
    title = await titles.title(turn.tx, one.title_id)
    if one.settled_at is not None or title.state is not TitleState.NOTICE:
        turn.reply(turn.say("titles.settled"))
        return None
    return one, title, await shops.shop(turn.tx, title.shop_id)


@flow.edits.before("objection", in_place=True)
async def correct_objection(turn: Turn, effect: Effect) -> Edited:
    """Corrected words stand in place of the first ones; words about another shop take the objection back."""
    found = await _open(turn, ObjectionId(effect.subject_id))
    if found is None:
        return Edited.STAYS
    one, title, place = found
    still = bool(turn.meant) and turn.meant[0].intent == "object"
    meant = (title, place, turn.text) if effect.step else await _meant(turn, turn.words) if still else None
    if meant is None or meant[0].id != title.id:
        await titles.settle(turn.tx, one.id, by=turn.person_id, upheld=None, at=turn.now)
        await tell_managers(turn, "objections.taken_back", shop=place.name)
        return Edited.ANEW
    why = meant[2] or turn.say("appeal.no_words")
    await titles.correct_objection(turn.tx, one.id, why)
    await tell_managers(
        turn, "objections.corrected_came", await turn.keep("objection", one.id), shop=place.name, why=why
    )
    turn.reply(turn.say("objections.corrected", shop=place.name))
    return Edited.REPLACED
