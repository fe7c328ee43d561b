"""What came of a word said on the spot: whether a fault told before it still stands, or something was done about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.statements.statements import Says, Statement, statements
from bot.language.words.kinds import BESIDES, HALVES, NOTS, UNSETTLED
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments, text_of, told_apart
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("reminders")
STANDS = frozenset({Says.FAULT, Says.NOT_TIDIED, Says.WEAK_FAULT, Says.FAILED, Says.TO_FIX})
"""What says after a reminder that the fault still stands, or that it is going to be put right."""
_FAULTS = STANDS - {Says.TO_FIX}


def stands(found: Sequence[Statement]) -> bool:
    return any(one.says in STANDS for one in found)


def fixes_last(told: Sequence[list[Token]]) -> Sequence[list[Token]]:
    """The clauses with one that only says “fixed on the spot” behind those that tell what was: “fixed at 9: boxes outside”."""
    found = list(statements(told[0])) if len(told) > 1 else []
    is_heading = bool(found) and all(one.says is Says.FIXED and not one.duties for one in found)
    return [*told[1:], told[0]] if is_heading else told


def is_answered(clause: Sequence[Token]) -> bool:
    """“太吵 老板当场关小了”: a fault, and in the same breath that something was done about it, in whatever words."""
    at = next((n for n, token in enumerate(clause) if token.kind is Kind.AT_ONCE), 0)
    if not any(one.says in STANDS and one.duties for one in statements(clause[:at])):
        return False
    behind = [one for one in statements(clause[at:]) if one.duties or one.says is not Says.WEAK_FAULT]  # 捞掉了
    return any(token.text.endswith("了") for token in clause[at + 1 :]) and not stands(behind)


def is_acted_on(clause: Sequence[Token]) -> bool:
    """“两个保安往里挪了一米”: somebody of the shop, or whoever looked, did something, in whatever words."""
    return _PEOPLE.match(text_of(clause)) is not None and _is_done(clause)


_PEOPLE = re.compile(_GROUPS.pattern("people"))


def answered(tokens: Sequence[Token]) -> list[Token]:
    """The words with whatever was done behind a fault and a word about it as the fix it is: “劝进屋里去了”; a word of
    which nothing came, or only words, leaves the fault as plain as it was."""
    if not _may_be_answered(tokens):
        return list(tokens)
    acts, said = _acts([replace(one, kind=Kind.AT_ONCE) if _is_call(one) else one for one in tokens])
    fixed = {act[-1].start for act in acts}
    silent = {token.start for act in acts for token in act} - fixed
    if said and _comes_to_nothing(said):
        silent |= {token.start for token in said if token.kind is not Kind.REFUSED}
    kept = [token for token in tokens if token.start not in silent]
    return [replace(t, kind=Kind.FIXED, also=None, duties=frozenset()) if t.start in fixed else t for t in kept]


def _may_be_answered(tokens: Sequence[Token]) -> bool:
    """Whether something is told as said or done at all, and nothing by half."""
    is_told = any(token.kind is Kind.AT_ONCE or _is_call(token) or token.text.endswith("了") for token in tokens)
    return is_told and not has(tokens, Kind.HALF, Kind.HALF_OF)


def _is_call(token: Token) -> bool:
    """“喊老丁插上电”: whoever is called is told as well."""
    return token.kind is Kind.UNKNOWN and (token.text in _CALLS or _ANSWERS.search(token.text) is not None)


def _acts(tokens: Sequence[Token]) -> tuple[list[list[Token]], list[Token]]:
    """What was done about the faults told before it; and the last that was said of one, and all behind it."""
    acts: list[list[Token]] = []
    about: frozenset[str] = frozenset()
    said: list[Token] = []
    stated = [one for part in segments(tokens) for one in statements(part) if one.says in _FAULTS and one.duties]
    for part in told_apart(tokens):
        act, about = _behind_faults(part, stated, about)
        is_told = bool(about) and (bool(said) or _has_word(act) or _is_deed_alone(act))
        said += act if is_told else []
        if is_told and _is_done(act):
            acts, about, said = [*acts, act], frozenset(), []
    return acts, said


def _behind_faults(
    part: Sequence[Token], stated: Sequence[Statement], about: frozenset[str]
) -> tuple[list[Token], frozenset[str]]:
    """The words behind what a part tells of other duties than `about`, and all duties told of then."""
    faults = [one for one in stated if part[0].start < one.end <= part[-1].end and not one.duties <= about]
    end = max((one.end for one in faults), default=0)
    return [token for token in part if token.start >= end], about.union(*(one.duties for one in faults))


def _has_word(tokens: Sequence[Token]) -> bool:
    """Whether something is said on the spot."""
    return has(tokens, Kind.AT_ONCE)


def _comes_to_nothing(said: Sequence[Token]) -> bool:
    """Whether somebody was told, and then nothing, or only that they answered, promise or refuse."""
    at = next(
        (n for n, token in enumerate(said) if token.kind is Kind.AT_ONCE and _TELLS.search(token.text)), len(said)
    )
    if any(token.kind not in _SMALL for token in said[:at]) or at == len(said):
        return False
    behind = [one for one in said[at + (not _ANSWERS.search(said[at].text)) :] if one.kind is not Kind.DONE]
    told = [token for token in said[at:] if token.kind is Kind.AT_ONCE and _TELLS.search(token.text)]
    is_answered = any(token.kind not in (Kind.FILLER, Kind.BREAK, Kind.AT_ONCE) for token in behind)
    return _is_only_said(_text(behind)) if is_answered else all(_PLAIN.search(token.text) for token in told)


def _is_only_said(text: str) -> bool:
    """Whether what came of it is an answer, a promise or a refusal."""
    is_promised = bool(_PROMISES.search(text)) and not _DONE.search(text)
    return (is_promised or bool(_REFUSES.search(text))) and not _TAKES_BACK.search(text)


def _is_done(act: Sequence[Token]) -> bool:
    """Whether something was done, and not only said, promised or refused."""
    told = next((n for n, token in enumerate(act) if token.kind is Kind.AT_ONCE), -1)
    last = act[told].text[-1] if told >= 0 and act[told].text.endswith(_AT_LAST) else ""
    act = act[told + 1 :] if any(_is_deed(token) for token in act[told + 1 :]) else act[: max(told, 0)]
    kinds = {token.kind for token in act if not _SOON.fullmatch(token.text)}
    verb = next((n for n, token in enumerate(act) if _is_deed(token)), None)
    if verb is None or kinds & _AGAINST or has(act[verb:], Kind.OUTSIDE):
        return False
    text = last + _text(act)
    return bool(_DONE.search(text)) and not _NO_ACT.search(text)


def _is_deed_alone(act: Sequence[Token]) -> bool:
    """“取了”, “老板自己拿下来了”: nothing but that it was done, which needs no word said before."""
    return not {token.kind for token in act} - _ALONE and _DEED.fullmatch(_text(act)) is not None


def _is_deed(token: Token) -> bool:
    return token.kind in _VERBS or token.text in _WAYS


def _text(act: Sequence[Token]) -> str:
    """The words as patterns see them."""
    return "".join(f" {token.text}" if token.text.isascii() else token.text for token in act)


_SOON = re.compile(_GROUPS.pattern("soon"))
_DONE = re.compile(f"{_GROUPS.pattern('done', 'zh')}|{_GROUPS.pattern('done', 'en')}\\b")
_NO_ACT = re.compile(f"{_GROUPS.pattern('no_acts', 'zh')}|\\b{_GROUPS.pattern('no_acts', 'en')}\\b")
_AT_LAST = Vocabulary("outcomes").words("at_last", "zh")
_DEED = re.compile(
    f"{_GROUPS.pattern('doers')}*{Vocabulary('remedies').pattern('takes')}{_GROUPS.pattern('complements')}?了"
)
_ALONE = frozenset({Kind.FILLER, Kind.UNKNOWN, Kind.DONE, Kind.TIDY, Kind.AWAY, Kind.PUT, Kind.CLEAN, Kind.FIXED})
_WAYS = frozenset(_GROUPS.words("ways"))
_PLAIN = re.compile(_GROUPS.pattern("plain"))
_ANSWERS = re.compile(f"^{_GROUPS.pattern('answers')}$")
_CALLS = frozenset(_GROUPS.words("calls"))
_TELLS = re.compile(_GROUPS.pattern("tells"))
_PROMISES = re.compile(f"{_GROUPS.pattern('promises', 'zh')}|\\b{_GROUPS.pattern('promises', 'en')}\\b")
_REFUSES = re.compile(f"{_GROUPS.pattern('refuses', 'zh')}|\\b{_GROUPS.pattern('refuses', 'en')}\\b")
_TAKES_BACK = re.compile(f"{_GROUPS.pattern('takes_back', 'zh')}|\\b{_GROUPS.pattern('takes_back', 'en')}\\b")
_SMALL = frozenset({Kind.FILLER, Kind.UNKNOWN, Kind.NOW, Kind.BREAK, Kind.DONE})
_VERBS = frozenset({Kind.UNKNOWN, Kind.TIDY, Kind.AWAY, Kind.PUT, Kind.PARK, Kind.CLEAN, Kind.FIXED, Kind.CLOSED})
_AGAINST = (
    (UNSETTLED | NOTS | HALVES | BESIDES)
    | {*(Kind.UNDERWAY, Kind.REFUSED, Kind.FAIL, Kind.MILD, Kind.DUTY, Kind.HARSH, Kind.PRAISE, Kind.BROKEN)}
) - {Kind.CLOSED, Kind.FIXED, Kind.PROBLEM}
"""With one of these nothing is known to be put right."""
