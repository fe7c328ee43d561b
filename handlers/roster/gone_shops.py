"""搬走: a shop that is gone for good leaves the list, as by a roster; its history stays, and one tap takes it back."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.roster import holder_changes
from handlers.roster.roster import undo_roster
from handlers.shared.naming import named_in, shop_said
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import ShopId
from programme.roles import Action
from programme.roster.roster import LEFT, Entry
from programme.roster.roster_plan import plan
from storage.roster import roster, rosters
from storage.shops import shops, tenures

flow = Flow("gone_shops")


@flow.intent("shop_gone", Action.APPLY_ROSTER)
async def said_gone(turn: Turn) -> None:
    """“明亮眼镜搬走了”, “便民五金倒闭了 以后不用看了”: which, and whether for good, is asked once."""
    found = list((await named_in(turn, turn.text)).shops) or (await shop_said(turn, turn.words))[0]
    if not found:
        turn.reply(turn.say("gone_shops.which"), then=name_gone())
        return
    rows = [
        [Button(turn.say("gone_shops.gone", shop=place.name, door=place.address), drop_shop(place.id))]
        for place in found
    ]
    turn.reply(
        turn.say("gone_shops.sure"), buttons=[*rows, [Button(turn.say("engine.cancel"), CANCEL)]], topic=Topic.GONE
    )


@flow.step(Action.APPLY_ROSTER, asks="words")
async def name_gone(turn: Turn) -> None:
    await said_gone(turn)


@flow.step(Action.APPLY_ROSTER)
async def drop_shop(turn: Turn, shop_id: ShopId) -> None:
    """Apply it as a roster of one row, so that it is undone in the same way."""
    place, link = await shops.shop(turn.tx, shop_id), await shops.link(turn.tx, shop_id)
    entry = Entry(row=2, name=place.name, door=place.door, street=place.street, status=LEFT)
    known = await roster.known(turn.tx, turn.local_now)
    found = plan([entry], known, turn.rules.shops_per_member)
    if place.left_at or found.refusals or not found.changes_anything:
        turn.reply(turn.say("gone_shops.not_done", shop=place.name))
        return
    await holder_changes.tell(turn, await tenures.leaving(turn.tx, [shop_id]), turn.now)
    days, today = turn.rules.deadlines.invite_days, turn.local_now.date()
    number = await rosters.apply(turn.tx, found, turn.now, days, day=today, file=place.name, by=turn.me)
    if link:
        await turn.tell(link.member_id, lambda say: Reply(say("gone_shops.off_your_list", shop=place.name)))
    buttons = [[Button(turn.say("gone_shops.undo"), undo_roster(number))]]
    turn.reply(turn.say("gone_shops.done", shop=place.name), buttons=buttons, topic=Topic.ROSTER)
