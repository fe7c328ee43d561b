"""Opening the chat: whoever opens it sees what they have to do now, without having to know a command."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.checks import self_check
from handlers.people import help as menu
from handlers.shops import my_shops
from messages.incoming import Kind
from messages.topics import Topic
from programme.roles import Action, able
from storage.delivery import prompts
from storage.reviews import evidence
from storage.shops import shops

flow = Flow("welcome")


async def greet(turn: Turn) -> None:
    """Greet a known person: today's question as long as it is open, else their to-do list."""
    if able(turn.roles, Action.SELF_CHECK):
        mine = await shops.held_by(turn.tx, turn.me)
        if mine and not any([await evidence.self_check(turn.tx, place.id, turn.day) for place in mine]):
            await self_check.said_check(turn)
            return
    if able(turn.roles, Action.SEE_MY_SHOPS):
        await my_shops.said_my_shops(turn)
        return
    await menu.hello(turn)


@flow.when(None, Action.SELF_CHECK, rank=70, kinds=(Kind.HELLO,))
async def opened_by_merchant(turn: Turn) -> None:
    """Ask today's question, unless it is already asked or answered."""
    mine = await shops.held_by(turn.tx, turn.me)
    asked = any(
        o.topic.startswith(Topic.SELF_CHECK) for o in await prompts.open_offers(turn.tx, turn.incoming.sender, turn.now)
    )
    if asked or any([await evidence.self_check(turn.tx, place.id, turn.day) for place in mine]):
        await menu.hello(turn)
    else:
        await self_check.said_check(turn)


@flow.when(None, Action.SEE_MY_SHOPS, rank=75, kinds=(Kind.HELLO,))
async def opened_by_member(turn: Turn) -> None:
    """Show the member's shops with today's state of each."""
    await my_shops.said_my_shops(turn)
