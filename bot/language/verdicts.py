"""What follows from what was said of one shop: a meaning that is certain, or the question that makes it so."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from bot.language.clauses.said import Said
from bot.language.meanings import FAULTS, FIXED, MET, OWN, TODAY, Meaning, Question
from bot.language.words.lexicon import Kind
from bot.language.words.vocabulary import Vocabulary
from programme.ids import ShopId

LONG_ASIDE = 6
"""Unknown characters beside praise that may still be politeness."""
LISTED = 3
"""Duties told one by one before praise that is then of all."""
SLIP = 3
"""Unknown characters that may be a slip in a list of all five."""
LONG_STORY = 16
"""Unknown characters beside a fault that may still be its description."""
NOT_LOOKED = "not_looked"
CLOSED = "close_shop"
REPORT = "report"

_ON_THE_SPOT = re.compile(Vocabulary("readings").pattern("on_the_spot"))

Verdict = Meaning | Question | None


def verdict(said: Said, applies: Collection[str], *, is_own: bool, words: str, shop: ShopId = OWN) -> Verdict:
    """The one certain meaning, a question, or None where nothing was said of a shop's front."""
    (said.keep_promised if is_own else said.take_lone)()
    if is_own and said.is_remedied:
        return Meaning(MET, words) if _praises_all(said, applies) else Meaning(FIXED, words, fixed=_told(said, applies))
    if is_own and said.is_of_street:
        return _beside_street(said, applies, words)
    if _is_aside(said):
        return None
    return _of_front(said, applies, words, shop, is_own=is_own)


def _of_front(said: Said, applies: Collection[str], words: str, shop: ShopId, *, is_own: bool) -> Verdict:
    """What follows where the front, or a closed door, is spoken of."""
    is_told = said.faults or said.all_met or said.praised or (is_own and said.named)
    if said.kinds & {Kind.CLOSED, Kind.NOT_LOOKED} and not is_told:
        return _unseen(said, applies, words, shop, is_own=is_own)
    if _is_certain_fault(said, applies, is_own=is_own):
        return _faults(said, applies, words, shop, is_own=is_own)
    if _is_certain_praise(said, applies, is_own=is_own):
        is_all = is_own or bool(said.kinds & {Kind.ALL, Kind.REST})
        return Meaning(MET, words, shop, things=() if is_all else tuple(d for d in applies if d in said.praised))
    if is_own and said.is_mended and not (said.all_met and said.kinds & {Kind.ALL, Kind.REST}):
        return Meaning(FIXED, words, fixed=_told(said, applies))
    return _asked(said, applies, words, shop, is_own=is_own)


def _is_aside(said: Said) -> bool:
    """Whether nothing is said of a front: “今天生意好”."""
    is_of_front = (
        said.faults or said.fixed or said.named or said.is_claimed or (said.all_met and Kind.REST in said.kinds)
    )
    return said.says_nothing or (Kind.TOPIC in said.kinds and not is_of_front)


def _beside_street(said: Said, applies: Collection[str], words: str) -> Verdict:
    """A fault of the street is reported; with words about the own front it is asked: “门口都好，桥头路灯坏了”."""
    if said.is_of_others:
        return Meaning(REPORT, words, failed=_told(said, applies))
    about = tuple(duty for duty in applies if duty in said.faults)
    front = Meaning(FAULTS, words, failed=about) if about else Meaning(MET, words)
    return Question("nearest", (Meaning(REPORT, words), front))


def _praises_all(said: Said, applies: Collection[str]) -> bool:
    """Whether all five are called well beside what was put right; “灯管换了，全亮” is of the lamps."""
    is_of_all = said.all_met and Kind.PRAISE in said.kinds and said.kinds & {Kind.ALL, Kind.REST}
    is_list = said.all_met and len(said.praised) >= LISTED  # “卫生搞了，货收了，花浇了，齐活”
    return said.is_claimed or bool(is_of_all) or is_list or said.praised >= set(applies)


def _told(said: Said, applies: Collection[str]) -> tuple[str, ...]:
    """The duties of the things that are spoken of."""
    return tuple(duty for duty in applies if duty in said.things)


def _unseen(said: Said, applies: Collection[str], words: str, shop: ShopId, *, is_own: bool) -> Verdict:
    if is_own and Kind.FRONT in said.kinds:  # “没顾上门口”
        return which_duty(applies, words, shop)
    if Kind.CLOSED in said.kinds:
        return Question("closed_door", (Meaning(CLOSED, TODAY, shop), Meaning(NOT_LOOKED, "", shop)), shop)
    return Meaning(NOT_LOOKED, words, shop)


def _faults(said: Said, applies: Collection[str], words: str, shop: ShopId, *, is_own: bool) -> Meaning:
    """What has failed, and of a shop that was looked at what was put right as well; an owner's own is well by then."""
    failed = tuple(duty for duty in applies if duty in said.failed)
    fixed = () if is_own else tuple(duty for duty in applies if duty in said.fixed - said.failed)
    is_named = Kind.DUTY in said.kinds
    since = fixed if is_named and not _ON_THE_SPOT.search(words) else ()  # “秩序、卫生看过了，都改好了”
    return Meaning(FAULTS, words, shop, failed=failed, fixed=fixed, is_named=is_named, things=since)


def _is_certain_fault(said: Said, applies: Collection[str], *, is_own: bool) -> bool:
    stated = said.failed | said.fixed
    if not stated or not stated <= set(applies) or (is_own and (not said.failed or said.is_open)):
        return False
    is_open = (
        said.maybe_failed or said.named or said.is_uncertain_beside_excuses or said.met_after_fault or said.some_failed
    )
    is_open = is_open or (said.is_claimed and not said.failed)  # “袋子拿走了，五项都行”: nobody says it was a fault
    return not is_open and not said.failed & said.praised and said.unknown + said.aside <= LONG_STORY


def _is_certain_praise(said: Said, applies: Collection[str], *, is_own: bool) -> bool:
    is_fixed = not is_own and (said.fixed or said.some_fixed)  # what an owner put right before is no fault of today
    if said.is_claimed and not (said.faults or is_fixed or said.named or said.some_failed):
        return True
    is_open = said.faults or said.fixed or said.named or said.is_uncertain or said.some_failed or said.some_fixed
    is_open = is_open or bool(
        said.kinds & {Kind.EXCEPT, Kind.CORRECTS, Kind.NOT_LOOKED, Kind.HALF, Kind.HALF_OF, Kind.CONDUCT}
    )  # something is left out, or not so, or the service is praised
    if is_open or said.aside > LONG_ASIDE or Kind.MILD in said.kinds:
        return False
    if said.praised >= set(applies):
        return said.unknown <= SLIP
    if said.unknown:
        return False
    if said.nothing_failed or said.praised or said.some_tidied:
        return said.all_met and bool(said.kinds & {Kind.ALL, Kind.REST})
    return said.all_met and Kind.REST not in said.kinds  # “其他都好”: and what is not?


def _asked(said: Said, applies: Collection[str], words: str, shop: ShopId, *, is_own: bool) -> Verdict:
    met = Meaning(MET, words, shop)
    about = [duty for duty in applies if duty in said.faults | said.fixed | (said.named - said.praised)]
    if is_own and said.is_of_others:
        return Meaning(REPORT, words, failed=_told(said, applies))
    if (
        about and is_own and said.faults and (Kind.OTHERS_DID in said.kinds or said.is_elsewhere)
    ):  # “隔壁占道”: perhaps a report of theirs
        mine = Meaning(FAULTS, words, failed=tuple(about))
        return Question("nearest", (Meaning(REPORT, words), mine, met))
    if about:
        duties = tuple(about)
        is_named = Kind.DUTY in said.kinds
        failed = Meaning(FAULTS, words, shop, failed=duties, is_named=is_named)
        fixed = Meaning(FAULTS, words, shop, fixed=duties, is_named=is_named)
        is_bare = said.says_only_names
        return Question("failed", (failed, fixed, met), shop, duties=duties, is_bare=is_bare)
    if said.some_failed:
        return which_duty(applies, words, shop)
    praised = tuple(duty for duty in applies if duty in said.praised)
    is_tidied = is_own and said.some_tidied
    speaks = (
        praised or is_tidied or said.all_met or said.nothing_failed or said.kinds & {Kind.MILD, Kind.FAIL, Kind.DIRT}
    )
    if not speaks:
        return None  # a question, a name or an aside: nothing is said of the front, and no “all met?” follows from it
    well = Question("all_met", (met,), shop, duties=praised)
    return _with_done(well, said, applies) if is_own else well


def _with_done(well: Question, said: Said, applies: Collection[str]) -> Question:
    """Whether it may be told as put right as well: “搬进来喽”, but not “其他都好”."""
    is_done = not said.is_uncertain and not said.kinds & {Kind.REST, Kind.EXCEPT, Kind.MILD}
    return replace(well, is_done=is_done, things=tuple(duty for duty in applies if duty in said.things))


def which_duty(applies: Collection[str], words: str, shop: ShopId = OWN) -> Question:
    """The question which of the duties is not met."""
    return Question("which_duty", tuple(Meaning(FAULTS, words, shop, failed=(duty,)) for duty in applies), shop)
