"""What a word means beside its neighbours: “昨天的垃圾还没扫” is of today, “是卫生不好还是秩序不好” asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.language.senses.ages import aged
from bot.language.senses.attributions import ATTRIBUTIONS
from bot.language.senses.bearers import borne
from bot.language.senses.compounds import compound
from bot.language.senses.indoors import indoors
from bot.language.senses.marks import MARKS
from bot.language.senses.outcomes import OUTCOMES
from bot.language.senses.particles import PARTICLES
from bot.language.senses.phrasals import PHRASALS
from bot.language.senses.relations import RELATIONS
from bot.language.senses.sense import clause_of, in_turn, of, of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("senses")
_SINGLE = _GROUPS.words("adjectives")
_HIDING = _GROUPS.words("hiding")
_AT_TREE = _GROUPS.words("tree_places")
_ALONE = _GROUPS.words("dialect")
_OR = _GROUPS.words("alternatives")
_WHICH = _GROUPS.words("choices")
_BESIDE = _GROUPS.words("beside")
_THINGS = frozenset({Kind.BIN, Kind.GREEN, Kind.FRONT, Kind.DUTY})
_LIES_BY = _THINGS | {Kind.PUT}
_SHOWN = frozenset(
    {Kind.FRONT, Kind.OUTSIDE, Kind.HAVE, Kind.PUT, Kind.NOT, Kind.NONE, Kind.TIDY, Kind.AWAY, Kind.NUMBER}
)
"""What leaves no doubt that a thing named in one character lies there."""
_IS = _GROUPS.words("being")
_GROUND = re.compile(_GROUPS.pattern("ground"))


def in_context(tokens: Sequence[Token]) -> list[Token]:
    """The words with those put right that mean something else beside their neighbours."""
    is_english = any(token.text.isascii() and token.text[0].isalpha() for token in tokens)
    return borne(in_turn(IN_ENGLISH if is_english else IN_CHINESE, tokens))


@of_texts(_ALONE)
def _dialect(tokens: Sequence[Token], n: int) -> Token:
    """“管”, “照”: well only as a word of its own or behind a word for all: “都管”, not “你们管管”."""
    token = tokens[n]
    before, behind = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    is_joined = (before and before.end == token.start and before.kind not in (Kind.ALL, Kind.BREAK, Kind.DUTY)) or (
        behind and behind.start == token.end and behind.kind not in (Kind.BREAK, Kind.DONE)
    )
    if behind and behind.text == "的" and before and before.kind is Kind.ALL and before.end == token.start:
        return token  # “都照的”
    return replace(token, kind=Kind.UNKNOWN) if is_joined else token


@of()
def _hides(tokens: Sequence[Token], n: int) -> Token:
    """“树枝挡住招牌”: a tree that hides something has nothing hung on it."""
    token = tokens[n]
    if not token.text.startswith(_HIDING) or token.kind is Kind.BROKEN:
        return token
    before = next((one for one in reversed(tokens[:n]) if one.kind in (Kind.GREEN, Kind.GOODS, Kind.BREAK)), None)
    is_tree = before is not None and before.kind is Kind.GREEN and not before.text.endswith(_AT_TREE)
    return replace(token, kind=Kind.DOUBT) if is_tree else token


@of(Kind.DIRT, Kind.DIRTY)
def _of_goods(tokens: Sequence[Token], n: int) -> Token:
    """“衣服脏了”, “围裙上都是油”: how goods are says nothing of the ground."""
    token = tokens[n]
    before = next((one for one in reversed(tokens[:n]) if one.kind not in (Kind.FILLER, Kind.MANY, Kind.HAVE)), None)
    is_on = token.kind is Kind.DIRT and bool(n) and any(one.text == _ON_TOP for one in tokens[max(n - 3, 0) : n])
    if not (token.kind is Kind.DIRTY or is_on) or before is None or before.kind not in (Kind.GOODS, Kind.VEHICLE):
        return token
    if token.duties & before.duties:
        return token
    is_undone = any(mark in token.text for mark in _UNDONE)  # “码了两摞纸箱 还没来得及拖|进去”
    return replace(token, kind=Kind.REFUSED if is_undone else Kind.DOUBT, duties=frozenset())


@of_texts(_SINGLE)
def _adjective(tokens: Sequence[Token], n: int) -> Token:
    """“破箱子”, “碎头发”: what goods or dirt are, not what is broken."""
    token = tokens[n]
    then = tokens[n + 1] if n + 1 < len(tokens) else None
    is_of_thing = then and then.start - token.end <= token.text.isascii() and then.kind in _CARRIED
    return replace(token, kind=Kind.FILLER) if is_of_thing else token


@of_texts(_BESIDE)
def _place(tokens: Sequence[Token], n: int) -> Token:
    """“垃圾桶旁边” is where something lies, nobody's neighbour."""
    token = tokens[n]
    is_where = n and tokens[n - 1].kind in _LIES_BY and tokens[n - 1].end == token.start
    is_elsewhere = has(tokens[:n], Kind.OUTSIDE, Kind.UNKNOWN)
    return replace(token, kind=Kind.FILLER) if is_where and not is_elsewhere else token


@of(Kind.DIRT, Kind.DIRTY)
def _syllable(tokens: Sequence[Token], n: int) -> Token:
    """“绿豆汤三块”, “脏话”: one character of a word nobody knows, with nothing beside it that lies or stands there."""
    token = tokens[n]
    if len(token.text) > 1:
        return token
    before, behind = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    is_part = (before and before.kind is Kind.UNKNOWN and before.end == token.start) or (
        behind and behind.kind is Kind.UNKNOWN and behind.start == token.end
    )
    if not is_part or any(map(_shows, clause_of(tokens, n))):
        return token
    return replace(token, kind=Kind.UNKNOWN, duties=frozenset())


def _shows(one: Token) -> bool:
    return (one.kind in _SHOWN and one.text not in _IS) or bool(_GROUND.search(one.text))


@of_texts(_OR)
def _choice(tokens: Sequence[Token], n: int) -> Token:
    """“卫生不好还是秩序不好” asks which of two."""
    token = tokens[n]
    if not n:
        return token
    is_asked = any(one.text in _WHICH for one in tokens[:n] if one.kind is not Kind.BREAK)
    names = n + 1 < len(tokens) and tokens[n + 1].kind is Kind.DUTY
    is_second = has(tokens[:n], Kind.FAIL, Kind.PRAISE, Kind.DUTY)
    return replace(token, kind=Kind.ASKS) if (is_asked or names) and is_second else token


_UNDONE = Vocabulary("statements").words("undone", "zh")
_ON_TOP = Vocabulary("attributions").words("on", "zh")[0]
_PUSHED = _GROUPS.words("pushed")
_STOCKED = _GROUPS.words("stocked")
_LAID_OUT = (*_STOCKED, *_GROUPS.words("laid_out"))
_IN_THE_WAY = frozenset({"order"})
_SPOKEN = re.compile(Vocabulary("claims").pattern("speech", "zh"))


@of(Kind.FIXTURE, Kind.DIRT)
def _carried(tokens: Sequence[Token], n: int) -> Token:
    """“广告牌忘了搬进来”, “几袋面粉没搬进去”: what is carried in stands outside, whatever else it is of."""
    token = tokens[n]
    behind = [one for one in clause_of(tokens, n) if one.start > token.start]
    is_carried = any(one.kind in _CARRIES and _COMES_IN.search(one.text) for one in behind[:4])
    is_carried &= token.also is not Kind.PUBLIC and not any(one.kind in _NAMED for one in behind[:3])
    return replace(token, kind=Kind.GOODS, duties=_IN_THE_WAY) if is_carried else token


_CARRIES = frozenset({Kind.AWAY, Kind.TIDY, Kind.REFUSED})
_COMES_IN = re.compile(_GROUPS.pattern("comes_in"))


@of(Kind.FIXTURE, Kind.PUBLIC, Kind.UNKNOWN, Kind.BIN)
def _stock(tokens: Sequence[Token], n: int) -> Token:
    """“水管堆外面路上”, “广告灯箱推出去了”: what else is of the front or the street is goods where it is put outside."""
    token = tokens[n]
    is_unknown = token.kind is Kind.UNKNOWN
    is_public = Kind.PUBLIC in (token.kind, token.also)
    then = [one for one in tokens[n + 1 : n + 5] if one.kind not in (Kind.ALL, Kind.FILLER)][:2]
    put = frozenset[str]().union(*(one.duties for one in tokens[:n] if one.kind in _LAID))
    is_on = any(one.text == _ON_TOP for one in tokens[n + 1 : n + 2]) and has(
        tokens[max(n - 5, 0) : n], Kind.PUT, Kind.PARK
    )
    if is_public and put and (is_on or has(tokens[n - 1 : n], Kind.PUT, Kind.PARK)):
        return replace(token, kind=Kind.OUTSIDE, duties=put, also=None)  # “干笋晒在栏杆上”
    if not then or not _may_be_goods(token, tokens[max(n - 1, 0) : n]):
        return token
    if then[0].kind is Kind.OUTSIDE and then[0].text[1:].startswith(_PUSHED) and not is_public:
        return replace(token, kind=Kind.GOODS, duties=then[0].duties)
    laid = _LAID_OUT if is_unknown else _STOCKED
    is_put = then[0].text.startswith(laid) if is_public or is_unknown else then[0].kind is Kind.PUT
    is_out = is_put and has(then[1:], Kind.OUTSIDE, *((Kind.FRONT,) if is_unknown else ()))
    return replace(token, kind=Kind.GOODS, duties=_IN_THE_WAY) if is_out else token


def _may_be_goods(token: Token, before: Sequence[Token]) -> bool:
    """Of bins a bucket, and a word nobody knows that may name a thing of its own: “缝纫机”, not “叶子|梗子”."""
    if token.kind is not Kind.UNKNOWN:
        return token.kind is not Kind.BIN or token.text in _BUCKETS
    is_end = has(before, Kind.DIRT, Kind.NOT, Kind.NONE)
    return len(token.text) > 1 and not (token.text.isascii() or is_end or _SPOKEN.search(token.text))


_BUCKETS = frozenset(_GROUPS.words("buckets"))


_FORBIDS = _GROUPS.words("forbidding")
_CARRIED = frozenset({Kind.GOODS, Kind.DIRT, Kind.VEHICLE})
_VERBS = frozenset(_GROUPS.words("verbs"))
_HAVE = _GROUPS.words("auxiliaries")
_OUT_OF = (Kind.OUTSIDE, Kind.FRONT, Kind.MANY)
_INDOORS = _GROUPS.words("indoors")
_NAMED = frozenset({Kind.DIRT, Kind.GOODS, Kind.VEHICLE, Kind.FIXTURE, Kind.BIN, Kind.LAMP, Kind.SYMPTOM})
_PEOPLE = frozenset(_GROUPS.words("people"))
_SUBJECTS = frozenset(_GROUPS.words("subjects"))


@of_texts((*_FORBIDS, *_VERBS, *_HAVE))
def _asks(tokens: Sequence[Token], n: int) -> Token:
    """“is one chair outside a problem”: an English question without its mark."""
    token = tokens[n]
    if n == 0 and token.text in _FORBIDS and len(tokens) > 1 and tokens[1].kind in (Kind.PUT, Kind.PARK, Kind.TIDY):
        return replace(token, kind=Kind.SHOULD)  # “don't put rubbish at my door”
    is_first = n == 0 and len(tokens) > 1
    is_question = is_first and token.text in _VERBS and (tokens[1].text in _SUBJECTS or tokens[1].kind in _NAMED)
    is_question = is_question or (is_first and token.text in _VERBS and tokens[-1].kind is Kind.PROBLEM)
    is_question = is_question or (is_first and token.text in _HAVE and tokens[1].text in _PEOPLE)
    return replace(token, kind=Kind.ASKS) if is_question else token


@of_texts(_INDOORS, Kind.TOPIC)
def _source(tokens: Sequence[Token], n: int) -> Token:
    """“后厨污水流到街上”: a place indoors from which something runs outside."""
    token = tokens[n]
    is_out = any(one.kind in _OUT_OF for one in tokens[n + 1 :])
    return replace(token, kind=Kind.FILLER) if is_out else token


@of(Kind.MILD)
def _same_as(tokens: Sequence[Token], n: int) -> Token:
    """“老样子，都好”, “all good as usual”: beside plain praise it only says since when."""
    token = tokens[n]
    is_sameness = bool(_SAMENESS.search(token.text)) and not token.text.startswith(_FIVE)  # “五样里三样好”
    is_praised = is_sameness and has(tokens, Kind.PRAISE)
    return replace(token, kind=Kind.FILLER) if is_praised else token


_FIVE = Vocabulary("claims").words("five")
_SAMENESS = re.compile(f"{_GROUPS.pattern('sameness')}|^{_GROUPS.pattern('sameness_first')}")


_HUNG = _GROUPS.words("hung")
_OUT_THERE = _GROUPS.words("out_there")
_OUT = _GROUPS.words("out")
_OUTSIDE = _GROUPS.words("outside")
_PAVING = _GROUPS.words("paving")
_LAID = frozenset({Kind.GOODS, Kind.VEHICLE})


@of_texts(_HUNG)
def _hung(tokens: Sequence[Token], n: int) -> Token:
    """“桂花树上挂了灯笼”: hung there, not failed."""
    token = tokens[n]
    is_there = has((*tokens[:n], *tokens[n + 1 : n + 3]), Kind.GREEN, Kind.FIXTURE, Kind.GOODS)
    return replace(token, kind=Kind.PUT) if is_there else token


def _is_last(tokens: Sequence[Token], n: int) -> bool:
    """Whether nothing more is told behind a word in its clause."""
    behind = takewhile(lambda one: one.kind is not Kind.BREAK, tokens[n + 1 :])
    return all(one.kind is Kind.FILLER for one in behind)


@of_texts((*_OUT_THERE, *_PAVING, *_OUT, *_OUTSIDE))
def _out(tokens: Sequence[Token], n: int) -> Token:
    """“the rack is out on the pavement”, “pipes out again”; “the railing outside is bent” is where it should be."""
    token = tokens[n]
    before = tokens[n - 1] if n else None
    thing = next((one for one in reversed(tokens[:n]) if one.kind not in (Kind.FILLER, Kind.HAVE)), None)
    if thing and thing.kind in _LAID and (token.text in _OUT_THERE or (token.text in _OUT and _is_last(tokens, n))):
        return replace(token, kind=Kind.OUTSIDE, duties=thing.duties)
    if token.text in _PAVING and before and before.kind is Kind.PUT and any(one.kind in _LAID for one in tokens[:n]):
        return replace(
            token, kind=Kind.OUTSIDE, duties=frozenset().union(*(o.duties for o in tokens[:n] if o.kind in _LAID))
        )
    if token.text in _OUT and before and (before.kind in (Kind.FIXTURE, Kind.LAMP) or "facade" in before.duties):
        return replace(token, kind=Kind.BROKEN)
    is_where = token.text in _OUTSIDE and before is not None and before.kind is Kind.FIXTURE
    is_told = has(tokens[n + 1 : n + 7], Kind.BROKEN)
    return replace(token, kind=Kind.FILLER) if is_where and is_told else token


_FIRST = (_dialect, _hides, indoors, _of_goods, _adjective, _place, _syllable, _choice, _carried, _stock)
_LAST = (*MARKS, _asks, _source, _same_as, _hung, _out)
IN_CHINESE = (compound, *PARTICLES, *_FIRST, aged, *OUTCOMES, *_LAST, *ATTRIBUTIONS)
IN_ENGLISH = (aged, compound, *PHRASALS, *PARTICLES, *_FIRST, *OUTCOMES, *_LAST, *RELATIONS, *ATTRIBUTIONS)
