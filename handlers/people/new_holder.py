"""换店主: a shop gets a new holder, whose name may be told with it; its history stays, and it starts at 待评."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from handlers.roster import holder_changes
from handlers.shared.naming import named_in, shop_said
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import ShopId, TenureId
from programme.roles import Action
from storage.people import invites, people
from storage.shops import shops, tenures
from storage.shops.shops import Shop

flow = Flow("new_holder")

_GROUPS = Vocabulary("office")
CALLED = re.compile(
    rf"(?i:{_GROUPS.pattern('holder_called')})\s*[:：]?\s*"
    rf"([\u4e00-\u9fff·]{{2,6}}?|(?<={_GROUPS.pattern('surnamed', 'zh')})[\u4e00-\u9fff]{{1,2}}"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)*)(?=[\s,，。.!！、;；了]|$)"
)
NO_NAME = "-"


@flow.intent("new_holder", Action.CHANGE_HOLDER)
async def said_new_holder(turn: Turn) -> None:
    """“换店主 李记面馆”, “李记面馆的新老板叫何大姐”: the shop stays, and its new holder starts at 待评."""
    found = list((await named_in(turn, turn.text)).shops) or (await shop_said(turn, turn.words))[0]
    if not found and CALLED.search(turn.text):
        turn.reply(turn.say("links.whose_new_holder"), then=name_shop(_called(turn.text)))
    elif found:
        await _ask_sure(turn, found, _called(turn.text))
    else:
        turn.reply(turn.say("links.no_shop" if turn.words else "links.how", words=turn.words))


def _called(text: str) -> str:
    """The name told of a new holder, in one word; “-” for none."""
    found = CALLED.search(text)
    return found[1].replace(" ", "_") if found else NO_NAME


@flow.step(Action.CHANGE_HOLDER, asks="words")
async def name_shop(turn: Turn, owner: str) -> None:
    """The shop that has the new holder whose name was told before it."""
    found = list((await named_in(turn, turn.text)).shops) or (await shop_said(turn, turn.text))[0]
    if found:
        await _ask_sure(turn, found, owner)
    else:
        turn.reply(turn.say("links.no_shop", words=turn.text), then=name_shop(owner))


@flow.step(Action.CHANGE_HOLDER)
async def ask_holder(turn: Turn, shop_id: ShopId) -> None:
    await _ask_sure(turn, [await shops.shop(turn.tx, shop_id)], NO_NAME)


async def _ask_sure(turn: Turn, found: Sequence[Shop], owner: str) -> None:
    held = [(place, await shops.tenure(turn.tx, place.id, turn.now)) for place in found]
    rows = [[Button(f"{place.name} {place.address}", change_holder(place.id, now.id, owner))] for place, now in held]
    words = turn.say("links.new_holder_sure")
    words = words if owner == NO_NAME else f"{words}\n{turn.say('links.holder_called', name=_spaced(owner))}"
    rows += [[Button(turn.say("engine.cancel"), CANCEL)]]
    turn.reply(words, buttons=rows, topic=Topic.NEW_HOLDER)


def _spaced(owner: str) -> str:
    return "" if owner == NO_NAME else owner.replace("_", " ")


@flow.step(Action.CHANGE_HOLDER)
async def change_holder(turn: Turn, shop_id: ShopId, tenure: TenureId, owner: str) -> None:
    """End that tenure: what ran against the former holder, or was asked by them, ends with it."""
    place = await shops.shop(turn.tx, shop_id)
    if (await shops.tenure(turn.tx, shop_id, turn.now)).id != tenure:
        turn.reply(turn.say("links.holder_changed", shop=place.name))
        return
    await holder_changes.tell(turn, await tenures.leaving(turn.tx, [shop_id]), turn.now)
    await shops.change_holder(turn.tx, shop_id, owner=_spaced(owner), phone="", now=turn.now)
    days = turn.rules.deadlines.invite_days
    code = await invites.make(turn.tx, kind="shop", name=place.name, now=turn.now, days=days, shop_id=shop_id)
    await people.journal(turn.tx, turn.now, turn.me, "new holder", f"shop {shop_id}")
    known = await shops.link(turn.tx, shop_id)
    if known:
        await turn.tell(known.member_id, lambda say: Reply(say("links.has_new_holder", shop=place.name, code=code)))
    done = turn.say("links.new_holder_done", shop=place.name, code=code, days=days)
    named = "" if owner == NO_NAME else turn.say("links.holder_noted", name=_spaced(owner))
    turn.reply(f"{done}\n{named}".strip())
