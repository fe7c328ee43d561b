"""Where to freeze the cuts after the shadow time: stars tell shops apart, and a flawless one can reach five."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from programme.rules import Cut, Rules

SHARES = {5: 0.20, 4: 0.60, 3: 0.85, 2: 0.95}
"""The share of shops that would stand at so many stars or above."""
WITHIN_REACH = 91.0
"""A shop flawless in every weekly look scores 93 in the poorest grid; less the margin and a point to spare."""
KEYED = 4
"""The weakest duty is a second key from four stars on."""
TAIL = 0.10
"""The weakest tenth of those who reach a score need not reach its second key."""
LEAST = 20
"""Shops below which quantiles mean little."""


def proposed(shops: Sequence[tuple[float, float]], rules: Rules) -> tuple[Cut, ...]:
    """Cuts in whole points from (score, weakest duty) of every rated shop; falling, as `rules.problems` asks."""
    above = min(WITHIN_REACH, 100 - rules.rating.up_margin)
    second, cuts = 100.0, []
    for stars, share in SHARES.items():
        score = min(floor(_at(sorted((s for s, _ in shops), reverse=True), share)), above)
        reached = sorted((w for s, w in shops if s >= score), reverse=True)
        second = min(float(floor(_at(reached, 1 - TAIL))), second) if stars >= KEYED and reached else 0.0
        cuts.append(Cut(stars, float(max(score, 0)), second))
        above = score - 1
    return tuple(cuts)


def reaching(shops: Sequence[tuple[float, float]], cut: Cut) -> int:
    """How many shops are at or above a cut on both keys."""
    return sum(s >= cut.score and w >= cut.weakest for s, w in shops)


def _at(falling: Sequence[float], share: float) -> float:
    """The value that this share of the sequence reaches."""
    return falling[min(floor(share * len(falling)), len(falling) - 1)]
