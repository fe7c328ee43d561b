"""What an owner tells beside a plain fault of their front that leaves it as plain: why it came, and who sees to it.

“被子晾在树上了，太阳好嘛”, “门口一摊红油，昨晚烧烤收得晚”, “招牌不亮 师傅说后天才有空来”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.statements.statements import FAULTS, HARMLESS, Says, Statement, statements
from bot.language.words.kinds import BESIDES, NOTS, UNSURE
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has, segments, text_of
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("explanations")
_OUTCOMES = Vocabulary("outcomes")
_AGAINST = UNSURE | BESIDES
"""With one of these a clause may take back what another tells."""
_PRAISED = frozenset({Kind.PRAISE, Kind.CLEAN, Kind.REST})
_NOTS = frozenset({Kind.NOT, Kind.NONE, Kind.REFUSED})
_RECENT = re.compile(_GROUPS.pattern("recent"))
_ONCE = _GROUPS.words("once")
_THERE_IS = _GROUPS.words("existence")
_OPEN = frozenset({Kind.LATER, Kind.UNDERWAY, Kind.NOT, Kind.NONE, Kind.REFUSED})
"""What tells that a thing that broke is not mended yet."""
_AGENTS = _GROUPS.words("causes")
_LASTS = re.compile(_GROUPS.pattern("lasts"))
"""Words for breaking that say themselves that nobody has mended it."""
_LASTING = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.GREEN, Kind.BIN})
"""What stays broken until somebody mends it."""
_THINGS = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.DUTY})
"""What a remark names only where it is of the same duty."""
_MOST = 20
"""Characters nobody knows that one remark may have."""
_NEAR = 4
"""Characters behind a “not” that tell what is denied."""
_SMALL = frozenset({Kind.DONE, Kind.FILLER, Kind.MANY})
_TAKES_BACK = re.compile(_GROUPS.pattern("takes_back"))
_DONE = re.compile(f"{_OUTCOMES.pattern('verbs')}.{{0,3}}{_OUTCOMES.pattern('endings')}")
_FINISHED = re.compile(_OUTCOMES.pattern("endings"))
_UNKNOWN_WHO = re.compile(_GROUPS.pattern("unknown_who"))
_ACTIVITIES = frozenset(_GROUPS.words("activities"))
_ANNOUNCED = frozenset({Kind.AT_ONCE, Kind.TIDY, Kind.AWAY, Kind.FILLER})
_AHEAD = frozenset({Kind.LATER, Kind.UNDERWAY, Kind.AT_ONCE})
_DENIED = re.compile(Vocabulary("attributions").pattern("takes_back", "zh"))
_RESISTS = re.compile(_GROUPS.pattern("resists"))
"""How one says that somebody would not have it otherwise."""
_DISOWNS = re.compile(_GROUPS.pattern("disowns"))
_AT = re.compile(_GROUPS.pattern("places"))
_HALF = re.compile(_GROUPS.pattern("half"))
_SPEAKS = re.compile(_GROUPS.pattern("speech"))
_COMPLAINS = re.compile(_GROUPS.pattern("complains"))
_FEARS = frozenset(_GROUPS.words("fears"))
_WEATHER = re.compile(_GROUPS.pattern("weather"))
_OTHERS = frozenset(_GROUPS.words("helpers"))


def explained(tokens: Sequence[Token]) -> list[Token]:
    """The words with such remarks made silent; unchanged where no clause tells a plain fault."""
    tokens = _excepted(tokens)
    told = [(part, _faults(part)) for part in segments(tokens)]
    about = frozenset().union(*(one.duties for _, faults in told for one in faults))
    silent = {start for part, faults in told for start in _silent(part, faults, about)} if about else set()
    silent |= set(_times(told))
    return [replace(one, kind=Kind.FILLER, duties=frozenset()) if one.start in silent else one for one in tokens]


def _times(told: Sequence[tuple[Sequence[Token], Sequence[Statement]]]) -> Iterator[int]:
    """Where the words begin that tell only since when something stands that another clause tells of, or what caused."""
    plain = [part for part, faults in told if faults and not has(part, Kind.OTHER_TIME)]
    is_open = any(_tells_it_stands(token) for part, _ in told for token in part)
    for part, faults in told:
        if is_open and (faults or _faults([token for token in part if token.kind is not Kind.OTHER_TIME])):
            yield from _since(part)
        if plain and _is_left(faults):
            yield from (token.start for token in part if token.kind is Kind.OTHER_TIME)


def _tells_it_stands(token: Token) -> bool:
    """Whether a word tells that what broke is still broken, or by what it was: “灯箱昨晚坏了”."""
    lasts = token.kind is Kind.BROKEN and _LASTS.fullmatch(token.text)
    return bool(lasts) or token.kind in _OPEN or token.text in _AGENTS


def undone(tokens: Sequence[Token]) -> list[Token]:
    """“地扫了一半”, “箱子才收到一半”: what an owner has only begun is not done."""
    found = list(tokens)
    for n, token in enumerate(tokens):
        half = _HALF.match(text_of(tokens[n + 1 : n + 4])) if token.kind in (Kind.TIDY, Kind.AWAY) else None
        if half is None:
            continue
        thing = next((one for one in reversed(tokens[:n]) if one.kind in (Kind.GOODS, Kind.VEHICLE)), token)
        duties = token.duties or thing.duties  # “货太多，只收了一半”
        found[n] = replace(token, kind=Kind.SYMPTOM if duties else Kind.REFUSED, duties=duties)
        for at, one in enumerate(tokens[n + 1 : n + 4], n + 1):
            found[at] = replace(one, kind=Kind.FILLER) if one.end <= token.end + half.end() else one
    return found


def _excepted(tokens: Sequence[Token]) -> list[Token]:
    """“除了门口停了几辆电瓶车，别的都好”: what is left out of praise has failed, in whatever words it is told."""
    found = list(tokens)
    if not any(token.kind in _PRAISED for token in tokens):
        return found
    for part in segments(tokens):
        at = next((n for n, token in enumerate(part) if token.kind is Kind.EXCEPT), None)
        if at is not None and not any(token.kind in _PRAISED | _NOTS | {Kind.ASKS} for token in part):
            told = {token.start: token for token in _left_out(part[at:])}
            found = [told.get(one.start, one) for one in found]
    return found


def _left_out(part: Sequence[Token]) -> Iterator[Token]:
    """The words behind “except” as a fault of the one duty they name."""
    about = {duty for token in part for duty in token.duties if token.kind not in (Kind.OUTSIDE, Kind.TIDY)}
    named = next((token for token in part if token.duties), None)
    if named is None or len(about) != 1:
        return
    if _faults(part):
        yield replace(part[0], kind=Kind.FILLER)
        return
    for token in part:
        yield replace(token, kind=Kind.FILLER)
    yield replace(named, kind=Kind.SYMPTOM, duties=frozenset(about))


def _faults(part: Sequence[Token]) -> list[Statement]:
    """What is told as a fault; “楼上讲我吵” only says who minds it."""
    found = [one for one in statements(part) if one.says in FAULTS]
    others = min((token.start for token in part if token.kind is Kind.OTHERS_DID), default=part[-1].end)
    is_minded = _COMPLAINS.search(text_of(part)) and all(one.is_adjective and one.start > others for one in found)
    return [] if is_minded else found


def _silent(part: Sequence[Token], faults: Sequence[Statement], about: frozenset[str]) -> Iterator[int]:
    """Where the words begin that only explain."""
    if not faults:
        if _is_remark(part, about):
            yield from (token.start for token in part)
        return
    if part[0].text in _THERE_IS or part[0].text.isascii():
        return
    behind = [token for token in part if token.start >= faults[-1].end]
    yield from _doing(part[: len(part) - len(behind)], is_left=_is_left(faults))
    while behind and behind[0].kind in _SMALL:
        behind = behind[1:]
    is_work = has(part, Kind.PUT) and has(behind[:1], Kind.TIDY) and not has(behind, Kind.DONE)  # “摆门口焊窗户”
    if behind and (is_work or _is_remark(behind, about)):
        yield from (token.start for token in behind)


def _is_left(faults: Sequence[Statement]) -> bool:
    """“横幅还挂在树上，活动昨天完了没拆”: since when something was left undone that stands now."""
    return bool(faults) and all(one.says is Says.NOT_TIDIED for one in faults)


def _since(part: Sequence[Token]) -> Iterator[int]:
    """Since when a thing is broken, where it is told what broke it or who will mend it: “昨夜大风把招牌刮歪了”."""
    broken = next((n for n, token in enumerate(part) if token.kind is Kind.BROKEN), None)
    if broken is None or not any(token.kind in _LASTING for token in part):
        return
    if not any(token.text.startswith(_ONCE) for token in part[broken + 1 : broken + 2]):
        yield from (t.start for t in part if t.kind is Kind.OTHER_TIME and _RECENT.match(t.text))


def _doing(told: Sequence[Token], *, is_left: bool) -> Iterator[int]:
    """What guests did, who at home was away, and what was done at the front meanwhile."""
    is_said = _SPEAKS.search(text_of(told))
    of_guests = is_left or any(token.also is Kind.KIN for token in told)
    for token in told:
        is_guest = (token.also is Kind.KIN or (of_guests and token.kind is Kind.KIN)) and not is_said
        if is_guest or (token.kind is Kind.TOPIC and token.text in _ACTIVITIES):
            yield token.start


def _is_remark(part: Sequence[Token], about: frozenset[str]) -> bool:
    """Whether words tell neither of a front nor that something told beside them is not so, or is put right."""
    text = text_of(part)
    is_cause = not any(token.duties for token in part)
    if is_cause and _UNKNOWN_WHO.match(text):
        return True
    is_other = any(token.kind in _THINGS and token.duties and not token.duties & about for token in part)
    if is_other or _speaks_against(part, text, is_cause=is_cause):
        return False
    if _WEATHER.search(text):
        return True
    return all(_is_harmless(one, part, about) for one in statements(part)) and not _denies(part)


def _speaks_against(part: Sequence[Token], text: str, *, is_cause: bool) -> bool:
    """Whether one of the words may take back what another clause tells, or be of another place."""
    kinds = {token.kind for token in part if not (is_cause and token.kind is Kind.DOUBT and token.text in _FEARS)}
    is_of_others = not (all(map(_is_known, part)) or _COMPLAINS.search(text) or _WEATHER.search(text))
    is_of_others &= (
        not (is_cause and kinds & (_NOTS | _AHEAD)) or text.endswith("的") or _DISOWNS.search(text) is not None
    )
    is_elsewhere = any(token.kind is Kind.TOPIC and token.text not in _ACTIVITIES for token in part)
    is_elsewhere &= not any(token.kind is Kind.KIN for token in part)
    is_elsewhere &= not kinds & (_NOTS | _AHEAD) or _AT.search(text) is not None
    is_done = _DONE.search(text) and not kinds & (_NOTS | _AHEAD)
    is_long = sum(len(token.text) for token in part if token.kind is Kind.UNKNOWN) > _MOST
    if kinds & _AGAINST or is_of_others or is_long or _TAKES_BACK.search(text):
        return True
    return bool(is_elsewhere or is_done) and not _WEATHER.search(text)


def _is_harmless(one: Statement, part: Sequence[Token], about: frozenset[str]) -> bool:
    """What is announced is harmless, too: “一小时就收”; and what may be a fault of what is told of anyway."""
    if one.says in (Says.WEAK_FAULT, Says.FAULT):
        return one.duties <= about
    if one.says is Says.TIDIED:
        return bool(one.duties) and not one.duties & about  # “昨晚烧烤收得晚，地上一滩红油”
    if one.says is not Says.FIXED:
        return one.says in HARMLESS
    words = [token for token in part if one.start <= token.start < one.end]
    behind = [token for token in part if token.start >= one.start]
    return {token.kind for token in words} <= _ANNOUNCED and not _FINISHED.search(text_of(behind))


def _is_known(token: Token) -> bool:
    """Whether a word of others is of customers or of those who put things right."""
    return token.kind is not Kind.OTHERS_DID or token.also is Kind.KIN or token.text in _OTHERS


def _denies(part: Sequence[Token]) -> bool:
    """Whether a “not” is followed by nothing, or by what would take a fault back: “没有”, “没占”."""
    for n, token in enumerate(part):
        if token.kind in NOTS:
            behind = text_of(part[n + 1 :])[:_NEAR]
            if not behind or (_DENIED.search(behind) and not _RESISTS.match(token.text + behind)):
                return True
    return False
