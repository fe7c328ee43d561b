"""Why a rotation cannot be planned so: said in a sentence that names what to do first."""

from __future__ import annotations

from datetime import date

from bot.flow import Turn
from programme.ids import PersonId
from programme.roles import Role
from programme.rotation.rotation_state import AHEAD
from storage.people import people
from storage.rotation import rotations
from storage.rotation.in_hand import InHand
from storage.rotation.rotations import Rotation
from storage.shops import shops
from texts.days import Names, Weekday


async def of(turn: Turn, leaver: PersonId, successor: PersonId, day: date, hand: InHand) -> str:
    """The sentence; empty when nothing stands in the way."""
    names = {
        "leaver": (await people.person(turn.tx, leaver)).name,
        "name": (await people.person(turn.tx, successor)).name,
    }
    if leaver == successor or not turn.day <= day <= turn.day + AHEAD:
        return turn.say("rotation.same" if leaver == successor else "rotation.wrong_day", day=Weekday(day))
    coming = await rotations.coming(turn.tx)
    if any(one.leaver_id == leaver for one in coming):
        return turn.say("rotation.planned_already", **names)
    if hand.shops and Role.MEMBER not in (await people.person(turn.tx, successor)).roles:
        return turn.say("rotation.no_member", **names)
    own = [one.name for one in hand.shops if successor in await shops.holders(turn.tx, one.id)]
    if own:
        return turn.say("rotation.own_shop", shops=Names(tuple(own)), **names)
    has, most = await _will_have(turn, successor, day, coming), turn.rules.shops_per_member
    if has + len(hand.shops) > most:
        return turn.say("rotation.too_many", has=has, many=len(hand.shops), most=most, **names)
    return ""


async def _will_have(turn: Turn, successor: PersonId, day: date, coming: list[Rotation]) -> int:
    """Their shops on that day: what they have, unless they hand it over by then, and what others hand to them."""
    until_then = [one for one in coming if one.day <= day]
    stays = not any(one.leaver_id == successor for one in until_then)
    givers = [successor] if stays else []
    givers += [one.leaver_id for one in until_then if one.successor_id == successor]
    return sum([len(await shops.links(turn.tx, giver)) for giver in givers])
