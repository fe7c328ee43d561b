"""What of the office's overview whoever speaks may see: all of it, or what their branch looks after."""

from __future__ import annotations

from bot.flow import Turn
from programme.roles import Action, may

_NOBODYS = -1


def branch_of(turn: Turn) -> int:
    """0 for everything, else the only branch that is shown."""
    if may(turn.roles, Action.SEE_BOARD):
        return 0
    return (turn.known.branch_id if turn.known else None) or _NOBODYS
