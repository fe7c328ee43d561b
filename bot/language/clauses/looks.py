"""What stands beside a fault that somebody tells of a shop they looked at: promises, fears, whoever did it, and treats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.excuses.asides import tells
from bot.language.excuses.sayings import beside_fault
from bot.language.statements.statements import HARMLESS, Says, statements
from bot.language.words.kinds import NOTS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("looks")
_YES = re.compile(_GROUPS.pattern("assents"))
_TIMES = frozenset(_GROUPS.words("times"))
SPEAKS = re.compile(_GROUPS.pattern("speech"))
_FEARS = frozenset(_GROUPS.words("fears"))
GUESTS = frozenset(_GROUPS.words("guests"))
"""Whose doings at a shop that was named are that shop's own matter."""
PEOPLE = frozenset(_GROUPS.words("people"))
_TREATS = re.compile(_GROUPS.pattern("treats"))
_NOTHING = frozenset(_GROUPS.words("nothing"))
_DOING = re.compile(_GROUPS.pattern("doing"))
_WHOSE = re.compile(_GROUPS.pattern("whose"))
AROUND = frozenset({Kind.FILLER, Kind.NOW, Kind.BREAK, Kind.ALL, Kind.DONE, Kind.NUMBER, Kind.REST, Kind.FRONT})
"""Small words beside praise of the whole shop."""
_TAKES_BACK = frozenset(
    {Kind.CLAIM, Kind.CORRECTS, Kind.EXCEPT, Kind.ASKS, Kind.OTHER_TIME, Kind.NOT_LOOKED, Kind.STAFF}
)
"""What may take a fault back, told beside it."""
_SOFT = frozenset({Kind.TOPIC, Kind.SHOULD, Kind.KIN, Kind.HARSH, Kind.DOUBT, Kind.OTHERS_DID})
_CONTENT = frozenset({Kind.UNKNOWN, Kind.TIDY, Kind.AWAY, Kind.BROKEN, Kind.PUT})
_THERE = frozenset({Kind.SYMPTOM, Kind.FRONT, Kind.OUTSIDE, Kind.GREEN, Kind.FIXTURE})


def looked(tokens: Sequence[Token]) -> list[Token]:
    """The words with small words of assent as the praise they are, and with what only stands beside a fault made silent."""
    found = _called(tokens)
    parts = list(pieces(found))
    silent = set(_silent(parts, is_closed=has(found, Kind.CLOSED)))
    return [replace(one, kind=Kind.FILLER, duties=frozenset()) if one.start in silent else one for one in found]


def _silent(parts: Sequence[Sequence[Token]], *, is_closed: bool) -> Iterator[int]:
    """Where the words begin that only stand beside a fault."""
    told = [tells(part) for part in parts]
    for n, part in enumerate(parts):
        yield from _treated(part)
        yield from beside_fault(part) if any(told[:n]) else ()
        yield from _aside(part, told[n], is_told=any(told))
        yield from () if is_closed else _topics(part)


def _topics(part: Sequence[Token]) -> set[int]:
    """“喇叭一直叫卖”: whatever it is about, the fault is told."""
    return {one.start for one in part if one.kind is Kind.TOPIC} if has(part, Kind.SYMPTOM) else set()


def _aside(part: Sequence[Token], tells_it: bool, *, is_told: bool) -> set[int]:
    """Where the words begin of a clause that only say who did it, or go on about a fault that is told."""
    if tells_it or _lies_there(part):
        return _doers(part)
    return _remark(part) if is_told else set()


def _lies_there(part: Sequence[Token]) -> bool:
    """“门口都是学生扔的吸管”: dirt at the front."""
    return has(part, Kind.FRONT) and any(one.says is Says.WEAK_FAULT and one.is_of_dirt for one in statements(part))


def _called(tokens: Sequence[Token]) -> list[Token]:
    """“李记 行”, “卫生也行”: of a shop that was named a small word of assent, said alone, is praise."""
    found = _without_problems(tokens)
    for part in pieces(found):
        said = [token for token in part if token.kind not in AROUND | {Kind.DUTY} or _is_yes(part, token)]
        if len(said) == 1 and _YES.fullmatch(said[0].text):
            found[found.index(said[0])] = replace(said[0], kind=Kind.PRAISE)
    return [_assented(found, n) for n in range(len(found))]


def _assented(tokens: Sequence[Token], n: int) -> Token:
    """“卫生不行秩序行”, “都行吧”: right behind a duty's name, or with no more than a sigh, it is well."""
    token, before = tokens[n], tokens[n - 1] if n else None
    if before is None:
        is_verdict = token.kind is Kind.NOT and token.text.isascii() and tokens[1:2] and tokens[1].kind is Kind.BREAK
        return replace(token, kind=Kind.FAIL) if is_verdict else token  # “7 no, towel rack on the pavement”
    if token.kind is Kind.MILD and before.kind is Kind.DUTY and _YES.fullmatch(token.text):
        return replace(token, kind=Kind.PRAISE)
    is_sigh = token.kind is Kind.DOUBT and token.text == "吧" and before.kind is Kind.PRAISE
    return replace(token, kind=Kind.FILLER) if is_sigh and _YES.fullmatch(before.text) else token


def _is_yes(part: Sequence[Token], token: Token) -> bool:
    """Whether it is a word of assent: “五包都过”, not “从那边过来的”."""
    return _YES.fullmatch(token.text) is not None and (token.kind is not Kind.DONE or token.end == part[-1].end)


def _without_problems(tokens: Sequence[Token]) -> list[Token]:
    """“没别的问题” as praise."""
    found = list(tokens)
    for n, then in enumerate(tokens):
        at = n - 1
        while at > 0 and tokens[at].kind in (Kind.HAVE, Kind.MANY, Kind.REST):
            at -= 1
        if then.kind is Kind.PROBLEM and at >= 0 and tokens[at].kind in NOTS:
            found[at], found[n] = replace(tokens[at], kind=Kind.FILLER), replace(then, kind=Kind.PRAISE)
        is_last = n + 1 == len(tokens) or tokens[n + 1].kind is Kind.BREAK
        if then.text in _NOTHING and then.kind is Kind.NONE and is_last:  # “看了一圈没什么”
            found[n] = replace(then, kind=Kind.PRAISE)
    return found


def pieces(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The clauses, where what is so now begins anew behind what was at another time."""
    for part in segments(tokens):
        now = next((n for n, one in enumerate(part) if one.kind is Kind.NOW and has(part[:n], Kind.OTHER_TIME)), 0)
        yield from (piece for piece in (part[:now], part[now:]) if piece)


def _treated(part: Sequence[Token]) -> set[int]:
    """What the looker was treated to: “老爷子还给我倒了杯水”."""
    treat = _TREATS.search(text_of(part))
    if not treat or has(part, *_THERE):
        return set()
    return {token.start for n, token in enumerate(part) if len(text_of(part[:n])) >= treat.start()}


def _doers(part: Sequence[Token]) -> set[int]:
    """Who did it at the front that is not well, or whose it is: “门口有人吐了”, “客人的车停到人行道上”."""
    if SPEAKS.search(text_of(part)):
        return set()
    is_front = has(part, Kind.FRONT)
    people = PEOPLE if is_front else GUESTS
    return {one.start for one in part if one.kind is Kind.KIN or (one.kind is Kind.OTHERS_DID and one.text in people)}


def _remark(part: Sequence[Token]) -> set[int]:
    """Where the words begin of a clause that promises, fears or only goes on about the fault."""
    kinds = {token.kind for token in part}
    says = {one.says for one in statements(part)}
    every = {token.start for token in part}
    if kinds & _TAKES_BACK or Kind.AT_ONCE in kinds or _WHOSE.search(text_of(part)):
        return set()
    later = {token.text for token in part if token.kind is Kind.LATER or token.text in _TIMES}
    is_announced = later and Kind.UNDERWAY not in kinds and not any(map(_DOING.search, later))
    if Says.TO_FIX in says and says <= HARMLESS and is_announced and not _others(part) - {Kind.KIN}:
        return every
    if not kinds & _SOFT or kinds & {Kind.LATER, Kind.UNDERWAY} or not says <= HARMLESS or _others(part):
        return set()
    return every if _is_feared(part) and not kinds & NOTS else set()


def _is_feared(part: Sequence[Token]) -> bool:
    """Whether all doubt in a clause is fear of what comes of the fault, or a guess what made it."""
    doubts = [token for token in part if token.kind is Kind.DOUBT]
    has_content = not doubts or sum(len(one.text) for one in part if one.kind in _CONTENT) > 1
    return has_content and all(token.text in _FEARS for token in doubts) and len(doubts) <= 1


def _others(part: Sequence[Token]) -> set[Kind]:
    """Kinds of others who may have done it, or said so."""
    found = {token.kind for token in part if token.kind is Kind.OTHERS_DID and token.text not in PEOPLE}
    speaks = SPEAKS.search(text_of(part))
    return found | ({token.kind for token in part if token.kind in (Kind.OTHERS_DID, Kind.KIN)} if speaks else set())
