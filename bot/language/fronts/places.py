"""Whether a clause names the place it speaks of: the door, the ground, or the thing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.statements.statements import Statement
from bot.language.words.lexicon import Kind, Token
from bot.language.words.vocabulary import Vocabulary

_PLACES = frozenset({Kind.FRONT, Kind.OUTSIDE, Kind.DUTY, Kind.BIN, Kind.FIXTURE, Kind.GREEN})
_THINGS = frozenset({Kind.DIRT, Kind.GOODS, Kind.VEHICLE})
_GROUND = re.compile(Vocabulary("places").pattern("ground"))


def names_where(clause: Sequence[Token]) -> bool:
    """Whether a place is named, not only a duty: “门口倒是干净”."""
    return any(token.kind in _PLACES - {Kind.DUTY} or _GROUND.search(token.text) for token in clause)


def is_bare_dirt(tokens: Sequence[Token]) -> bool:
    """“8号污水”, “3 litter”: of a shop that was named nothing is said but the dirt that lies there."""
    told = [token for token in tokens if token.kind not in (Kind.FILLER, Kind.BREAK) or token.text == "呢"]
    return bool(told) and all(Kind.DIRT in (one.kind, one.also) and len(one.text) > 1 for one in told)


def tells_where(clause: Sequence[Token], statement: Statement) -> bool:
    """Whether the place, or a thing of the same duty, is named of which it is told how it is."""
    things = _THINGS | {Kind.SYMPTOM} if statement.is_adjective else _THINGS  # “招牌全是灰脏了”
    return any(
        token.kind in _PLACES
        or _GROUND.search(token.text)
        or (token.kind in things and len(token.text) > 1 and bool(token.duties & statement.duties))
        for token in clause
    )


def the_one_named(clause: Sequence[Token]) -> frozenset[str]:
    """The one duty of the things that a clause names and says nothing of: “花坛里的草比人高了”, and then “没拔”."""
    about = frozenset(duty for token in clause if token.kind in _NAMED for duty in token.duties)
    return about if len(about) == 1 else frozenset()


_NAMED = frozenset({Kind.FIXTURE, Kind.GREEN, Kind.DIRT, Kind.LAMP})
