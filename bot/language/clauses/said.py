"""What was said of one shop, before anything follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.language.words.kinds import UNSETTLED
from bot.language.words.lexicon import Kind

_UNCERTAIN = (UNSETTLED - {Kind.CORRECTS}) | {Kind.UNDERWAY, Kind.TOPIC, Kind.OTHERS_DID, Kind.KIN, Kind.HARSH}


_OPEN = UNSETTLED | {Kind.HARSH}
"""With one of these nothing is reported of others, either."""


_BESIDE = frozenset(
    {
        Kind.NOT,
        Kind.NONE,
        Kind.VEHICLE,
        Kind.MILD,
        Kind.CLEAN,
        Kind.REFUSED,
        Kind.CORRECTS,
        Kind.EXCEPT,
        Kind.CLOSED,
        Kind.NOT_LOOKED,
    }
)
"""Beside one of these a thing that may be a fault is asked about."""
_STANDS = frozenset({Kind.PUT, Kind.OUTSIDE, Kind.PARK, Kind.MANY})
_THEIRS = frozenset({"hygiene", "order", "green"})
"""Duties of which a shop itself is the cause."""


@dataclass(slots=True)
class Said:
    """All that was said of one shop."""

    failed: set[str] = field(default_factory=set)
    maybe_failed: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    promised: set[str] = field(default_factory=set)
    """Those of the fixed that are only said to be put right at once: “马上收”."""
    praised: set[str] = field(default_factory=set)
    swept: set[str] = field(default_factory=set)
    """Those of the praised of which it is only told that somebody swept or put away."""
    named: set[str] = field(default_factory=set)
    passable: set[str] = field(default_factory=set)
    """Those of the named that are called neither well nor failed: beside a fault of another they have not failed."""
    kinds: set[Kind] = field(default_factory=set)
    unknown: int = 0
    """Characters nobody knows in clauses that state something."""
    aside: int = 0
    """Characters nobody knows in clauses that state nothing."""
    all_met: bool = False
    """Praise of no duty in particular."""
    met_after_fault: bool = False
    nothing_failed: bool = False
    """A fault denied."""
    some_failed: bool = False
    """Failure of nothing in particular."""
    some_fixed: bool = False
    some_tidied: bool = False
    """Something was swept or put away, of which nobody said that it was a fault."""
    to_fix: bool = False
    is_doubted: bool = False
    is_elsewhere: bool = False
    """Whether another door may be spoken of."""
    is_nobodys: bool = False
    """Whether a vehicle is told of that may be anybody's: “有辆车堵着路”."""
    is_vague: bool = False
    """Whether it is only told how something is, not what or where: “太乱了”."""
    is_of_street: bool = False
    """Whether it is told what is not well at a place of the street; such clauses say nothing else."""
    by_others: bool = False
    """Whether one clause says that others do what it tells: “隔壁把桌子摆到路上”."""
    excused: frozenset[Kind] = frozenset()
    """Kinds of doubtful words that stand in excuses alone: “老婆住院”, “正在冲”."""
    things: frozenset[str] = frozenset()
    """Duties of all that is spoken of, whatever is said of it."""
    is_mended: bool = False
    """Whether one says that something they were told of, or that was broken, is put right."""
    is_remedied: bool = False
    """Whether one says in Chinese what was done about a thing, and nothing else told is at fault or in doubt."""
    is_claimed: bool = False
    """Whether one clause calls all well in so many words, and nothing else told speaks against it."""

    def forgive(self, about: frozenset[str]) -> None:
        """What was at fault another day is well."""
        self.praised |= about
        self.failed -= about
        self.maybe_failed -= about

    def keep_promised(self) -> None:
        """What an owner only says they will do at once is not done."""
        self.failed |= self.promised & self.fixed
        self.fixed -= self.promised

    def settle(self, waiting: set[str], excepted: set[str], counted: int, *, is_heading: bool) -> None:
        """All is told: `waiting` are duties named of which nothing was said, `excepted` those left out of praise; `counted`
        tells how many failed, `is_heading` that it was first said that something did, and only then what."""
        if counted and counted == len(waiting) and not self.faults:  # “一项没做好：秩序”
            self.failed |= waiting
            self.some_failed = False
        if is_heading and Kind.BREAK in self.kinds and not self.faults:  # “not ok: hygiene, sign”
            self.failed |= waiting
        if is_heading and counted in (0, len(self.failed)):
            self.some_failed &= not self.failed
        is_sure = self.all_met and bool(self.kinds & {Kind.ALL, Kind.REST}) and Kind.NOT_LOOKED not in self.kinds
        (self.failed if is_sure else self.maybe_failed).update(excepted - self.fixed)
        self.maybe_failed -= self.failed
        self.named -= self.failed  # “卫生马虎了点，地上有菜叶”
        self.named -= self.passable if self.failed else set()  # “卫生可以，就是秩序不行”
        self.named |= waiting - self.failed - self.fixed - self.praised

    def take_lone(self) -> None:
        """What may be a fault is one where somebody who looked tells it alone: “门口电瓶车横一排”."""
        told = self.failed | self.fixed | self.named | self.praised
        flags = self.all_met or self.nothing_failed or self.some_failed or self.some_fixed or self.is_nobodys
        is_alone = not (told or flags or self.is_uncertain or self.kinds & _BESIDE)
        if is_alone and self.kinds & _STANDS and len(self.maybe_failed) == 1 and self.maybe_failed <= _THEIRS:
            self.take_as_told()

    def take_passable(self, duties: set[str]) -> None:
        self.named |= duties
        self.passable |= duties

    def take_as_told(self) -> None:
        """Whatever is spoken of has failed: nothing else can be meant."""
        self.failed |= self.maybe_failed | self.named
        self.maybe_failed, self.named = set(), set()

    @property
    def is_uncertain(self) -> bool:
        return self.is_doubted or self.to_fix or bool(self.kinds & _UNCERTAIN)

    @property
    def is_uncertain_beside_excuses(self) -> bool:
        """The same of a fault, which an excuse or a promise leaves as plain as it is."""
        is_in_hand = bool({Kind.LATER, Kind.UNDERWAY} & self.excused) and Kind.AT_ONCE not in self.kinds
        return self.is_doubted or (self.to_fix and not is_in_hand) or bool(self.kinds & _UNCERTAIN - self.excused)

    @property
    def is_open(self) -> bool:
        """Whether what an owner tells may be of something that is not theirs, or not of their front."""
        return self.is_elsewhere or self.is_nobodys or self.is_vague

    @property
    def is_of_others(self) -> bool:
        """Whether all that is told is what others do, or what is wrong at a place of the street."""
        is_open = self.kinds & _OPEN or self.praised or self.all_met or self.fixed or Kind.DUTY in self.kinds
        return (not is_open and self.by_others) or (self.is_of_street and not self.speaks_of_front)

    @property
    def faults(self) -> set[str]:
        return self.failed | self.maybe_failed

    @property
    def says_only_names(self) -> bool:
        """Whether duties are named and nothing is said of them."""
        stated = (
            self.faults
            or self.fixed
            or self.praised
            or self.all_met
            or self.some_failed
            or self.some_fixed
            or self.some_tidied
        )
        return bool(self.named) and not (stated or self.is_uncertain or self.unknown or self.aside)

    @property
    def speaks_of_front(self) -> bool:
        """Whether a duty, or all of them, is spoken of."""
        return bool(self.faults or self.fixed or self.praised or self.named or self.all_met or self.some_failed)

    @property
    def says_nothing(self) -> bool:
        """Whether not one word of it speaks of a shop's front."""
        stated = self.failed or self.maybe_failed or self.fixed or self.praised or self.named
        flags = (
            self.is_doubted or self.all_met or self.nothing_failed or self.some_failed or self.some_fixed or self.to_fix
        )
        flags = flags or self.some_tidied
        return not (stated or flags or self.kinds & {Kind.MILD, Kind.CLOSED, Kind.NOT_LOOKED, Kind.DIRT})
