"""下一家: after a look, how many shops are left today, and the next one a touch away."""

from __future__ import annotations

from bot.flow import Rows, Turn
from messages.reply import Button
from programme.roles import Action, able
from storage.reviews import rounds


async def next_shop(turn: Turn, action: str) -> tuple[str, Rows]:
    """How many of one's own shops are left, in words, and the button to the next; `action` leads to a shop by its id.

    The button has the shop's own number: typed, it means this shop as it does everywhere.
    """
    if not able(turn.roles, Action.LOOK_BY_NUMBER):
        return "", ()
    left = await rounds.left_today(turn.tx, turn.me, turn.day)
    if not left:
        return turn.say("review.none_left"), ()
    many, first = turn.say("review.left_today", many=len(left)), left[0]
    if (
        not turn.limits.buttons
    ):  # its number opens it as it is; as a choice it would be in the way of another question's
        return f"{many}{turn.say('review.next_number', number=first.number, shop=first.name)}", ()
    return many, [[Button(turn.say("review.next_shop", shop=first.name), f"{action} {first.id}", first.number)]]
