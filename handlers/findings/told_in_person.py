"""已当面说: a shop no message reaches is told in person at its door, and the clocks of its findings start then."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flow import Flow, Turn
from handlers.findings import deadlines
from handlers.shared.notify import duty_of
from handlers.shared.relations import to_shop
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import ShopId
from programme.roles import Action
from storage.findings import findings
from storage.findings.findings import Finding
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Names, Until

flow = Flow("told_in_person")


async def ask(turn: Turn, place: Shop, opened: Sequence[Finding]) -> None:
    """Ask the observer to tell the shop in person; otherwise the clocks start on the second working day."""
    duties = Names(tuple(duty_of(turn, f) for f in opened))
    said = confirm_told(place.id, opened[0].id, opened[-1].id)
    await turn.tell(
        turn.me,
        lambda say: Reply(
            say("findings.tell_in_person", shop=place.name, duties=duties),
            ((Button(say("findings.told_in_person"), said),),),
            topic=Topic.TOLD.of(opened[0].id),
        ),
    )


@flow.step(Action.LOOK, to=to_shop)
async def confirm_told(turn: Turn, shop_id: ShopId, first: int, last: int) -> None:
    """Record that the shop was told in person; its clocks run from now on."""
    due = None
    for finding in await findings.open_at(turn.tx, shop_id):
        if first <= finding.id <= last:
            running = await deadlines.begin(turn, finding, turn.incoming.at)
            due = min(filter(None, (due, running.due_at)), default=None)
    if due is None:
        turn.reply(turn.say("findings.already_settled"))
        return
    place = await shops.shop(turn.tx, shop_id)
    until = Until(due.astimezone(turn.zone), turn.local_now.date())
    turn.reply(turn.say("findings.told_noted", shop=place.name, until=until))
