"""What of the office's overview whoever speaks may see: all of it, or what their branch looks after."""

from __future__ import annotations

from bot.flow import Turn
from handlers.shared import relations
from handlers.shared.naming import Named
from programme.roles import Action, may
from storage.people import people

_NOBODYS = -1


def branch_of(turn: Turn) -> int:
    """0 for everything, else the only branch that is shown."""
    if may(turn.roles, Action.SEE_BOARD):
        return 0
    return (turn.known.branch_id if turn.known else None) or _NOBODYS


async def branch_called(turn: Turn) -> str:
    """The name of the only branch that is shown; empty where everything is."""
    return (await people.branches(turn.tx)).get(branch_of(turn), "")


async def may_see(turn: Turn, named: Named) -> bool:
    """Whether whoever speaks may see how all the shops and members that are named stand."""
    ties = [await relations.to_shop(turn, place.id) for place in named.shops]
    ties += [await relations.to_person(turn, one.id) for one in named.members]
    return all(may(turn.roles, Action.SEE_BOARD, tie) for tie in ties)
