"""A duty said to be met by half: the half counts, and the fault that comes with it only says why.

“包子铺设施扣一半：门灯灯罩裂了” is one half of one duty, no failure of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from bot.language.statements.statements import Says, statements
from bot.language.words.kinds import HALVES
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments, silenced
from bot.language.words.vocabulary import Vocabulary

_WHOLE = frozenset({Kind.BROKEN, Kind.DIRTY, Kind.TIDY, Kind.AWAY, Kind.DONE})
"""What makes of a half a part of a thing: “招牌一半黑了”."""
_VERBS = frozenset({Kind.TIDY, Kind.AWAY})
_DOING = _VERBS | {Kind.DONE}
_GROUPS = Vocabulary("halves")
_HALVED = _GROUPS.words("counted")
_JOINS = tuple(f" {word}" for word in Vocabulary("attributions").words("before_duty", "en"))
"""“half for hygiene”: how a half ends whose duty comes behind it."""
_FAULTS = frozenset({Says.FAULT, Says.WEAK_FAULT, Says.NOT_TIDIED, Says.FAILED, Says.TIDIED})
_ASIDE = frozenset({Says.SO_SO, Says.THING, Says.TO_FIX, Says.DOUBTED, Says.FIXED})
_SOFT = frozenset({Kind.DOUBT, Kind.MILD, Kind.FIXED, Kind.KIN, Kind.OTHERS_DID})


def halved(tokens: Sequence[Token]) -> list[Token]:
    """The words with a half of a duty as met after a fix, and what only explains it made silent."""
    if not has(tokens, Kind.HALF, Kind.HALF_OF):
        return list(tokens)
    told = _behind_its_name([_told(tokens, n) for n in range(len(tokens))])
    told = _behind_why([_half_done(told, n) for n in range(len(told))])
    parts = list(segments(told))
    halves = [n for n, part in enumerate(parts) if has(part, Kind.HALF)]
    silent = {start for n in halves for start in _explaining(parts, n)}
    return [_settled(token, silent) for token in told]


def left_over(tokens: Sequence[Token], *, is_of_shop: bool) -> list[Token]:
    """“筐子收了一些，还剩两个在外面”: not all of one thing was put away: half a fix for who looks, a fault of one's own."""
    text = "".join(token.text for token in tokens)
    left = _LEFT.search(text) if not _ONCE_MORE.search(text) else None
    at = next((n for n in range(len(tokens)) if left and _is_done(tokens, n, left)), None)
    if left is None or at is None or any(token.kind is Kind.DUTY for token in tokens):
        return list(tokens)
    about = frozenset().union(*(token.duties for token in tokens[:at] if token.kind in _THINGS))
    ends = accumulate(len(token.text) for token in tokens)
    end = next(n for n, reached in enumerate(ends, 1) if reached >= left.end())
    end += len(next(iter(segments(tokens[end - 1 :])))) - 1
    behind = tokens[at + 1 : end]
    if not _is_rest(tokens[:at], behind, about, is_of_shop=is_of_shop):
        return list(tokens)
    before = [silenced(one) if one.kind in (Kind.HALF_OF, Kind.AT_ONCE, *_VERBS) else one for one in tokens[:at]]
    return [
        *before,
        replace(tokens[at], kind=Kind.FIXED if is_of_shop else Kind.SYMPTOM, duties=about, also=None),
        *map(silenced, behind),
        *tokens[end:],
    ]


def _is_rest(before: Sequence[Token], behind: Sequence[Token], about: frozenset[str], *, is_of_shop: bool) -> bool:
    """Whether no other duty and, for whoever looks, no other thing is told of behind what was put away."""
    if len(about) != 1 or any(one.kind in _OTHER for one in behind):
        return False
    is_within = all(one.duties <= about for one in behind if one.kind in _THINGS)
    return is_within and not (is_of_shop and _is_another(before, behind))


def _is_another(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """“垃圾袋拎走了，地上还有点汤水”: behind what is counted lies another thing, which is no rest of the first."""
    known = {letter for one in before if one.kind in _THINGS for letter in one.text}
    at = next((n for n, one in enumerate(behind) if one.kind is Kind.HAVE), len(behind))
    things = [one.text for one in behind[at:] if one.kind in _THINGS and not one.text.endswith(_TRACES)]
    return any(known.isdisjoint(thing) for thing in things)


def _is_done(tokens: Sequence[Token], n: int, left: re.Match[str]) -> bool:
    """Whether a word before `left` tells of putting away or cleaning that was done, or was done only in part."""
    then = tokens[n + 1] if n + 1 < len(tokens) else tokens[n]
    is_before = sum(len(one.text) for one in tokens[: n + 1]) <= left.start()
    is_told = tokens[n].kind in (Kind.FIXED, *_VERBS) and (
        then.kind in _TOLD or len(tokens[n].text) > _SHORT or left[0].startswith(_ONLY)
    )
    return is_before and (is_told or tokens[n].text in _MOVED) and not (n and tokens[n - 1].kind is Kind.NOT)


_LEFT = re.compile(_GROUPS.pattern("left"))
_TOLD = frozenset({Kind.DONE, Kind.MANY})
_SHORT = 2
"""Characters of a verb that tells of no end."""
_ONLY, _MOVED = _GROUPS.words("only"), _GROUPS.words("moved")
_TRACES = _GROUPS.words("traces")
_ONCE_MORE = re.compile(_GROUPS.pattern("once_more"))
_THINGS = frozenset({Kind.GOODS, Kind.VEHICLE, Kind.DIRT, Kind.FIXTURE, Kind.SYMPTOM, Kind.GREEN})
_OTHER = frozenset({Kind.PRAISE, Kind.CLEAN, Kind.REST, Kind.FAIL, Kind.NOW, Kind.OTHER_TIME, Kind.ASKS, Kind.EXCEPT})


def _told(tokens: Sequence[Token], n: int) -> Token:
    """A half that is one of a duty: it says so itself, or stands right behind the duty's name."""
    token = tokens[n]
    if token.kind not in HALVES:
        return token
    before = next((one for one in reversed(tokens[:n]) if one.kind is not Kind.FILLER), None)
    behind = next((one for one in tokens[n + 1 :] if one.kind is not Kind.FILLER), None)
    is_part = behind is not None and behind.kind in _WHOLE and behind.start - token.end <= 1
    is_named = before is not None and before.kind is Kind.DUTY
    is_doing = _is_of_doing([one for one in tokens[:n] if one.kind is not Kind.FILLER]) and len(token.text) > 1
    is_doing = is_doing and not token.text.isascii()
    if is_part or not (token.kind is Kind.HALF or is_named or is_doing):
        return replace(token, kind=Kind.FILLER if token.text.isascii() else Kind.UNKNOWN)
    return replace(token, kind=Kind.HALF)


def _behind_why(tokens: list[Token]) -> list[Token]:
    """“五包做到四包半，差在地上有头发”: a half of no duty that is named is one of what is told behind it."""
    half = next((n for n, token in enumerate(tokens) if token.kind is Kind.HALF and token.text.endswith(_HALVED)), None)
    if half is None or has(tokens, Kind.DUTY) or half + 1 == len(tokens):
        return tokens
    end = tokens[-1].end
    return [*tokens[:half], *tokens[half + 1 :], replace(tokens[half], start=end, end=end)]


def _is_of_doing(before: Sequence[Token]) -> bool:
    """“收一半”, “收了一半”, and not “黑了一半”."""
    verbs = before[-2:] if before and before[-1].kind is Kind.DONE else before[-1:]
    return bool(verbs) and verbs[0].kind in _VERBS


def _half_done(tokens: Sequence[Token], n: int) -> Token:
    """“收了一半”: half a fix, and no whole one beside it."""
    token, behind = tokens[n], [one for one in tokens[n + 1 : n + 4] if one.kind is not Kind.FILLER]
    is_half = behind and token.kind in _DOING and Kind.HALF in [one.kind for one in behind[:2]]
    is_next = is_half and (behind[0].kind is Kind.HALF or behind[0].kind is Kind.DONE)
    return replace(token, kind=Kind.FILLER, duties=frozenset()) if is_next else token


def _behind_its_name(tokens: list[Token]) -> list[Token]:
    """“half for hygiene” as “hygiene half”."""
    found = list(tokens)
    for n, (one, then) in enumerate(pairwise(tokens)):
        if one.kind is Kind.HALF and then.kind is Kind.DUTY and one.text.endswith(_JOINS):
            found[n], found[n + 1] = (
                replace(then, start=one.start, end=one.end),
                replace(one, start=then.start, end=then.end),
            )
    return found


def _explaining(parts: Sequence[Sequence[Token]], n: int) -> Iterator[int]:
    """Where the words begin that say why the half in clause `n` is none or all."""
    part = parts[n]
    at = next(m for m, token in enumerate(part) if token.kind is Kind.HALF)
    duties = _named(part)
    yield from (token.start for token in part if token.kind in _SOFT)
    if duties:
        yield from (t.start for t in part[:at] if t.kind not in (Kind.DUTY, Kind.NOW) and _explains(part[:at], duties))
        if not _named(part[at:]):
            yield from (token.start for token in part[at + 1 :])
    else:
        yield from _remaining(parts, n)
    for other in (*parts[:n], *parts[n + 1 :]):
        if not _named(other) and _explains(other, duties):
            yield from (token.start for token in other)


def _remaining(parts: Sequence[Sequence[Token]], n: int) -> Iterator[int]:
    """“玻璃上有小广告，撕了大半，剩一点胶印”: behind what was half done, what is left of the same."""
    about = frozenset().union(*(one.duties for part in parts[:n] for one in statements(part)))
    behind = parts[n + 1] if n + 1 < len(parts) else ()
    if not _named(behind) and _explains(behind, about):
        yield from (token.start for token in behind)


def _explains(part: Sequence[Token], duties: frozenset[str]) -> bool:
    """Whether a clause tells of a fault of the duty that is halved, or nothing of its own."""
    found = list(statements(part))
    about = frozenset().union(*(one.duties for one in found))
    return all(one.says in _FAULTS | _ASIDE for one in found) and about <= duties


def _named(part: Sequence[Token]) -> frozenset[str]:
    return frozenset().union(*(token.duties for token in part if token.kind is Kind.DUTY))


def _settled(token: Token, silent: set[int]) -> Token:
    if token.kind is Kind.HALF:
        return replace(token, kind=Kind.FIXED)
    return silenced(token) if token.start in silent else token
