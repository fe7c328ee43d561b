"""The points given and taken for findings: `programme.ratings.adjustment` for all shops together."""

from __future__ import annotations

from datetime import date

import numpy as np

from programme.ratings.adjustment import Adjustment, Item, limited
from programme.ratings.columns.gather import MONDAYS, Cased
from programme.ratings.columns.tables import NONE, Bools, Ints
from programme.ratings.columns.town import Town
from programme.rules import Rules

_NO_ROWS = np.zeros(0, np.int64)


def points(town: Town, cased: Cased, rules: Rules) -> list[Adjustment]:
    """The adjustment of every shop."""
    r = rules.rating
    inside = cased.age <= r.findings_window
    others = inside & ~cased.own
    chosen = [
        ("overdue", r.overdue, _overdue(cased, others)),
        ("repeated", r.repeated, _repeated(cased, others, rules)),
        ("fixed", r.fixed_in_time, _fixed(cased, others, town, rules)),
        ("resident", r.resident, _residents(cased, others & _recent(cased.cases.day, town, rules))),
        ("own", r.own_fixed, np.flatnonzero(inside & cased.own & cased.in_time) if r.own_fixed else _NO_ROWS),
    ]
    items: dict[int, list[Item]] = {}
    for kind, worth, rows in chosen:
        c = cased.cases
        columns = (column[rows].tolist() for column in (c.shop, c.id, c.duty, c.day))
        for shop, number, bit, day in zip(*columns, strict=True):
            items.setdefault(shop, []).append(Item(kind, worth, number, town.keys[bit], _day(day)))
    none, nothing = Adjustment(), limited((), rules)
    found = [nothing if first < end else none for first, end in zip(cased.starts, cased.starts[1:], strict=False)]
    for shop, told in items.items():
        found[shop] = limited(told, rules)
    return found


def _day(ordinal: int) -> date:
    return date.fromordinal(ordinal)


def _recent(day: Ints, town: Town, rules: Rules) -> Bools:
    return town.days.today - day < rules.rating.fixed_window


def _firsts(order: Ints, *keys: Ints) -> Ints:
    """Of rows in an order in which equal keys stand together: the first of each."""
    if not len(order):
        return order
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = np.logical_or.reduce([key[order][1:] != key[order][:-1] for key in keys])
    return order[is_new]


def _week(day: Ints) -> Ints:
    return (day - 1) // MONDAYS


def _overdue(cased: Cased, others: Bools) -> Ints:
    """Each late finding once; of one observer's findings of a duty within one ISO week only the first."""
    cases = cased.cases
    late = np.flatnonzero(others & cased.overdue & ~cased.again)
    by = np.where(cased.by == 0, -1 - np.arange(len(cased.by)), cased.by)  # those of nobody in particular stand alone
    keys = (cases.duty, _week(cases.day), by, cases.shop)
    order = late[np.lexsort([column[late] for column in (cases.id, cases.day, *keys)])]
    return _firsts(order, *keys)


def _repeated(cased: Cased, others: Bools, rules: Rules) -> Ints:
    """The findings of a duty that was found before within so many open days, or that were said to be right and were not."""
    cases, rows = cased.cases, np.flatnonzero(others)
    order = rows[np.lexsort([c[rows] for c in (cases.id, cases.day, -cased.age, cases.duty, cases.shop)])]
    before, later = order[:-1], order[1:]
    apart = cased.age[before] - cased.age[later]
    same = (cases.shop[before] == cases.shop[later]) & (cases.duty[before] == cases.duty[later])
    one = (cased.by[before] != 0) & (cased.by[before] == cased.by[later])
    one &= _week(cases.day[before]) == _week(cases.day[later])
    again = later[same & (apart > 0) & (apart <= rules.rating.repeated_within) & ~one]
    found = others & cased.again
    found[again] = True
    return np.flatnonzero(found)


def _fixed(cased: Cased, others: Bools, town: Town, rules: Rules) -> Ints:
    """The bonus: at least one recent finding put right in time and seen good, and none that was not."""
    if not rules.rating.fixed_in_time:
        return _NO_ROWS
    cases = cased.cases
    recent = others & _recent(cases.day, town, rules) & ~cased.waiting
    lately = (cased.seen != NONE) & (cased.seen_age <= rules.rating.findings_window) & _recent(cased.seen, town, rules)
    good = np.flatnonzero(cased.fixed & (recent | (cased.own & lately)))
    order = good[np.lexsort((-cases.id[good], -cases.day[good], cases.shop[good]))]
    best = _firsts(order, cases.shop)
    spoilt = np.unique(cases.shop[recent & ~cased.fixed])
    return best[~np.isin(cases.shop[best], spoilt)]


def _residents(cased: Cased, recent: Bools) -> Ints:
    """One per duty and day."""
    cases, rows = cased.cases, np.flatnonzero(recent & cased.cases.resident)
    order = rows[np.lexsort([c[rows] for c in (cases.day, cases.duty, cases.shop)])]
    return _firsts(order, cases.day, cases.duty, cases.shop)
