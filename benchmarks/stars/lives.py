"""Simulates thirty weeks of a world: failures, self-checks, observations, and what became of each finding."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.simulate.people import Door, Life, eyes, honest, street
from benchmarks.stars.worlds import GRIDS, MEMBERS, SHOPS, WEEKS, Made
from programme.ratings.adjustment import Found
from programme.ratings.bands import Past
from programme.ratings.evidence import Claims, Look, SelfDay, capped, claims_of, honest_claims
from programme.ratings.stars import Evidence
from programme.rules import Rules

FIRST = date(2026, 3, 2)
DAYS = 7 * WEEKS
LAST = 7 * (WEEKS - 4) - 1
"""The day of the last run; what comes after it only tells whether it was right."""
FALL = 7 * 18
WEDNESDAY = 2
SQUAD, FRIEND, RAIDER = 901, 902, 903
SPOT_EVERY, SWAP_EVERY = 28, 28
SWAPPED = 0.4
SOON = 0.7
"""The chance that somebody looks at a claimed fix the day after."""
RULES = Rules()
DUTIES = tuple(d.key for d in RULES.duties)


@dataclass
class Case:
    """One finding with the days on which things happened to it; None for never."""

    duty: str
    day: int
    by: int
    own: bool = False
    fixed: bool = False
    proved: int | None = None
    overdue: int | None = None
    again: int | None = None
    seen: int | None = None

    def found(self, today: int) -> Found:
        """As it was known on a day; a claim is made on the day of the finding."""
        then = [n is not None and n <= today for n in (self.proved, self.overdue, self.again)]
        seen = self.seen if self.seen is not None and self.seen <= today else None
        return Found(
            self.duty,
            FIRST + timedelta(days=self.day),
            today - self.day,
            own=self.own,
            in_time=self.fixed and not then[1] and not then[2],
            proved=then[0],
            overdue=then[1],
            again=then[2],
            seen=None if seen is None else FIRST + timedelta(days=seen),
            seen_age=0 if seen is None else today - seen,
            id=self.day * 10 + DUTIES.index(self.duty),
            by=self.by,
        )


@dataclass
class Lived:
    """What one shop's weeks left behind; ages of looks are days from 0."""

    door: Door
    grid: int
    checks: random.Random
    looks: list[Look] = field(default_factory=list)
    said: dict[int, SelfDay] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    states: list[float] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    falls: bool = False
    attacked: bool = False


class Town:
    """Everybody in one world; `live` plays the days."""

    def __init__(self, made: Made, seed: int, *, all_honest: bool = False) -> None:
        self.made, self._luck = made, random.Random(f"{seed}/study")
        doors = street(SHOPS, RULES.duties, seed, made.people)
        doors = [honest(d, made.people) for d in doors] if all_honest else doors
        self.lived = [Lived(door, n * GRIDS // SHOPS, random.Random(f"{seed}/{n}")) for n, door in enumerate(doors)]

        self._lives = [Life(door, seed, n) for n, door in enumerate(doors)]
        self._eyes = eyes(MEMBERS + 1, seed, made.people)
        if made.grids:
            self._eyes = [self._luck.uniform(*made.grids[m * GRIDS // MEMBERS]) for m in range(MEMBERS)] + self._eyes[
                -1:
            ]
        self._lazy = set(self._luck.sample(range(MEMBERS), round(MEMBERS * made.lazy)))
        friendly = self._luck.sample(range(MEMBERS), round(MEMBERS * made.friends))
        self._friends = {m * 10 + n for m in friendly for n in range(3)}
        for n in self._luck.sample(range(SHOPS), SHOPS):
            self.lived[n].falls = sum(one.falls for one in self.lived) < SHOPS * made.falls and _is_good(doors[n])
        for n in self._luck.sample(range(SHOPS), SHOPS // 10):
            self.lived[n].attacked = True
        self._weekday = [n % 7 for n in range(SHOPS)]

    def live(self) -> list[Lived]:
        for day in range(DAYS):
            if day % 7 == 0:
                visits = self._visits(day)
            if day % SWAP_EVERY == 0:
                swapped = self._swapped(day)
            for n in range(SHOPS):
                self._day(n, day, day in visits[n], swapped.get(n) if day % 7 == (n + 3) % 7 else None)
        return self.lived

    def _visits(self, monday: int) -> dict[int, set[int]]:
        """On which days of the week each shop's own member comes; fewest looks in five weeks first, or by chance."""
        found: dict[int, set[int]] = defaultdict(set)
        for member in range(MEMBERS):
            mine = list(range(member * 10, member * 10 + 10))
            self._luck.shuffle(mine)
            if self.made.first_fewest:
                mine.sort(key=lambda n: sum(look.age > monday - 35 for look in self.lived[n].looks))
            whole, rest = divmod(10 * self.made.looks, 1)
            for n in mine[: int(whole) + (self._luck.random() < rest)]:
                found[n].add(monday + self._weekday[n])
        return found

    def _swapped(self, day: int) -> dict[int, int]:
        """Four of ten shops to the next member, longest without another's look first, across grids too."""
        found = {}
        for member in range(MEMBERS):
            mine = list(range(member * 10, member * 10 + 10))
            last = {n: max((k.age for k in self.lived[n].looks if k.source != "linked"), default=-1) for n in mine}
            for n in sorted(mine, key=lambda n: (last[n], n))[: round(10 * SWAPPED * min(1.0, self.made.looks * 2))]:
                found[n] = (member + 1 + day // SWAP_EVERY) % MEMBERS
        return found

    def _day(self, n: int, day: int, comes: bool, swap: int | None) -> None:
        lived, life, member = self.lived[n], self._lives[n], n // 10
        if lived.falls and day == FALL:
            life.door = replace(
                life.door, lapses={d: min(0.5, 0.35 + p) for d, p in life.door.lapses.items()}, tidies=0.6
            )
        life.wake()
        reported = self._says(lived, life, day)
        lived.states.append(life.state(RULES.duties))
        linked, cross = (
            life.sees(self._notice(member, n)),
            life.sees(self._notice(member if swap is None else swap, -1)),
        )
        spot = life.sees(self._eyes[-1])
        if comes:
            self._look(lived, life, day, "linked", 1 + member, linked, reported)
        if swap is not None and swap != member and day % SWAP_EVERY < 7:
            self._look(lived, life, day, "cross", 1 + swap, cross, reported)
        if day % SPOT_EVERY == n % SPOT_EVERY:
            self._look(lived, life, day, "spot", SQUAD, spot, reported)
        if lived.attacked and self._befriended(day):
            self._look(lived, life, day, "linked", FRIEND, frozenset(), reported)
        if lived.attacked and self._raided(day):
            self._look(lived, life, day, "spot", RAIDER, frozenset(DUTIES), reported)

    def _befriended(self, day: int) -> bool:
        """From week 18 on, every day or on Wednesdays."""
        daily, weekly = self.made.attack == "a daily friend", self.made.attack == "a weekly friend"
        return day >= FALL and (daily or (weekly and day % 7 == WEDNESDAY))

    def _raided(self, day: int) -> bool:
        """In the last week, on five days or on the Wednesday."""
        daily, single = self.made.attack == "a daily raider", self.made.attack == "a raid of one day"
        return LAST - 6 <= day < LAST - 1 and (daily or (single and day % 7 == WEDNESDAY))

    def _notice(self, member: int, shop: int) -> float:
        return 0.0 if member in self._lazy or shop in self._friends else self._eyes[member]

    def _says(self, lived: Lived, life: Life, day: int) -> frozenset[str]:
        told = life.says()
        if lived.attacked and self.made.attack == "own reports" and told is not None:
            made_up = [d for d in DUTIES if d not in life.failing]
            told |= set(made_up[day % len(made_up) : day % len(made_up) + 1]) if made_up else set()
        reported = told or frozenset()
        fixed = life.mends(reported)
        if lived.attacked and self.made.attack == "own reports":
            fixed |= reported - life.failing  # said to be put right at once
        if told is not None:
            lived.said[day] = SelfDay(0, DUTIES, told, fixed)
            running = {c.duty for c in lived.cases if c.own and c.day > day - 2}
            lived.cases += [Case(d, day, 0, own=True, fixed=d in fixed) for d in sorted(told - running)]
        return reported

    def _look(
        self,
        lived: Lived,
        life: Life,
        day: int,
        source: str,
        observer: int,
        saw: frozenset[str],
        reported: frozenset[str],
    ) -> None:
        failed = dict.fromkeys(sorted(saw), 0.0)
        when = FIRST + timedelta(days=day)
        lived.looks.append(
            Look(day, source, DUTIES, failed, reported, day=when, id=len(lived.looks) + 1, observer=observer)
        )
        self._settle(lived, saw, day)
        for case in lived.cases:
            if case.own and case.day == day and case.duty in saw:
                case.seen = day
        running = {
            c.duty for c in lived.cases if not c.own and c.proved is None and c.again is None and day - c.day < 7
        }
        fresh = sorted(saw - reported - running)
        mended = life.mends(fresh)
        for duty in fresh:
            lived.cases.append(self._case(lived, duty, day, observer, duty in mended))

    def _case(self, lived: Lived, duty: str, day: int, observer: int, mended: bool) -> Case:
        case = Case(duty, day, observer)
        fakes = lived.attacked and self.made.attack == "fake fixes"
        case.fixed = mended or fakes
        soon = lived.checks.random() < SOON
        if not case.fixed or (soon and not mended):
            case.overdue = day + 1
        elif soon:
            case.proved = day + 1
        return case

    def _settle(self, lived: Lived, saw: frozenset[str], day: int) -> None:
        """A look sees a claimed fix good, or later bad."""
        for case in lived.cases:
            if case.fixed and case.day < day and case.proved is case.overdue is case.again is None:
                if case.duty not in saw:
                    case.proved = day
                elif not case.own:
                    case.again = day


def _is_good(door: Door) -> bool:
    return sum(door.lapses.values()) < 0.8


def evidence(lived: Lived, today: int, rules: Rules) -> Evidence:
    """What a run on that day knows."""
    oldest = today - rules.rating.window
    looks = [replace(look, age=today - look.age) for look in lived.looks if oldest <= look.age <= today]
    days = {n: replace(d, age=today - n) for n, d in lived.said.items() if oldest <= n <= today}
    beside = [(look, days[today - look.age]) for look in looks if today - look.age in days]
    return Evidence(
        today=FIRST + timedelta(days=today),
        duties=DUTIES,
        looks=capped(looks, rules),
        self_days=tuple(days.values()),
        claims=sum((claims_of(*pair) for pair in beside), Claims()),
        honest_days=tuple(c for pair in beside if (c := honest_claims(*pair)).compared),
        findings=tuple(c.found(today) for c in lived.cases if today - rules.rating.findings_window <= c.day <= today),
        past=tuple(lived.past[-1:]),
    )
