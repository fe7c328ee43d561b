"""What one clause states, in order: faults, fixes, praise, and whatever makes them uncertain. Patterns over kinds of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from bot.language.statements.grounds import is_of_nobody, is_plain, is_undone
from bot.language.statements.spoken import spoken_of
from bot.language.words.kinds import NOTS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.segments import has
from bot.language.words.vocabulary import Vocabulary
from files.dataclass import dataclass

NO_DUTIES: frozenset[str] = frozenset()


class Says(Enum):
    """What a statement says."""

    FAULT = auto()
    """A fault by its own words: “货摆到路上”."""
    WEAK_FAULT = auto()
    """Perhaps a fault: “烟头”, “门口停了车”."""
    NOT_TIDIED = auto()
    """A thing left where it is: “货没收”. Of a fault just told it only says that it still stands."""
    NO_FAULT = auto()
    """A fault denied: “没有垃圾”."""
    FAILED = auto()
    """Not met, of whatever is spoken of: “不行”."""
    MET = auto()
    """Met, of whatever is spoken of: “好”."""
    FIXED = auto()
    """A fix that is done: “当场改好”, “马上扫了”."""
    TIDIED = auto()
    """Tidied or mended at some time: “扫了”. A fix only of a fault named before."""
    TO_FIX = auto()
    """A fix that is announced: “马上扫”."""
    THING = auto()
    """A thing that may be in the way, named without a word about it."""
    EXCEPTED = auto()
    """Left out of praise: “除了卫生”."""
    NAMED = auto()
    """A duty's name."""
    ONE_MET = auto()
    """One thing is well: “招牌好”."""
    SO_SO = auto()
    """Neither well nor failed: “还行”."""
    DOUBTED = auto()
    """Doubt, a question, another time, somebody else, negation of nobody knows what."""


FAULTS = frozenset({Says.FAULT, Says.NOT_TIDIED, Says.FAILED})
HARMLESS = frozenset({Says.TO_FIX, Says.DOUBTED, Says.THING, Says.SO_SO})
"""What takes nothing back of a fault told beside it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, and the duties it speaks of by its own words."""

    says: Says
    duties: frozenset[str] = NO_DUTIES
    is_vague: bool = False
    """Whether one of its words may be of several duties."""
    is_adjective: bool = False
    """Whether it only says how something is: “太乱了”."""
    is_promised: bool = False
    """Whether a fix at once is told by the bare verb: “马上收”, which of one's own doing is only announced."""
    is_of_things: bool = False
    """Whether it begins with goods or vehicles, which may stand in any duty's way."""
    is_of_dirt: bool = False
    """Whether it tells of dirt, in Chinese: “门口污水”."""
    start: int = 0
    end: int = 0
    """Where it stands in the message."""


_GAP = "[hMAFw]{0,3}"
_NO_MORE = "(?![hMAj]*[XPNC0qzDSECxim])"
_PATTERNS = (
    # denied, and negation of negation
    (Says.EXCEPTED, r"Ew?D(?:j?D)*|Ew?[flrBgvt](?=[hMAR]*[PCj]|$)"),
    (Says.MET, r"[N0][hMAR]*q|RA?[N0](?=j|$)"),
    (Says.DOUBTED, r"[N0][hMA]*[XN0zD]|0[hMA]*[PCxm]"),
    (Says.FAILED, r"N[hMA]*[PCxm]|Nw[PC]|(?<=D)N(?=j|$)|(?<=Dj)N(?=j|$)"),
    (Says.NO_FAULT, r"[flB][hMA]*[N0]h?b"),
    (Says.NO_FAULT, r"[rF][hMA]*[N0]h?[gtv](?![pokFahM])|r[hMA]*[N0]h?[po][hM]*[gtv]?"),
    (
        Says.NOT_TIDIED,
        r"(?:(?:r[hM]*)?[tB]w?[hMAFi]*|(?:[rF][hM]*)?[gvfrl][hMAFi]*)(?:[N0K][hA]*[caC][dC]?|w?z[ca]?)|[tB][hMA]*Np(?=j|$)",
    ),
    (Says.NOT_TIDIED, r"[fl](?:h[hMw]{1,4}|w)[N0][hA]*c"),
    (Says.FAULT, r"o[hMw]{0,3}v[hMA]*p(?!r)|[gv][hM]*pk"),
    (Says.THING, r"g[hMA]*b(?=[caj]|$)"),
    (Says.FAULT, r"t[hMA]*(?:cd?|b)[hMw]{0,2}o"),
    (Says.WEAK_FAULT, r"N[hA]*(?:cd?[hM]*(?:[tgv]|[Bf](?![hMAw]*[bYXM]))|a[hM]*[tBgv])"),
    (Says.NO_FAULT, r"rM[hA]*[N0](?=j|$)"),
    (Says.NO_FAULT, r"[hMF]*[tS]t*[AM]*[N0]h?(?=[jRA]|$|H?[Sv])|t[N0]o?h(?=j|$)|[tB][hA]*[N0]h?M(?=[jDPC]|$)"),
    (Says.NO_FAULT, r"t[hMA]*[N0][hA]*[hp][hMA]*[oF]|[flBr][hMA]*[N0]h?b(?![hMA]*[flBuD])"),
    (Says.NO_FAULT, rf"[N0]{_GAP}(?:[gv]?S+|[fulB][hMAw]*b|b[flB]|[tYb]|r[po])"),
    (Says.NO_FAULT, rf"[N0]{_GAP}(?:[gv]?[hM]*[po][oFh]*[gv]?|[gv]?k[oFM]*[gv]?|g[hM]*[po])"),
    (Says.WEAK_FAULT, r"N[hA]*[ca]"),
    (Says.NOT_TIDIED, r"[0K][hA]*[ca]|[ca]ANc"),
    # fixes
    (
        Says.FIXED,
        r"i*x|[ca]d?[hMAFo]*[tgvfBD]?[hMAFo]*i|i[hMA]*[tBgvfD]*C|i[hMA]*[tBgvfD]*[ca]{1,2}[dCPM]+|i[hMA]*[ca]d?[hM]*[tgv]?d?$",
    ),
    (Says.TO_FIX, r"[LIG]A*i?[caC]d?|G|i[hA]*[ca]"),
    (
        Says.TIDIED,
        r"[ca]+[hA]*[dCP]+(?:[hMA]*[tgv]r?(?![hAM]*[acN0]))?|[tgvBf][hA]*[ca][dCP]+(?![dCP]*A*i)|[tgvBflF]?[hA]*h[ca](?!d?[tgvBfD])",
    ),
    (Says.ONE_MET, r"[flurBD]*[flugvBtr][hMApk]*[PC]"),
    # out of place, hung up, broken, there
    (Says.FAULT, r"S"),
    (
        Says.FAULT,
        r"r[hMw]{0,2}[pok][hMA]*[gtvw]?|r[hM]+w?g|r[hMAw]{0,3}Y|[gvt][hMAw]{0,2}p[hMF]*r|p[hM]*[gvtf]?[hM]*r|[gv]hpr|[gv][hM]*[pk][oh]*r|k[hM]*v[hMw]?r",
    ),
    (
        Says.FAULT,
        rf"[FhM]*[gv]{_GAP}[pk][hMAFwf]{{0,2}}o|[hM]*[gv][hMA]*a?[hM]*o(?!k)|[oF][wM]?p[hM]*w?[gv]|g[hMw]{{0,3}}b[hM]*o|o[hk]+M*w?g?[gv]|hM+o|p[hMwF]?[gv]?w?o|[hM]*[gv](?:[hMA]*p[hM]*|[hMA]*a)F",
    ),
    (Says.FAULT, r"[gv][hMAF]{0,2}k[hMAw]{0,2}X|kv?X|k[hM]*v[hM]*Fo"),
    (Says.FAULT, r"k[hM]*o[hM]*v?|k[hM]*v[hM]*o|v[hMA]*k[hM]*[oM]|v[hA]*kM|[gv][hMA]*k[hM]*b"),
    (
        Says.WEAK_FAULT,
        r"[oFM]*k[hM]*v|[gv][hMA]*k[hM]*F|F[hM]+[gv]+[pk]?|(?<![N0])F[hMA]*p(?=j|$)|[gv][MhA]*p[hA]*M?|[gv][hMA]*F",
    ),
    (
        Says.FAULT,
        rf"[flB][hMAwF]{{0,3}}b|b[hw]?D{_NO_MORE}|Dwb|fFb|b[hMw]{{2}}[flB]|[fl][hMAw]{{0,2}}Y+|[fl]h?X|[fl][hM]*D[hM]*b|b[hw]?[flB]|[uB][hMA]*M[hMA]*w?$|u[hMA]*F[hMAw]{{0,3}}b|F[hMA]*u[hMAw]{{0,3}}b"
        r"|b[hw]?u[hMA]*F",
    ),
    (
        Says.FAULT,
        r"[oF][hMA]*p[hM]*t|tc[hM]*F|[hMkF]*[hM]w?t[hMApo]*|t[hMApFow]{0,2}[MopFY]|[Dt]?B[hMAF]{0,4}M|t(?=[hMp]*f)",
    ),
    (Says.WEAK_FAULT, r"r[hMAFw]{0,4}t+|t|[uB]h?X|u[hMAw]{0,3}b|b[hw]?u|b"),
    (
        Says.FAULT,
        r"[hM]*[gvft]+h?r(?![fulBgvr]*[hMA]*[PC])|r[hMFAw]{0,3}[gv][hM]*p|r[hMAgw]{0,3}b(?![hMA]*[fl])|b[hw]?r",
    ),
    (Says.FAULT, r"Y[hM]*[flB]|z[hM]*[tgvBl]"),
    (Says.DOUBTED, rf"Y[hM]*D{_NO_MORE}"),
    (Says.FAULT, rf"Y|(?<!D)(?<!Dh)[Xq][hM]*D{_NO_MORE}"),
    # of whatever is spoken of
    (Says.FAILED, r"X|z[cax]?|h*q"),
    (Says.MET, r"P|C"),
    (Says.NAMED, r"D"),
    (Says.THING, r"[gv]"),
    (Says.TO_FIX, r"[ca]"),
    (Says.SO_SO, r"m"),
    (Says.DOUBTED, r"[N0UVQIOHTsy]|E(?![hMwFo]*[fgtvlBrSu]|[hMw]*[bY])"),
)
_ORDER = [says for says, _ in _PATTERNS]
_ANY = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS))


def statements(tokens: Sequence[Token]) -> tuple[Statement, ...]:
    """All that one clause states, first to last."""
    return _known(tuple(tokens))


@lru_cache(maxsize=64)
def _known(tokens: tuple[Token, ...]) -> tuple[Statement, ...]:
    """The same few clauses of a message are asked about ten times while it is read."""
    return tuple(_stated(tokens))


def _stated(tokens: Sequence[Token]) -> Iterator[Statement]:
    spoken = spoken_of(tokens)
    letters = "".join(token.kind for token in spoken)
    for found in _ANY.finditer(letters):
        says = _ORDER[(found.lastindex or 1) - 1]
        words = spoken[found.start() : found.end()]
        says = _weighed(says, words, spoken[: found.start()], is_apart=_is_apart(tokens, words))
        is_vague = any(len(word.duties) > 1 for word in words) or is_of_nobody(words)
        is_adjective = _is_adjective(words)
        is_promised = says is Says.FIXED and _is_promised(words)
        yield Statement(
            says,
            _duties(words, says),
            is_vague,
            is_adjective,
            is_promised,
            words[0].kind in (Kind.GOODS, Kind.VEHICLE),
            _is_of_dirt(words),
            words[0].start,
            words[-1].end,
        )


def _weighed(says: Says, words: Sequence[Token], before: Sequence[Token], *, is_apart: bool) -> Says:
    if says is Says.NO_FAULT and is_apart:
        return Says.DOUBTED
    if says is Says.WEAK_FAULT and is_plain(words, before):
        return Says.FAULT
    return Says.NOT_TIDIED if says is Says.WEAK_FAULT and is_undone(words) else says


_GROUPS = Vocabulary("statements")
_AT_ONCE = _GROUPS.words("at_once")
_PROMISED = frozenset({Kind.AT_ONCE, Kind.TIDY, Kind.AWAY, Kind.HAVE, Kind.MANY, Kind.ALL})
_HOW = frozenset({Kind.DIRTY, Kind.MANY, Kind.HAVE, Kind.ALL})


def _is_promised(words: Sequence[Token]) -> bool:
    return words[0].text.startswith(_AT_ONCE) and {word.kind for word in words} <= _PROMISED


def _is_of_dirt(words: Sequence[Token]) -> bool:
    return any(word.kind is Kind.DIRT and not word.text.isascii() for word in words)


def _is_adjective(words: Sequence[Token]) -> bool:
    """Whether it only says how something is: “很脏”."""
    kinds = {word.kind for word in words if word.kind is not Kind.DIRT or len(word.text) > 1}
    return Kind.DIRTY in kinds <= _HOW


def _is_apart(tokens: Sequence[Token], words: Sequence[Token]) -> bool:
    """Whether a blank parts a Chinese “not” from what it would deny: “不 门口有油”."""
    if not words[1:] or words[0].kind not in NOTS or words[0].text.isascii():
        return False
    between = [token for token in tokens if words[0].start <= token.start <= words[1].start]
    return any(one.end < then.start for one, then in pairwise(between))


_MOST_TELLING = (
    (Kind.SYMPTOM,),
    (Kind.GREEN,),
    (Kind.FIXTURE, Kind.PUBLIC, Kind.LAMP),
    (Kind.DIRT, Kind.BIN),
    (Kind.DIRTY,),
    (Kind.CLEAN,),
    (Kind.DUTY,),
    (Kind.BROKEN,),
    (Kind.GOODS, Kind.VEHICLE),
    (Kind.OUTSIDE,),
    (Kind.TIDY,),
)
_PRAISED = frozenset({Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC, Kind.BIN, Kind.GREEN, Kind.DUTY})


def _duties(words: Sequence[Token], says: Says) -> frozenset[str]:
    """Those of all things praised in one breath, “灯牌花坛地砖都正常”, or of the most telling words."""
    if (
        says is Says.FAILED and words[-1].kind is Kind.CLEAN and words[-2].kind is Kind.UNKNOWN
    ):  # “抠了半天没抠干净”: of whatever it was
        return NO_DUTIES
    if any(word.kind is Kind.AWAY for word in words):
        words = [word for word in words if word.kind is not Kind.CLEAN]  # “收得干干净净”
    praised = [token.duties for token in words if token.kind in _PRAISED and says is Says.ONE_MET]
    return frozenset().union(*praised) if praised[1:] else _most_telling(words)


def _most_telling(words: Sequence[Token]) -> frozenset[str]:
    cleaning = [token.duties for token in words if token.kind in (Kind.DIRTY, Kind.TIDY) and token.duties]
    if cleaning and any(token.also is Kind.PUBLIC for token in words):
        return frozenset().union(*cleaning)  # “greasy pavement”, “haven't swept the step”
    if has(words, Kind.GOODS, Kind.VEHICLE) and words[-1].kind is Kind.OUTSIDE:
        words = [token for token in words if token.kind is not Kind.FIXTURE]  # “炉子摆到路沿石外面”
    told = ([token.duties for token in words if token.kind in kinds and token.duties] for kinds in _MOST_TELLING)
    return frozenset().union(*next(filter(None, told), []))
