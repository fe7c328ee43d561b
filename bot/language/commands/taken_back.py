"""Whose record an undo means: the shop that its words name, not whichever was recorded last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.language.commands.wishes import NEAREST
from bot.language.meanings import Meaning, NamedShop, Question, Reading, Speaker
from bot.language.shops.mentions import Named, Part
from bot.language.shops.shops import is_the_last, parts
from bot.language.words.normalise import normalised
from bot.language.words.vocabulary import Vocabulary

UNDO = "undo"
_LOOK = "look"
"""All that a bare name or number of a shop may mean."""
_GROUPS = Vocabulary("shops")
_RIGHTLY = re.compile(rf"{_GROUPS.pattern('rightly')}\s*$")
_IS = re.compile(rf"{_GROUPS.pattern('is_rightly')}\s*$")
"""“不是8号是7号”: only behind another shop."""
_STOP = re.compile("[,，;；。\n]")
_MARKS = " ,，、:：.。号店"
_UNDOER = Speaker(intents=frozenset({UNDO}))
Reads = Callable[[str, Speaker], Reading]


def may_undo(reading: Reading) -> bool:
    """Whether an undo is meant or offered, or no more is known than that a shop is named."""
    offered = [choice.intent for question in reading.asked for choice in question.choices]
    return UNDO in offered or any(m.intent == UNDO for m in reading.certain) or _is_bare(reading)


def of_its_shop(reading: Reading, linked: Sequence[NamedShop], reads: Reads) -> Reading:
    """The reading with every undo in it bound to the shop whose record is meant; as it is where none is named."""
    plain = normalised(reading.text)
    named = [part for part in parts(plain, linked) if part.named]
    meant = _meant(plain, named, reads)
    if not meant:
        return reading
    undone = _undone(reading.text, meant)
    if _is_bare(reading) and _undoes(_without_names(named), reads):
        return undone
    if any(m.intent == UNDO for m in reading.certain):
        others = tuple(m for m in reading.certain if m.intent != UNDO)
        return Reading(reading.text, (*others, *undone.certain), (*reading.asked, *undone.asked))
    every = undone.certain or tuple(choice for question in undone.asked for choice in question.choices)
    asked = [replace(q, choices=_bound(q.choices, every)) for q in reading.asked]
    left = tuple(q for q, before in zip(asked, reading.asked, strict=True) if q.choices or not before.choices)
    return replace(reading, asked=left or undone.asked)


def _undone(text: str, meant: Sequence[Named]) -> Reading:
    """The undo of each shop; where a name may be one of two shops it is asked, and a number of no shop is said to be none."""
    every = tuple(Meaning(UNDO, "", shop.id) for one in meant for shop in one.shops)
    unknown = tuple(Question("no_such_number", number=one.number) for one in meant if not one.shops)
    if any(len(one.shops) > 1 for one in meant):
        return Reading(text, (), (Question(NEAREST, every), *unknown))
    return Reading(text, every, unknown)


def _meant(plain: str, named: Sequence[Part], reads: Reads) -> list[Named]:
    """The shops whose own words undo; else all that are not named as where it belongs instead."""
    direct = [part for part in named if _undoes(_STOP.split(part.text)[0], reads)]
    wrong = direct or [part for n, part in enumerate(named) if not _is_right_one(plain, part, is_first=n == 0)]
    every = [one for part in wrong for one in part.named if not is_the_last(plain, one)]
    return [one for one in every if one.is_sure or len(one.shops) > 1 or not one.number]


def _is_right_one(plain: str, part: Part, *, is_first: bool) -> bool:
    before = plain[: part.named[0].start]
    return bool(_RIGHTLY.search(before) or (not is_first and _IS.search(before)))


def _undoes(words: str, reads: Reads) -> bool:
    return any(meaning.intent == UNDO for meaning in reads(words.strip(_MARKS), _UNDOER).certain)


def _without_names(named: Sequence[Part]) -> str:
    return "".join(f"{part.before.rstrip()} {part.text.lstrip(_MARKS)}" for part in named)


def _is_bare(reading: Reading) -> bool:
    choices = [choice.intent for question in reading.asked for choice in question.choices]
    return not reading.certain and _LOOK in choices and {_LOOK, UNDO}.issuperset(choices)


def _bound(choices: Sequence[Meaning], every: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """The choices with the undo of each shop where there was one of none."""
    return tuple(one for choice in choices for one in (every if choice.intent == UNDO else (choice,)))
