"""What follows from the commands a sentence names: the one that is certain, or which of them is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.language.clauses.clauses import said_of
from bot.language.commands.commands import Asked
from bot.language.meanings import FAULTS, FIXED, MET, THERE, Meaning, Question, Reading
from bot.language.senses.senses import in_context
from bot.language.verdicts import CLOSED
from bot.language.words.kinds import NOTS
from bot.language.words.lexicon import Kind, Lexicon, Token
from bot.language.words.normalise import normalised
from bot.language.words.segments import segments
from bot.language.words.vocabulary import Vocabulary
from programme.spans import span

_GROUPS = Vocabulary("wishes")
NEAREST = "nearest"
HELP = "help"
REPORT = "report"
APPEAL = "appeal"
CHANGES = frozenset(
    {"close_shop", "open_shop", "undo", "fixed", "quiet", "remind", "help", "report", "leave", "appeal"}
)
"""Commands that change something: asked about where there is doubt in the sentence."""
_TAKEN_BACK = frozenset({"help", "appeal", "report", "leave", "fixed"})
"""Commands that a word of taking back undoes; 取消歇业 and 取消提醒 are commands themselves."""
_PLANS = frozenset({Kind.LATER, Kind.UNDERWAY})
_DOUBTS = frozenset({Kind.DOUBT, Kind.OTHERS_DID, Kind.ASKS, Kind.OTHER_TIME, Kind.LATER, Kind.SHOULD})
_NO_DOUBT: dict[str, set[Kind]] = {
    CLOSED: {Kind.LATER},
    "appeal": {Kind.OTHER_TIME, Kind.OTHERS_DID, Kind.LATER, Kind.ASKS, Kind.SHOULD},
    "report": {Kind.OTHER_TIME, Kind.OTHERS_DID, Kind.SHOULD},
    "undo": {Kind.OTHER_TIME},
    "quiet": {Kind.OTHER_TIME, Kind.LATER, Kind.OTHERS_DID, Kind.SHOULD},
    "open_shop": {Kind.OTHER_TIME},
    "fixed": {Kind.OTHER_TIME},
}
"""What belongs to a command as a matter of course: a closure is of later, an appeal of another day."""
_POLITE = frozenset(_GROUPS.words("requests"))
"""Words of doubt or question that only make a request kinder."""
_ASKING = frozenset(("?", *_GROUPS.words("questions")))
_OF_DAYS = frozenset({CLOSED, "leave"})
"""Commands that a number of days makes certain."""
_SHOWS = tuple(
    "stars unseen open_fixes star_list on_leave my_shops todo digest board my_requests how_stars about menu".split()
)
"""Commands that only show something: the first of them is done, for nothing is recorded by it."""
_OF_STARS = ("stars", "how_stars", "menu")
_ALREADY = _GROUPS.words("already")
_BY_NOW = _GROUPS.words("by_now")
TO_PEOPLE = frozenset({"help", "report"})
"""Either reaches somebody who reads the words and answers."""
_READ = TO_PEOPLE | {APPEAL, "complaint"}
"""Those whose words people read."""
_PLANNED = (*Vocabulary("looks").words("times", "zh"), *_GROUPS.words("plans"))
_NOT_MEANT = _GROUPS.words("not_meant")
_LACKS = _GROUPS.words("lacks")
_SINCE = _GROUPS.words("since")
_FEARS = _GROUPS.words("fears")
"""What is feared is no doubt about a wish for help."""
_ACTS = frozenset({"appeal", "complaint"})
"""Wishes that may be about what other commands only show: “我对星级不服”."""
_SPAN = re.compile(
    rf"(?:\d+|{_GROUPS.pattern('half')}) *{_GROUPS.pattern('days')}"
    rf"|\d{{1,2}} *{_GROUPS.pattern('dates')}? *(?:-|{_GROUPS.pattern('ranges')}) *\d"
)
_TWO_DAYS = (date(2000, 1, 3), date(2000, 1, 4))
"""“until Monday” is longer than a day, unless it is said on a Monday."""
_SHUT = _GROUPS.words("seen_shut")
_HOLIDAY = re.compile(_GROUPS.pattern("holidays"))
"""Days off of which nobody said how many they are, and an end for good."""
_INVITES = re.compile(Vocabulary("remedies").pattern("invitation"))
_DONE = re.compile(f"{_GROUPS.pattern('by_now')}|{_GROUPS.pattern('behind_done')}")
_LOOK = re.compile(rf" *{_GROUPS.pattern('to_look')}")
"""“repaired the lamp, please come and have a look”: whoever has put something right asks for no help."""
FEW = 4
"""Characters behind a command that may only take it back: 求助取消."""


class Wishes:
    """Judges commands found somewhere in a sentence."""

    def __init__(self, lexicon: Lexicon, takes_back: Sequence[str]) -> None:
        self._lexicon = lexicon
        self._back = tuple(map(normalised, takes_back))

    def reading(self, plain: str, nearest: Sequence[Asked]) -> Reading:
        """The one command a short sentence without doubt names; else which is asked."""
        nearest = _surest(self._meant(nearest))
        first, meant = nearest[0], tuple(meaning(asked, plain) for asked in nearest)
        if all(self._only_shows(asked, plain) for asked in nearest):
            return Reading(plain, (min(meant, key=lambda m: _SHOWS.index(m.intent)),))
        changes = first.intent in CHANGES
        is_sure = first.is_sure or (first.intent in _OF_DAYS and _SPAN.search(first.rest))
        is_sure = is_sure and not (
            first.intent == CLOSED and _HOLIDAY.search(first.rest) and not _SPAN.search(first.rest)
        )
        has_doubt = self._is_denied(first) or (changes and self._is_doubted(first))
        has_doubt = has_doubt or self.takes_back(first, plain)
        if (len(nearest) == 1 or first.is_story) and is_sure and not has_doubt:
            return Reading(plain, meant[:1])
        return Reading(plain, asked=(Question(NEAREST, meant),))

    def _only_shows(self, asked: Asked, plain: str) -> bool:
        """Whether it only shows something, and is plainly asked for."""
        kinds = {token.kind for token in self._lexicon.tokens(plain)}
        is_question = Kind.ASKS in kinds and Kind.SHOULD not in kinds
        return asked.intent in _SHOWS and (asked.is_sure or (is_question and asked.intent in _OF_STARS))

    def beside(self, facts: Reading, nearest: Sequence[Asked], *, of_shops: bool) -> list[Asked]:
        """Those that may be meant beside facts: none that is denied, “灯坏了 别扣分”, no complaint that a shop makes."""
        told = self.wanted(nearest) if facts.certain else nearest
        return [asked for asked in told if not (of_shops and facts.is_understood and asked.intent == "complaint")]

    def wanted(self, nearest: Sequence[Asked]) -> list[Asked]:
        """Those that are not denied."""
        return [asked for asked in nearest if not self._is_denied(asked)]

    def is_against(self, nearest: Sequence[Asked]) -> bool:
        """Whether what may be a fact in it is none: of what the office did, “算我的分没道理”, or of work that is done,
        “店里弄好了，今天又开张了”."""
        if {asked.intent for asked in nearest} == {"open_shop", FIXED} and any(asked.is_story for asked in nearest):
            return True
        return any(asked.intent == APPEAL and asked.is_story and asked.is_sure for asked in nearest)

    def is_wished(self, facts: Reading, nearest: Sequence[Asked]) -> bool:
        """Whether plain words of a wish stand beside what may be a fact, and may as well be its reason or its object:
        “换门头 从今天起关一个星期”, “对面工地灰大，麻烦反映一下”."""
        plain = [asked for asked in nearest if asked.is_sure and (asked.is_story or asked.intent == CLOSED)]
        if (
            any(asked.intent in _ACTS for asked in plain)
            or len(plain) == sum(not asked.is_weak for asked in nearest) > 0
        ):
            return True
        may_be = any(choice.intent == "report" for question in facts.asked for choice in question.choices)
        return may_be and all(asked.intent in TO_PEOPLE and asked.is_sure for asked in nearest)

    def are_told(self, facts: Reading, nearest: Sequence[Asked], plain: str) -> bool:
        """Whether the commands are no more than part of what is told: “五样都弄好了” tells of today's five."""
        is_done = facts.certain[0].intent == FIXED
        if facts.certain[0].intent == FAULTS:
            return all(asked.is_weak or self._is_aside(asked, plain) for asked in nearest)
        return (is_done or facts.certain[0].intent == MET) and all(
            asked.intent == FIXED or (is_done and (asked.is_weak or _is_beside_done(asked, plain))) for asked in nearest
        )

    def _is_aside(self, asked: Asked, plain: str) -> bool:
        """“亮化灯不亮 报修好几天没人来”, “花坛里有人丢了杯子”: beside a fault of one's own no more than how it came."""
        start = len(asked.before)
        is_lack = plain[start : start + asked.length].startswith(_LACKS) or asked.after.startswith(_SINCE)
        if asked.intent == HELP and {token.kind for token in self._lexicon.tokens(asked.after)[:1]} & _PLANS:
            return True  # “我搬不动|等我儿子下班”
        if asked.intent == FIXED and {token.kind for token in self._lexicon.tokens(asked.before)[-1:]} == {Kind.ALL}:
            return True  # “门口都|弄好了，就是小黑板还在路上”
        return asked.intent == "report" or (not asked.is_story and asked.intent == HELP and is_lack)

    def _meant(self, nearest: Sequence[Asked]) -> Sequence[Asked]:
        """Those that are not denied, while there are others; “帮我看下几星” asks for no help."""
        nearest = self.wanted(nearest) or nearest
        nearest = [asked for asked in nearest if not asked.is_weak] or nearest
        nearest = _without_unwanted(nearest)
        if any(asked.intent in _SHOWS for asked in nearest):
            nearest = [asked for asked in nearest if asked.intent != HELP or asked.is_story]
        if TO_PEOPLE.issuperset(asked.intent for asked in nearest):
            nearest = [asked for asked in nearest if asked.is_story][:1] or nearest
        return [asked for asked in nearest if asked.intent in _ACTS and asked.is_story] or nearest

    def _is_denied(self, asked: Asked) -> bool:
        """Whether a “not” stands right before it: 不|开门了; or others complain: 居民|投诉."""
        last = {*_spoken(_last_clause(self._lexicon.tokens(asked.before), asked.before))[-1:]}
        is_done = asked.intent == HELP and (
            asked.before.rstrip().endswith(_ALREADY)  # “已经报修了”
            or asked.after.startswith(_BY_NOW)  # “帮我把招牌修|好了”
            or bool(last & _PLANS)  # “待会叫人来修”
            or asked.before.rstrip().endswith(_PLANNED)  # “下午叫人来修”
        )
        is_not = bool(last & NOTS) or asked.before.rstrip().endswith(_NOT_MEANT)
        return is_not or is_done or (asked.intent == "complaint" and Kind.OTHERS_DID in last)

    def may_end(self, last: Asked) -> bool:
        """Whether a command that stands last holds for all that was said before it."""
        if last.intent in _TAKEN_BACK:
            return True
        tokens = self._lexicon.tokens(last.before)
        is_so = not {*_spoken(tokens)[-1:]} & NOTS and not {token.kind for token in tokens} & _DOUBTS
        return is_so and not said_of(tokens).speaks_of_front

    def _is_doubted(self, asked: Asked) -> bool:
        """Whether the words beside a command leave it in doubt; a “not” only right before it, or as the last word."""
        before, after = self._lexicon.tokens(asked.before), self._lexicon.tokens(asked.after)
        last, behind = _spoken(_last_clause(before, asked.before))[-1:], _spoken(in_context(after))
        if asked.is_story and (asked.intent == HELP or len(asked.after) > FEW):
            behind = []  # “…老伴觉都睡不着” takes nothing back
        return bool({*last, *behind[-1:]} & NOTS or _doubts(asked, before, after))

    def takes_back(self, asked: Asked, plain: str) -> bool:
        """Whether the words beside a command say that it is not wanted any more."""
        return asked.intent in _TAKEN_BACK and any(word in plain for word in self._back)


def _doubts(asked: Asked, before: Sequence[Token], after: Sequence[Token]) -> set[Kind]:
    """The kinds of words beside a command that leave it in doubt."""
    said = [token for token in (*before, *after) if token.text not in _POLITE]
    clauses = {*_last_clause(before, asked.before), *_first_clause(after, asked.after)}
    beside = [token for token in said if token in clauses]
    if asked.intent == HELP:  # a request for help may well be a question: “能帮忙剪一下吗”
        return set() if asked.is_story else {token.kind for token in said if token.text not in _FEARS} & {Kind.DOUBT}
    kinds = {token.kind for token in beside} & _DOUBTS - _NO_DOUBT.get(asked.intent, set())
    kinds |= {token.kind for token in said} & {Kind.DOUBT} if not asked.is_story or asked.intent == REPORT else set()
    kinds |= {Kind.ASKS} if said and said[-1].text in _ASKING else set()
    return kinds - ({Kind.ASKS} if any(token.text in _POLITE for token in before) else set())  # “can you stop it?”


def _surest(nearest: Sequence[Asked]) -> Sequence[Asked]:
    """The one first whose words are plain in any story, but not before what only shows something."""
    if nearest[0].is_sure and nearest[0].intent in _SHOWS:
        return nearest
    return sorted(nearest, key=lambda asked: not (asked.is_story and asked.is_sure))


def _last_clause(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    is_apart = tokens and (tokens[-1].kind is Kind.BREAK or (text[-1].isspace() and not tokens[-1].text.isascii()))
    parts = [] if is_apart else list(segments(tokens))
    return parts[-1] if parts else []


def _first_clause(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    is_apart = tokens and (tokens[0].kind is Kind.BREAK or (text[0].isspace() and not tokens[0].text.isascii()))
    return [] if is_apart else next(segments(tokens), [])


def _spoken(tokens: Sequence[Token]) -> list[Kind]:
    return [token.kind for token in tokens if token.kind is not Kind.FILLER]


def meaning(asked: Asked, plain: str) -> Meaning:
    """The command with what belongs to it; whoever reads it gets the whole sentence where its word stands within one."""
    is_within = bool(asked.before or asked.after)
    if asked.intent in _READ and asked.rest and (is_within or asked.is_tight):
        return Meaning(asked.intent, plain)
    return Meaning(asked.intent, asked.rest, said=plain if is_within and asked.intent == CLOSED else "")


def _is_beside_done(asked: Asked, plain: str) -> bool:
    """Whether it only says who put something right, who told of it, or that one may come and see."""
    if asked.intent == HELP:
        is_past = _DONE.match(asked.after) is not None  # “喊电工来换|过了”
        return (
            is_past
            or bool(_LOOK.match(asked.after))
            or (not (asked.is_story and len(asked.after) > FEW) and bool(_INVITES.search(plain)))
        )
    return asked.intent == REPORT and not asked.is_story


def _without_unwanted(nearest: Sequence[Asked]) -> Sequence[Asked]:
    """“周报先别发了” asks for quiet, not for the report it names; “帮我撤回” and “歇业装修一下” for no help."""
    intents = {asked.intent for asked in nearest if asked.is_story or asked.is_sure}
    unwanted = {"digest"} if "quiet" in intents else set[str]()
    if intents & {"quiet", "undo"} or (CLOSED in intents and not any(a.intent == HELP and a.is_story for a in nearest)):
        unwanted.add(HELP)
    if "open_shop" in {asked.intent for asked in nearest}:  # “装修好了 恢复营业” tells of no finding
        unwanted.add("fixed")
    return [asked for asked in nearest if asked.intent not in unwanted]


def is_told_there(asked: Asked, words: str) -> bool:
    """Whether a member tells this of a shop for sure; not where they only tell that its door is closed, without how long."""
    if asked.intent != f"{CLOSED}{THERE}" or not words.startswith(_SHUT):
        return asked.is_sure
    spans = [span(asked.rest, day) for day in _TWO_DAYS]
    return any(days is not None and days.last is not None and days.last > days.first for days in spans)
