"""Places and things of the street that are nobody's front: what is not well there is a report, whoever tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.language.statements.statements import Says, statements
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("streets")
_SPOTS, _BUILDINGS = _GROUPS.pattern("spots", "zh"), _GROUPS.pattern("buildings", "zh")
_BUILDING = _GROUPS.pattern("buildings", "en")
_TOWARD, _ARTICLE = f"(?<!{_GROUPS.pattern('toward')})", _GROUPS.pattern("articles")
_SIDE = f"(?:{_GROUPS.pattern('of')}?{_GROUPS.pattern('sides')})"
_PLACE = re.compile(
    rf"(?:((?<={_GROUPS.pattern('arrived')}))|{_TOWARD})"
    rf"(?:{_SPOTS}{_SIDE}*|{_BUILDINGS}(?:(?={_GROUPS.pattern('things', 'zh')}){_SIDE}*|{_SIDE}+|(?(1)|(?!))))"
    rf"|\b{_GROUPS.pattern('spots', 'en')}\b"
    rf"|\b{_GROUPS.pattern('prepositions')} {_ARTICLE}?(?:[a-z]+ ){{0,2}}?{_BUILDING}\b(?:'s)?"
    rf"|\b{_ARTICLE}?{_BUILDING} (?={_GROUPS.pattern('things', 'en')})"
)
"""“桥头”, “农行门口”, “behind the bus stop”, “bank railing”: a spot, or a building with its side or its fixture."""
_TRADES = rf"(?<!{_GROUPS.pattern('called')}){_GROUPS.pattern('trades')}[^的,，]{{0,6}}的{_GROUPS.pattern('who')}?"
_ROAMING = rf"{_TRADES}(?={_GROUPS.pattern('roams')})"
_THINGS = re.compile(f"{_GROUPS.pattern('nobodys', 'zh')}|{_ROAMING}|\\b{_GROUPS.pattern('nobodys', 'en')}s?\\b")
"""What no shop has, and whoever comes by with a trade, whatever it is: “卖老鼠药的推着车”, “磨剪刀的把摊子…”."""
_OTHERS = re.compile(f"{_THINGS.pattern}|{_GROUPS.pattern('they')}")
_OWN = re.compile(f"{_GROUPS.pattern('own', 'zh')}|\\b{_GROUPS.pattern('own', 'en')}\\b")
_NOT_OWN = re.compile(f"{_GROUPS.pattern('not_own', 'zh')}|\\b{_GROUPS.pattern('not_own', 'en')}\\b")
_TROUBLE = re.compile(f"{_GROUPS.pattern('trouble', 'zh')}|\\b{_GROUPS.pattern('trouble', 'en')}\\b")
_NOT_WELL = frozenset({Says.FAULT, Says.WEAK_FAULT, Says.NOT_TIDIED, Says.FAILED})
_WELL = frozenset({Says.MET, Says.ONE_MET, Says.FIXED, Says.TIDIED, Says.NO_FAULT})


def apart_from_street(clauses: Sequence[list[Token]]) -> tuple[list[list[Token]], bool]:
    """The clauses that are not of the street, and whether others are; what goes on about the same is no front's either."""
    if not _may_be_of_street(" ".join(map(_text, clauses))):
        return list(clauses), False
    kept: list[list[Token]] = []
    is_told = is_there = False
    for clause in clauses:
        is_of_it = is_of_street(clause) or (is_told and is_there and _goes_on(clause))
        if not is_of_it and is_there and _goes_on(clause) and _TROUBLE.search(_text(clause)):
            kept.pop()  # “斜对面在装修，电钻响了一上午”
            is_of_it = True
        if kept and not is_of_it and _is_only_where(clause) and _may_be_anywhere(kept[-1]):
            kept.pop()  # “下水道井盖被偷了，在小学路口”
            is_of_it = True
        is_told |= is_of_it
        is_there = is_of_it or _is_only_where(clause)
        if not is_of_it:
            kept.append(clause)
    return kept, is_told


@lru_cache(64)
def _may_be_of_street(text: str) -> bool:
    """Whether a place or a thing of the street is named at all; the same words are read several times."""
    return bool(_PLACE.search(text) or _THINGS.search(text))


def names_a_place(clause: Sequence[Token]) -> bool:
    """Whether it says where in the street, and not only who or what roams there: “野狗拱的”, “收废品的老头没来”."""
    return bool(_PLACE.search(_text(clause)))


def is_of_street(clause: Sequence[Token]) -> bool:
    """Whether a clause tells that something is not well at a place of the street, or of a thing that no shop has."""
    text = _text(clause)
    places = list(_PLACE.finditer(text))
    named = [*places, *_THINGS.finditer(text)]
    if not named or _is_own(text) or _is_open(_around(clause, places), text) or _is_put_there(clause, named):
        return False
    if _TROUBLE.search(_PLACE.sub(" ", text)):
        return True
    said = {one.says for one in statements(clause)}
    return bool(said & _NOT_WELL) and not said & _WELL


def _text(clause: Sequence[Token]) -> str:
    """The words as they stood, blank where there was a blank; each token stands where it stood from the first on."""
    found = ""
    for before, token in zip([None, *clause], clause, strict=False):
        found += " " * (token.start - clause[0].start - len(found)) + _as_known(token, before)
    return _NOT_OWN.sub(lambda match: "-" * len(match[0]), found)


def _as_known(token: Token, before: Token | None) -> str:
    """A name nobody knows with a known one in its place: “供销社”, “水西村”, “凤形|路边上”, “青龙湾|护栏”."""
    is_named = before and before.kind is Kind.UNKNOWN and len(before.text) > 1 and before.end == token.start
    is_public = Kind.PUBLIC in (token.kind, token.also) or (token.kind is Kind.OUTSIDE and token.text.startswith(_WAYS))
    if is_named and is_public and len(token.text) > 1:
        return _NAMED[-1][0].ljust(len(token.text), "-")
    if token.kind is not Kind.UNKNOWN or len(token.text) < _NAME:
        return token.text
    known = next((known for known, ends in _NAMED if token.text.endswith(ends)), "")
    return known.rjust(len(token.text), "-") if known else token.text


_WAYS = _GROUPS.words("ways")
_NAME = 3
"""Characters from which on a word nobody knows may be the name of a place."""
_NAMED = tuple(zip(_GROUPS.words("stand_ins"), (_GROUPS.words("place_ends"), _GROUPS.words("way_ends")), strict=True))


def _around(clause: Sequence[Token], places: Sequence[re.Match[str]]) -> list[Token]:
    """The words that are no part of a place's name."""
    at = clause[0].start if clause else 0
    return [one for one in clause if not any(p.start() <= one.start - at and one.end - at <= p.end() for p in places)]


def _is_own(text: str) -> bool:
    return bool(_OWN.search(_PLACE.sub(" ", text)))


def _is_put_there(clause: Sequence[Token], places: Sequence[re.Match[str]]) -> bool:
    """“货堆在公交站台上了”: nobody says that others did it."""
    puts = {token.end - clause[0].start for token in clause if token.kind in _PUTS}
    before = next((_text(clause)[: place.start()] for place in places if place.start() in puts), None)
    return before is not None and not (has(clause, Kind.OTHERS_DID) or _OTHERS.search(before))


def _is_only_where(clause: Sequence[Token]) -> bool:
    """Whether a clause names a place of the street and calls nothing well or not well."""
    text = _text(clause)
    is_there = bool(_PLACE.search(text)) and not _is_own(text) and not _HEARD.search(text)
    is_there = is_there and not any(one.kind in _OPEN for one in clause)
    return is_there and not {one.says for one in statements(clause)} & (_WELL | _NOT_WELL)


def _may_be_anywhere(clause: Sequence[Token]) -> bool:
    """Whether a clause tells that something is not well, of no place and nobody's own."""
    kinds = {token.kind for token in clause}
    is_told = _TROUBLE.search(_text(clause)) or {one.says for one in statements(clause)} & _NOT_WELL
    return bool(is_told) and not (_is_own(_text(clause)) or kinds & (_OPEN | {Kind.GOODS}))


def _goes_on(clause: Sequence[Token]) -> bool:
    """Whether a clause behind such a one names nothing of the speaker's own, and calls nothing well."""
    text = _text(clause)
    if _is_own(text) or any(token.kind in _NAMES for token in clause):
        return False
    return bool(_TROUBLE.search(text)) or not {one.says for one in statements(clause)} & _WELL


def _is_open(around: Sequence[Token], text: str) -> bool:
    """Whether nobody tells it as it is now: it is asked, feared, wished, heard of, or of another day."""
    kinds = {token.kind for token in around if not _HARMLESS.fullmatch(token.text)}
    is_past = Kind.OTHER_TIME in kinds and Kind.BROKEN not in kinds
    return is_past or bool(kinds & _OPEN) or _is_heard(text)


_OPEN = frozenset({Kind.DOUBT, Kind.CLAIM, Kind.ASKS, Kind.SHOULD, Kind.LATER, Kind.CORRECTS, Kind.DUTY})
_NAMES = frozenset({Kind.DUTY, Kind.CORRECTS, Kind.FRONT})
_PUTS = frozenset({Kind.PUT, Kind.PARK, Kind.AWAY})
_HARMLESS = re.compile(_GROUPS.pattern("harmless"))


def _is_heard(text: str) -> bool:
    """“听说桥头那边…”: nobody saw it."""
    place = _PLACE.search(text)
    return bool(place and _HEARD.search(_TO_US.sub(" ", text[: place.start()])))


_HEARD = re.compile(f"{_GROUPS.pattern('heard', 'zh')}|\\b{_GROUPS.pattern('heard', 'en')}\\b")
_TO_US = re.compile(_GROUPS.pattern("to_us"))


def asides_in(text: str) -> Iterator[tuple[str, str]]:
    """Where words about a shop may end and those of the street begin: “五号好 | 另外桥头那边有盏路灯不亮”."""
    if _PLACE.search(text) or _THINGS.search(text):
        yield from ((text[: found.start()], text[found.end() :]) for found in _ASIDE.finditer(text))


_ASIDE = re.compile(
    rf"(?:{_GROUPS.pattern('besides', 'zh')}|\b{_GROUPS.pattern('besides', 'en')}\b|[,，。;；!！.\n])+\s*"
)
