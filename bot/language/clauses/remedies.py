"""What an owner says in Chinese was put right, part by part: a thing taken in or down, a stain wiped off, a tile replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.language.clauses.claims import denied
from bot.language.statements.statements import Says, Statement, statements
from bot.language.words.kinds import AGAINST_FIX
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import text_of, told_apart
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("remedies")


_CALLS = Vocabulary("demands").pattern("verbs", "zh")


def _told(group: str) -> re.Pattern[str]:
    """One of the verbs with 了 or another word of completion behind it, or 已 before it."""
    gap = rf"(?:(?!{_GROUPS.pattern('barriers')}).){{0,9}}?"
    own = rf"(?:(?!{_GROUPS.pattern('barriers')}|{_CALLS}).){{0,9}}?"  # “已叫电工来换” is not done
    return re.compile(
        rf"({group}){gap}{_GROUPS.pattern('endings')}|{_GROUPS.pattern('already')}{own}({group}).{{0,5}}$"
    )


_TAKEN = _told(_GROUPS.pattern("takes"))
_CLEANED = _told(_GROUPS.pattern("cleans"))
_MENDED = _told(_GROUPS.pattern("repairs"))
_DEALT = _told(_GROUPS.pattern("deals"))
_FINISHED = re.compile(f"{_GROUPS.pattern('endings')}|{_GROUPS.pattern('already')}")
_DIRT = frozenset({Kind.DIRT, Kind.SYMPTOM, Kind.TOLD_OF, Kind.DIRTY})
_LOOSE = frozenset({Kind.GOODS, Kind.VEHICLE})
_FIXED = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.BIN, Kind.BROKEN, Kind.SYMPTOM, Kind.TOLD_OF, Kind.DUTY})
_THINGS = _DIRT | _LOOSE | _FIXED | {Kind.GREEN}
_WAYS = (
    (_TAKEN, _THINGS),
    (_CLEANED, _DIRT | {Kind.BIN}),
    (_MENDED, _FIXED | {Kind.GOODS}),
    (_DEALT, _DIRT | _LOOSE | {Kind.BROKEN}),
)
"""How each kind of thing is put right."""
_OUTWARD = frozenset({Kind.OUTSIDE, Kind.FRONT})
_NEAR = 2
"""Characters behind a line or place that may say on which side of it: “黄线|里面”."""
_INWARD = re.compile(_GROUPS.pattern("inside"))
_SENSES = re.compile(_GROUPS.pattern("senses"))
_NAMES_OTHER = re.compile(_GROUPS.pattern("others"))
_WAITS = frozenset(
    {Kind.HALF, Kind.LATER, Kind.UNDERWAY, Kind.ASKS, Kind.DOUBT, Kind.CORRECTS, Kind.HARSH, Kind.OTHERS_DID}
)
_DENIED = re.compile(_GROUPS.pattern("denials"))
_PARTLY = re.compile(_GROUPS.pattern("partly"))
_NO_VERBS = frozenset({Kind.SYMPTOM, Kind.DIRT, Kind.GOODS, Kind.FIXTURE, Kind.BIN, Kind.FAIL})
_TAKES_BACK = frozenset({Kind.NOT, Kind.NONE, Kind.REFUSED, Kind.SHOULD, Kind.FAIL, Kind.CLAIM})
_SPEAKS_AGAINST = AGAINST_FIX | {Kind.EXCEPT}
_FAULTS = frozenset({Says.FAULT, Says.WEAK_FAULT, Says.NOT_TIDIED, Says.FAILED, Says.EXCEPTED})
_LEFT = (Says.FAILED, Says.EXCEPTED, Says.NOT_TIDIED)
_CARRIED_OUT = re.compile(_GROUPS.pattern("carried_out"))
_EARLY = re.compile(_GROUPS.pattern("early"))
_ONCE_MORE = re.compile(_GROUPS.pattern("once_more"))
_WORKERS = _GROUPS.pattern("workers")
_NOT_A_BIT = re.compile(rf"{_GROUPS.pattern('not_a_bit')}.{{0,4}}{_GROUPS.pattern('none_left')}")
"""Nothing of it is left: “一点印子都没有”."""
_AGAIN = re.compile(_GROUPS.pattern("again"))
_REMAINS = re.compile(_GROUPS.pattern("remains"))
"""What is still there, or there again."""
_SPOKEN = re.compile(_GROUPS.pattern("spoken"))
"""How one asks to come and see, promises a photo or to take care: no doubt about what was done."""
_CAME = f"{_WORKERS}.{{0,4}}{_GROUPS.pattern('came')}"
_TELLS_OF = re.compile(f"{_NOT_A_BIT.pattern}|{_GROUPS.pattern('holes')}|{_GROUPS.pattern('invitation')}|{_CAME}")
"""Who asks to come and see was told of what was done; whoever came for it did it; and who fills a hole had one."""
_OVER = re.compile(rf"{_GROUPS.pattern('over')}|{_GROUPS.pattern('not')}.{{0,2}}{_GROUPS.pattern('ceased')}.{{0,3}}了")
"""What is no more: “不占道了”, “看不出来了”."""
_STOPPED = re.compile(rf"{_GROUPS.pattern('stops')}{_GROUPS.pattern('stopped')}.{{0,4}}了")
_NAMED = _LOOSE | {Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC}
"""Of these it is told by what they do no more that they were put right: “栏杆不晃了”."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The words up to one 了."""

    tokens: Sequence[Token]
    text: str


def is_remedied(tokens: Sequence[Token]) -> bool:
    """Whether something is told as put right, and nothing else told is at fault, in doubt or yet to be done."""
    told = text_of(tokens)
    if not _FINISHED.search(told) or _NAMES_OTHER.search(_EARLY.sub("", told)):
        return False
    parts = list(map(_part, chain.from_iterable(map(_before_and_now, told_apart(tokens)))))
    done = [_is_put_right(parts, n) for n in range(len(parts))]
    if not any(done):
        return False
    last = max(n for n, is_done in enumerate(done) if is_done)
    for n, part in enumerate(parts):
        if done[n] or _is_harmless(part):
            continue
        if n > last or not _was_at_fault(part, parts[n + 1 :], done[n + 1 :]):
            return False
    return True


def _before_and_now(told: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """“我垫了块橡皮|现在不响了”: what was done, and how it is now."""
    at = next((n for n, token in enumerate(told) if n and token.kind is Kind.NOW), len(told))
    is_done = _FINISHED.search(text_of(told[:at]))
    yield from (told[:at], told[at:]) if is_done and at < len(told) else (told,)


def _part(tokens: Sequence[Token]) -> _Part:
    text = text_of(tokens)
    return _Part(tuple(tokens), _ONCE_MORE.sub(lambda found: " " + found[0][1:], text))


def _is_put_right(parts: Sequence[_Part], n: int) -> bool:
    part = parts[n]
    told = _SENSES.sub(lambda found: "-" * len(found[0]), part.text)[_end_of_attribute(part) :]
    known = _things(parts, n)
    if _OVER.search(told) and Kind.TOLD_OF in known:
        return True  # “昨天说的桌子，今天没摆出来了”
    if _STOPPED.search(told) and known & _NAMED and not any(token.kind in _WAITS for token in part.tokens):
        return True
    for pattern, things in _WAYS:
        found = pattern.search(told)
        if not found or _is_taken_back(part, told, found):
            continue
        if known & things or (pattern is _TAKEN and _names_other_thing(part, told, found)):
            return True
    return False


def _things(parts: Sequence[_Part], n: int) -> set[Kind]:
    """The kinds of things that may be spoken of: named in this part, before it, or right behind it."""
    behind = [part for part in parts[n + 1 : n + 2] if _tells_what(part)]
    named = [token for part in (*parts[: n + 1], *behind) for token in part.tokens]
    kinds = {one.kind for one in named}
    is_told_of = any(_TELLS_OF.search(part.text) for part in parts)
    return kinds | ({Kind.TOLD_OF} if is_told_of else set())


def _tells_what(part: _Part) -> bool:
    """Whether a part only says of what thing the one before it told: “门口重新拖了一遍，黑印子没了”."""
    return bool(_OVER.search(part.text)) or not any(token.kind in _DOES for token in part.tokens)


def _names_other_thing(part: _Part, told: str, found: re.Match[str]) -> bool:
    """Whether a thing nobody knows stands before the verb: “煤球|搬到灶间去了”."""
    start, at = _verb_at(part, told, found), 0
    for token in part.tokens:
        if token.kind is Kind.UNKNOWN and len(token.text) > 1 and at + len(token.text) <= start:
            return True
        at += len(token.text)
    return False


def _verb_at(part: _Part, told: str, found: re.Match[str]) -> int:
    """Where the verb begins within the part."""
    return len(part.text) - len(told) + found.start(found.lastindex or 0)


_DOES = frozenset({Kind.TIDY, Kind.AWAY, Kind.PUT, Kind.SYMPTOM, Kind.CLEAN, Kind.NOT, Kind.NONE})


def _end_of_attribute(part: _Part) -> int:
    """Where the words end that only tell which thing is meant: “绑在树上的|横幅”, “不要的|纸箱”."""
    return part.text.rstrip("了").rfind("的", 0, -1) + 1


def _is_announced(part: _Part) -> bool:
    """“马上扫掉”: without a word of completion at once is soon."""
    return any(token.text.startswith(_AT_ONCE) for token in part.tokens) and not _COMPLETED.search(part.text)


_AT_ONCE = Vocabulary("statements").words("at_once", "zh")
_COMPLETED = re.compile(_GROUPS.pattern("completed"))


def _is_taken_back(part: _Part, told: str, found: re.Match[str]) -> bool:
    """Whether a “not” or a wish stands before the verb, the verb is part of a fault, or what was done put it outside."""
    start = _verb_at(part, told, found)
    after = len(part.text) - len(told)
    if (
        _is_announced(part)
        or _CARRIED_OUT.search(told)
        or _DENIED.search(told[: start - after])
        or _PARTLY.search(told)
        or _DENIED.search(told[found.end() :])
        or _REMAINS.search(told[found.end() :])
    ):
        return True
    at = 0
    for token in part.tokens:
        end = at + len(token.text)
        if token.kind in _OUTWARD and _INWARD.search(part.text[at : end + _NEAR]):
            at = end
            continue
        if after <= at and _takes_back(
            token, is_before=at < start, is_verb=at <= start < end, is_within=at < start < end
        ):
            return True
        at = end
    return False


def _takes_back(token: Token, *, is_before: bool, is_verb: bool, is_within: bool) -> bool:
    """Whether one word beside the verb, or around it, says that nothing was put right."""
    if token.kind is Kind.OTHERS_DID and token.also is Kind.KIN:
        return False  # “叫客人推进来了”
    if token.kind in (Kind.GREEN, Kind.CLAIM):
        return not is_before  # “被套挂到冬青上了”, and “你们说我占道的车我移走了”
    if token.kind is Kind.UNDERWAY and is_verb:
        return token.text.endswith("了")  # “师傅来换|过了”
    if token.kind is Kind.TOPIC:
        return is_before and not is_verb  # “手机修好了”, not “收进后厨了”
    if token.kind in (Kind.BROKEN, Kind.PUT) and _is_of_fault(token, is_verb=is_verb, is_within=is_within):
        return True
    if token.kind in _OUTWARD:
        return not is_before
    if token.kind in _WAITS:
        return not _SPOKEN.search(token.text) and not re.fullmatch(_WORKERS, token.text)
    return token.kind in _TAKES_BACK or (is_verb and token.kind in _NO_VERBS)


def _is_of_fault(token: Token, *, is_verb: bool, is_within: bool) -> bool:
    """Whether the verb is part of what went wrong: “招牌刮歪了”, “树上拉了根绳子”."""
    if token.kind is Kind.PUT:
        return is_verb and token.text.endswith(_DONE) and token.text.startswith(_HANGS)
    return is_within or (is_verb and len(token.text) > len(_DONE))


_DONE = "了"
_HANGS = _GROUPS.words("hangs")


def _is_harmless(part: _Part) -> bool:
    """Whether a part tells neither of a fault nor of doubt."""
    if _REMAINS.search(_OVER.sub("", part.text)):
        return False
    if _OVER.search(part.text) or _NOT_A_BIT.search(part.text):
        return True
    kinds = {token.kind for token in part.tokens} & _SPEAKS_AGAINST
    is_now = any(token.kind is Kind.NOW for token in part.tokens)
    is_no_more = is_now or _AGAIN.search(part.text) or part.text.endswith(_DONE)
    kinds -= denied(part.tokens) if is_no_more else set()  # “没再挂东西”, “树上没东西了”
    found = {one.says for one in _stated(part)}
    if kinds and not _SPOKEN.search(part.text):
        return False
    return not found & _FAULTS


def _stated(part: _Part) -> list[Statement]:
    return list(statements(part.tokens))


def _was_at_fault(part: _Part, behind: Sequence[_Part], done: Sequence[bool]) -> bool:
    """Whether the fault a part tells is what the parts behind it put right: “门口有纸屑，我扫掉了”."""
    kinds = {token.kind for token in part.tokens} & _SPEAKS_AGAINST - {Kind.OTHERS_DID, Kind.CLAIM}
    found = [one for one in _stated(part) if one.says in _FAULTS]
    is_told_of = any(token.kind is Kind.TOLD_OF for token in part.tokens)
    if kinds or not found or (not is_told_of and any(one.says in _LEFT for one in found)):
        return False
    at_fault = frozenset().union(*(one.duties for one in found))
    for then, is_done in zip(behind, done, strict=True):
        named = frozenset().union(*(token.duties for token in then.tokens if token.kind in _THINGS))
        if is_done:
            return not named or bool(named & at_fault) or is_told_of
    return False
