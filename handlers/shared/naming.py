"""Whom and what a sentence names: the shop it begins with, or all shops, members and streets that stand anywhere in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.flow import Turn
from bot.language.meanings import NamedShop
from bot.language.shops.names import ShopNames
from bot.language.words import sounds
from files.dataclass import dataclass
from programme.identity import plain
from programme.ids import ShopId
from storage.people import people
from storage.people.people import Person
from storage.shops import shop_names, shops
from storage.shops.shops import Shop

_SHORTEST = 2
"""Characters of a name that may still mean a shop."""
_LONG = 4
"""Characters of a person's name that holds a shop's: 李记面馆老板."""
_MOST = 3
"""Shops that a shortened name may mean; one of more is a word like another."""
_WORDS = 6
"""Words of English that a name may be written as."""
_WAYS = (("路", "road"), ("街", "street"), ("巷", "lane"))
"""How the last word of a street is said in English."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a sentence names, each in the order in which it stands there; `rest` are the words beside it."""

    shops: tuple[Shop, ...]
    members: tuple[Person, ...]
    streets: tuple[str, ...]
    rest: str

    def __bool__(self) -> bool:
        return bool(self.shops or self.members or self.streets)


async def shop_said(turn: Turn, words: str) -> tuple[list[Shop], str]:
    """The shops that may be meant, by the longest beginning of `words` that names any, and the words after it."""
    tokens = words.split()
    for many in range(len(tokens), 0, -1):
        if found := await shops.named(turn.tx, " ".join(tokens[:many])):
            return found, " ".join(tokens[many:])
    first, rest = (tokens[0], " ".join(tokens[1:])) if tokens else ("", "")
    for end in range(len(first) - 1, _SHORTEST - 1, -1):
        if found := await shops.named(turn.tx, first[:end]):
            return found, f"{first[end:]} {rest}".strip()
    return [], words


async def named_in(turn: Turn, text: str) -> Named:
    """The shops by their whole name, else by their door, the beginning of the name or their trade; members and streets by
    name or, in English, by its sound."""
    words = plain(text)
    told = await shops.told_of(turn.tx, words)
    places = [one for one in told if not any(one.name in other.name and one.name != other.name for other in told)]
    beside = _without(words, [place.name for place in places])
    streets = names_in(await shops.streets(turn.tx), beside)
    every = await people.with_role(turn.tx, "member")
    spoken_of = names_in([one.name for one in every], beside)
    members = [one for one in every if one.name in spoken_of or (one.name in words and len(one.name) > _LONG)]
    rest = _without(beside, [*streets, *(one.name for one in members)])
    if not places:
        places, rest = await _by_door(turn, streets, words, rest)
    if not places and not (words.isascii() and (streets or members)):
        places, rest = await _shortened(turn, rest)
        places = places or await _by_trade(turn, rest)
    return Named(
        tuple(sorted(places, key=lambda place: text.find(place.name))),
        tuple(sorted(members, key=lambda one: text.find(one.name))),
        tuple(sorted(streets, key=text.find)),
        rest.strip(),
    )


def names_in(names: Sequence[str], words: str) -> list[str]:
    """The names that stand in the words; “王芳” in “王芳芳” is none where 王芳芳 is one."""
    found = []
    for name in sorted({*names} - {""}, key=lambda name: (-len(name), names.index(name))):
        if _stands(name, words):
            found.append(name)
            words = _without(words, [name])
    return found


async def _by_door(turn: Turn, streets: list[str], words: str, rest: str) -> tuple[list[Shop], str]:
    """“西津路7号是哪家店”, but not in “西津路17号”."""
    every = [place for street in streets for place in await shops.on_street(turn.tx, street) if place.door]
    found = [p for p in every if re.search(rf"{re.escape(p.street)}\s*{re.escape(p.door)}(?!\d)", words)]
    return found, _without(rest, [place.door for place in found])


async def _shortened(turn: Turn, words: str) -> tuple[list[Shop], str]:
    """The shops whose name begins with words that stand in it: “李记几星”, “who looks after Li Ji Noodles”."""
    known = await (shop_names.every(turn.tx) if words.isascii() else shop_names.begun_in(turn.tx, words))
    begun = [(place, _beginning(place.name, words)) for place in known]
    longest = max((len(said) for _, said in begun), default=0)
    found = [(place, said) for place, said in begun if said and len(said) == longest]
    if not found or len(found) > _MOST:
        return [], words
    return [place for place, _ in found], _without(words, [said for _, said in found])


async def _by_trade(turn: Turn, words: str) -> list[Shop]:
    """The shops called by what they are: “五金店” for 便民五金; of more than a few none is meant."""
    every = {place.id: place for place in await shop_names.every(turn.tx)}
    hits = _names(tuple((place.id, place.name) for place in every.values())).find(words)
    found = next((hit.shops for hit in hits if hit.is_sure and not hit.is_ware), ())
    return [every[one.id] for one in found] if len(found) <= _MOST else []


@lru_cache(maxsize=2)
def _names(every: tuple[tuple[ShopId, str], ...]) -> ShopNames:
    return ShopNames([NamedShop(number, name) for number, name in every])


def _beginning(name: str, words: str) -> str:
    ends = range(len(name), _SHORTEST - 1, -1)
    return next((name[:end] for end in ends if _stands(name[:end], words)), "")


def _without(words: str, names: list[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(re.escape(name), " ", words, flags=re.IGNORECASE)
    return " ".join(words.split())


def _stands(name: str, words: str) -> bool:
    """“津河路”, “Jinhe Road”, “Jin He Road”: in its own writing, or in whole words as it sounds."""
    if not words.isascii() or name.isascii():
        return name.casefold() in words.casefold()
    said = re.findall("[a-z]+", words.casefold())
    sound = _in_letters(name)
    return any("".join(said[at:end]) == sound for at in range(len(said)) for end in range(at + 1, at + 1 + _WORDS))


def _in_letters(name: str) -> str:
    chinese, english = next((way for way in _WAYS if name.endswith(way[0])), ("", ""))
    return sounds.exact(name.removesuffix(chinese)).replace(" ", "").casefold() + english
