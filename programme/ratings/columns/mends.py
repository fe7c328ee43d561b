"""What every shop would gain, were its findings of one duty put right and seen good: its points, counted again each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np

from programme.ratings.columns.gather import Cased
from programme.ratings.columns.judge import Judgement
from programme.ratings.columns.points import totals
from programme.ratings.columns.tables import MOST_KEYS, NONE, Bools, Ints, only
from programme.rules import Rules

STEPS = ("seen", "fix")
"""Somebody looks at what was said to be right; what was found is put right. Of equal gains the first counts."""


def mends(judged: Judgement, rules: Rules) -> Iterator[tuple[float, int, str, int]]:
    """Gain, shop, step and duty of everything that could be mended, each shop's in the order in which they are preferred."""
    cased, rated, keys = judged.known.cased, judged.rated, judged.town.keys
    is_rated, shop = rated.is_rated[cased.cases.shop], cased.cases.shop
    ranks = np.argsort(sorted(range(len(keys)), key=lambda bit: keys[bit]))
    for step, meant in zip(STEPS, (_waiting(cased), _running(cased)), strict=True):
        rows = np.flatnonzero(meant & is_rated)
        wanted = np.unique(shop[rows] * MOST_KEYS + ranks[cased.cases.duty[rows]])
        whose, bit = wanted // MOST_KEYS, np.argsort(ranks)[wanted % MOST_KEYS]
        if not len(whose):
            continue
        then = totals(len(whose), judged.town.days.today, _put_right(cased, meant, whose, bit), rules)
        score = np.minimum(np.maximum(rated.score[whose] + then - rated.points.total[whose], 0.0), 100.0)
        gains = score - rated.score[whose]
        yield from zip(gains.tolist(), whose.tolist(), [step] * len(whose), bit.tolist(), strict=True)


def _waiting(cased: Cased) -> Bools:
    """An outsider's finding, or one they saw too, that is said to be right and that nobody has seen since."""
    found: Bools = cased.waiting & (~cased.own | (cased.seen != NONE))
    return found


def _running(cased: Cased) -> Bools:
    """An outsider's finding that is still to be put right, and not late yet."""
    found: Bools = ~(cased.own | cased.in_time | cased.overdue | cased.again)
    return found


def _put_right(cased: Cased, meant: Bools, whose: Ints, bit: Ints) -> Cased:
    """All findings of the shop of every case, each case a shop of its own, those of its duty mended."""
    starts = np.array(cased.starts)
    many = starts[whose + 1] - starts[whose]
    ends = np.cumsum(many)
    rows = np.arange(int(many.sum())) + np.repeat(starts[whose] - ends + many, many)
    number = np.repeat(np.arange(len(whose)), many)
    mended = meant[rows] & (cased.cases.duty[rows] == bit[number])
    columns = {f.name: getattr(cased, f.name)[rows] for f in fields(Cased) if f.name not in ("cases", "starts")}
    columns |= {name: columns[name] | mended for name in ("in_time", "proved")}
    cases = replace(only(cased.cases, rows), shop=number)
    return Cased(cases=cases, starts=[0, *ends.tolist()], **columns)
