"""Marks: a duty scored with a figure or a bare no, “秩序0”, “8 no: cars on the sidewalk”, “扣秩序”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.senses.sense import of_texts
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("senses")
_NO = _GROUPS.words("denial_first")
_DEDUCTS = _GROUPS.words("deducts")
_BEFORE_DUTY = Vocabulary("attributions").words("before_duty", "en")
_SCORES = {"0": Kind.FAIL, "1": Kind.PRAISE}


@of_texts((*_NO, "0", "1"))
def _mark(tokens: Sequence[Token], n: int) -> Token:
    """“秩序0”, “卫生1”: the mark of a duty that is not met, or is."""
    token = tokens[n]
    if token.text in _NO:
        return replace(token, kind=Kind.FAIL) if _is_verdict(tokens, n) else token
    if token.text not in _SCORES:
        return token
    before = next((one for one in reversed(tokens[:n]) if one.kind is not Kind.FILLER and one.text != ":"), None)
    then = tokens[n + 1] if n + 1 < len(tokens) else None
    is_score = then is None or then.kind in (Kind.BREAK, Kind.DUTY, Kind.REST, Kind.FILLER)
    is_of_duty = before is not None and before.kind in (Kind.DUTY, Kind.REST)
    return replace(token, kind=_SCORES[token.text]) if is_of_duty and (is_score or token.text == "0") else token


def _is_verdict(tokens: Sequence[Token], n: int) -> bool:
    """“8 no: cars on the sidewalk”, “doesn't, steamers on the kerb”, “no on order”."""
    behind = tokens[n + 1 : n + 3]
    is_of_duty = [one.kind for one in behind] == [Kind.FILLER, Kind.DUTY] and behind[0].text in _BEFORE_DUTY
    return is_of_duty or (n == 0 and len(tokens) > 1 and _is_heading(tokens[1:]))


def _is_heading(behind: Sequence[Token]) -> bool:
    """Whether what follows is told apart, and says why."""
    is_apart = behind[0].text in (":", "-") or (behind[0].kind is Kind.BREAK and len(behind) > 1)
    return is_apart and not has(behind, Kind.PRAISE, Kind.CLEAN, Kind.ASKS)


@of_texts(_DEDUCTS)
def _deducted(tokens: Sequence[Token], n: int) -> Token:
    """“扣秩序”: the duty behind it is not met."""
    is_of_duty = n + 1 < len(tokens) and tokens[n + 1].kind is Kind.DUTY
    return replace(tokens[n], kind=Kind.FAIL) if is_of_duty else tokens[n]


MARKS = (_mark, _deducted)
