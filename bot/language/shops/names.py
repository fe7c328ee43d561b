"""Shops by name: whole, short, misspelt or misheard. One match is meant, several are asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache, cached_property

from bot.language.meanings import NamedShop
from bot.language.shops.distance import distance
from bot.language.words import sounds
from bot.language.words.normalise import normalised
from bot.language.words.vocabulary import Vocabulary
from files.dataclass import dataclass
from texts import words

_GROUPS = Vocabulary("names")
_TYPES = _GROUPS.words("types")
_AFTER = _GROUPS.words("called")
_STARTS = (*" ,，。;；、\n:：.!！", *_GROUPS.words("joins"))
_SHORTEST = 2
_LONG = 6


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found in a text; not `is_sure` where it was only similar or may be a common word."""

    start: int
    end: int
    shops: tuple[NamedShop, ...]
    is_sure: bool
    is_ware: bool = False
    """Whether it is no more than an English word for what the shop sells: “flowers”."""


class ShopNames:
    """The names of some shops with the short forms people use for them."""

    def __init__(self, shops: Sequence[NamedShop]) -> None:
        self._names = [(normalised(shop.name).replace(" ", ""), shop) for shop in shops]
        self._characters = {name: frozenset(name) for name, _ in self._names}
        self._longest = max(map(len, self._characters), default=0)
        self._forms: dict[str, set[NamedShop]] = defaultdict(set)
        for name, shop in self._names:
            for form in _forms(name):
                self._forms[form].add(shop)
        self._begins = {form[0] for form in self._forms}
        self._lengths = sorted({len(form) for form in self._forms}, reverse=True)

    @cached_property
    def _english(self) -> tuple[Mapping[str, set[NamedShop]], Sequence[int]]:
        """The forms of whoever writes English and their lengths; worked out when the first of them comes."""
        forms: dict[str, set[NamedShop]] = defaultdict(set)
        for name, shop in self._names:
            for form in _in_english(name):
                forms[form].add(shop)
        return forms, sorted({len(form) for form in forms}, reverse=True)

    def find(self, text: str) -> list[NameHit]:
        """Every name in `text`, the longest form first, left to right."""
        hits: list[NameHit] = []
        at = 0
        while at < len(text):
            hit = self._best(text, at) or self._owner_again(text, at, hits)
            if hit:
                is_next = (
                    hit.end - hit.start > _SHORTEST - 1 and text[hit.end - 1] in _TYPES and _follows(text, at, hits)
                )
                is_again = text[hit.end - 1] in _TYPES and any(one.is_sure and one.shops == hit.shops for one in hits)
                hits.append(replace(hit, is_sure=hit.is_sure or is_again or (is_next and len(hit.shops) == 1)))
            at = hit.end if hit else at + 1
        return hits

    def _best(self, text: str, at: int) -> NameHit | None:
        """The longer of what is written and what sounds or looks like it: 明亮眼睛 is more than 明亮."""
        exact = self._exact(text, at) or self._owned(text, at)
        similar = (self._similar(text, at) if _starts(text, at) else None) or self._heard(text, at)
        if exact and similar and similar.is_sure and exact.end < similar.end:
            return similar
        return exact or similar

    def _exact(self, text: str, at: int) -> NameHit | None:
        """The longest form written here."""
        is_english = text[at].isascii() and text[at].isalpha()
        if is_english and (at and text[at - 1].isascii() and text[at - 1].isalpha()):
            return None
        if not is_english and text[at] not in self._begins:
            return None
        forms, lengths = self._english if is_english else (self._forms, self._lengths)
        for length in lengths:
            form = text[at : at + length]
            is_name = form in forms and not (_COMPOUND.match(text, at) or self._is_road(form, text, at + length))
            if len(form) == length and is_name and not _inside_word(text, at, at + length):
                return self._named(text, at, form, forms[form])
        return None

    def _is_road(self, form: str, text: str, end: int) -> bool:
        """“津河路边的护栏”: a road or a place that a shop is called after."""
        return all(name != form for name, _ in self._names) and _ROAD.match(text, end) is not None

    def _named(self, text: str, at: int, form: str, called: Set[NamedShop]) -> NameHit:
        """The shops a form stands for: those wholly called so, else all that are called so for short."""
        end = _with_type(text, at + len(form))
        whole = tuple(shop for name, shop in self._names if name == form)
        shops = whole or tuple(sorted(called, key=lambda s: s.number))
        is_ware = form.isascii() and form in _wares() and not _PLACE.search(text[at:end])
        begins = any(name.startswith(form) for name, _ in self._names) or (form.isascii() and not is_ware)
        is_sure = bool(whole) or begins or end > at + len(form) or _starts(text, at)
        is_goods = _is_tasty(text[end:]) if is_ware else form in _GOODS and _TASTY.match(text, end)
        is_sure = is_sure and not (end == at + len(form) and not whole and is_goods)
        return NameHit(at, end, shops, is_sure, is_ware and end == at + len(form))

    def _similar(self, text: str, at: int) -> NameHit | None:
        """A name that sounds the same is meant; one with another character (徐记 for 李记) may be another shop's."""
        near = text[at : at + self._longest]
        for name, shop in self._names:
            if self._characters[name].isdisjoint(near):
                continue
            for length in (len(name), len(name) - 1):
                window = text[at : at + length]
                whole = name if length == len(name) or not name.endswith(_TYPES) else name[:-1]
                if length > _SHORTEST and len(window) == length and _is_similar(window, whole, name):
                    is_misheard = len(window) == len(whole) and sounds.same(window, whole)
                    return NameHit(at, _with_type(text, at + length), (shop,), is_misheard)
        return None

    @cached_property
    def _by_sound(self) -> Mapping[str, set[NamedShop]]:
        """The forms by how they are said, each sound for itself."""
        found: dict[str, set[NamedShop]] = defaultdict(set)
        for form, shops in self._forms.items():
            if len(form) <= _LONGEST_HEARD and not form.isascii():
                found[sounds.exact(form)] |= shops
        return found

    @cached_property
    def _first_sounds(self) -> Set[str]:
        return {sound.partition(" ")[0] for sound in self._by_sound}

    def _heard(self, text: str, at: int) -> NameHit | None:
        """“眼睛店”, “宝子铺”: a short form that sounds the same, with its type behind it."""
        is_chinese = "\u4e00" <= text[at] <= "\u9fff"
        longest = _LONGEST_HEARD if is_chinese and sounds.exact(text[at]) in self._first_sounds else 0
        for length in range(longest, _SHORTEST - 1, -1):
            window, end = text[at : at + length], _with_type(text, at + length)
            is_typed = text[at + length : end].endswith(_TYPES) or (length > _SHORTEST and window[-1] in _TYPES)
            is_typed = is_typed or (_starts(text, at) and (end > at + length or window[-1] in _HEARD))
            shops = self._by_sound.get(sounds.exact(window)) if is_typed and len(window) == length else None
            if shops and len(shops) == 1 and window not in self._forms:
                return NameHit(at, end, tuple(shops), True)
        return None

    @cached_property
    def _owners(self) -> Mapping[str, Sequence[NamedShop]]:
        """The shops by the character their owner is called by."""
        found: dict[str, list[NamedShop]] = defaultdict(list)
        for name, shop in self._names:
            if owner := _owner(name):
                found[owner].append(shop)
        return found

    def _owner_again(self, text: str, at: int, hits: Sequence[NameHit]) -> NameHit | None:
        """“老李和阿香都油，老李拖了”: named beside another shop, and from then on."""
        called = _CALLED.match(text, at)
        shops = tuple(self._owners.get(called["owner"], ())) if called and called["address"] else ()
        if called is None or len(shops) != 1:
            return None
        is_joined = _starts(text, at) and text.startswith(_JOINS, called.end())
        is_known = is_joined or any(one.is_sure and one.shops == shops for one in hits)
        return NameHit(at, called.end(), shops, True) if is_known else None

    def _owned(self, text: str, at: int) -> NameHit | None:
        """“丁师傅那边”, “老李家”: the shop of whoever is called so, first in a message or with a word for a shop behind."""
        called = _CALLED.match(text, at) if _starts(text, at) else None
        shops = self._owners.get(called["owner"], ()) if called and (called["address"] or called["title"]) else ()
        if called is None or len(shops) != 1:
            return None
        end = _with_type(text, called.end())
        is_shop = end > called.end() or (called["title"] and at == 0)
        return NameHit(at, end, tuple(shops), True) if is_shop else None


def _forms(name: str) -> Iterator[str]:
    """All that a name may be shortened to: its beginnings, its ends, and those without 店 or 铺."""
    core = name[:-1] if name[-1:] in _TYPES and len(name) > _SHORTEST + 1 else name
    for length in range(_SHORTEST, len(name) + 1):
        yield name[:length]
        yield name[-length:]
    for length in range(_SHORTEST, len(core)):
        yield core[-length:]


def _in_english(name: str) -> Iterator[str]:
    """How somebody who writes English may call a shop: by its trade, “noodle shop” for 李记面馆, or by its sound."""
    owner = sounds.exact(_owner(name))
    if len(owner) >= _LONG_ENOUGH:
        yield from (owner, *(f"{title} {owner}" for title in _TITLES))
    for trade, called in words.trades().items():
        if trade in name:
            for word in called:
                yield from (f"{of}{word}{kind}" for kind in ("", *_KINDS) for of in ("", "the "))
                yield from (f"{owner}{of}{word}{kind}" for kind in ("", *_KINDS) for of in (" ", "'s ") if owner)
    for length in range(_SHORTEST, len(name) + 1):
        said = sounds.exact(name[:length])
        if said.isascii():
            yield from (said, said.replace(" ", ""))


def _owner(name: str) -> str:
    """The character by which the owner is called: 丁 for 老丁理发, 李 for 李记面馆; empty for none."""
    if name[:1] in _ADDRESSES and len(name) > _SHORTEST:
        return name[1]
    return name[0] if name[1:2] in _OF_OWNERS else ""


_CALLED = re.compile(
    rf"(?P<address>{_GROUPS.pattern('addresses', 'zh')})?(?P<owner>[\u4e00-\u9fff])"
    rf"(?P<title>{_GROUPS.pattern('owner_titles', 'zh')})?"
)
_HEARD = _GROUPS.words("heard")
_LONGEST_HEARD = 3
"""Characters of a short form that is known by its sound."""


_LONG_ENOUGH = 4
"""Letters of an owner's name that may stand alone: “Ding”, not “Li”."""
_ADDRESSES = _GROUPS.words("addresses")
_OF_OWNERS = _GROUPS.words("of_owners")
_TITLES = _GROUPS.words("titles")


@cache
def _wares() -> frozenset[str]:
    """The English words for a trade, of which many are as well what is sold."""
    return frozenset(f"{the}{word}" for called in words.trades().values() for word in called for the in ("", "the "))


def _is_tasty(behind: str) -> bool:
    """“the noodles are great”, “水果不错”: what a shop sells is praised, not its front."""
    return bool(_IS.match(behind))


_KINDS = tuple(f" {kind}" for kind in _GROUPS.words("kinds"))
_IS = re.compile(rf"\s*{_GROUPS.pattern('at_it')}?{_GROUPS.pattern('being')}\b(?! ?{_GROUPS.pattern('shut')})")
_PLACE = re.compile(f"{_GROUPS.pattern('places')}$")
_GOODS = frozenset(_GROUPS.words("goods"))
_TASTY = re.compile(_GROUPS.pattern("tasty"))
_ROAD = re.compile(f"{_GROUPS.pattern('roads')}(?!{_GROUPS.pattern('passing')})")
_COMPOUND = re.compile(rf"(?:the )?{_GROUPS.pattern('compounds')}\b")


def _follows(text: str, at: int, hits: Sequence[NameHit]) -> bool:
    """“面馆包子铺都好”, “理发店没毛病花店没毛病”: right behind another name, or what was told of one."""
    return bool(hits) and (hits[-1].end == at or text[:at].endswith(_TOLD))


_TOLD = _GROUPS.words("told")
_JOINS = (*_GROUPS.words("joins"), "、")
_VISITS = _GROUPS.words("visits")


def _starts(text: str, at: int) -> bool:
    if at == 0 or text[at - 1] in _STARTS or text[at - 1].isdecimal() or text[at - 1] == "号":
        return True
    is_counted = text[at - 1] == "家" and text[at - 2 : at - 1].isdecimal()  # “看了3家花店五金店”
    return is_counted or text[:at].endswith(_VISITS)


def _inside_word(text: str, start: int, end: int) -> bool:
    """An English name must stand alone."""
    before = start > 0 and text[start - 1].isascii() and text[start - 1].isalpha() and text[start].isascii()
    after = end < len(text) and text[end].isascii() and text[end].isalpha() and text[end - 1].isascii()
    return before or after


_AFTER_BY_FIRST = {word[0]: [other for other in _AFTER if other[0] == word[0]] for word in _AFTER}


def _with_type(text: str, end: int) -> int:
    """“奶茶店” is “奶茶” with its type behind it."""
    for word in _AFTER_BY_FIRST.get(text[end : end + 1], ()):
        if text.startswith(word, end):
            return end + len(word)
    return end


def _is_similar(window: str, whole: str, name: str) -> bool:
    """One character wrong, added or left out (two in a long name), or the same sound as the name without its type."""
    shared = len(set(window) & set(name))
    most = 2 if len(name) >= _LONG else 1
    if shared >= len(name) - most and len(name) > _SHORTEST + 1 and distance(window, name) <= most:
        return True
    return len(window) == len(whole) and shared >= 1 and sounds.same(window, whole)
