"""Names of shops that stand in what is told of another: what it sells, who was met there, or the same shop once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.shops.mentions import Named
from bot.language.shops.names import NameHit
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("shops")
_ENDS_WELL = re.compile(rf"(?:{_GROUPS.pattern('told_well')}|{_GROUPS.pattern('joins', 'en')}|&)(?: the)?$")
_ALSO = _GROUPS.words("also")
_GOES = _GROUPS.words("goes")
_OF = ("的", "家的", "店的")
_SOLD_AT = re.compile(f" {_GROUPS.pattern('sold_at')} ")
_STOPS = re.compile("[,，。;；!！\n]")
SEPARATORS = re.compile(rf"[,，。;；!！\n ]|{_GROUPS.pattern('sequels')}")


def is_of_another(text: str, hit: NameHit, numbers: Sequence[Named], names: Sequence[NameHit]) -> bool:
    """Whether a name stands in what is told of another shop, or of the same one by its number."""
    if hit.is_ware and _is_sold_there(text, hit, [*numbers, *names]):
        return True
    is_told = _is_goods_of(text, hit, numbers) if hit.is_sure else _is_told_of(text, hit, numbers)
    return is_told or _is_of_last(text, hit, numbers)


def is_said_again(text: str, hit: NameHit, names: Sequence[NameHit]) -> bool:
    """“小方的水果筐”, “florist hung flowers on the tree”: what a shop sells, told of the shop just named."""
    before = [n for n in names if n.is_sure and n.end <= hit.start and n.shops == hit.shops]
    is_ware = bool(before) and text[hit.end :].startswith(_ALSO)  # “阿香人好，包子也好”
    is_ware = is_ware or (bool(before) and text[: hit.start].endswith(_GOES))  # “司机讲不是来酒楼的”
    return is_ware or any(text[n.end : hit.start] in _OF or _is_english_clause(text[n.end : hit.start]) for n in before)


def _is_english_clause(between: str) -> bool:
    return between.isascii() and bool(between.strip()) and not _STOPS.search(between)


def _is_goods_of(text: str, hit: NameHit, numbers: Sequence[Named]) -> bool:
    """“shop 5 has dead flowers”, “the buns at 3”: what the shop told by its number sells."""
    if any(_SOLD_AT.fullmatch(text[hit.end : one.start]) and one.shops == hit.shops for one in numbers):
        return True
    before = [one for one in numbers if one.end <= hit.start and one.shops == hit.shops]
    between = text[before[-1].end : hit.start].strip() if before else ""
    return len(between.split()) > 1 and _is_english_clause(between)


def _is_sold_there(text: str, hit: NameHit, others: Sequence[Named | NameHit]) -> bool:
    """“5 has tea cups on the step”, “number 2 hung flowers on the tree”: a thing in what is told of a shop."""
    before = [one.end for one in others if one.end <= hit.start and one.shops]
    between = text[max(before) : hit.start].strip() if before else ""
    return _is_english_clause(between) and not _ENDS_WELL.search(between)


def _is_of_last(text: str, hit: NameHit, numbers: Sequence[Named]) -> bool:
    """“Shop 7 all good, had a chat with old Ding”: the shop last told by its number is still spoken of."""
    last = max((one for one in numbers if one.end <= hit.start), key=lambda one: one.end, default=None)
    is_apart = last is not None and bool(text[last.end : hit.start].strip())
    return last is not None and is_apart and last.shops == hit.shops and text[hit.start].isascii()


def _is_told_of(text: str, hit: NameHit, numbers: Sequence[Named]) -> bool:
    """Whether a name that may be a common word stands in what is told of a shop by number: “10号门前烂水果没清”."""
    before = [number.end for number in numbers if number.shops and number.end <= hit.start]
    return bool(before) and not SEPARATORS.search(text[max(before) : hit.start].strip())
