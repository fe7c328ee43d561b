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
    label = turn.say("review.next_shop", shop=left[0].name)
    return turn.say("review.left_today", many=len(left)), [[Button(label, f"{action} {left[0].id}", left[0].number)]]
