"""What the self-checks of every shop weigh together, before the limit of their share: `self_weight` for all shops."""

from __future__ import annotations

import numpy as np

from programme.ratings.columns.exact_sums import exact_sums
from programme.ratings.columns.gather import Known
from programme.ratings.columns.tables import Floats, Ints, distinct
from programme.ratings.columns.town import Town
from programme.ratings.evidence import SelfDay, share_met
from programme.ratings.scale import scale
from programme.rules import Rules


def self_sums(town: Town, known: Known, rules: Rules) -> Floats:
    """The sum of 0.1·age by shop; a duty reported and not put right in time takes its share of the day away."""
    each, ages = rules.rating.self_weight, np.array(scale(rules).ages)
    said = known.said.reported
    share = _shares(town.keys, said.duties, said.problems & ~known.said.fixed, rules)
    clean = np.repeat(np.arange(town.shops), np.diff(known.clean_starts))
    weights = np.concatenate([each * ages[known.said.age] * share, each * ages[known.clean]])
    return exact_sums(np.concatenate([said.shop, clean]), weights, town.shops)


def _shares(keys: tuple[str, ...], duties: Ints, left: Ints, rules: Rules) -> Floats:
    """The share of each day's duties that counts as met; worked out once for each distinct pair."""
    weights = {d.key: d.weight for d in rules.duties}
    codes, which = distinct(duties << len(keys) | left)
    found = []
    for both in codes.tolist():
        named, wrong = (_names(keys, mask) for mask in (both >> len(keys), both & (1 << len(keys)) - 1))
        found.append(share_met(SelfDay(0, named, frozenset(wrong)), weights))
    return np.array(found, np.float64)[which]


def _names(keys: tuple[str, ...], mask: int) -> tuple[str, ...]:
    return tuple([key for n, key in enumerate(keys) if mask >> n & 1])
