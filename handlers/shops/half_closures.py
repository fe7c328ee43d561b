"""Half a day (“下午关门，老婆住院了”) is no closure: it is said so, and the whole of the day is offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.flow import Flow, Turn
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from texts.days import Weekday

flow = Flow("half_closures")


def offer(turn: Turn, day: date, close_whole: Sequence[tuple[str, str]]) -> None:
    """Say that nothing has to be recorded; `close_whole` are the shops by name, with the action that closes all of the day."""
    whole = turn.say("closures.whole_day", day=Weekday(day))
    rows = [[Button(f"{name} {whole}" if close_whole[1:] else whole, close)] for name, close in close_whole]
    rows.append([Button(turn.say("closures.only_half"), keep_open())])
    turn.reply(turn.say("closures.half_day"), buttons=rows, topic=Topic.CLOSURES)


@flow.step(Action.CLOSE_SHOP)
async def keep_open(turn: Turn) -> None:
    """Only half a day: nothing is recorded."""
    turn.reply(turn.say("closures.half_kept"))
