"""What a few clauses say of one shop: which duties failed, were fixed, praised or only named, and what keeps it uncertain."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import ClassVar

from bot.language.clauses.acclaim import is_called_well, is_qualified
from bot.language.clauses.avowals import is_avowed
from bot.language.clauses.halves import halved, left_over
from bot.language.clauses.looks import looked
from bot.language.clauses.mended import is_mended
from bot.language.clauses.remedies import is_remedied
from bot.language.clauses.reminders import STANDS, answered, fixes_last, is_acted_on, is_answered, stands
from bot.language.clauses.said import Said
from bot.language.excuses.excuses import excused, settled
from bot.language.excuses.remarks import unremarked
from bot.language.fronts import doors, streets
from bot.language.fronts.places import names_where, the_one_named
from bot.language.senses.senses import in_context
from bot.language.statements.statements import Says, Statement, statements
from bot.language.words.kinds import NOTS
from bot.language.words.lexicon import Kind, Token
from bot.language.words.numerals import up_to_three
from bot.language.words.segments import clauses, has, text_of, unknown_in
from bot.language.words.vocabulary import Vocabulary

_OF_ALL = re.compile(f"{Kind.ALL}(?![{Kind.ALL}{Kind.PRAISE}{Kind.PUT}{Kind.SYMPTOM}])")  # “卫生 秩序 都不行”
_OWN = re.compile(Vocabulary("clauses").pattern("own"))


def said_of(
    tokens: Sequence[Token], then: Callable[[Sequence[Token]], list[Token]] = list, *, is_of_shop: bool = False
) -> Said:
    """Read clauses one after another; what is told of the street beside a shop that was named is that shop's."""
    tokens = halved((answered if is_of_shop else list)(left_over(in_context(tokens), is_of_shop=is_of_shop)))
    tokens = then(settled(unremarked(tokens, is_of_shop=is_of_shop)))
    tokens = looked(tokens) if is_of_shop else tokens
    reader = _Clauses(is_of_shop=is_of_shop)
    told = fixes_last(list(clauses(tokens)))
    told, reader.said.is_of_street = (told, False) if is_of_shop else streets.apart_from_street(told)
    told = [doors.without_witnesses(clause) or ([] if n else clause) for n, clause in enumerate(told)]
    last = max((n for n, clause in enumerate(told) if has(clause, Kind.NOW)), default=0)
    for number, clause in enumerate(told):
        (reader.remember if number < last and has(clause, Kind.OTHER_TIME) else reader.read)(clause)
    said = reader.ended()
    said.is_mended, said.is_remedied = is_mended(tokens), not is_of_shop and then is list and is_remedied(tokens)
    said.things = frozenset().union(*(token.duties for token in tokens))
    turns = is_of_shop and said.all_met and not said.faults and is_qualified(tokens)
    said.is_claimed = not turns and (is_avowed(tokens) or (is_of_shop and is_called_well(tokens)))
    said.is_doubted |= turns
    said.excused = excused(tokens) if said.failed else said.excused
    return said


class _Clauses:
    """The running state while clauses are read."""

    def __init__(self, *, is_of_shop: bool) -> None:
        self.said, self.is_of_shop = Said(), is_of_shop
        self.past, self.before, self.waiting = set[str](), set[str](), set[str]()
        """Duties named that nothing was said of yet."""
        self.is_of_all = self.is_of_own = self.says_where = self.is_loose = self.denies = self.is_left = False
        self.is_detail = self.is_fresh = False  # it goes on about a fault; the last statement is its own
        self.told, self.carried = set[str](), set[str]()
        """Duties a clause told a fault of, and those waiting that one before it named."""
        self.excepted, self.spoken = set[str](), set[str]()  # spoken: by the last statement, for “…，马上扫了”
        self.count = self.counted = 0  # how many duties the clause says there are, and failed that are named only later
        self.is_heading = False  # whether something was first said not to be well, and only then what: “两样不行：…”
        self.announced = self.thing = self.unsaid = NO

    def remember(self, clause: Sequence[Token]) -> None:
        """What was another day, and something is said of today after it: only the duty it was about stays."""
        told = statements([token for token in clause if token.kind is not Kind.OTHER_TIME])
        self.past |= frozenset().union(*(statement.duties for statement in told))
        before = list(takewhile(lambda token: token.kind is not Kind.OTHER_TIME, clause))
        before = [] if clause[-1].text.isascii() else before  # “wasn't swept yesterday but today all fine”
        for fault in (one for one in statements(before) if one.says in STANDS):  # “招牌不亮 昨天也不亮 今天好了”
            self.said.maybe_failed |= fault.duties
            self.said.some_failed |= not fault.duties

    def read(self, clause: Sequence[Token]) -> None:
        found, faults = list(statements(clause)), set(self.said.faults)
        self._begin(clause, found)
        self._whose(clause)
        before, unknown = unknown_in(clause)
        self.said.aside += before + (0 if found else unknown)
        self.said.unknown += unknown if found else 0
        self.unsaid = self.unsaid if found else the_one_named(clause)
        for statement in found:
            is_new = statement.says is Says.FAULT and not (self.is_heading or statement.duties <= self.said.failed)
            is_rest = self.said.all_met or bool(faults - statement.duties)
            self.said.is_vague |= is_new and doors.is_vague(clause, statement, is_rest_told=is_rest)
            self._TAKE[statement.says](self, statement)
        self._answered(clause, faults, found)
        self.said.by_others |= bool(self.said.faults) and doors.disowns(clause)

    def _begin(self, clause: Sequence[Token], found: Sequence[Statement]) -> None:
        """What holds for one clause alone."""
        kinds = {token.kind for token in clause} | {Kind.ALL for token in clause if token.also is Kind.ALL}
        if not (Kind.ALL in kinds or any(statement.duties for statement in found)):
            self.waiting |= self.past  # a duty that today's words name themselves leaves yesterday's to yesterday
        self.before, self.past = self.past, set()
        self.said.kinds |= kinds
        self.said.is_doubted |= bool(self.said.faults) and Kind.CORRECTS in kinds
        self.is_of_all = bool(_OF_ALL.search("".join(token.kind for token in clause)))
        self.carried = set() if self.is_of_all else set(self.waiting)
        self.told, self.is_fresh = set(), False
        self.says_where = names_where(clause)
        self.is_loose = all(token.text in _LOOSE for token in clause if token.kind is Kind.ALL)
        self.denies = bool(kinds & NOTS)
        self.is_detail = bool(self.said.failed) and Kind.UNKNOWN in kinds and Kind.FRONT not in kinds
        self.count = up_to_three(text_of(clause))

    def _whose(self, clause: Sequence[Token]) -> None:
        self.said.is_elsewhere |= doors.names_another_door(clause)
        self.said.by_others |= doors.is_by_others(clause)
        self.is_of_own = any(_OWN.search(token.text) for token in clause)
        self.said.is_nobodys |= doors.is_anybodys(clause)

    def _answered(self, clause: Sequence[Token], faults: set[str], found: Sequence[Statement]) -> None:
        """A reminder after a fault, and nobody understands what came of it: perhaps it was put right."""
        if faults and has(clause, Kind.AT_ONCE) and not (stands(found) or self.said.fixed & faults):
            self.said.to_fix, self.announced = True, self.announced or frozenset(faults)
        elif is_acted_on(clause) if faults and self.is_of_shop and not found else is_answered(clause):
            self.said.to_fix |= not self.said.fixed

    def _named(self, statement: Statement) -> None:
        self.waiting |= statement.duties

    def _fault(self, statement: Statement) -> None:
        said = self.said
        if self.is_detail and statement.is_adjective and not (self.says_where or self.waiting):  # “…，晒得发霉了”
            return
        about = statement.duties or frozenset(self.waiting)
        said.praised -= said.swept & about  # “swept the front, but the drain spits grease”
        is_vague = statement.is_vague and about == statement.duties and not self.waiting
        sure = len(about) == 1 and (self.waiting <= about or about <= self.waiting) and not is_vague
        if sure:  # “秩序 卫生 货出店”: what is listed before the words goes with them
            about |= self.waiting
        (said.failed if sure else said.maybe_failed).update(about)
        said.some_failed |= not about
        said.maybe_failed |= self.waiting - about
        self.told |= about
        self._done(about)

    def _not_tidied(self, statement: Statement) -> None:
        """“树上晾了衣服还没收” tells one fault, not a second one of the clothes."""
        is_another = statement.is_of_things and "green" not in self.told  # “地没拖货没收”
        if (self.told and not is_another) or (self.said.failed and not (statement.duties or self.waiting)):
            return
        open_ones = statement.duties or self.waiting or (self.spoken & self.said.maybe_failed) or self.unsaid
        self.is_left |= not (open_ones or self.said.maybe_failed)
        if self.is_left and not open_ones:  # “没人搬，啤酒箱还在外头”: what was left is told behind it
            return
        self._fault(replace(statement, duties=statement.duties if self.waiting else frozenset(open_ones)))

    def _excepted(self, statement: Statement) -> None:
        (self.said.maybe_failed if statement.is_vague else self.excepted).update(statement.duties)

    def _weak(self, statement: Statement) -> None:
        said = self.said
        about = statement.duties or frozenset(self.waiting) or self.unsaid
        if (not about and self.spoken) or (about and about <= said.failed and not self.waiting):
            return  # “秩序不行 门口停满电瓶车”: it says how
        is_same = self.is_of_shop and self.told and not statement.is_of_dirt
        if (is_same or self.is_detail) and not self.waiting:
            return  # “树上绑了绳子晒豆角”, “桂花树上缠着彩灯，线头垂下来”: how the fault looks that is told
        is_there = statement.is_of_dirt and self.is_of_shop and not (self.waiting or self.told or self.denies)
        is_there &= self.says_where or self.is_heading
        sure = len(about) == 1 and (about <= self.waiting or about is self.unsaid or is_there)
        (said.failed if sure else said.maybe_failed).update(about | self.waiting)
        said.some_failed |= not about
        self._done(about)

    def _thing(self, statement: Statement) -> None:
        """“秩序 共享单车”: a duty with the thing that is in the way."""
        if self.waiting and statement.duties and statement.duties <= self.waiting:
            self.said.failed |= self.waiting
            self._done(frozenset(self.waiting))
        self.thing = statement.duties

    def _denied(self, statement: Statement) -> None:
        self.said.nothing_failed = True
        self.said.is_doubted |= bool(self.said.faults) and not (statement.duties or self.waiting)  # “占道 没占”
        self._one_met(statement)

    def _one_met(self, statement: Statement) -> None:
        self.said.praised |= statement.duties | self.waiting
        self._done(statement.duties)

    def _failed(self, statement: Statement) -> None:
        named = self.waiting - self.carried or self.waiting
        self.said.maybe_failed |= self.waiting - named
        about = frozenset(named) or statement.duties or frozenset(self.spoken & self.said.maybe_failed)
        self.said.to_fix &= not (self.said.failed and not named)  # “已劝导，未整改”
        if about:
            self.said.failed |= about
        elif not self.said.failed:
            self.is_heading = not (self.said.faults or self.is_of_all)
            self.said.some_failed = True
            self.counted = self.count or self.counted
        self._done(about)

    def _met(self, statement: Statement) -> None:
        said = self.said
        is_of_all = Kind.ALL in said.kinds and not (self.says_where and self.is_loose and statement.duties)
        about = frozenset(self.waiting) or (NO if is_of_all else statement.duties)
        is_elsewhere = self.says_where and not statement.duties & said.faults  # “灯坏了，门口倒是干净”
        if not self.waiting and statement.duties and said.faults and not is_elsewhere:
            said.met_after_fault = True  # “玻璃脏，擦干净了”: well by a word of cleaning, of what was at fault or not
        about = about or (statement.duties if said.faults and is_elsewhere else NO)
        if about:
            said.praised |= about
        else:
            said.all_met = True
            said.met_after_fault |= bool(said.faults or said.some_failed) and not said.kinds & {Kind.REST, Kind.EXCEPT}
        self._done(about)

    def _fixed(self, statement: Statement) -> None:
        said = self.said
        if statement.is_promised and not (self.is_of_shop or said.faults or self.waiting):
            self._to_fix(statement)  # “等我送完货回来就扫，门口一地菜叶”
            return
        is_told = statement.is_of_things and NO < statement.duties <= said.faults
        own = statement.duties if is_told or not (self.waiting or self.spoken) else NO
        last = (
            self.spoken if not self.is_of_shop or self.is_fresh or statement.duties else NO
        )  # else of all told before
        about = frozenset(self.waiting or own or last & said.faults or said.faults or self.thing or self.excepted)
        if self.is_of_shop and (Kind.TOLD_OF in said.kinds or NO < about <= self.before):
            said.forgive(about)  # “上次的货架改好了”: no fault of today
            self._done(about)
            return
        said.promised |= about & said.faults if statement.is_promised else NO
        said.fixed |= about
        said.failed -= about
        said.maybe_failed -= about
        said.some_fixed |= not about
        said.to_fix &= not self.announced <= about  # “让他收 马上收了”
        self._done(about)

    def _tidied(self, statement: Statement) -> None:
        about = statement.duties if self.is_of_shop and self.says_where else NO
        if self.said.faults and (not about or about & self.said.faults):  # “招牌发黑，门口的地倒是刚拖过”
            if not (self.said.by_others and self.is_of_own):  # “隔壁的货堆到我这边 我自己的都收进去了”
                self._fixed(statement)
            return
        self.said.some_tidied = True
        self.said.swept |= statement.duties - self.said.praised
        self._one_met(statement)

    def _to_fix(self, _: Statement) -> None:
        is_told = self.said.faults or self.said.some_failed or self.said.kinds & _SPOKEN_TO
        self.said.to_fix |= bool(is_told) or not self.is_of_shop  # “老丁在门口洗拖把，脏水往路上淌”
        self.announced = frozenset(self.said.faults)

    def _doubt(self, statement: Statement) -> None:
        self.said.is_doubted = True
        self.said.named |= statement.duties

    def _so_so(self, statement: Statement) -> None:
        """“卫生还行，秩序…”: neither well nor failed, and no more to be said of it."""
        self.said.take_passable(self.waiting)
        self._done(statement.duties)

    def _done(self, about: frozenset[str]) -> None:
        self.spoken, self.is_fresh = set(about), bool(about)
        self.waiting.clear()

    def ended(self) -> Said:
        self.said.some_failed |= self.is_left and not self.said.failed
        self.said.settle(self.waiting, self.excepted, self.counted, is_heading=self.is_heading)
        return self.said

    _TAKE: ClassVar[dict[Says, Callable[[_Clauses, Statement], None]]] = {
        Says.NAMED: _named,
        Says.FAULT: _fault,
        Says.NOT_TIDIED: _not_tidied,
        Says.WEAK_FAULT: _weak,
        Says.EXCEPTED: _excepted,
        Says.THING: _thing,
        Says.NO_FAULT: _denied,
        Says.FAILED: _failed,
        Says.MET: _met,
        Says.ONE_MET: _one_met,
        Says.FIXED: _fixed,
        Says.TIDIED: _tidied,
        Says.TO_FIX: _to_fix,
        Says.SO_SO: _so_so,
        Says.DOUBTED: _doubt,
    }


_SPOKEN_TO = frozenset({Kind.AT_ONCE, Kind.LATER, Kind.UNDERWAY, Kind.SHOULD})
_LOOSE = Vocabulary("clauses").words("loose")  # they may be of one thing: “门口一直都干干净净”
NO = frozenset[str]()
