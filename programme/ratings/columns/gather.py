"""From raw columns to what is judged: which looks count and how much, which findings, days and claims; Evidence as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from programme.ratings.columns.mending import Mending, proved, seen_days
from programme.ratings.columns.tables import (
    NONE,
    OUTSIDER,
    SELF,
    Bools,
    Cases,
    Floats,
    Ints,
    Looks,
    Reported,
    bits,
    distinct,
    only,
    starts,
)
from programme.ratings.columns.town import Town
from programme.ratings.scale import scale
from programme.rules import Rules

MONDAYS = 7


@dataclass(slots=True)
class Seen:
    """The looks that are evidence, with their ages; `weight` is a, 0 for what does not count; `starts` by shop.

    `weeks` numbers the observer-weeks.
    """

    looks: Looks
    age: Ints
    contested: Bools
    weight: Floats
    weeks: Ints
    starts: list[int]


@dataclass(slots=True)
class Cased:
    """The findings that count, as `Found` has them; `seen` is an ordinal, `NONE` where nobody else saw it."""

    cases: Cases
    age: Ints
    own: Bools
    in_time: Bools
    proved: Bools
    overdue: Bools
    again: Bools
    by: Ints
    seen: Ints
    seen_age: Ints
    starts: list[int]

    @property
    def fixed(self) -> Bools:
        return self.in_time & self.proved

    @property
    def waiting(self) -> Bools:
        return self.in_time & ~self.proved & ~self.again


@dataclass(slots=True)
class Said:
    """Self-checks that named a problem, with their ages and which of the problems were put right in time."""

    reported: Reported
    age: Ints
    fixed: Ints
    starts: list[int]


@dataclass(slots=True)
class Honest:
    """Days that may be read as claims, each shop's together."""

    shop: Ints
    compared: Ints
    agreed: Ints


@dataclass(slots=True)
class Known:
    """All that is judged. `compared` and `agreed` are the claims by shop."""

    seen: Seen
    cased: Cased
    said: Said
    clean: Ints
    clean_starts: list[int]
    compared: Ints
    agreed: Ints
    honest: Honest


def gather(town: Town, rules: Rules) -> Known:
    """What `evidence_of` finds for one shop, for all."""
    seen = _looks(town, rules)
    own = _own_cases(town)
    mending = Mending(own)
    said = _said(town, mending, rules)
    compared, agreed, honest = _claims(town, seen, mending, rules)
    clean, clean_starts = _clean(town, rules)
    return Known(seen, _cases(town, own, seen), said, clean, clean_starts, compared, agreed, honest)


def _looks(town: Town, rules: Rules) -> Seen:
    """The looks of the present holder on days on which nothing was shut; one observer's of a week share one weight."""
    days, found = town.days, town.looks
    row, back = days.row[found.shop], days.back(found.day)
    keep = (found.tenure == town.tenure[found.shop]) & ~days.is_shut[row, back]
    looks, age = only(found, keep), days.ages(row[keep], back[keep])
    contested = np.isin(looks.id, np.fromiter(town.contested, np.int64, len(town.contested)))
    weeks = _weeks(looks)
    many = np.bincount(weeks[~contested], minlength=len(weeks))
    by = scale(rules)
    sources = np.array(list(by.sources.values()))
    inside = (age <= rules.rating.window) & ~contested
    weight = np.zeros(len(age))
    weight[inside] = sources[looks.source[inside]] * np.array(by.ages)[age[inside]] * (1 / many[weeks[inside]])
    return Seen(looks, age, contested, weight, weeks, starts(looks.shop, town.shops))


def _weeks(looks: Looks) -> Ints:
    """A number for each shop, observer and ISO week; a look of nobody in particular has one of its own."""
    observers = distinct(looks.observer)[1]
    key = looks.shop * (observers.max(initial=0) + 1) + observers
    week = (looks.day - 1) // MONDAYS
    first = week.min(initial=1 << 40)
    key = key * (week.max(initial=0) - first + 2) + (week - first)
    alone = looks.observer == 0
    key[alone] = key.max(initial=0) + 1 + np.flatnonzero(alone)
    return np.unique(key, return_inverse=True)[1]


def _own_cases(town: Town) -> Cases:
    """The findings of the present holder that count for somebody and are not from a look that does not count."""
    cases, days = town.cases, town.days
    keep = cases.counts & (cases.tenure == town.tenure[cases.shop])
    if town.contested:
        keep &= ~np.isin(cases.look, np.fromiter(town.contested, np.int64, len(town.contested)))
    keep &= days.knows(cases.day)
    shut = days.is_shut[days.row[cases.shop], days.back(cases.day)]
    return only(cases, keep & ((cases.origin != OUTSIDER) | ~shut))


def _said(town: Town, mending: Mending, rules: Rules) -> Said:
    days, found = town.days, town.reported
    row, back = days.row[found.shop], days.back(found.day)
    age = days.ages(row, back)
    theirs = (town.since[found.shop] == NONE) | (found.at >= town.since[found.shop])
    keep = theirs & days.knows(found.day) & days.is_open[row, back] & (age <= rules.rating.window)
    said = only(found, keep)
    fixed = mending.fixed(said.shop, said.day, said.at, said.problems)
    return Said(said, age[keep], fixed, starts(said.shop, town.shops))


def _clean(town: Town, rules: Rules) -> tuple[Ints, list[int]]:
    """The ages of the open days inside the window on which all was said to be met, and where each shop's begin."""
    days, found = town.days, town.clean
    counts = days.is_open & (days.age <= rules.rating.window)
    oldest = int(np.flatnonzero(counts.any(axis=0)).max(initial=0))
    back = days.today - found.first - np.arange(found.said.shape[1])
    known = slice(*np.searchsorted(-back, (-oldest, 1)).tolist())
    back = back[known]
    counted = found.said[:, known] & counts[:, back][days.row]
    shop = np.repeat(np.arange(town.shops), counted.sum(axis=1))
    day = np.flatnonzero(counted) - shop * len(back)
    return days.ages(days.row[shop], back[day]), starts(shop, town.shops)


def _claims(town: Town, seen: Seen, mending: Mending, rules: Rules) -> tuple[Ints, Ints, Honest]:
    """How “met” stood up beside a look of the same day, and the same for days on which everything reported was put right."""
    looks = seen.looks
    beside = np.flatnonzero((looks.said_day == looks.day) & ~seen.contested & (seen.age <= rules.rating.window))
    both = looks.duties[beside] & looks.said_duties[beside]
    shops, compared, agreed = looks.shop[beside], bits(both), bits(both & ~looks.flawed[beside])
    problems = looks.said_problems[beside]
    fixed = mending.fixed(shops, looks.said_day[beside], looks.said_at[beside], problems)
    kept = np.flatnonzero((problems != 0) & (problems & ~fixed == 0) & (compared > 0))
    honest = Honest(shops[kept], compared[kept], agreed[kept])
    plain = problems == 0
    sums = [np.bincount(shops, many * plain, town.shops).astype(np.int64) for many in (compared, agreed)]
    return sums[0], sums[1], honest


def _cases(town: Town, cases: Cases, seen: Seen) -> Cased:
    days = town.days
    row = days.row[cases.shop]
    counted = only(seen.looks, ~seen.contested)
    last = seen_days(cases, counted)
    return Cased(
        cases=cases,
        age=days.ages(row, days.back(cases.day)),
        own=cases.origin == SELF,
        in_time=in_time(cases),
        proved=proved(cases, counted, town.shops),
        overdue=cases.overdue != NONE,
        again=cases.again != NONE,
        by=np.where(cases.origin == OUTSIDER, cases.by, 0),
        seen=last,
        seen_age=np.where(last == NONE, 0, days.ages(row, days.back(last))),
        starts=starts(cases.shop, town.shops),
    )


def in_time(cases: Cases) -> Bools:
    """Put right, and before the deadline."""
    right: Bools = (cases.fixed != NONE) & ((cases.due == NONE) | (cases.fixed <= cases.due))
    return right
