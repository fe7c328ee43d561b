"""Red lines (红线, veto): proposed by one person with a reason, confirmed by another; the shop is told how to appeal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.shared import notify, preview, todo
from handlers.shared.naming import named_in, shop_said
from handlers.shared.relations import may_at, to_shop, to_veto
from handlers.shared.todo import Due
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, ShopId, VetoId
from programme.roles import Action, able, may
from programme.titles.title_state import TitleState
from programme.titles.veto import CAUSES
from programme.titles.veto_state import VetoState
from storage.operations import runs
from storage.people import people
from storage.shops import shops
from storage.shops.shops import Shop
from storage.titles import titles, vetoes
from storage.titles.vetoes import Veto
from texts.days import Day

flow = Flow("veto")


@flow.intent("red_line", Action.PROPOSE_VETO)
async def said_veto(turn: Turn) -> None:
    """“红线 李记面馆”."""
    words = turn.words
    found = await _proposable(turn, words)
    if not found:
        turn.reply(turn.say("veto.which_shop" if not words else "veto.no_shop", words=words))
    elif len(found) == 1:
        _ask_cause(turn, found[0])
    else:
        rows = [[Button(f"{place.name} {place.address}", choose_shop(place.id))] for place in found]
        rows.append([_cancel(turn)])
        turn.reply(turn.say("spot_check.which"), buttons=rows, topic=Topic.VETO_SHOP)


async def _proposable(turn: Turn, words: str) -> list[Shop]:
    found = (await named_in(turn, words)).shops or (await shop_said(turn, words))[0]
    return [place for place in found if await may_at(turn, Action.PROPOSE_VETO, place.id)]


@flow.step(Action.PROPOSE_VETO, to=to_shop)
async def choose_shop(turn: Turn, shop_id: ShopId) -> None:
    _ask_cause(turn, await shops.shop(turn.tx, shop_id))


def _ask_cause(turn: Turn, place: Shop) -> None:
    rows = [[Button(turn.say(f"veto.cause_{cause}"), choose_cause(place.id, cause))] for cause in CAUSES]
    rows.append([_cancel(turn)])
    turn.reply(turn.say("veto.which_cause", shop=place.name), buttons=rows, topic=Topic.VETO_SHOP.of(place.id))


def _cancel(turn: Turn) -> Button:
    return Button(turn.say("engine.cancel"), CANCEL)


@flow.step(Action.PROPOSE_VETO, to=to_shop)
async def choose_cause(turn: Turn, shop_id: ShopId, cause: str) -> None:
    if cause in CAUSES:
        turn.reply(turn.say("veto.say_why"), then=propose_veto(shop_id, cause))


@flow.step(Action.PROPOSE_VETO, to=to_shop, asks="words")
async def propose_veto(turn: Turn, shop_id: ShopId, cause: str) -> None:
    """Propose it with the reason that was given, after a preview; a photo may be added."""
    if not turn.text:
        turn.reply(turn.say("veto.say_why"), then=propose_veto(shop_id, cause))
        return
    place = await shops.shop(turn.tx, shop_id)
    to = turn.say("veto.shown_as", shop=place.name, cause=turn.say(f"veto.cause_{cause}"))
    preview.show_first(turn, to, file_veto(shop_id, cause), choose_cause(shop_id, cause))


@flow.step(Action.PROPOSE_VETO, to=to_shop)
async def file_veto(turn: Turn, shop_id: ShopId, cause: str) -> None:
    """File the previewed proposal; nothing changes until another person confirms it."""
    if not preview.agreed(turn):
        return
    number = await vetoes.propose(turn.tx, shop_id=shop_id, cause=cause, reason=turn.text, by=turn.me, at=turn.now)
    photos = await turn.keep("veto", number) if turn.attachments else ()
    await people.journal(turn.tx, turn.now, turn.me, "propose veto", f"veto {number}", cause)
    place = await shops.shop(turn.tx, shop_id)
    able = await _confirmers(turn, shop_id)
    for person in able:
        await turn.tell(
            person,
            lambda say: Reply(
                say("veto.came", shop=place.name, cause=say(f"veto.cause_{cause}"), reason=turn.text),
                ((Button(say("veto.look_at_it"), show_veto(number)),),),
                attachments=photos,
                topic=Topic.VETO.of(number),
            ),
        )
    turn.reply(turn.say("veto.proposed" if able else "veto.nobody", shop=place.name))


async def _confirmers(turn: Turn, shop_id: ShopId) -> Sequence[PersonId]:
    holders = await shops.holders(turn.tx, shop_id)
    return [m.id for m in await people.with_role(turn.tx, "manager") if m.id != turn.me and m.id not in holders]


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: red lines this manager may confirm."""
    found = []
    for line in await vetoes.in_state(turn.tx, VetoState.PROPOSED) if able(turn.roles, Action.CONFIRM_VETO) else []:
        if may(turn.roles, Action.CONFIRM_VETO, await to_veto(turn, line)):
            place = await shops.shop(turn.tx, line.shop_id)
            said = turn.say("todo.veto", shop=place.name)
            found.append(Due(said, show_veto(line.id), 1, place, line.proposed_at))
    return found


@flow.step(Action.CONFIRM_VETO, to=to_veto, refused="veto.another_confirms")
async def show_veto(turn: Turn, veto_id: VetoId) -> None:
    line = await _judged(turn, veto_id)
    if line is None:
        return
    place = await shops.shop(turn.tx, line.shop_id)
    turn.reply(
        turn.say(
            "veto.case",
            shop=place.name,
            door=place.address,
            cause=turn.say(f"veto.cause_{line.cause}"),
            reason=line.reason,
            most=turn.rules.rating.veto_stars,
        ),
        buttons=[
            [Button(turn.say("veto.is_one"), confirm_veto(veto_id))],
            [Button(turn.say("veto.is_none"), refuse_veto(veto_id))],
        ],
        topic=Topic.VETO.of(veto_id),
    )


@flow.step(Action.CONFIRM_VETO, to=to_veto, refused="veto.another_confirms")
async def confirm_veto(turn: Turn, veto_id: VetoId) -> None:
    """Confirm another's proposal: the star shown is capped, the title suspended, the shop told of its right to appeal."""
    line = await _judged(turn, veto_id)
    if line is None or not await vetoes.confirm(turn.tx, veto_id, by=turn.me, day=turn.day, at=turn.now):
        return
    await people.journal(turn.tx, turn.now, turn.me, "confirm veto", f"veto {veto_id}", line.cause)
    await _rest_title(turn, line.shop_id)
    place, rules = await shops.shop(turn.tx, line.shop_id), turn.rules
    last = turn.day + timedelta(days=rules.deadlines.appeal_days)
    await notify.tell_shop(
        turn,
        line.shop_id,
        lambda say: Reply(
            say(
                "veto.told",
                shop=place.name,
                cause=say(f"veto.cause_{line.cause}"),
                reason=line.reason,
                days=rules.rating.veto_days,
                most=rules.rating.veto_stars,
                until=Day(last),
            ),
            urgent=True,
        ),
    )
    await runs.ask(turn.tx, "ratings", "", turn.me, turn.now)
    turn.reply(turn.say("veto.confirmed", shop=place.name))


async def _rest_title(turn: Turn, shop_id: ShopId) -> None:
    title = await titles.of_shop(turn.tx, shop_id)
    if title and title.state is TitleState.AWARDED:
        await titles.save(turn.tx, title, replace(title, state=TitleState.SUSPENDED))


@flow.step(Action.CONFIRM_VETO, to=to_veto, refused="veto.another_confirms")
async def refuse_veto(turn: Turn, veto_id: VetoId) -> None:
    line = await _judged(turn, veto_id)
    if line is None or not await vetoes.refuse(turn.tx, veto_id, by=turn.me, at=turn.now):
        return
    await people.journal(turn.tx, turn.now, turn.me, "refuse veto", f"veto {veto_id}")
    place = await shops.shop(turn.tx, line.shop_id)
    await turn.tell(line.proposed_by, lambda say: Reply(say("veto.refused", shop=place.name)))
    turn.reply(turn.say("veto.refused_noted"))


@flow.intent("lift_red_line", Action.LIFT_VETO)
async def said_lift(turn: Turn) -> None:
    """“解除红线 李记面馆”: end a red line early, because it was wrong or has been made good."""
    words = turn.words
    found = []
    for line in await vetoes.in_state(turn.tx, VetoState.CONFIRMED):
        place = await shops.shop(turn.tx, line.shop_id)
        if words in place.name and await vetoes.is_under(turn.tx, place, turn.day, turn.rules):
            found.append(Button(f"{place.name} {turn.say(f'veto.cause_{line.cause}')}", lift_veto(line.id)))
    if not found:
        turn.reply(turn.say("veto.none_open"))
        return
    turn.reply(turn.say("veto.which_to_lift"), buttons=[[b] for b in (*found, _cancel(turn))], topic=Topic.LIFT_VETO)


@flow.step(Action.LIFT_VETO, to=to_veto)
async def lift_veto(turn: Turn, veto_id: VetoId) -> None:
    line = await vetoes.veto(turn.tx, veto_id)
    if line.state is not VetoState.CONFIRMED:
        turn.reply(turn.say("veto.settled"))
        return
    await lift_line(turn, line)
    place = await shops.shop(turn.tx, line.shop_id)
    await notify.tell_shop(turn, line.shop_id, lambda say: Reply(say("veto.lifted", shop=place.name), urgent=True))
    await runs.ask(turn.tx, "ratings", "", turn.me, turn.now)
    turn.reply(turn.say("veto.lifted_noted", shop=place.name))


async def lift_line(turn: Turn, line: Veto) -> None:
    """End the red line; a title suspended because of it is valid again, unless another red line suspends it."""
    await vetoes.lift(turn.tx, line.id, by=turn.me, at=turn.now)
    await people.journal(turn.tx, turn.now, turn.me, "lift veto", f"veto {line.id}")
    place = await shops.shop(turn.tx, line.shop_id)
    title = await titles.of_shop(turn.tx, line.shop_id)
    is_down = await vetoes.is_under(turn.tx, place, turn.day, turn.rules)
    if (
        title
        and title.state in (TitleState.SUSPENDED, TitleState.HEARING)
        and title.withdrawal_why != "runs"
        and not is_down
    ):
        stands = replace(
            title, state=TitleState.AWARDED, withdrawal_at=None, withdrawal_why="", hearing="", hearing_until=None
        )
        await titles.save(turn.tx, title, stands)


async def _judged(turn: Turn, veto_id: VetoId) -> Veto | None:
    """The proposal if it still waits; otherwise say that it is decided."""
    line = await vetoes.veto(turn.tx, veto_id)
    if line.state is not VetoState.PROPOSED:
        turn.reply(turn.say("veto.settled"))
        return None
    return line
