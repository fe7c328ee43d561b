"""All five called well in so many words, and nothing against it in whatever else is told: “下雨天 客人多 不过五项都做到了”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.statements.statements import Says, statements
from bot.language.words.kinds import AGAINST_PRAISE, NOTS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, text_of, told_apart
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("claims")
_FIVE = re.compile(_GROUPS.pattern("counts"))
"""Of the words for all of them those that count the duties; 都 may be of anything."""
_FIVE_ALONE = re.compile(_GROUPS.pattern("five"))
_ALL_WELL = "W"
"""The letter of praise that says itself that it is of all: “all fine”."""
_FIVE_WELL = "5"
"""The letter of praise that counts them itself: “五项ok”."""
_WELL = re.compile(
    r"^(?P<before>.*?)(?P<claim>(?:R?[A_1m]*A[A_h1]*(?:w?[PW5]|C|[N0]h*q)|[_1]*1[_1]*W|5|^[_1F]*W)[PW5_d1A]*(?P<tail>w?[_1]*))$"
)
_VERDICTS = re.compile(_GROUPS.pattern("verdicts"))
_SAYS = re.compile(_GROUPS.pattern("speech"))
"""Characters of hearing, wishing, asking and denying: with one among words nobody knows no claim is taken from them."""
_LOOKED = re.compile(_GROUPS.pattern("looks"))
"""Characters of looking, knowing and doing: denied, nothing is known of the front; “拍照不方便” says nothing of it."""
_DOUBTS = re.compile(_GROUPS.pattern("hearsay"))
_HEARSAY = re.compile(f"{_GROUPS.pattern('hearsay')}|{_GROUPS.pattern('saying')}")
"""The same beside a claim that counts all five."""
_OF_KIN = re.compile(_GROUPS.pattern("kin_speech"))
_PLACE = re.compile(_GROUPS.pattern("here"))
_FEWER = re.compile(_GROUPS.pattern("fewer"))
_EACH = _GROUPS.words("each")
_SOFT = _GROUPS.words("soft")
_BEHIND = _GROUPS.words("behind")
_DONE = frozenset({Says.TIDIED, Says.THING, Says.MET, Says.ONE_MET, Says.NO_FAULT})
_FEW = 2
"""Words that do no more than name something."""
_HERE = frozenset({Kind.FRONT, Kind.FILLER, Kind.NOW, Kind.UNKNOWN})
_MOST_BEFORE = 8
"""Characters nobody knows before a claim in its own clause."""
_MOST_ASIDE = 20
"""Characters nobody knows in all other clauses."""
_AGAINST = AGAINST_PRAISE
"""What may speak against it, in whatever clause it stands."""
_OPEN = (Kind.DOUBT, Kind.ASKS, Kind.SHOULD, Kind.CLAIM, Kind.LATER)
"""What leaves open even what is told of another day."""
_HARMLESS = frozenset(
    {Says.MET, Says.ONE_MET, Says.NO_FAULT, Says.TIDIED, Says.THING, Says.DOUBTED, Says.SO_SO, Says.FIXED}
)


def is_claimed(tokens: Sequence[Token]) -> bool:
    """Whether one clause says that all are well, and all others tell of something else."""
    return has(tokens, Kind.PRAISE, Kind.CLEAN, Kind.PROBLEM) and _are_claimed(list(told_apart(tokens)))


def _are_claimed(parts: Sequence[Sequence[Token]]) -> bool:
    claims = [part for part in parts if _is_claim(part)] or _verdicts(parts)
    counts = any(map(_counts, parts))
    if not claims or (len(parts) == 1 and not (counts or len(_claim(parts[0])) < len(parts[0]))):
        return False
    told = [part for part in parts if part not in claims]
    if Kind.REST in {part[0].kind for part in claims}:
        return _is_put_right(told)
    past = _past_before_now(parts, claims)
    asides = [part for part in told if part not in past]
    if _may_be_of_other(claims, asides):
        return False
    return all(_is_harmless(part, counts=counts) for part in asides) and sum(map(_unknown, asides)) <= _MOST_ASIDE


def _may_be_of_other(claims: Sequence[Sequence[Token]], asides: Sequence[Sequence[Token]]) -> bool:
    """“感冒 全好了”, “爸妈 都好”: of something else; “没问题，明天弄”: a promise."""
    is_promise = any(has(part, Kind.UNDERWAY) for part in asides) and not any(has(part, Kind.ALL) for part in claims)
    is_of_five = any(_FIVE_ALONE.search(text_of(part)) for part in claims)
    return is_promise or (not is_of_five and _name_others(asides, claims[0][0].start))


def _is_put_right(told: Sequence[Sequence[Token]]) -> bool:
    """“昨夜有人吐了 我早上冲掉了 其他都好”: what was at another time, and then only that it was put right."""
    is_past = bool(told) and has(told[0], Kind.OTHER_TIME) and not has(told[0], *_OPEN)
    said = [{one.says for one in statements(part)} for part in told[is_past:]]
    return (
        bool(said)
        and all(map(_is_harmless, told[is_past:]))
        and all({Says.THING} < one | {Says.THING} <= _DONE for one in said)
    )


def _past_before_now(parts: Sequence[Sequence[Token]], claims: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """What was at another time and is followed by a claim about now."""
    last = max((n for n, part in enumerate(parts) if part in claims and has(part, Kind.NOW)), default=0)
    return [part for part in parts[:last] if has(part, Kind.OTHER_TIME) and not has(part, *_OPEN)]


def _name_others(asides: Sequence[Sequence[Token]], start: int) -> bool:
    """“感冒 全好了”, “爸妈 都好”, “全好了 感冒”: something else is named, which the claim that begins at `start` may be of."""
    if any(has(one, Kind.FRONT) and has(one, Kind.CLEAN, Kind.TIDY) for one in asides):
        return False  # “下雨没什么人，门口也清爽，今天都好”
    told = [one for one in asides if len(one) <= (_FEW if one[0].start < start else 1)]
    told = [one for one in told if not one[0].text.startswith(_WEATHER)]  # “下雨没什么人，今天都好”
    return any(has(one, Kind.TOPIC, Kind.KIN) and not has(one, Kind.PRAISE, Kind.NOT) for one in told)


_WEATHER = _GROUPS.words("weather")


def _letters(part: Sequence[Token]) -> str:
    return "".join(_FIVE_WELL if _says_five(token) else _ALL_WELL if _says_all(token) else token.kind for token in part)


def _says_all(token: Token) -> bool:
    return token.kind is Kind.PRAISE and (token.also is Kind.ALL or token.text.startswith(_EACH))


def _says_five(token: Token) -> bool:
    return token.kind is Kind.PRAISE and bool(_FIVE.match(token.text))


def _unknown(part: Sequence[Token]) -> int:
    return sum(len(token.text) for token in part if token.kind is Kind.UNKNOWN)


def _counts(part: Sequence[Token]) -> bool:
    return any((token.kind is Kind.ALL and _FIVE.search(token.text)) or _says_five(token) for token in part)


def _claim(part: Sequence[Token]) -> Sequence[Token]:
    """The last words of a part, where they call all well; else none."""
    found = _WELL.match(_letters(part))
    if found is None or _is_more(part[found.start("tail") : found.end("tail")]):
        return []
    claim = part[found.start("claim") :]
    if _counts(claim) and _FEWER.search(text_of(claim)):
        return []  # “五包里头四包没问题”
    if any(token.kind is Kind.UNKNOWN and not _is_misheard(token, claim) for token in claim[:-1]):
        return []
    return [] if any(token.text.endswith("的") for token in claim[:-1]) else claim  # “学习五项都好的店”


def _is_misheard(token: Token, claim: Sequence[Token]) -> bool:
    """“五包都坐|好了”: one character before praise that nobody knows, where all five are counted."""
    is_one = len(token.text) == 1 and not (_SAYS.search(token.text) or _NOT_YET.search(token.text))
    return is_one and _counts(claim)


_NOT_YET = re.compile(_GROUPS.pattern("not_yet"))


def _is_more(tail: Sequence[Token]) -> bool:
    """Whether what stands behind makes of it something else: “五样都好|难”."""
    return any(token.kind is Kind.UNKNOWN and token.text not in _BEHIND for token in tail)


def _verdicts(parts: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """“门口没毛病”, “一切正常”: parts that, said alone, judge the whole front, and not the one thing that is spoken of
    or is still to be done: “灯箱修了，没问题”, “没问题，明天弄”."""
    found = [part for part in parts if _is_verdict(part)]
    asides = [part for part in parts if part not in found]
    about = frozenset().union(*(token.duties for part in asides for token in part))
    is_of_front = len(about) != 1 or any(has(part, Kind.FRONT, Kind.CLEAN) for part in parts)
    return found if is_of_front and not any(has(part, Kind.UNDERWAY) for part in asides) else []


def _is_verdict(part: Sequence[Token]) -> bool:
    is_verdict = any(token.kind is Kind.PRAISE and _VERDICTS.search(token.text) for token in part)
    return is_verdict and {token.kind for token in part} <= _HERE - {Kind.UNKNOWN} | {Kind.PRAISE, Kind.DONE}


def _is_claim(part: Sequence[Token]) -> bool:
    claim = _claim(part)
    before = part[: len(part) - len(claim)]
    if not claim or (has(claim, Kind.CLEAN) and not _counts(claim)):
        return False
    if not before:
        return True
    if has(before, Kind.PRAISE, Kind.OTHERS_DID, Kind.OTHER_TIME) or before[-1].kind in NOTS:
        return False  # “做到五项都好”, “人家店五项都好”
    if has(before, Kind.KIN):
        told = text_of(before)
        return bool(_OF_KIN.search(told)) and not _DOUBTS.search(told) and _tells_no_fault(before)
    if has(before, Kind.CONDUCT, Kind.TOPIC) and not _FIVE_ALONE.search(text_of(claim)):
        return False  # “我家的服务样样都好”
    counts = _counts(claim)
    is_here = {token.kind for token in before} <= _HERE and _unknown(before) <= 1 and bool(_PLACE.search(text_of(part)))
    is_plain = {one.says for one in statements(before)} <= _HARMLESS and _is_harmless(before, counts=counts)
    return (counts or is_here) and is_plain and _unknown(before) <= _MOST_BEFORE


def _is_harmless(part: Sequence[Token], *, counts: bool = False) -> bool:
    """Whether a clause tells neither of a fault nor of doubt, another's words or a wish."""
    against = {token.kind for token in part if token.text not in _SOFT} & (_AGAINST | NOTS) - denied(part)
    if {Kind.OTHER_TIME} == against and _is_of_then(part):
        against = set()  # “上课铃响之前就扫完了”
    if against - NOTS or _asks(part[-1]) or (against and _LOOKED.search(_behind_not(part))):
        return False
    told = "".join(token.text for token in part if token.kind in _OPEN_WORDS and not _is_phrase(token))
    speaks = has(part, Kind.OTHERS_DID) or has(part, Kind.UNKNOWN)
    if speaks and (_HEARSAY if counts else _SAYS).search(told):
        return False
    return _tells_no_fault(part)


def _is_phrase(token: Token) -> bool:
    """“写不来字”: a whole phrase that is known to say nothing."""
    return token.kind is Kind.FILLER and len(token.text) > _FEW + 1


_OPEN_WORDS = frozenset({Kind.UNKNOWN, Kind.FILLER, Kind.TOPIC})


def _behind_not(part: Sequence[Token]) -> str:
    """What is denied, with the denying word but for its first character: “没|看到”, “不|晓得”."""
    start = next((n for n, token in enumerate(part) if token.kind in NOTS), len(part))
    return text_of(part[start:])[1:]


def _asks(last: Token) -> bool:
    """“都好了没”: a “not” of one character, last of all, asks."""
    return last.kind in NOTS and len(last.text) == 1


def _tells_no_fault(part: Sequence[Token]) -> bool:
    found = {one.says for one in statements(part)}
    return found <= _HARMLESS or (found <= _HARMLESS | {Says.TO_FIX} and not has(part, Kind.AT_ONCE, Kind.NOT))


def _is_of_then(part: Sequence[Token]) -> bool:
    """Whether what was at another time says nothing of how the front was: “昨晚下大雨”, “铃响之前就扫完了”."""
    return {one.says for one in statements(part)} <= {Says.TIDIED, Says.DOUBTED, Says.FIXED}


def denied(part: Sequence[Token]) -> frozenset[Kind]:
    """A “not” that denies a fault is praise: “砖没坏”."""
    said = [one.says for one in statements(part)]
    is_praise = bool(said) and Says.DOUBTED not in said and bool({Says.NO_FAULT, Says.MET} & set(said))
    return frozenset({Kind.NOT, Kind.NONE, Kind.PROBLEM} if is_praise else ())
