"""Which thing bears what a clause tells, where words of two duties meet: dirt on a sign is the sign's, what hangs in a tree
the tree's, a broken slab the pavement's whoever drove over it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.senses.beds import AT_TREE, WELL, dirtied, in_green
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments, silenced, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("bearers")
_AGENTS = frozenset(_GROUPS.words("agents"))
_DOES = re.compile(f"{_GROUPS.pattern('deeds')}")
_STAINS = re.compile(f"{_GROUPS.pattern('stains')}")
_PAVING = re.compile(_GROUPS.pattern("paving"))
_LIES = _GROUPS.words("lies")
_TILES = _GROUPS.words("tiles")
_BESIDE = _GROUPS.words("beside")
_GROUND = frozenset(_GROUPS.words("ground"))
_DAMAGE = re.compile(_GROUPS.pattern("damage"))
_BINS = re.compile(_GROUPS.pattern("bins"))
_LEANS = _GROUPS.words("leans")
_PAVED = frozenset({"facility"})
_SHOWN = frozenset({"facade"})
_DOERS = frozenset(
    {
        Kind.GOODS,
        Kind.VEHICLE,
        Kind.DIRT,
        Kind.PUT,
        Kind.OTHERS_DID,
        Kind.KIN,
        Kind.ASKS,
        Kind.DOUBT,
        Kind.UNKNOWN,
        Kind.FILLER,
        Kind.MANY,
        Kind.GREEN,
    }
)
_ELSEWHERE = frozenset({Kind.FRONT, Kind.OUTSIDE, Kind.BIN, Kind.DUTY, Kind.GREEN})
"""Places behind the bearer that what is told further on may be of."""
_GOODS = frozenset({Kind.GOODS, Kind.VEHICLE, Kind.PUT, Kind.PARK})
_MOST = 5
"""Words that name whoever did it."""


def borne(tokens: Sequence[Token]) -> list[Token]:
    """The words with those that another one bears told as of that one."""
    found = list(tokens)
    at = {token.start: n for n, token in enumerate(found)}
    before: list[Token] = []
    for clause in segments(found):
        told = list(clause)
        for rule in (_by_whom, _hit, _paved, _tiled, _damaged, _on_facade, in_green):
            told = rule(told)
        before = told = _of_the_same(told, before)
        for one in told:
            found[at[one.start]] = one
    return found


def _of_the_same(told: list[Token], before: Sequence[Token]) -> list[Token]:
    """“玻璃没擦，脏兮兮的”, “花箱里长满了草，还有几个烟盒”: a clause that goes on about what the one before it told of."""
    if any(map(_is_facade, before)) and _goes_on(told):
        return [_shown(one) for one in told]
    if _is_broken_paving(before):
        return [silenced(one) if one.text.startswith(_LIES) else one for one in told]  # “路边石撞翻了，横在那里”
    return _in_the_bed(_put_there(told, before), before)


def _put_there(told: list[Token], before: Sequence[Token]) -> list[Token]:
    """“箱子码得比人高，堆在门口一边了”: what was named before stands at the door."""
    goods = next((one for one in before if one.kind is Kind.GOODS), None)
    if not (goods and has(told, Kind.PUT) and _is_of_it([one for one in told if one.kind is not Kind.FRONT])):
        return told
    return [replace(one, kind=Kind.OUTSIDE, duties=goods.duties) if one.kind is Kind.FRONT else one for one in told]


def _in_the_bed(told: list[Token], before: Sequence[Token]) -> list[Token]:
    bed = next((one for one in before if one.kind is Kind.GREEN and not one.text.endswith(AT_TREE)), None)
    is_more = text_of(told[:2]).startswith(_MORE) and _is_of_it(told)
    return [dirtied(one, bed) for one in told] if bed and is_more else told


def _is_broken_paving(clause: Sequence[Token]) -> bool:
    return has(clause, Kind.BROKEN) and any(one.duties == _PAVED for one in clause)


def _by_whom(clause: list[Token]) -> list[Token]:
    """“让三轮车撞扁了”, “被谁画了个大花脸”: whoever it was, it is there."""
    for n, token in enumerate(clause):
        if token.text not in _AGENTS:
            continue
        behind = clause[n + 1 : n + 2 + _MOST]
        deed = next((m for m, one in enumerate(behind) if one.kind not in _DOERS or _does(one)), None)
        if deed is None or not (behind[deed].kind in (Kind.BROKEN, Kind.SYMPTOM, Kind.DIRTY) or _does(behind[deed])):
            continue
        made = behind[deed] if behind[deed].kind is not Kind.UNKNOWN else replace(behind[deed], kind=Kind.BROKEN)
        return [*clause[:n], *map(silenced, clause[n : n + 1 + deed]), made, *clause[n + 2 + deed :]]
    return clause


def _hit(clause: list[Token]) -> list[Token]:
    """“a lorry ran over the kerb and cracked it”: whoever broke it stands there no more."""
    broken = next((n for n, token in enumerate(clause) if token.kind is Kind.BROKEN), 0)
    return [
        silenced(token)
        if token.kind in (Kind.VEHICLE, Kind.OTHERS_DID)
        and any(one.text in _HITS for one in clause[n + 1 : broken][:_NEAR])
        else token
        for n, token in enumerate(clause)
    ]


_HITS = _GROUPS.words("hits")
_NEAR = 3


def _does(token: Token) -> bool:
    return token.kind is Kind.UNKNOWN and bool(_DOES.match(token.text))


def _paved(clause: list[Token]) -> list[Token]:
    """“人行道给车子压坏了”: where things are put outside is what is broken itself."""
    broken = next((n for n, token in enumerate(clause) if token.kind is Kind.BROKEN), 0)
    if any(token.kind in _GOODS for token in clause[:broken]):
        return clause
    return [
        replace(token, kind=Kind.FIXTURE, duties=_PAVED, also=Kind.PUBLIC)
        if token.kind is Kind.OUTSIDE and n < broken and _PAVING.search(token.text) and not _is_beside(clause, n)
        else token
        for n, token in enumerate(clause)
    ]


def _tiled(clause: list[Token]) -> list[Token]:
    """“台阶上瓷砖掉了”: tiles of the ground are no part of a wall."""
    if not any(token.kind in (Kind.OUTSIDE, Kind.FIXTURE) and _PAVING.search(token.text) for token in clause):
        return clause
    return [replace(one, duties=_PAVED) if _is_tile(one) else one for one in clause]


def _is_tile(token: Token) -> bool:
    return token.kind in (Kind.SYMPTOM, Kind.FIXTURE) and token.duties == _SHOWN and token.text.startswith(_TILES)


def _damaged(clause: list[Token]) -> list[Token]:
    """“垃圾桶撞扁了”: a bin that is broken is no dirt; “lamp post leaning”: nothing leans on it."""
    clause = [clause[0], *(silenced(then) if _is_leak(one, then) else then for one, then in pairwise(clause))]
    if has(clause, Kind.DIRT, Kind.GOODS, Kind.VEHICLE):
        return clause
    is_broken = any(token.kind is Kind.BROKEN and _DAMAGE.search(token.text) for token in clause)
    is_public = any(Kind.PUBLIC in (token.kind, token.also) for token in clause)
    told = [replace(one, duties=_PAVED) if is_broken and _BINS.search(one.text) else one for one in clause]
    return [replace(one, kind=Kind.BROKEN) if one.text in _LEANS and is_public else one for one in told]


def _is_leak(goods: Token, token: Token) -> bool:
    """“水桶漏水”: what is wrong with goods is wrong with no pavement."""
    return goods.kind is Kind.GOODS and token.kind is Kind.BROKEN and token.duties == _PAVED


def _is_facade(token: Token) -> bool:
    return token.kind in (Kind.FIXTURE, Kind.DUTY, Kind.LAMP, Kind.SYMPTOM) and token.duties == _SHOWN


def _on_facade(clause: list[Token]) -> list[Token]:
    """“玻璃糊满油烟”, “招牌全是灰脏了”: dirt on what a shop shows is no dirt on the ground."""
    bearer = next((n for n, token in enumerate(clause) if _is_facade(token)), None)
    if bearer is None or _is_beside(clause, bearer):
        return clause
    end = next(
        (n for n in range(bearer + 1, len(clause)) if clause[n].kind in _ELSEWHERE or clause[n].text in _GROUND),
        len(clause),
    )
    if any(clause[n].kind in (Kind.GOODS, Kind.VEHICLE) for n in range(bearer + 1, end)):
        return clause
    clause = [*_onto(clause[:bearer]), *clause[bearer:]]
    dirt = next((n for n in range(bearer + 1, end) if _is_stain(clause[n])), bearer + 1)
    between = [silenced(one) if one.kind in (Kind.UNKNOWN, Kind.PUT) else one for one in clause[bearer + 1 : dirt]]
    return [*clause[: bearer + 1], *between, *map(_shown, clause[dirt:end]), *clause[end:]]


def _onto(before: list[Token]) -> list[Token]:
    """“锈水|把墙染黄了”: what ran or fell on it is on it."""
    first = next((n for n, one in enumerate(before) if _is_stain(one)), len(before))
    is_onto = before[-1:] and before[-1].text in _ONTO and not has(before[first:], *_ELSEWHERE)
    return [*before[:first], *map(_shown, before[first:])] if is_onto else before


_ONTO = frozenset(_GROUPS.words("onto"))


def _shown(token: Token) -> Token:
    return replace(token, kind=Kind.DIRTY, duties=_SHOWN) if _is_stain(token) else token


def _goes_on(clause: Sequence[Token]) -> bool:
    """“玻璃没擦，脏兮兮的”, “…, it is full of dust”: a clause behind that names nothing else is of the same."""
    kinds = {token.kind for token in clause}
    names = kinds & (_ELSEWHERE | (_OTHERS if Kind.PRAISE in kinds else _OTHERS - {Kind.ALL}))
    is_it = bool(clause) and (not _IT.isdisjoint((clause[0].text, clause[-1].text)) or clause[0].kind in _GOES_ON)
    is_it = is_it or (bool(clause) and _is_stain(clause[0]))
    return is_it and not names and not any(token.text in _GROUND for token in clause)


def _is_of_it(clause: Sequence[Token]) -> bool:
    return not {token.kind for token in clause} & (_ELSEWHERE | _OTHERS | WELL)


_MORE = _GROUPS.words("more")
_IT = frozenset(Vocabulary("attributions").words("it"))
_GOES_ON = frozenset({Kind.DIRTY, Kind.FILLER})
_OTHERS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.GOODS, Kind.VEHICLE, Kind.SYMPTOM, Kind.ALL})


def _is_stain(token: Token) -> bool:
    is_dirt = token.kind is Kind.DIRT and (token.duties == _SHOWN or bool(_STAINS.fullmatch(token.text)))
    return is_dirt or (token.kind is Kind.DIRTY and not token.duties & _SHOWN)


def _is_beside(clause: Sequence[Token], bearer: int) -> bool:
    """“橱窗下面”, “墙边”: beside it, not on it."""
    return bearer + 1 < len(clause) and clause[bearer + 1].text in _BESIDE
