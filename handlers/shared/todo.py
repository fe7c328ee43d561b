"""To-do list (待办): all that waits for this person's decision, one line each, opened by a tap; other flows add lines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.flow import Flow, Turn
from files.dataclass import dataclass
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from storage.shops.shops import Shop

flow = Flow("todo")

LABEL = 60
"""Characters of a button."""
MOST = 12
"""Lines at a time: the most pressing; what is done makes room for the next."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be done: its line, the action that opens it, and how pressing it is (0 first).

    `place` is the shop it is about, where it is about one; `since` is how long it has been waiting.
    """

    line: str
    action: str
    rank: int = 5
    place: Shop | None = None
    since: datetime | None = None


Source = Callable[[Turn], Awaitable[list[Due]]]
_sources: list[Source] = []


def adds(source: Source) -> Source:
    """Register a flow's lines; the flow itself asks `programme.roles` whom a line is for."""
    _sources.append(source)
    return source


async def waiting(turn: Turn) -> list[Due]:
    """All items of the person speaking, the most urgent first."""
    found = [due for source in _sources for due in await source(turn)]
    return sorted(found, key=lambda due: due.rank)


@flow.intent("todo", Action.SEE_TODO)
async def said_todo(turn: Turn) -> None:
    found = await waiting(turn)
    if not found:
        turn.reply(turn.say("todo.nothing"))
        return
    shown = found[:MOST]
    rows = [[Button(due.line[:LABEL], due.action)] for due in shown]
    turn.reply(turn.say("todo.head", many=len(found)), buttons=rows, once=False, topic=Topic.TODO)
