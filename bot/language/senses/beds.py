"""What hangs in a tree is the tree's, and what lies in a bed is the bed's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, silenced
from bot.language.words.vocabulary import Vocabulary

_PLANTED = frozenset({"green"})
WELL = frozenset({Kind.CLEAN, Kind.PRAISE, Kind.TIDY, Kind.AWAY, Kind.NOT, Kind.NONE, Kind.EXCEPT})
_GROUND = frozenset(Vocabulary("bearers").words("ground"))


def in_green(clause: list[Token]) -> list[Token]:
    """“水管子挂在门口树上”: whatever hangs in a tree or lies in a bed is the tree's and the bed's."""
    green = next((n for n, token in enumerate(clause) if token.kind is Kind.GREEN or _is_of_green(token)), None)
    if green is None or any(token.kind in WELL for token in _without_undone(clause)):
        return clause
    if clause[green].kind is Kind.SYMPTOM:
        return [*_poured(clause[:green]), clause[green], *map(_no_second, clause[green + 1 :])]
    if not clause[green].text.endswith(AT_TREE):
        clause = _lying(clause, clause[green])
    told = [_hung(token) if _is_hung(clause) else token for token in clause]
    start = next((n for n in range(green - 1, -1, -1) if told[n].kind not in _AT_GREEN), -1)
    told[start + 1 : green] = map(_no_front, told[start + 1 : green])
    first = next((n for n in range(green + 1, len(told)) if told[n].kind is Kind.GOODS), len(told))
    return [*told[: first + 1], *_without_second(told[first + 1 :], told[: first + 1])]


def _poured(before: list[Token]) -> list[Token]:
    """“剥下来的玉米叶子|倒在树坑里”: what was poured there is no second fault."""
    is_it = all(one.kind in _POURED for one in before)
    return [silenced(one) if is_it and one.kind is Kind.DIRT else one for one in before]


_POURED = frozenset({Kind.DIRT, Kind.GOODS, Kind.FILLER, Kind.UNKNOWN, Kind.MANY})


def _without_second(behind: Sequence[Token], before: Sequence[Token]) -> list[Token]:
    """What hangs there tells one fault; of “a mop hanging on it” it is the verb that says that it hangs."""
    is_put = has(before, Kind.PUT)
    first = -1 if is_put else next((one.start for one in behind if one.kind is Kind.PUT), -1)
    return [one if one.start == first else _no_second(one) for one in behind]


def _without_undone(clause: Sequence[Token]) -> list[Token]:
    """The words without what was not done, and without what only tells where dirt came from: “倒的茶叶渣还没清”."""
    kept = list(clause)
    for one, then in pairwise(clause):
        is_undone = one.kind is Kind.NOT and then.kind in _TIDIES
        is_origin = one.kind in _TIDIES and then.text == "的"
        kept = [
            token for token in kept if not (is_undone and token in (one, then)) and not (is_origin and token is one)
        ]
    return kept


_TIDIES = frozenset({Kind.TIDY, Kind.AWAY})


def _is_of_green(token: Token) -> bool:
    return token.kind is Kind.SYMPTOM and token.duties == _PLANTED


def _lying(clause: list[Token], green: Token) -> list[Token]:
    """“树坑里倒了面汤”, “straws in the planter”: within a bed it is the bed that is not clean, whoever threw it there."""
    if not has(clause, Kind.DIRT) or any(one.text in _GROUND for one in clause):
        return clause
    if has(clause, Kind.OUTSIDE, Kind.SYMPTOM):
        return clause  # “花盆里的泥冲到路上了”
    return [dirtied(one, green) for one in clause]


def dirtied(token: Token, green: Token) -> Token:
    if token.kind is Kind.DIRT:
        return replace(token, kind=Kind.DIRTY, duties=green.duties)
    return silenced(token) if token.kind in (Kind.UNKNOWN, Kind.BROKEN) or token.text in _SOMEBODY else token


AT_TREE = Vocabulary("attributions").words("beside_tree")
_SOMEBODY = frozenset(Vocabulary("attributions").words("somebody"))
_AT_GREEN = frozenset({Kind.FRONT, Kind.OUTSIDE, Kind.FILLER, Kind.MANY})


def _is_hung(clause: Sequence[Token]) -> bool:
    kinds = {token.kind for token in clause}
    return Kind.PUT in kinds and Kind.BROKEN not in kinds


def _hung(token: Token) -> Token:
    """“电线拴在行道树上”: a cable is goods where it is tied to a tree."""
    is_public = Kind.PUBLIC in (token.kind, token.also)
    return replace(token, kind=Kind.GOODS, duties=frozenset(), also=None) if is_public else token


def _no_front(token: Token) -> Token:
    """“门口那棵树上”, “路边树上”"""
    return silenced(token) if token.kind in (Kind.FRONT, Kind.OUTSIDE) else token


def _no_second(token: Token) -> Token:
    """“树上拉了根绳子晒了一床被子”: what hangs there tells one fault."""
    return silenced(token) if token.kind in (Kind.GOODS, Kind.PUT, Kind.MANY) else token
