"""看板: sends a link that signs in to the board; single use, valid for ten minutes."""

from __future__ import annotations

from bot.flow import Flow, Turn
from programme.roles import Action
from storage.board import board_access

flow = Flow("board_link")


@flow.intent("board", Action.SEE_BOARD)
async def said_board(turn: Turn) -> None:
    """The link; at the desk it leads to the intakes, which is all there is to see there."""
    await _send(turn)


@flow.intent("board", Action.SEE_DESK)
async def said_board_at_desk(turn: Turn) -> None:
    await _send(turn)


async def _send(turn: Turn) -> None:
    token = await board_access.make_link(turn.tx, turn.me, turn.now)
    turn.reply(turn.say("board.link", link=f"{turn.address}/board/enter/{token}"))
