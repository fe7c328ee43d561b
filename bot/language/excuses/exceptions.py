"""What is left out of praise in English has failed: “ok apart from the boxes on the ramp”, “everything except greenery”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.language.statements.statements import FAULTS, statements
from bot.language.words.kinds import PRAISES
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import silenced
from bot.language.words.vocabulary import Vocabulary

_OF_ALL = re.compile(rf"\b{Vocabulary('remarks').pattern('of_all')}\b")
_ENDS = PRAISES | {Kind.BREAK}
_OPEN = frozenset(
    {Kind.NOT, Kind.NONE, Kind.ASKS, Kind.DOUBT, Kind.NOT_LOOKED, Kind.OTHER_TIME, Kind.LATER, Kind.OTHERS_DID}
)
"""With one of these it may not be so now, or not at this front."""
_SMALL = frozenset({Kind.FILLER, Kind.ALL, Kind.HAVE, Kind.NOW})
_PUTS = frozenset({Kind.PUT, Kind.PARK})
_PLACES = frozenset({Kind.OUTSIDE, Kind.TIDY, Kind.FRONT})


def excepted(tokens: Sequence[Token]) -> list[Token]:
    """The words with those behind “except” as a fault of the one duty they name."""
    at = next((n for n, token in enumerate(tokens) if token.kind is Kind.EXCEPT), None)
    if at is None or not (_OF_ALL.search(tokens[at].text) or any(token.kind in PRAISES for token in tokens)):
        return list(tokens)
    told = list(takewhile(lambda one: one.kind not in _ENDS, tokens[at + 1 :]))
    about = _about(told)
    if len(about) != 1 or any(one.kind in _OPEN for one in told) or any(one.says in FAULTS for one in statements(told)):
        return list(tokens)
    named = next(token for token in told if token.duties == about)
    praise = takewhile(lambda one: one.kind in PRAISES or one.kind in _SMALL, tokens[at + 1 + len(told) :])
    silent = [silenced(one) for one in (tokens[at], *told, *praise)]
    silent[told.index(named) + 1] = replace(named, kind=Kind.SYMPTOM, also=None)
    return [*tokens[:at], *silent, *tokens[at + len(silent) :]]


def _about(told: Sequence[Token]) -> frozenset[str]:
    """The duties of what is named; what is blocked is no second thing."""
    is_put = any(token.kind in _PUTS for token in told)
    apart = _PLACES | ({Kind.FIXTURE} if is_put else frozenset())
    return frozenset().union(*(token.duties for token in told if token.kind not in apart))
