"""One week of the street as plain figures: what the picture, the sheet and the twelve lines are made from.

Of people there is nothing in it: places, deadlines and totals only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from documents.wording.star_words import StarWords
from files.dataclass import dataclass
from programme.digest.figures import WeekFigures, week_figures
from programme.digest.together import Together
from programme.digest.week import Need, Outcome, Round, needs
from programme.duties import Duty
from programme.findings.shares import Shares
from programme.services import Service

UNRATED = 0
"""The place of 待评 among the stars 1…5."""
NOTHING = Together()


@dataclass(frozen=True, slots=True)
class ShopWeek:
    """One shop. `possible`: it was open on at least one day; `looks` of this week, `last_look` ever; `branch` its member's.

    `star` is what the newest run says, `old` and `new` its stars before and now; None while unrated.
    """

    id: int
    name: str
    door: str
    street: str
    grid: str
    branch: int | None
    possible: bool
    looks: int
    last_look: date | None
    open_findings: int
    star: StarWords | None = None
    score: float | None = None
    walk: str = ""
    """Where it stands as one walks along its street; empty: as its door says."""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def new(self) -> int | None:
        return self.star.shown if self.star else None

    @property
    def old(self) -> int | None:
        return self.star.previous if self.star else None

    @property
    def change(self) -> int:
        """Stars gained or lost; 0 where there was none before or is none now."""
        return 0 if self.new is None or self.old is None else self.new - self.old


@dataclass(frozen=True, slots=True)
class FindingWeek:
    """One finding; instants in the programme's zone."""

    shop: int
    name: str
    door: str
    grid: str
    duty: Duty | str
    note: str
    opened: datetime
    due: datetime | None
    fixed: datetime | None
    closed: datetime | None
    outcome: Outcome
    share: str


@dataclass(frozen=True, slots=True)
class HelpWeek:
    """One help request; `kept`: its first answer came within the promise, None while there is time left; `waits_until`: the
    promised hour of what has no answer now."""

    shop: int
    name: str
    door: str
    grid: str
    text: str
    asked: datetime
    due: datetime
    answered: datetime | None
    kept: bool | None
    rating: int | None
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestWeek:
    """One request; `in_time`: done by its day, None while it is not done. Of whoever reported it there is nothing."""

    number: str
    service: Service | str
    site: str
    branch: int | None
    asked: datetime
    due: datetime
    answered: datetime | None
    done_due: datetime
    ended: datetime | None
    state: str
    in_time: bool | None
    share: str


@dataclass(frozen=True, slots=True)
class GridWeek:
    """One grid's round, and why it wants a hand."""

    name: str
    possible: int
    seen: int
    overdue: int
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class WeekStars:
    """How many shops stood at each star in one published run; `counts[0]` unrated, `counts[5]` five stars."""

    period: str
    counts: tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something a person should look at: `burst` (looks faster than one walks), `often` (one observer five days at one shop),
    `closures` (three within four weeks),
    `praised` (all met where another found something that day) or `reused` (a picture seen before)."""

    kind: str
    at: datetime
    shops: tuple[str, ...]
    many: int


@dataclass(frozen=True)
class Digest:
    """A week from Monday to Sunday, or up to `through`.

    `is_rated`: this week's stars are out; `sent_by_branch`: how many shops sent a self-check (0: without a
    branch), never which; `shares` of the four weeks up
    to now, of those cases `findings_solved` were findings and `requests_solved` requests, by share; `appeals_due` the
    nearest deadline of the open ones; `hearings_open` titles whose withdrawal is announced.
    """

    period: str
    first: date
    last: date
    through: datetime
    is_over: bool
    is_rated: bool
    shops: tuple[ShopWeek, ...]
    findings: tuple[FindingWeek, ...]
    helps: tuple[HelpWeek, ...]
    grids: tuple[GridWeek, ...]
    trend: tuple[WeekStars, ...]
    shares: Shares
    sent_by_branch: Mapping[int, int]
    appeals_open: int
    appeals_late: int
    appeals_decided: int
    appeals_due: datetime | None
    vetoes_open: int
    oddities: tuple[Oddity, ...] = ()
    hearings_open: int = 0
    requests: tuple[RequestWeek, ...] = ()
    findings_solved: tuple[int, int, int] = (0, 0, 0)
    requests_solved: tuple[int, int, int] = (0, 0, 0)
    alerts: int = 0
    alerts_confirmed: int = 0
    together: Together = NOTHING

    @cached_property
    def figures(self) -> WeekFigures:
        """The week in numbers, the same wherever they are told; counted once."""
        return week_figures(
            shops=len(self.shops),
            possible=sum(s.possible for s in self.shops),
            seen=sum(s.looks > 0 for s in self.shops if s.possible),
            looks=sum(s.looks for s in self.shops),
            sent=sum(self.sent_by_branch.values()),
            five=self.counts[5],
            outcomes=[f.outcome for f in self.findings],
            promises=[h.kept for h in self.helps],
            waiting=[h.waits_until < self.through for h in self.helps if h.waits_until],
            appeals=self.appeals_open,
            done=[r.in_time for r in self.requests],
            alerts=self.alerts,
            alerts_confirmed=self.alerts_confirmed,
            together=self.together,
        )

    @property
    def unseen(self) -> tuple[ShopWeek, ...]:
        return tuple(s for s in self.shops if s.possible and not s.looks)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Shops by the stars shown now: unrated, then 1…5."""
        return tuple(sum((s.new or UNRATED) == n for s in self.shops) for n in range(6))

    def changed(self, test: Callable[[int], bool]) -> tuple[ShopWeek, ...]:
        """The shops whose change of stars passes; none while this week's stars are not out."""
        return tuple(s for s in self.shops if self.is_rated and test(s.change))

    def outcomes(self, *kinds: Outcome) -> tuple[FindingWeek, ...]:
        return tuple(f for f in self.findings if f.outcome in kinds)

    def of_branch(self, branch: int) -> Digest:
        """The same week of one branch's shops."""
        mine = tuple(s for s in self.shops if s.branch == branch)
        ids = {s.id for s in mine}
        findings = tuple(f for f in self.findings if f.shop in ids)
        helps = tuple(h for h in self.helps if h.shop in ids)
        return replace(
            self,
            shops=mine,
            findings=findings,
            helps=helps,
            requests=tuple(r for r in self.requests if r.branch == branch),
            alerts=0,
            alerts_confirmed=0,
            together=NOTHING,
            sent_by_branch={branch: self.sent_by_branch.get(branch, 0)},
            grids=grid_weeks(mine, findings, helps, self.through, is_over=self.is_over),
        )


def grid_weeks(
    shops: Iterable[ShopWeek],
    findings: Iterable[FindingWeek],
    helps: Iterable[HelpWeek],
    through: datetime,
    *,
    is_over: bool,
) -> tuple[GridWeek, ...]:
    """The round of each grid that has any of these shops, as it stands at an instant."""
    by_grid: dict[str, list[ShopWeek]] = defaultdict(list)
    for shop in shops:
        by_grid[shop.grid].append(shop)
    overdue, unanswered = defaultdict[str, int](int), defaultdict[str, int](int)
    for f in findings:
        overdue[f.grid] += f.outcome in ("overdue", "handed")
    for h in helps:
        unanswered[h.grid] += h.waits_until is not None and h.waits_until < through
    weeks = []
    for name, here in by_grid.items():
        possible = [s for s in here if s.possible]
        week = Round(len(possible), sum(s.looks > 0 for s in possible), overdue[name], unanswered[name], is_over)
        weeks.append(GridWeek(name, week.possible, week.seen, week.overdue, needs(week)))
    return tuple(weeks)
