"""Why this star: the two observations that mattered most and the one thing that would raise it; facts only, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING

from programme.ratings.bands import TOP, Standing
from programme.ratings.evidence import Look, weight_of
from programme.ratings.scale import scale
from programme.rules import Rules

if TYPE_CHECKING:
    from programme.ratings.stars import Evidence


@dataclass(frozen=True, slots=True)
class Mattered:
    """One observation: its day, who kind of looked, and what was not met."""

    look: int
    day: date | None
    source: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`step` is the one thing that would raise the star: `looks` (so many more), `second_eyes`, `hold` (once more like this),
    `duty` (the weakest one), `more_looks` or `keep`; `needs` its number or duty."""

    mattered: tuple[Mattered, ...]
    step: str
    needs: str = ""


def explain(
    known: Evidence, placed: Standing | None, duties: Mapping[str, float] | None, looks: int, rules: Rules
) -> Explanation:
    """The explanation of a run; `placed` None for a shop without a star."""
    mattered = tuple(_mattered(look) for look in _weightiest(known, rules))
    if placed is None or not duties:
        return Explanation(mattered, "looks", str(max(rules.rating.gate_looks - looks, 0)))
    if placed.why == "second_eyes":
        return Explanation(mattered, "second_eyes")
    if placed.why == "waiting":
        return Explanation(mattered, "hold")
    flawed = [look for look in known.looks if look.facts and weight_of(look, rules) > 0]
    failed = {
        d for look in flawed for d, x in look.facts.items() if x < 1 and d in look.duties and d not in look.left_out
    }
    weakest = min((d for d in duties if d in failed), key=lambda d: (duties[d], d), default="")
    if placed.stars < TOP and weakest:
        return Explanation(mattered, "duty", weakest)
    if placed.stars < TOP:
        return Explanation(mattered, "more_looks")
    return Explanation(mattered, "keep")


def _weightiest(known: Evidence, rules: Rules) -> list[Look]:
    """The looks that moved the score most away from a flawless one; among flawless looks the weightiest."""
    by = scale(rules)
    pulls = []
    for look in known.looks:
        weight = weight_of(look, rules)
        if weight > 0:
            score = by.score(look.counted, look.facts)
            pulls.append((weight * (100 - (100 if score is None else score)), weight, look.id, look))
    return [look for *_, look in nlargest(2, pulls, key=itemgetter(0, 1, 2))]


def _mattered(look: Look) -> Mattered:
    return Mattered(look.id, look.day, look.source, _failed(look))


def _failed(look: Look) -> tuple[str, ...]:
    return tuple([d for d in look.counted if look.met(d) < 1]) if look.facts else ()
