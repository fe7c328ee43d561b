"""An undo in a message of somebody who looks at shops, with the shop whose record it takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.flow import Turn
from bot.language.meanings import Meaning, NamedShop, Reading
from files.lazily import lazy
from programme.roles import Action, able
from storage.reviews import evidence
from storage.shops.linked_shops import linked_shops

if TYPE_CHECKING:
    from bot.language.commands import taken_back
    from bot.language.reader import Reader
else:
    taken_back = lazy("bot.language.commands.taken_back")


async def undone_there(turn: Turn, reading: Reading, reader: Reader) -> Reading:
    """The reading with its undo bound to the shop it names."""
    if turn.person_id is None or not able(turn.roles, Action.LOOK_BY_NUMBER) or not taken_back.may_undo(reading):
        return reading
    linked = [NamedShop(shop.id, shop.name, shop.number) for shop in await linked_shops(turn.tx, turn.me)]
    return taken_back.of_its_shop(reading, linked, reader.read)


async def of_last(turn: Turn, choices: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """What is offered, an undo of no shop by the shop that was recorded last."""
    if turn.person_id is None or not able(turn.roles, Action.LOOK_BY_NUMBER):
        return tuple(choices)
    return tuple([await _of_last(turn, choice) for choice in choices])


async def _of_last(turn: Turn, choice: Meaning) -> Meaning:
    """An offered undo by the shop that was recorded last; as it is where several were at once, for then it asks which."""
    if choice.intent != taken_back.UNDO or choice.shop:
        return choice
    last = await evidence.latest_by(turn.tx, turn.me)
    together = await evidence.said_at(turn.tx, turn.me, last.at) if last else []
    return replace(choice, shop=together[0].shop_id) if len(together) == 1 else choice
