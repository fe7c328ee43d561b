"""The points given and taken for findings: `programme.ratings.adjustment` for all shops together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from programme.ratings.adjustment import KINDS, PARTS, Item, limited
from programme.ratings.columns.gather import MONDAYS, Cased
from programme.ratings.columns.tables import NONE, Bools, Cases, Floats, Ints
from programme.rules import Rules

NO_DUTY = 255
"""The duty of an item that is about none."""
_LAST = 1 << 40
"""After every day."""
_NO_ROWS = np.zeros(0, np.int64)


@dataclass(slots=True)
class Items:
    """The items of all shops, each shop's together in their order: `kind` by `KINDS`, `day` 0 where there is none."""

    shop: Ints
    kind: Ints
    points: Floats
    finding: Ints
    duty: Ints
    day: Ints


@dataclass(slots=True)
class Points:
    """The adjustment of every shop: `parts` in the order of `PARTS`, a row a shop."""

    parts: Floats
    total: Floats
    items: Items


def points(shops: int, today: int, cased: Cased, rules: Rules) -> Points:
    """The adjustment of every shop; `today` is an ordinal."""
    chosen = _chosen(cased, today, rules)
    parts, total, limit = _limited(shops, cased, chosen, rules)
    return Points(parts, total, _items(cased.cases, chosen, limit))


def totals(shops: int, today: int, cased: Cased, rules: Rules) -> Floats:
    """The total of the adjustment of every shop, without its items."""
    return _limited(shops, cased, _chosen(cased, today, rules), rules)[1]


_Chosen = dict[str, tuple[float, Ints]]
"""By the kind of an item: the points of each, and the rows of the findings."""


def _chosen(cased: Cased, today: int, rules: Rules) -> _Chosen:
    r = rules.rating
    inside = cased.age <= r.findings_window
    others = inside & ~cased.own
    return {
        "overdue": (r.overdue, _overdue(cased, others)),
        "repeated": (r.repeated, _repeated(cased, others, rules)),
        "fixed": (r.fixed_in_time, _fixed(cased, others, today, rules)),
        "resident": (r.resident, _residents(cased, others & _recent(cased.cases.day, today, rules))),
        "own": (r.own_fixed, np.flatnonzero(inside & cased.own & cased.in_time) if r.own_fixed else _NO_ROWS),
    }


def _items(cases: Cases, chosen: _Chosen, limit: Floats) -> Items:
    rows = np.concatenate([rows for _, rows in chosen.values()])
    kinds = [np.full(len(found), KINDS.index(kind)) for kind, (_, found) in chosen.items()]
    values = [np.full(len(found), points, np.float64) for points, found in chosen.values()]
    over = np.flatnonzero(limit)
    none = np.zeros(len(over), np.int64)
    items = Items(
        shop=np.concatenate([cases.shop[rows], over]),
        kind=np.concatenate([*kinds, np.full(len(over), KINDS.index("limit"))]),
        points=np.concatenate([*values, limit[over]]),
        finding=np.concatenate([cases.id[rows], none]),
        duty=np.concatenate([cases.duty[rows], none + NO_DUTY]),
        day=np.concatenate([cases.day[rows], none]),
    )
    return _in_order(items)


def _in_order(items: Items) -> Items:
    order = np.lexsort((items.finding, items.kind, np.where(items.day == 0, _LAST, items.day), items.shop))
    columns = (items.shop, items.kind, items.points, items.finding, items.duty, items.day)
    return Items(*[column[order] for column in columns])  # type: ignore[arg-type]


def _limited(shops: int, cased: Cased, chosen: _Chosen, rules: Rules) -> tuple[Floats, Floats, Floats]:
    """The parts, the total and what the limits leave out, worked out once for each distinct set of items."""
    many = np.stack([np.bincount(cased.cases.shop[rows], minlength=shops) for _, rows in chosen.values()], axis=1)
    worth, has_findings = {kind: points for kind, (points, _) in chosen.items()}, np.diff(cased.starts) > 0
    key = has_findings.astype(np.int64)
    for column in many.T:
        key = key * (many.max(initial=0) + 1) + column
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    found = np.zeros((len(first), len(PARTS) + 2))
    for row, shop in enumerate(first.tolist()):
        if has_findings[shop]:
            found[row] = _sums(dict(zip(worth, many[shop].tolist(), strict=True)), worth, rules)
    every = found[which]
    return every[:, : len(PARTS)], every[:, -2], every[:, -1]


def _sums(counts: Mapping[str, int], worth: Mapping[str, float], rules: Rules) -> list[float]:
    """The parts, the total and the limit of so many items of each kind, as the readable rules have them."""
    sums = limited([Item(kind, worth[kind]) for kind in counts for _ in range(counts[kind])], rules)
    limit = sum([item.points for item in sums.items if item.kind == "limit"])
    return [*[getattr(sums, part) for part in PARTS], sums.total, limit]


def _recent(day: Ints, today: int, rules: Rules) -> Bools:
    return today - day < rules.rating.fixed_window


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


def _fixed(cased: Cased, others: Bools, today: int, rules: Rules) -> Ints:
    """The bonus: at least one recent finding put right in time and seen good, and none that was not."""
    if not rules.rating.fixed_in_time:
        return _NO_ROWS
    cases = cased.cases
    recent = others & _recent(cases.day, today, rules) & ~cased.waiting
    lately = (cased.seen != NONE) & (cased.seen_age <= rules.rating.findings_window) & _recent(cased.seen, today, rules)
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
