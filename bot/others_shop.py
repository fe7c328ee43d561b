"""A shop that whoever speaks does not look after: it is said so, and what was seen there may be reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.flow import Turn
from bot.language.meanings import Meaning, Question
from files.lazily import lazy
from storage.shops import shops
from storage.shops.linked_shops import linked_shops

if TYPE_CHECKING:
    from bot.language import answers
else:
    answers = lazy("bot.language.answers")

NOT_YOURS = "not_yours"


async def of_others(turn: Turn, question: Question) -> Question:
    """“Which shop is it?” where a shop is named that is none of theirs: “老丁理发毛巾架摆出来了”; what is said to be
    none of their own may be reported: “树上挂了根绳，不是我家挂的”."""
    if not question.shop and question.about == "failed" and answers.is_not_mine(turn.text):
        return replace(question, choices=(*question.choices, Meaning("report", turn.text)))
    if question.about != "which_shop" or turn.person_id is None:
        return question
    theirs = {shop.id for shop in await linked_shops(turn.tx, turn.me)}
    named = [place.id for place in await shops.told_of(turn.tx, turn.text)]
    if not named or theirs & {*named}:
        return question
    ways = (Meaning("report", turn.text), Meaning("my_shops"))
    return replace(question, about=NOT_YOURS, choices=ways, shop=named[0])
