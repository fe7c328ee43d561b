"""Where a message names shops: every reference, and the words that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.meanings import NamedShop
from bot.language.words.vocabulary import Vocabulary
from files.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """One reference: the shops it may mean, or a number that none has, and where it stands."""

    start: int
    end: int
    shops: tuple[NamedShop, ...] = ()
    number: int = 0
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """The words about some shops. `named` is empty where no shop is named."""

    named: tuple[Named, ...]
    before: str
    text: str


def once(group: Sequence[Named]) -> list[Named]:
    """The references of one list with every shop once, as it is told most surely: “后面三家八九十号”."""
    found: dict[tuple[NamedShop, ...] | int, Named] = {}
    for named in group:
        key = named.shops or named.number
        if key not in found or (named.is_sure and not found[key].is_sure):
            found[key] = named
    *told, last = found.values()
    return [*told, replace(last, end=max(named.end for named in group))]


def told_of_each(every: Sequence[Part], part: Part) -> Part | None:
    """The words about one of several shops told of together, and then apart: “1号2号货出店，1号收了，2号没收”."""
    named = part.named[0] if len(part.named) == 1 else None
    if named is None or len(named.shops) != 1 or (named.number and not named.is_sure):
        return None
    before = [one for one in every if one.named and one.named[0].start < named.start and len(one.named) > 1]
    joint = next((one for one in reversed(before) if any(told.shops == named.shops for told in one.named)), None)
    if joint is None or len({told.shops for told in joint.named}) == 1:
        return None
    words = f"{joint.text},{part.before}{part.text}"
    return Part((replace(named, is_sure=True),), joint.before, words)


def told_on(last: Part | None, part: Part) -> Part | None:
    """The words of both where the second goes on about the one shop just told of: “10号果皮一地，小方扫掉了”."""
    if last is None or len(last.named) != 1 or len(part.named) != 1:
        return None
    known, named = last.named[0], part.named[0]
    is_same = named.is_sure and not named.number and len(known.shops) == 1 and named.shops == known.shops
    return replace(last, text=f"{last.text}{part.before}{part.text}") if is_same else None


_GROUPS = Vocabulary("shops")
_DONE = re.compile(_GROUPS.pattern("visited"))
_MARKS = " ,，、:：号店.;；"


def is_heading(part: Part, behind: Sequence[Part]) -> bool:
    """“1, 2 and 3 done: 1 fine, 2 fine, 3 dirty step”: each of several is told apart behind them."""
    if len(part.named) <= 1 or not _DONE.fullmatch(part.text.strip(_MARKS)):
        return False
    told = {named.shops for later in behind for named in later.named}
    return all(named.shops in told for named in part.named)


_SAID = re.compile(f"{_GROUPS.pattern('hearsay')}(?: that)?{_GROUPS.pattern('neighbours')}?$")
"""How the words about one shop end that tell what its people say of the next."""
_SAID_WELL = _GROUPS.words("said_well")
_COMPARED = re.compile(rf"^\s*(?:号店?|店|家)?{_GROUPS.pattern('compared')}\s*$")
"""All that stands between a shop and one it is compared with: “1号没2号脏”."""
_NEAR_BEFORE = re.compile(
    rf"(?:\b{_GROUPS.pattern('near', 'en')}|{_GROUPS.pattern('near', 'zh')})\s*{_GROUPS.pattern('before_place')}?$"
)
_NEAR_BEHIND = re.compile(rf"^\s*(?:号店?|店|家)?{_GROUPS.pattern('near_behind')}")
_LEFT_OUT = re.compile(rf"\b{_GROUPS.pattern('left_out')}\s*$")
"""How the words before a shop end that leave it out of what they say, where nothing comes behind it."""


def is_only_heard(last: Part | None, part: Part) -> bool:
    """“听3号说2号占道”, “3号往前五十米”, “all fine but 3”: told by others, named to say where, or left out."""
    before, behind = f"{last.text if last else ''}{part.before}", part.text
    if _LEFT_OUT.search(before) and not behind.strip(f"{_MARKS}.!。！"):
        return True
    if last and last.named and _COMPARED.search(before):
        return True
    is_heard = _SAID.search(before.strip()) and not before.strip().endswith(_SAID_WELL)
    return bool(is_heard or _NEAR_BEFORE.search(before) or _NEAR_BEHIND.search(behind))
