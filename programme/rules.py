"""Everything an office clerk may change, with the programme's defaults; `programme.toml` holds the same, commented.

Nothing here can break the rules that no setting may break (PROGRAMME §3): those are in the code, not in the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import time
from itertools import pairwise
from typing import ClassVar

from files.dataclass import dataclass
from programme import platforms
from programme.activities import recurring
from programme.activities.recurring import Recurring
from programme.duties import DEFAULT_DUTIES, Duty
from programme.holidays import Holidays, WrongList, read_holidays
from programme.services import DEFAULT_SERVICES, Service

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who runs the programme, as printed on sheets, digests and certificates."""

    __pydantic_config__: ClassVar = _STRICT
    name: str = "宁国市城市管理执法局"
    name_en: str = "Ningguo City Management Bureau"
    title: str = "五星商户"
    street: str = "五星商户一条街"
    phone: str = ""
    supervisor: str = ""
    """A colleague by name who reads every complaint about colleagues, beside the managers it is not about."""


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Bureau hours and the hours of the messages (PROGRAMME §5), all in the programme's own zone."""

    __pydantic_config__: ClassVar = _STRICT
    morning_from: time = time(8, 30)
    morning_to: time = time(12, 0)
    afternoon_from: time = time(14, 30)
    afternoon_to: time = time(17, 30)
    quiet_from: time = time(20, 30)
    quiet_to: time = time(7, 30)
    nap_from: time = time(12, 0)
    nap_to: time = time(14, 0)
    reminder_after_opening: int = 30
    """Minutes after the shop's own opening time."""
    reminder_unknown: time = time(8, 30)
    quiet_after_days: int = 3
    """Unanswered days after which the bot stops asking and tells the linked member."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long things may take."""

    __pydantic_config__: ClassVar = _STRICT
    on_the_spot_hours: float = 2.0
    """Scheduler of the shop's opening time."""
    three_days: int = 3
    """Working days for signs and lamps."""
    help_hours: float = 2.0
    """Working hours until a help request is answered."""
    first_word_hours: float = 4.0
    """Working hours until somebody answers what a resident reported."""
    request_days: int = 3
    """Working days until it is done."""
    place_minutes: int = 10
    """How long whoever reported is waited for to say where; then it goes on without."""
    appeal_days: int = 7
    """Days in which an appeal may be made."""
    decide_days: int = 5
    """Working days until an appeal is decided."""
    notice_days: int = 5
    """Working days of public notice."""
    reopen_days: int = 7
    invite_days: int = 90


@dataclass(frozen=True, slots=True)
class Cut:
    """What a star asks for on both keys: the score S and the weakest duty."""

    __pydantic_config__: ClassVar = _STRICT
    stars: int
    score: float
    weakest: float


DEFAULT_CUTS = (Cut(5, 90, 80), Cut(4, 80, 65), Cut(3, 70, 0), Cut(2, 60, 0))


@dataclass(frozen=True, slots=True)
class Rating:
    """The numbers of PROGRAMME §4; days are open days of the shop unless said otherwise."""

    __pydantic_config__: ClassVar = _STRICT
    linked_weight: float = 1.0
    cross_weight: float = 1.5
    spot_weight: float = 2.0
    observer_share: float = 1.0
    """The most of all evidence (m + Σa) that one observer's looks at a shop may weigh; 1 for no limit."""
    half_life: float = 42.0
    window: int = 126
    """How long looks and self-checks count."""
    findings_window: int = 84
    """How long findings give or take points."""
    prior: float = 3.0
    """m, the weight of the grid's mean in the shrinkage."""
    mean_low: float = 84.0
    mean_high: float = 90.0
    self_weight: float = 0.1
    self_share: float = 3.0
    """Self-checks weigh at most 1/3 of (m + Σa), that is 25 % of all evidence; this is the 3."""
    trust_prior: float = 20.0
    trust_unknown: float = 0.9
    overdue: float = -2.0
    repeated: float = -3.0
    repeated_within: int = 14
    fixed_in_time: float = 1.0
    fixed_window: int = 30
    """Calendar days."""
    resident: float = -2.0
    resident_most: float = -6.0
    own_fixed: float = 0.0
    """Points for a problem the shop reported and put right: none by default, it paid the worst shops most."""
    own_fixed_most: float = 0.0
    adjustment_low: float = -10.0
    adjustment_high: float = 3.0
    gate_looks: int = 3
    """Observer-weeks: what one observer saw within one ISO week is one."""
    gate_window: int = 42
    second_eyes_window: int = 126
    second_eyes_least: float = 80.0
    """The least score of a look by somebody else that opens the way to five stars."""
    up_margin: float = 1.0
    down_margin: float = 3.0
    unsteady: float = 2.0
    """A score so near a cut is shown as unsteady."""
    veto_stars: int = 2
    veto_days: int = 30
    own_report_again: int = 14
    """A duty the shop reported itself is left out of looks once in so many open days."""
    candor_prior: float = 4.0
    candor_least: int = 4
    cuts: tuple[Cut, ...] = DEFAULT_CUTS
    shadow: bool = False
    """While True runs are drafts that nobody is shown, and `fivestar job cuts` proposes where to freeze the cuts."""

    def source_weight(self, source: str) -> float:
        """The weight of an observation by the kind of observer."""
        return {"linked": self.linked_weight, "cross": self.cross_weight, "spot": self.spot_weight}[source]


@dataclass(frozen=True, slots=True)
class Title:
    """The life of the title 五星商户."""

    __pydantic_config__: ClassVar = _STRICT
    runs: int = 12
    at_five: int = 8
    never_below: int = 4
    withdraw_after: int = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole of `programme.toml`."""

    __pydantic_config__: ClassVar = _STRICT
    bureau: Bureau = field(default_factory=Bureau)
    duties: tuple[Duty, ...] = DEFAULT_DUTIES
    services: tuple[Service, ...] = DEFAULT_SERVICES
    activities: tuple[Recurring, ...] = ()
    """Volunteer days that come back every week."""
    hours: Scheduler = field(default_factory=Scheduler)
    deadlines: Deadlines = field(default_factory=Deadlines)
    rating: Rating = field(default_factory=Rating)
    title: Title = field(default_factory=Title)
    shops_per_member: int = 10
    intake: platforms.Intake = field(default_factory=platforms.Intake)
    holidays: Mapping[str, str] = field(default_factory=dict)
    """The State Council's list by year, in its own words: `programme.holidays` reads it."""

    def holiday_lists(self) -> list[Holidays]:
        """Every list that stands in programme.toml; `problems` has seen to it that they can be read."""
        return [read_holidays(text, int(year)) for year, text in self.holidays.items()]


def problems(rules: Rules) -> Iterator[tuple[str, str]]:
    """Errors that no single field shows, as (path, what to do about it)."""
    keys = [d.key for d in rules.duties]
    for n, duty in enumerate(rules.duties):
        if not re.fullmatch(r"[a-z_]{2,12}", duty.key):
            yield f"duties.{n}.key", f"“{duty.key}”: use two to twelve small letters, and never change it later"
        if duty.weight < 0:
            yield f"duties.{n}.weight", "a weight cannot be below 0"
    if len(set(keys)) < len(keys):
        yield "duties", "two duties have the same key"
    if not keys or sum(d.weight for d in rules.duties) <= 0:
        yield "duties", "at least one duty must weigh more than 0"
    yield from _service_problems(rules.services, keys)
    yield from recurring.problems(rules.activities)
    yield from _rating_problems(rules.rating)
    yield from _holiday_problems(rules.holidays)
    yield from platforms.problems(rules.intake, frozenset(service.key for service in rules.services))
    if not 1 <= rules.shops_per_member <= 10:  # noqa: PLR2004 每名党员联系10名商户: a fact of the bureau
        yield "shops_per_member", "a member links to at least one and at most ten shops"


def _service_problems(services: Sequence[Service], duties: Collection[str]) -> Iterator[tuple[str, str]]:
    for n, service in enumerate(services):
        if not re.fullmatch(r"[a-z_]{2,12}", service.key):
            yield f"services.{n}.key", f"“{service.key}”: use two to twelve small letters, and never change it later"
        if service.duty and service.duty not in duties and service not in DEFAULT_SERVICES:
            yield f"services.{n}.duty", f"“{service.duty}” is none of the duties"
        if service.first_word_hours <= 0 or service.done_days < 0:
            yield f"services.{n}", "the first word takes more than 0 hours, and no days are below 0"
    if len({service.key for service in services}) < len(services):
        yield "services", "two services have the same key"


def _holiday_problems(holidays: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for year, text in holidays.items():
        if not re.fullmatch(r"20[0-9]{2}", year):
            yield f"holidays.{year}", 'is no year: write 2027 = """the State Council\'s list"""'
            continue
        try:
            read_holidays(text, int(year))
        except WrongList as wrong:
            yield f"holidays.{year}", f"cannot be right: {wrong}"


def _rating_problems(r: Rating) -> Iterator[tuple[str, str]]:
    positive = (
        "linked_weight",
        "cross_weight",
        "spot_weight",
        "half_life",
        "window",
        "findings_window",
        "prior",
        "gate_looks",
        "self_share",
    )
    for name in positive:
        if getattr(r, name) <= 0:
            yield f"rating.{name}", "must be above 0"
    if not 0 <= r.mean_low <= r.mean_high <= 100:  # noqa: PLR2004 scores run from 0 to 100
        yield "rating.mean_low", "needs 0 ≤ mean_low ≤ mean_high ≤ 100"
    if not 0 <= r.trust_unknown <= 1:
        yield "rating.trust_unknown", "is a share between 0 and 1"
    for name in ("self_weight", "trust_prior", "own_report_again", "veto_days", "up_margin", "down_margin", "unsteady"):
        if getattr(r, name) < 0:
            yield f"rating.{name}", "cannot be below 0"
    if not 1 <= r.veto_stars <= 5:  # noqa: PLR2004 there are five stars
        yield "rating.veto_stars", "is a star between 1 and 5"
    if r.self_share < 1:
        yield "rating.self_share", "below 1 self-checks could outweigh what others saw"
    yield from _sign_problems(r)
    yield from _cut_problems(r)


def _cut_problems(r: Rating) -> Iterator[tuple[str, str]]:
    ordered = sorted(r.cuts, key=lambda c: -c.stars)
    falls = all(a.score > b.score and a.weakest >= b.weakest for a, b in pairwise(ordered))
    if [c.stars for c in ordered] != [5, 4, 3, 2] or not falls:
        yield "rating.cuts", "needs one cut each for 5, 4, 3 and 2 stars, falling"


def _sign_problems(r: Rating) -> Iterator[tuple[str, str]]:
    if not 0 < r.observer_share <= 1:
        yield "rating.observer_share", "is a share above 0 and at most 1"
    for name in ("overdue", "repeated", "resident", "resident_most", "adjustment_low"):
        if getattr(r, name) > 0:
            yield f"rating.{name}", "is a deduction: 0 or below"
    for name in ("fixed_in_time", "own_fixed", "own_fixed_most", "adjustment_high"):
        if getattr(r, name) < 0:
            yield f"rating.{name}", "is a bonus: 0 or above"
