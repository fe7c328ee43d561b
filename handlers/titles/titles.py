"""The title (五星商户): a manager checks the nominations, begins the public notice and awards; software only nominates and
draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from files.dataclass import dataclass
from handlers.shared import notify, todo
from handlers.shared.relations import may_at, to_title
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import TitleId
from programme.roles import Action, able
from programme.titles.title import hinders_award, notice_until
from programme.titles.title_state import TitleState
from storage.operations import runs
from storage.people import people
from storage.shops import shops
from storage.shops.shops import Shop
from storage.titles import titles, vetoes
from storage.titles.titles import Title
from texts.days import Day

flow = Flow("titles")

FALLEN = ("star", "veto")
"""What may stand in the way of an award for so long that a manager says: not this quarter."""

MOST = 20
"""Names in one message; with more, those before are settled first."""


@dataclass(frozen=True, slots=True)
class Named:
    """A title with its shop."""

    title: Title
    place: Shop


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: the list to put on notice, and the titles whose notice is over."""
    if not able(turn.roles, Action.CONFIRM_TITLE):
        return []
    nominated = await titles.living(turn.tx, TitleState.NOMINATED)
    over = [t for t in await titles.living(turn.tx, TitleState.NOTICE) if t.notice_until and t.notice_until < turn.day]
    found = []
    if nominated:
        found.append(Due(turn.say("todo.nominated", many=len(nominated)), show_nominations(), 2))
    if over:
        found.append(Due(turn.say("todo.notice_over", many=len(over)), show_awards(), 1))
    return found


async def _named(turn: Turn, *states: TitleState) -> list[Named]:
    """The titles this manager may decide: never of a shop they answer for."""
    found = [Named(t, await shops.shop(turn.tx, t.shop_id)) for t in await titles.living(turn.tx, *states)]
    return [n for n in found if await may_at(turn, Action.CONFIRM_TITLE, n.place.id)][:MOST]


@flow.step(Action.CONFIRM_TITLE)
async def show_nominations(turn: Turn) -> None:
    """Show managers the nominations: begin the notice, or take a shop off the list first."""
    found = await _named(turn, TitleState.NOMINATED)
    if not found:
        turn.reply(turn.say("titles.none_nominated"))
        return
    last = notice_until(turn.day, turn.rules)
    head = turn.say("titles.nominated", many=len(found), until=Day(last))
    rows = [[Button(turn.say("titles.begin_notice", many=len(found)), begin_notice())]]
    rows += [[Button(turn.say("titles.take_off", shop=n.place.name), take_off_list(n.title.id))] for n in found]
    turn.reply("\n".join([head, *_lines(turn, found)]), buttons=rows, topic=Topic.TITLES, once=False)


def _lines(turn: Turn, found: Sequence[Named]) -> list[str]:
    return [
        turn.say("titles.line", number=number, shop=n.place.name, door=n.place.address)
        for number, n in enumerate(found, 1)
    ]


@flow.step(Action.CONFIRM_TITLE, to=to_title)
async def take_off_list(turn: Turn, title_id: TitleId) -> None:
    """Take a shop off the list for this quarter; nobody but managers has seen the list."""
    title = await titles.title(turn.tx, title_id)
    if title.state is not TitleState.NOMINATED:
        turn.reply(turn.say("titles.settled"))
        return
    await end(turn, title, TitleState.DECLINED)
    await show_nominations.go(turn, [])


@flow.step(Action.CONFIRM_TITLE)
async def begin_notice(turn: Turn) -> None:
    """Begin the public notice of five working days; the poster is drawn and sent to the managers."""
    found = await _named(turn, TitleState.NOMINATED)
    last = notice_until(turn.day, turn.rules)
    many = 0
    for n in found:
        if await vetoes.is_under(turn.tx, n.place, turn.day, turn.rules):
            continue
        after = replace(n.title, state=TitleState.NOTICE, notice_from=turn.day, notice_until=last)
        if await titles.save(turn.tx, n.title, after):
            many += 1
            await notify.tell_shop(
                turn,
                n.place.id,
                lambda say, shop=n.place.name: Reply(say("titles.on_notice", shop=shop, until=Day(last))),  # type: ignore[misc]
            )
    if not many:
        turn.reply(turn.say("titles.none_nominated"))
        return
    await people.journal(turn.tx, turn.now, turn.me, "notice", f"{many} titles")
    await runs.ask(turn.tx, "award-papers", "", turn.me, turn.now)
    turn.reply(turn.say("titles.notice_begun", many=many, until=Day(last)))


@flow.step(Action.CONFIRM_TITLE)
async def show_awards(turn: Turn) -> None:
    """Show the titles whose notice is over, with what stands against each, to be awarded or left for this quarter."""
    noticed = await _named(turn, TitleState.NOTICE)
    found = [n for n in noticed if n.title.notice_until and n.title.notice_until < turn.day]
    if not found:
        turn.reply(turn.say("titles.none_over"))
        return
    judged = [(n, await _hinders(turn, n)) for n in found]
    lines = [turn.say(f"titles.hinders_{why}" if why else "titles.ready", shop=n.place.name) for n, why in judged]
    rows = _award_buttons(turn, [n for n, why in judged if not why], [n for n, why in judged if why in FALLEN])
    turn.reply("\n".join([turn.say("titles.over"), *lines]), buttons=rows, topic=Topic.TITLES, once=False)


def _award_buttons(turn: Turn, ready: Sequence[Named], fallen: Sequence[Named]) -> list[list[Button]]:
    """All at once where there are several, then one by one; whoever has fallen short can be left for this quarter."""
    rows = [[Button(turn.say("titles.award_all", many=len(ready)), award_every_title())]] if len(ready) > 1 else []
    rows += [[Button(turn.say("titles.award_one", shop=n.place.name), award_title(n.title.id))] for n in ready]
    rows += [[Button(turn.say("titles.decline_one", shop=n.place.name), decline_title(n.title.id))] for n in fallen]
    return rows


async def _hinders(turn: Turn, named: Named) -> str:
    return hinders_award(
        named.title.held(await titles.open_objections(turn.tx, named.title.id)),
        turn.day,
        await titles.past(turn.tx, named.place.id),
        veto=await vetoes.is_under(turn.tx, named.place, turn.day, turn.rules),
        rules=turn.rules,
    )


@flow.step(Action.CONFIRM_TITLE, to=to_title)
async def award_title(turn: Turn, title_id: TitleId) -> None:
    title = await titles.title(turn.tx, title_id)
    await _award(turn, [n for n in await _named(turn, TitleState.NOTICE) if n.title.id == title.id])


@flow.step(Action.CONFIRM_TITLE)
async def award_every_title(turn: Turn) -> None:
    await _award(turn, await _named(turn, TitleState.NOTICE))


async def _award(turn: Turn, found: Sequence[Named]) -> None:
    """Award the title with its number, by a manager's confirmation; certificates are drawn and sent outside of this turn."""
    given = []
    for n in found:
        if await _hinders(turn, n):
            continue
        number = await titles.next_number(turn.tx, n.title.quarter)
        after = replace(
            n.title,
            state=TitleState.AWARDED,
            number=number,
            confirmed_at=turn.now,
            confirmed_by=turn.me,
            reviewed_on=turn.day,
        )
        if await titles.save(turn.tx, n.title, after):
            await people.journal(turn.tx, turn.now, turn.me, "award", f"title {n.title.id}", number)
            given.append(n.place.name)
    if not given:
        turn.reply(turn.say("titles.settled"))
        return
    await runs.ask(turn.tx, "award-papers", "", turn.me, turn.now)
    turn.reply(turn.say("titles.awarded", many=len(given)))


@flow.step(Action.CONFIRM_TITLE, to=to_title)
async def decline_title(turn: Turn, title_id: TitleId) -> None:
    """Decline the title for this quarter: the star fell or a red line came during the notice; the shop is told which."""
    found = [n for n in await _named(turn, TitleState.NOTICE) if n.title.id == title_id]
    why = await _hinders(turn, found[0]) if found else ""
    if why not in FALLEN:
        await show_awards.go(turn, [])
        return
    title, place = found[0].title, found[0].place
    if await end(turn, title, TitleState.DECLINED):
        await notify.tell_shop(turn, place.id, lambda say: Reply(say(f"titles.declined_{why}", shop=place.name)))
    turn.reply(turn.say("titles.decline_noted", shop=place.name))


async def end(turn: Turn, title: Title, state: TitleState) -> bool:
    """End the title for whatever reason; its row is kept."""
    ended = replace(title, state=state, ended_at=turn.now, ended_by=turn.me)
    await people.journal(turn.tx, turn.now, turn.me, f"title {state}", f"title {title.id}")
    return await titles.save(turn.tx, title, ended)


async def tell_managers(turn: Turn, sentence: str, photos: tuple[Attachment, ...] = (), **values: object) -> None:
    for manager in await people.with_role(turn.tx, "manager"):
        await turn.tell(manager.id, lambda say: Reply(say(sentence, **values), attachments=photos))
