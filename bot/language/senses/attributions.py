"""To which duty a thing belongs where it lies: whose it is, what hangs over a door, and what is gone to none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.language.senses.passages import PASSAGES
from bot.language.senses.sense import of, of_texts
from bot.language.words.kinds import NOTS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("attributions")
_ANY = _GROUPS.words("any")
_AS_WELL = frozenset(_GROUPS.words("as_well"))
_GONE = _GROUPS.words("gone")
_SOMEBODY = _GROUPS.words("somebody")
_MINE = _GROUPS.words("mine")
_ASSENTS = _GROUPS.words("assents")
_SMALL = frozenset({Kind.FILLER, Kind.HAVE, Kind.MANY, Kind.NUMBER, Kind.PUT})
"""Words between a thing and what lies on it."""
_PAST = frozenset({Kind.FILLER, Kind.NOW, Kind.DONE, Kind.ALL})
_NEAR = 6


@of_texts(_ANY, Kind.ASKS)
def _any(tokens: Sequence[Token], n: int) -> Token:
    """“没发现有什么不妥” asks nothing."""
    token = tokens[n]
    before = next((one for one in reversed(tokens[:n]) if one.kind not in (Kind.FILLER, Kind.HAVE, Kind.PUT)), None)
    behind = next((one for one in tokens[n + 1 :] if one.kind not in (Kind.FILLER, Kind.ALL)), None)
    is_none = behind is not None and _is_not(behind) and behind.start - token.end in (1, 2)  # “啥也没摆出来”
    return replace(token, kind=Kind.MANY) if is_none or (before and before.kind in NOTS) else token


def _is_not(token: Token) -> bool:
    """“什么都不用操心”: praise that begins with a “not”, as well."""
    return token.kind in NOTS or (token.kind is Kind.PRAISE and token.text.startswith(_NEGATIONS))


_NEGATIONS = Vocabulary("statements").words("undone", "zh")


@of()
def _as_well(tokens: Sequence[Token], n: int) -> Token:
    """“地上都是杯子，花坛里也有”: the same dirt once more."""
    token, before = tokens[n], tokens[n - 1] if n else None
    joined = f"{before.text}{token.text}" if before else ""
    is_last = n + 1 == len(tokens) or tokens[n + 1].kind is Kind.BREAK or tokens[n + 1].start > token.end
    if not is_last or not (token.text in _AS_WELL or joined in _AS_WELL):
        return token
    place = next((one for one in reversed(tokens[:n]) if one.kind is not Kind.FILLER), None)
    dirt = next((one for one in reversed(tokens[:n]) if one.kind in (Kind.DIRT, Kind.SYMPTOM)), None)
    if place is None or place.kind is not Kind.GREEN or dirt is None:
        return token
    return replace(token, kind=Kind.DIRT, duties=dirt.duties)


@of_texts(_GONE, Kind.NOT, Kind.BROKEN)
def _gone(tokens: Sequence[Token], n: int) -> Token:
    """“昨天有点碎头发，今天没有了”: what was there another day is there no more."""
    token = tokens[n]
    before = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    behind = takewhile(lambda one: one.kind is not Kind.BREAK and one.kind is not Kind.ALL, tokens[n + 1 :])
    is_alone = all(one.kind in _PAST for one in (*takewhile(lambda o: o.kind is not Kind.NOW, before), *behind))
    is_now = has(before, Kind.NOW)
    is_past = has(tokens[:n], Kind.OTHER_TIME)
    thing = next((one for one in before if one.kind not in _PAST), None)
    if token.kind is Kind.BROKEN and thing and thing.kind in (Kind.DIRT, *_GOODS):
        return replace(token, kind=Kind.NOT)  # “果皮没了”
    return replace(token, kind=Kind.CLEAN) if is_alone and is_now and is_past else token


@of(Kind.TOPIC, Kind.TIDY, Kind.AWAY)
def _of_topic(tokens: Sequence[Token], n: int) -> Token:
    """“排队的板凳”, “补胎换下来的轮胎”, “摆在门口卖”: what goods are for, where they come from, why they are there."""
    token, before = tokens[n], tokens[max(n - 1, 0) : n]
    if token.text in _SOLD and has(before, Kind.FRONT, Kind.OUTSIDE):
        return replace(token, kind=Kind.FILLER)
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 : n + _NEAR + 2]))
    is_of_goods = any(one.text == "的" and then.kind in _CALLED for one, then in pairwise(clause))
    is_not = token.kind is not Kind.TOPIC and (token.text.endswith("了") or any(map(_is_not, before)))
    return replace(token, kind=Kind.FILLER) if is_of_goods and not is_not else token


@of_texts(_SOMEBODY, Kind.OTHERS_DID, Kind.ASKS, Kind.DOUBT)
def _somebody(tokens: Sequence[Token], n: int) -> Token:
    """“花坛里有人塞了奶茶杯”: whoever it was, it is there."""
    token = tokens[n]
    clause = list(takewhile(lambda one: one.kind is not Kind.BREAK, reversed(tokens[:n])))
    is_there = any(one.kind is Kind.GREEN or (one.kind is Kind.FIXTURE and one.also is None) for one in clause)
    behind = list(takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 : n + 2 * _NEAR]))
    is_mine = any(one.text.startswith(_MINE) for one in behind)  # “哪个把我家门头上的灯打掉了”
    is_done = is_there and any(
        one.kind in (Kind.PUT, Kind.HAVE) or one.text.endswith(_STICKS) for one in behind[:_NEAR]
    )
    is_done |= (is_there or is_mine) and any(one.kind in (Kind.BROKEN, Kind.SYMPTOM) for one in behind)
    return replace(token, kind=Kind.FILLER) if is_done else token


@of(Kind.BROKEN)
def _dead(tokens: Sequence[Token], n: int) -> Token:
    """“half of my sign is dead”: what is dead is the sign, no plant."""
    token = tokens[n]
    if not token.duties:
        return token
    thing = next((one for one in reversed(tokens[:n]) if one.kind in _BREAKS), None)
    is_other = thing is not None and thing.duties and not thing.duties & token.duties
    return replace(token, duties=frozenset()) if is_other else token


_BREAKS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.DUTY, Kind.PUBLIC, Kind.BREAK, Kind.GREEN})


@of_texts(_ASSENTS, Kind.MILD)
def _assent(tokens: Sequence[Token], n: int) -> Token:
    """“嗯呐 都中”, “别的可以”: a small word of assent beside praise of all, or praise of all the others."""
    token, before = tokens[n], tokens[n - 1] if n else None
    if before and (before.kind is Kind.REST or (before.kind is Kind.ALL and n > 1 and tokens[n - 2].kind is Kind.REST)):
        return replace(token, kind=Kind.PRAISE)
    is_all = any(one.kind is Kind.PRAISE and one.also is Kind.ALL for one in tokens) or any(
        one.kind is Kind.ALL and then.kind is Kind.PRAISE for one, then in pairwise(tokens)
    )
    is_lead = is_all or (len(tokens) > 1 and token.text == _ASSENTS[0])
    return replace(token, kind=Kind.FILLER) if is_lead and n == 0 else token


_STICKS = _GROUPS.words("sticks")


@of(Kind.BROKEN, Kind.SYMPTOM)
def _fell(tokens: Sequence[Token], n: int) -> Token:
    """“掉了几片菜叶”: what fell is dirt, nothing is broken; “烂叶子堆门口”: dirt is piled up, no goods."""
    token = tokens[n]
    behind = next((one for one in tokens[n + 1 : n + _NEAR] if one.kind not in _SMALL), None)
    if token.kind is Kind.BROKEN and token.text in _FALLEN and behind and behind.kind is Kind.DIRT:
        return replace(token, kind=Kind.HAVE)
    before = tokens[n - 1] if n else None
    is_piled = token.kind is Kind.SYMPTOM and token.text.endswith(_DOORS) and before is not None
    if (
        is_piled
        and before
        and before.kind is Kind.DIRT
        and not before.duties & token.duties
        and before.end == token.start
    ):
        return replace(token, kind=Kind.FRONT, duties=frozenset())
    return token


_FALLEN = frozenset(_GROUPS.words("fallen"))


_DOORS = _GROUPS.words("doors")


@of(Kind.OTHERS_DID, Kind.KIN)
def _whose(tokens: Sequence[Token], n: int) -> Token:
    """“小孩子的手印”, “老婆的电动车”: whose a thing is."""
    token, behind = tokens[n], tokens[n + 1 : n + 3]
    is_guest = token.kind is Kind.OTHERS_DID and token.also is Kind.KIN
    is_of = len(behind) > 1 and behind[0].text == "的" and behind[1].kind in (Kind.DIRT, Kind.GOODS, Kind.VEHICLE)
    return replace(token, kind=Kind.FILLER) if is_of and (is_guest or token.kind is Kind.KIN) else token


@of(Kind.GOODS)
def _awning(tokens: Sequence[Token], n: int) -> Token:
    """“雨棚塌了一角”: what hangs over a door and is broken is of the front, no goods."""
    token = tokens[n]
    if not token.text.endswith(_HANGING):
        return token
    behind = next(
        (one for one in tokens[n + 1 :] if one.kind not in (Kind.FILLER, Kind.UNKNOWN, Kind.ALL, Kind.HAVE, Kind.MANY)),
        None,
    )
    is_broken = behind is not None and behind.kind is Kind.BROKEN
    return replace(token, kind=Kind.FIXTURE, duties=frozenset({"facade"})) if is_broken else token


_GOODS = frozenset({Kind.GOODS, Kind.VEHICLE})
_SOLD = _GROUPS.words("sold")
_CALLED = _GOODS | {Kind.DIRT, Kind.SYMPTOM}
_HANGING = _GROUPS.words("hanging")


@of_texts(_GROUPS.words("wares"), Kind.DIRT)
def _bagged(tokens: Sequence[Token], n: int) -> Token:
    """“还有几袋面粉没搬进去”: what is dirt where it is spilt is goods by the bag."""
    is_packed = n > 0 and tokens[n - 1].kind is Kind.MANY and tokens[n - 1].text.endswith(_PACKED)
    return replace(tokens[n], kind=Kind.GOODS, duties=frozenset({"order"})) if is_packed else tokens[n]


_PACKED = _GROUPS.words("packed")


@of(Kind.TIDY, Kind.PUT)
def _makeshift(tokens: Sequence[Token], n: int) -> Token:
    """“拿木板盖着”, “用胶带粘住了”: nobody slips or is cut, and it is as broken as before."""
    token, before = tokens[n], tokens[max(n - _NEAR, 0) : n]
    with_it = next((m for m, one in enumerate(before) if one.text in _WITH), len(before))
    is_lid = any(one.text.endswith(_LIDS) for one in before[with_it:])
    is_cover = token.text.startswith(_COVERS) and with_it < len(before) and not is_lid
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_cover else token


_WITH = frozenset(Vocabulary("particles").words("means"))
_COVERS = _GROUPS.words("covers")
_LIDS = _GROUPS.words("lids")

ATTRIBUTIONS = (
    _bagged,
    _makeshift,
    _whose,
    _awning,
    _any,
    _of_topic,
    _somebody,
    _as_well,
    _gone,
    _dead,
    _assent,
    _fell,
    *PASSAGES,
)
