"""A shop that whoever speaks does not look after: it is said so, and what was seen there may be reported."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Turn
from bot.language.meanings import Meaning, Question
from storage.shops import shops
from storage.shops.linked_shops import linked_shops

NOT_YOURS = "not_yours"


async def of_others(turn: Turn, question: Question) -> Question:
    """“Which shop is it?” where a shop is named that is none of theirs: “老丁理发毛巾架摆出来了”."""
    if question.about != "which_shop" or turn.person_id is None:
        return question
    theirs = {shop.id for shop in await linked_shops(turn.tx, turn.me)}
    named = [place.id for place in await shops.told_of(turn.tx, turn.text)]
    if not named or theirs & {*named}:
        return question
    ways = (Meaning("report", turn.text), Meaning("my_shops"))
    return replace(question, about=NOT_YOURS, choices=ways, shop=named[0])
