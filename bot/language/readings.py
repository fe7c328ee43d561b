"""How what was found becomes a reading, and the words of a command as they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.language.clauses.clauses import said_of
from bot.language.commands.commands import Asked
from bot.language.commands.politeness import bare
from bot.language.fronts.streets import asides_in, names_a_place
from bot.language.meanings import FAULTS, MET, OWN, THERE, Meaning, NamedShop, Question, Reading
from bot.language.shops.mentions import Named, Part
from bot.language.shops.shops import is_between
from bot.language.verdicts import REPORT
from bot.language.words.kinds import BESIDES, UNSETTLED
from bot.language.words.lexicon import Kind, Lexicon, Token
from bot.language.words.normalise import normalised
from bot.language.words.numerals import TENS
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("readings")
MANY = 3
"""Shops that may be called all right in one breath; more are asked one by one."""
LOOK = "look"
IS_IT = "is_it_there"
BETWEEN = f"between{THERE}"
HELP = "help"
_SAME = re.compile(f"(?:号|家|店)?{_GROUPS.pattern('also')}?{_GROUPS.pattern('same')}?")
_MARKS = " \n,，、:：.。!；;"
_OPENING = f"{_MARKS}！~～…"
_TENS = re.compile(TENS)
"""“十五天”: days are counted in digits."""
_QUOTED = re.compile(r"[\"“”「『][^\"“”」』\n]{1,12}[\"“”」』]")


def is_quoting(text: str) -> bool:
    """Whether some words of it stand in quotes: another's, or not meant so: “perfect”."""
    quoted = _QUOTED.search(text)
    return quoted is not None and len(quoted[0]) < len(text.strip()) - 1


def beside_street(part: Part, lexicon: Lexicon) -> tuple[Part, list[Meaning]]:
    """The words about a shop, and what is reported of the street behind them."""
    for text, aside in asides_in(part.text):
        told = said_of(lexicon.tokens(f"{part.before} {text}"), is_of_shop=True)
        behind = lexicon.tokens(aside)
        if told.speaks_of_front and names_a_place(behind) and said_of(behind).is_of_others:
            return replace(part, text=text), [Meaning(REPORT, aside)]
    return part, []


def introduced(part: Part, lexicon: Lexicon) -> Part:
    """The words about a shop without those before it that only say who looked and when: “我上午走不开，中午去的：9号好”."""
    mark = max(part.before.rfind(mark) for mark in _INTRODUCES)
    if mark < 0:
        return part
    head = lexicon.tokens(part.before[:mark])
    is_signed = part.before[mark] == ":"
    open_ = _AGAINST_INTRODUCTION - ({Kind.STAFF} if is_signed else set())
    if any(token.kind in open_ for token in head) or said_of(head, is_of_shop=True).speaks_of_front:
        return part
    return replace(part, before=part.before[mark + 1 :])


_INTRODUCES = (",", ":", "。", "，", "：", "\n", ";", ".")
_AGAINST_INTRODUCTION = (UNSETTLED | BESIDES | {Kind.OTHERS_DID, Kind.HARSH, Kind.AT_ONCE}) - {Kind.LATER}
"""What stands before a shop and may be of what is told of it."""


def note_of(text: str, lexicon: Lexicon) -> str:
    """What is left to be said of a fault once its duty is named; the whole where the duty is part of a phrase: “门头的字”."""
    start = 0
    for token in lexicon.tokens(text):
        if token.kind not in (Kind.DUTY, Kind.BREAK, Kind.FILLER):
            break
        start = token.end if token.kind is Kind.DUTY else start
    if start and not _PART.match(text, start):
        start = 0
    return _OF.sub("", text[start:].strip(" \n,，、:：.。"))


_PART = re.compile(r"\s*(?:[\n,，、:：.。;；!！-]|$)|\s+(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s+")
"""What sets a duty's name apart from what is said of it; an English blank parts nothing."""
_OF = re.compile(rf"^{_GROUPS.pattern('of')}\s*")
"""What joined a shop's name to what it has."""
_IF = frozenset(_GROUPS.words("conditions"))
_HOW = frozenset(_GROUPS.words("manner"))


def is_supposed(tokens: Sequence[Token]) -> bool:
    """Whether it only asks how to go on if something were so."""
    words = {token.text for token in tokens}
    return bool(words & _IF and words & _HOW)


def without_ironic(text: str, lexicon: Lexicon) -> str:
    """“可真‘整齐’哦，花盆都摆到马路上了”: praise in quotes is not meant, where what follows says so."""
    quoted = _QUOTED.search(text)
    if not quoted or not all(one.kind in (Kind.PRAISE, Kind.CLEAN) for one in lexicon.tokens(normalised(quoted[0]))):
        return text
    rest = text[: quoted.start()] + text[quoted.end() :]
    return rest if said_of(lexicon.tokens(normalised(rest))).failed else text


def asked_instead(reading: Reading, intent: str) -> Reading:
    """The reading with what is certain of one intent asked about."""
    doubted = tuple(
        Question("is_it_there" if m.shop else "all_met", (m,), m.shop) for m in reading.certain if m.intent == intent
    )
    certain = tuple(m for m in reading.certain if m.intent != intent)
    return Reading(reading.text, certain, (*reading.asked, *doubted))


def as_typed(reading: Reading, text: str) -> Reading:
    """The words that belong to a command as they were typed, not as the lexicon spells them."""
    reading = _whole_as_typed(reading, text.strip())
    if len(reading.certain) != 1 or not reading.certain[0].rest or _TENS.search(text):
        return reading
    meaning, typed = reading.certain[0], text.strip()
    rest = bare(meaning.rest)
    is_spelt = rest == unicodedata.normalize("NFKC", rest).casefold()  # else it is as typed already
    start = next((n for n in range(len(typed)) if is_spelt and bare(normalised(typed[n:])) == rest), None)
    if start is None:
        return reading
    return replace(reading, certain=(replace(meaning, rest=typed[start:].strip(" \n，,：:。、").lstrip(_OPENING)),))


def _whole_as_typed(reading: Reading, typed: str) -> Reading:
    """Whatever keeps the whole message keeps it as it was typed, if it is done and if it is asked."""

    def kept(one: Meaning) -> Meaning:
        rest = typed if one.rest and one.rest == reading.text else one.rest
        return replace(one, rest=rest, said=one.said and typed)

    asked = tuple(replace(question, choices=tuple(map(kept, question.choices))) for question in reading.asked)
    return replace(reading, certain=tuple(map(kept, reading.certain)), asked=asked)


def from_found(plain: str, found: Sequence[Meaning | Question | None]) -> Reading:
    certain = tuple(f for f in found if isinstance(f, Meaning))
    asked = tuple(f for f in found if isinstance(f, Question))
    return Reading(plain, certain, asked)


def told_in(reading: Reading) -> set[tuple[str, int, tuple[str, ...]]]:
    """What is certain in it, whatever words it is told in."""
    return {(one.intent, one.shop, one.failed) for one in reading.certain}


def is_the_same(text: str) -> bool:
    """“6号也是”: what was told of the shop before holds for this one."""
    words = text.strip(_MARKS)
    return bool(words) and bool(_SAME.fullmatch(words))


def same_again(told: Sequence[Meaning | Question | None], named: Sequence[Named]) -> list[Meaning | Question | None]:
    """The same of the shops named now; asked where it was asked before."""
    once = list({(replace(one, shop=OWN)): one for one in told if isinstance(one, Meaning) and one.shop})
    shops = [shop for one in named for shop in one.shops if one.is_sure and len(one.shops) == 1]
    return [replace(one, shop=shop.id) for one in once for shop in shops]


def is_weak(facts: Reading, wish: Asked) -> bool:
    """Whether the facts name no duty, or are no more than a closed door; “你帮我点个好” may be either."""
    is_praise = wish.intent == HELP and not wish.is_story
    weak = ("closed_door",) if is_praise else ("all_met", "closed_door", "which_duty")
    return not facts.certain and all(question.about in weak for question in facts.asked)


def of_several(plain: str, found: Sequence[Meaning | Question | None], named: Sequence[Part]) -> Reading:
    """What was told of the shops named; asked where one is told of twice and not the same, or it lies between two."""
    if (_GOING.search(plain) or _CHAT.search(plain)) and all(_is_idle(one) for one in found):
        return Reading(plain)  # nothing is said of a front: what is there is no question
    last = sorted(without_repeated(found), key=lambda one: isinstance(one, Meaning) and one.intent == REPORT)
    reading = from_found(plain, last)
    certain = reading.certain
    is_well = certain and all(one.intent == MET for one in certain)
    if is_between(plain) and not is_well and sum(len(part.named) for part in named) > 1:
        offered = certain or tuple(choice for question in reading.asked for choice in question.choices)
        choices = (*_between(plain, offered), Meaning(REPORT, plain), *offered)
        return Reading(plain, asked=(Question("nearest", choices),)) if offered else reading
    if len({(m.shop, m.intent == MET) for m in certain}) <= len({m.shop for m in certain}):
        return reading
    return Reading(plain, asked=(*reading.asked, Question("nearest", certain)))


def _between(plain: str, told: Sequence[Meaning]) -> list[Meaning]:
    """What is told of two shops as lying between them: it counts for neither until somebody says whose it is."""
    failed = tuple(dict.fromkeys(duty for one in told for duty in one.failed))
    shops = list(dict.fromkeys(one.shop for one in told if one.failed and one.shop))
    return [Meaning(BETWEEN, plain, shops[0], failed=failed, beside=shops[1])] if len(shops) > 1 else []


def only_faults(told: list[Meaning | Question | None]) -> list[Meaning | Question | None]:
    """What was told where all of it are faults for certain; else nothing."""
    return told if all(isinstance(one, Meaning) and one.intent == FAULTS for one in told) else []


def without_shop(told: Sequence[Meaning | Question | None], part: Part) -> list[Meaning | Question | None]:
    """What was told of other shops than the one a part is about."""
    return [one for one in told if one is None or one.shop != part.named[0].shops[0].id]


def without_repeated(told: Sequence[Meaning | Question | None]) -> list[Meaning | Question | None]:
    """What was told and asked, but not whether a shop that is called all right is so since it is praised once more."""
    sure = {one.shop: one.intent for one in told if isinstance(one, Meaning) and one.shop}
    return [
        one for one in told if not (isinstance(one, Question) and one.about in _IDLE.get(sure.get(one.shop, ""), ()))
    ]


def _is_idle(one: Meaning | Question | None) -> bool:
    return one is None or (isinstance(one, Question) and one.about == "what_there")


_GOING = re.compile(_GROUPS.pattern("going"))
_CHAT = re.compile(_GROUPS.pattern("chat"))
_IDLE = {MET: ("all_met", "what_there"), FAULTS: ("what_there",)}


def is_it(meaning: Meaning) -> Question:
    """Whether it is so at that shop."""
    return Question(IS_IT, (meaning,), meaning.shop)


def doubted(told: Sequence[Meaning | Question | None]) -> list[Meaning | Question | None]:
    return [is_it(found) if isinstance(found, Meaning) else found for found in told]


def of_shop(
    meant: Meaning | Question | None, shop: NamedShop, *, is_bare: bool, is_sure: bool, is_past: bool
) -> Meaning | Question:
    if isinstance(meant, Question) and is_past:
        return Meaning(LOOK, "", shop.id)  # “was 5 ok last week?”: what stands there is shown
    if meant is None:
        look = Meaning(LOOK, "", shop.id)
        return look if is_bare and is_sure else Question("what_there", (look,), shop.id)
    if isinstance(meant, Meaning) and not is_sure:
        return is_it(replace(meant, shop=shop.id))
    return meant


def one_by_one(found: list[Meaning | Question | None]) -> list[Meaning | Question | None]:
    """Many shops called all right at once are read back and confirmed one by one."""
    met = [m for m in found if isinstance(m, Meaning) and m.intent in (MET, FAULTS)]
    if len(met) + sum(isinstance(one, Question) and one.about == IS_IT for one in found) <= MANY:
        return found
    return [is_it(m) if m in met and isinstance(m, Meaning) else m for m in found]


def apart_from_things(found: Sequence[Asked], tokens: Sequence[Token]) -> list[Asked]:
    """The commands whose words are no part of a thing's name: “休息椅” closes no shop."""
    things = [token for token in tokens if token.kind in _THINGS]
    return [asked for asked in found if not any(_is_within(asked, thing) for thing in things)]


def _is_within(asked: Asked, thing: Token) -> bool:
    start, end = len(asked.before), len(asked.before) + asked.length
    is_part = thing.start <= start and end <= thing.end and asked.length < len(thing.text)
    if thing.kind in (Kind.PRAISE, Kind.MILD):
        return is_part and thing.text.isascii()  # “nothing to complain about”
    is_thanks = thing.text.startswith(_THANKS)
    return is_part and (is_thanks or not (thing.kind is Kind.FILLER and asked.is_story))


_THANKS = _GROUPS.words("thanks")
_THINGS = frozenset({Kind.FIXTURE, Kind.GOODS, Kind.PUBLIC, Kind.FILLER, Kind.PRAISE, Kind.MILD})

_ASKING = ("?", "吧")
"""What makes of a word of praise a question."""


def doubted_by(plain: str) -> frozenset[str]:
    """“都好？” asks what “都好” says."""
    return frozenset({MET} if plain.endswith(_ASKING) else ())
