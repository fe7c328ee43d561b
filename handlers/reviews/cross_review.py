"""Cross review (互查): the shops of other members that this member was drawn for this month."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.reviews import review
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from storage.reviews import cross_duties
from storage.shops import shops

flow = Flow("cross_review")


@flow.intent("cross_review", Action.SEE_CROSS_DUTIES)
async def said_cross(turn: Turn) -> None:
    month = cross_duties.month_of(turn.day)
    drawn = [await shops.shop(turn.tx, number) for number in await cross_duties.of(turn.tx, turn.me, month)]
    if not drawn:
        turn.reply(turn.say("cross_review.none"))
        return
    seen = await cross_duties.seen(turn.tx, turn.me, month)
    lines = [turn.say("cross_review.head", done=len(seen), all=len(drawn))]
    for place in drawn:
        state = turn.say("my_shops.looked" if place.id in seen else "my_shops.not_looked")
        lines.append(turn.say("cross_review.line", shop=place.name, door=place.address, state=state))
    lines.append(turn.say("cross_review.how"))
    apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
    rows = [[Button(f"{place.name} {place.door}", review.open_review(place.id))] for place in drawn]
    turn.reply("\n".join(lines), buttons=rows, once=False, topic=Topic.CROSS_REVIEW, count_from=apart)
