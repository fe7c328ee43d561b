"""The hearing (说明) before a title is withdrawn: the shop may speak first, and a person decides."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.shared import notify, preview, todo
from handlers.shared.photo_checks import kept_with
from handlers.shared.relations import may_at, to_title
from handlers.shared.todo import Due
from handlers.titles.titles import end, tell_managers
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import TitleId
from programme.roles import Action, able
from programme.titles.title import begins_withdrawal, earned, hinders_withdrawal
from programme.titles.title_state import TitleState
from storage.people import people
from storage.shops import shops
from storage.shops.shops import Shop
from storage.titles import titles, vetoes
from storage.titles.titles import Title
from texts.days import Day

flow = Flow("withdrawal_hearing")


@flow.intent("explain", Action.BE_HEARD)
async def said_explain(turn: Turn) -> None:
    """“说明 上个月装修，脚手架占了人行道”."""
    words = turn.words
    title = await questioned(turn)
    if title and (words or turn.attachments):
        await _hear(turn, title, words)
    else:
        await ask(turn)


@flow.step(Action.BE_HEARD)
async def begin_hearing(turn: Turn) -> None:
    await ask(turn)


async def ask(turn: Turn) -> None:
    """Ask the shop for its statement, where there is something to answer."""
    title = await questioned(turn)
    if title is None:
        turn.reply(turn.say("hearing.nothing"))
    else:
        turn.reply(turn.say("hearing.say_it"), then=hear_shop(title.id))


async def questioned(turn: Turn) -> Title | None:
    """The title of one of one's shops that is under question."""
    for place in await turn.held():
        title = await titles.of_shop(turn.tx, place.id)
        if title and title.state is TitleState.HEARING:
            return title
    return None


@flow.step(Action.BE_HEARD, to=to_title, refused="hearing.nothing", asks="words")
async def hear_shop(turn: Turn, title_id: TitleId) -> None:
    title = await titles.title(turn.tx, title_id)
    if title.state is not TitleState.HEARING:
        turn.reply(turn.say("hearing.nothing"))
        return
    await _hear(turn, title, turn.text)


async def _hear(turn: Turn, title: Title, words: str) -> None:
    """Add a line to the shop's statement, all of which is read before anybody decides."""
    turn.incoming = turn.incoming if turn.kept else replace(turn.incoming, text=words)
    if not preview.was_shown(turn, turn.say("preview.all_managers"), hear_shop(title.id), begin_hearing()):
        return
    words = turn.text or turn.say("appeal.no_words")
    lines = [line for line in (title.hearing, words) if line]
    await titles.save(turn.tx, title, replace(title, hearing="\n".join(lines)))
    photos = await turn.keep("hearing", title.id)
    place = await shops.shop(turn.tx, title.shop_id)
    await tell_managers(turn, "hearing.came", photos, shop=place.name, words=words)
    turn.reply(turn.say("hearing.heard", shop=place.name), then=hear_shop(title.id))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: questioned titles whose shop has spoken or has had its time."""
    found = []
    for title in await titles.living(turn.tx, TitleState.HEARING) if able(turn.roles, Action.WITHDRAW_TITLE) else []:
        is_over = title.hearing_until is not None and title.hearing_until < turn.day
        if (title.hearing or is_over) and await may_at(turn, Action.WITHDRAW_TITLE, title.shop_id):
            place = await shops.shop(turn.tx, title.shop_id)
            found.append(Due(turn.say("todo.hearing", shop=place.name), show_hearing(title.id), 1, place))
    return found


@flow.step(Action.WITHDRAW_TITLE, to=to_title)
async def show_hearing(turn: Turn, title_id: TitleId) -> None:
    """Show the ground, the shop's statement, and the two possible decisions."""
    found = await _open(turn, title_id)
    if found is None:
        return
    title, place = found
    words = turn.say(
        "hearing.case",
        shop=place.name,
        why=turn.say(f"hearing.why_{title.withdrawal_why}"),
        words=title.hearing or turn.say("hearing.silent"),
        until=Day(title.hearing_until or turn.day),
    )
    rows = [[Button(turn.say("hearing.keep"), keep_title(title_id))]]
    if not await _hinders(turn, title, place):
        rows.append([Button(turn.say("hearing.withdraw"), ask_reason(title_id))])
    photos = await kept_with(turn, "hearing", title.id)
    turn.reply(words, buttons=rows, attachments=photos, topic=Topic.HEARING.of(title_id))


async def _hinders(turn: Turn, title: Title, place: Shop) -> str:
    past = await titles.past(turn.tx, place.id)
    under = await vetoes.is_under(turn.tx, place, turn.day, turn.rules)
    cause = begins_withdrawal(past, veto=under, rules=turn.rules)
    if title.withdrawal_why == "yearly" and not earned(past, veto=under, rules=turn.rules):
        cause = cause or "yearly"
    return hinders_withdrawal(title.held(), turn.day, cause=cause)


@flow.step(Action.WITHDRAW_TITLE, to=to_title)
async def keep_title(turn: Turn, title_id: TitleId) -> None:
    """Keep the title; while a red line runs it stays suspended, and becomes valid after it."""
    found = await _open(turn, title_id)
    if found is None:
        return
    title, place = found
    under = await vetoes.is_under(turn.tx, place, turn.day, turn.rules)
    state = TitleState.SUSPENDED if under else TitleState.AWARDED
    sentence = "hearing.kept_resting" if under else "hearing.kept"
    await titles.save(turn.tx, title, replace(title, state=state, hearing_until=None))
    await people.journal(turn.tx, turn.now, turn.me, "keep title", f"title {title_id}")
    await notify.tell_shop(turn, place.id, lambda say: Reply(say(sentence, shop=place.name), urgent=True))
    turn.reply(turn.say(f"{sentence}_noted"))


@flow.step(Action.WITHDRAW_TITLE, to=to_title)
async def ask_reason(turn: Turn, title_id: TitleId) -> None:
    if await _open(turn, title_id):
        turn.reply(turn.say("objections.reason_please"), then=withdraw_title(title_id))


@flow.step(Action.WITHDRAW_TITLE, to=to_title, asks="reason")
async def withdraw_title(turn: Turn, title_id: TitleId) -> None:
    """摘牌: withdraw the title with a reason, after notice and hearing, and only while its ground still holds."""
    found = await _open(turn, title_id)
    if found is None:
        return
    title, place = found
    if not turn.text and not turn.kept:
        turn.reply(turn.say("objections.reason_please"), then=withdraw_title(title_id))
        return
    if why := await _hinders(turn, title, place):
        turn.reply(turn.say(f"hearing.hinders_{why}"))
        return
    if not preview.was_shown(turn, place.name, withdraw_title(title_id), ask_reason(title_id)):
        return
    await end(turn, title, TitleState.WITHDRAWN)
    await notify.tell_shop(
        turn, place.id, lambda say: Reply(say("hearing.taken", shop=place.name, reason=turn.text), urgent=True)
    )
    turn.reply(turn.say("hearing.taken_noted"))


async def _open(turn: Turn, title_id: TitleId) -> tuple[Title, Shop] | None:
    title = await titles.title(turn.tx, title_id)
    if title.state is not TitleState.HEARING:
        turn.reply(turn.say("titles.settled"))
        return None
    return title, await shops.shop(turn.tx, title.shop_id)
