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
_WELL_ALL = _GROUPS.words("well_all")
_BAD = re.compile(_GROUPS.pattern("bad"))
_WORD = range(2, 5)
"""Characters of a word."""
_STILL = re.compile(_GROUPS.pattern("still"))
_YES = re.compile(_GROUPS.pattern("assents"))
_TIMES = frozenset(_GROUPS.words("times"))
SPEAKS = re.compile(_GROUPS.pattern("speech"))
_GUESSES = _GROUPS.words("guesses")
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
_PUT_RIGHT = frozenset({Says.TIDIED, Says.FIXED})
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
    told = [tells(part) or _lies_there(part) for part in parts]
    stands = len(parts) - 1 if any(told[:-1]) and _STILL.search(text_of(parts[-1])) else 0
    """Behind a fault whatever was said and promised, where it is told last that it still stands."""
    for n, part in enumerate(parts):
        is_overtaken = has(part, Kind.UNDERWAY, Kind.LATER) and any(map(_is_put_right, parts[n + 1 :]))
        is_idle = (n <= stands and any(told[:n])) or is_overtaken
        if (is_idle and not told[n]) or _is_put_off(part):
            yield from (token.start for token in part)
        yield from _treated(part)
        yield from beside_fault(part) if any(told[:n]) else ()
        yield from _aside(part, told[n], is_told=any(told))
        yield from () if is_closed else _topics(part)


def _is_put_right(part: Sequence[Token]) -> bool:
    """“她女儿捡起来了”, “走的时候冲好了”"""
    return set() < {one.says for one in statements(part)} <= _PUT_RIGHT


def _is_put_off(part: Sequence[Token]) -> bool:
    """“其余的下午再看”"""
    return has(part, Kind.REST) and has(part, Kind.LATER, Kind.NOT_LOOKED) and not has(part, Kind.PRAISE, *_THERE)


def _topics(part: Sequence[Token]) -> set[int]:
    """“喇叭一直叫卖”: whatever it is about, the fault is told."""
    is_there = has(part, Kind.SYMPTOM, Kind.OUTSIDE) or (has(part, Kind.FRONT) and tells(part)) or _lies_there(part)
    return {one.start for one in part if one.kind is Kind.TOPIC and is_there}


def _aside(part: Sequence[Token], tells_it: bool, *, is_told: bool) -> set[int]:
    """Where the words begin of a clause that only say who did it, or go on about a fault that is told."""
    if tells_it or _lies_there(part) or _is_put_right(part):
        return _doers(part)
    return _remark(part) if is_told else set()


def _lies_there(part: Sequence[Token]) -> bool:
    """“门口都是学生扔的吸管”, “门口一溜小板凳”: dirt or goods at the front."""
    return has(part, Kind.FRONT) and any(one.says is Says.WEAK_FAULT for one in statements(part))


def _called(tokens: Sequence[Token]) -> list[Token]:
    """“李记 行”, “卫生也行”: of a shop that was named a small word of assent, said alone, is praise."""
    found = _without_problems(tokens)
    for part in pieces(found):
        said = [token for token in part if token.kind not in AROUND | {Kind.DUTY} or _is_yes(part, token)]
        if len(said) == 1 and _YES.fullmatch(said[0].text):
            found[found.index(said[0])] = replace(said[0], kind=Kind.PRAISE)
        elif praise := _unknown_praise(part):
            found[found.index(praise)] = replace(praise, kind=Kind.PRAISE)
    return [_assented(found, n) for n in range(len(found))]


def _unknown_praise(part: Sequence[Token]) -> Token | None:
    """“样样在位”: a word nobody knows, last behind a word for all that is said of what is well."""
    at = next((n for n, one in enumerate(part, 1) if one.kind is Kind.ALL and one.text in _WELL_ALL), len(part))
    behind = text_of(part[at:])
    is_word = {one.kind for one in part[at:]} <= {Kind.UNKNOWN, Kind.FILLER} and len(behind) in _WORD
    is_word = is_word and not (_BAD.search(behind) or has(part[:at], *_THERE))
    return next((one for one in part[at:] if is_word and one.kind is Kind.UNKNOWN), None)


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
        is_last = n + 1 == len(tokens) or tokens[n + 1].kind is Kind.BREAK or tokens[n + 1].start > then.end
        if then.text in _NOTHING and then.kind is Kind.NONE and is_last:  # “看了一圈没什么”
            found[n] = replace(then, kind=Kind.PRAISE)
    return found


def pieces(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The clauses, where what is so now begins anew behind what was at another time."""
    for part in segments(tokens):
        now = next(
            (n for n, one in enumerate(part) if one.kind is Kind.NOW and has(part[:n], Kind.OTHER_TIME, Kind.DONE)), 0
        )
        yield from (piece for piece in (part[:now], part[now:]) if piece)


def _treated(part: Sequence[Token]) -> set[int]:
    """What the looker was treated to: “老爷子还给我倒了杯水”."""
    treat = _TREATS.search(text_of(part))
    if not treat or has(part, *_THERE):
        return set()
    return {token.start for n, token in enumerate(part) if len(text_of(part[:n])) >= treat.start()}


def _doers(part: Sequence[Token]) -> set[int]:
    """Who did it at the front that is not well, or whose it is: “门口有人吐了”, “客人的车停到人行道上”."""
    if SPEAKS.search(text_of([one for one in part if one.kind is not Kind.AT_ONCE])):
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
    if _is_guessed(part, says) or (Says.TO_FIX in says and says <= HARMLESS and _is_announced(part)):
        return every
    if not kinds & _SOFT or kinds & {Kind.LATER, Kind.UNDERWAY} or not says <= HARMLESS or _others(part):
        return set()
    return every if _is_feared(part) and not kinds & NOTS else set()


def _is_guessed(part: Sequence[Token], says: set[Says]) -> bool:
    """“估计变压器烧了”"""
    return part[0].text in _GUESSES and says <= HARMLESS | {Says.FAULT, Says.WEAK_FAULT}


def _is_announced(part: Sequence[Token]) -> bool:
    """“老板说傍晚收”: for later, and not being done."""
    later = {token.text for token in part if token.kind is Kind.LATER or token.text in _TIMES}
    is_later = later and not has(part, Kind.UNDERWAY) and not any(map(_DOING.search, later))
    return bool(is_later) and not _others(part) - {Kind.KIN}


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
