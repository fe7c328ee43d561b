"""How far the self-checks of every shop are to be trusted: `programme.ratings.honesty.kindest_trust` for all shops together."""

from __future__ import annotations

import numpy as np

from programme.ratings.columns.gather import Honest, Known
from programme.ratings.columns.tables import Floats, Ints


def kindest_trusts(known: Known, pooled: Floats, claims: Ints, prior: float) -> Floats:
    """h of every shop, or what it would be had the shop claimed “all met” on its honest days, if that is more.

    `pooled` and `claims` (agreed and compared, a row a shop) are those of each shop's grid.
    """
    found = _trust(known.agreed, known.compared, pooled, prior)
    days = _best_first(known.honest)
    agreed, compared = (_running(days.shop, column) for column in (days.agreed, days.compared))
    shares = (claims[days.shop, 0] + agreed) / (claims[days.shop, 1] + compared)
    kinder = _trust(known.agreed[days.shop] + agreed, known.compared[days.shop] + compared, shares, prior)
    np.maximum.at(found, days.shop, kinder)
    return found


def _trust(agreed: Ints, compared: Ints, pooled: Floats, prior: float) -> Floats:
    whole = prior + compared
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(whole != 0, (prior * pooled + agreed) / whole, pooled)
    return found


def _best_first(days: Honest) -> Honest:
    """Each shop's days, those first of which the largest share agreed."""
    order = np.lexsort((-days.agreed / days.compared, days.shop))
    return Honest(days.shop[order], days.compared[order], days.agreed[order])


def _running(shop: Ints, many: Ints) -> Ints:
    """The sums of each shop's first one, two, three …"""
    whole = np.cumsum(many)
    before = np.concatenate([[0], whole])[np.searchsorted(shop, shop)]
    found: Ints = whole - before
    return found
