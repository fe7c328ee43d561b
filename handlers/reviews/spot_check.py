"""抽查: the enforcement squad, a secretary or a manager looks at any shop, found by its name or door."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.reviews import review
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from storage.shops import shops

flow = Flow("spot_check")


@flow.on(r"(?:抽查|spot)\s+(\S.*)", Action.SPOT_CHECK, rank=40)
async def said_spot_check(turn: Turn) -> None:
    words = turn.match[1].strip() if turn.match else ""
    found = await shops.named(turn.tx, words)
    if not found:
        turn.reply(turn.say("spot_check.none", words=words))
        return
    rows = [[Button(f"{place.name} {place.address}", review.open_review(place.id))] for place in found]
    if len(found) == 1:
        await review.open_review.go(turn, [str(found[0].id)])
    else:
        apart = turn.rules.shops_per_member + 1  # lower numbers mean the shops one looks after oneself
        turn.reply(turn.say("spot_check.which"), buttons=rows, once=False, topic=Topic.SPOT_CHECK, count_from=apart)
