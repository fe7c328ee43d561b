"""What the stars are compared with, on the same looks: check-ins counted naively, a plain mean, a statistical model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import mean

from benchmarks.stars.lives import Lived
from programme.ratings.evidence import duty_weights
from programme.rules import Rules

RULES = Rules()
WEIGHTS = duty_weights(RULES)
NAIVE_DAYS, MEAN_DAYS, MODEL_DAYS, HALF_LIFE = 28, 84, 126, 42
Rival = Callable[[Sequence[Lived], int], list[float]]


def _score(facts: object) -> float:
    return 100 - sum(WEIGHTS[d] for d in facts)  # type: ignore[attr-defined]


def naive(lives: Sequence[Lived], today: int) -> list[float]:
    """60 % self-check, where a day without one is 0, and 40 % review, over 28 days, everybody counted alike."""
    return [_naive(lived, range(today - NAIVE_DAYS + 1, today + 1)) for lived in lives]


def _naive(lived: Lived, days: range) -> float:
    claimed = [_score(lived.said[n].problems) if n in lived.said else 0.0 for n in days]
    seen = [_score(look.facts) for look in lived.looks if look.age in days]
    return 0.6 * mean(claimed) + 0.4 * mean(seen or [0.0])


def plain_mean(lives: Sequence[Lived], today: int) -> list[float]:
    """The mean of the looks of twelve weeks, whoever made them; 84 where there is none."""
    days = range(today - MEAN_DAYS + 1, today + 1)
    return [mean([_score(k.facts) for k in lived.looks if k.age in days] or [84.0]) for lived in lives]


def observer_model(lives: Sequence[Lived], today: int) -> list[float]:
    """Each look is the shop's level plus the observer's leniency plus luck; both shrunk, newer looks weighing more."""
    import numpy as np

    rows = [(n, k) for n, lived in enumerate(lives) for k in lived.looks if today - MODEL_DAYS < k.age <= today]
    if not rows:
        return [84.0] * len(lives)
    observers = {o: len(lives) + n for n, o in enumerate(sorted({k.observer for _, k in rows}))}
    design = np.zeros((len(rows), len(lives) + len(observers)))
    for row, (n, look) in enumerate(rows):
        design[row, n] = design[row, observers[look.observer]] = 1.0
    weight = np.array([0.5 ** ((today - k.age) / HALF_LIFE) for _, k in rows])
    seen = np.array([_score(k.facts) for _, k in rows])
    middle = float(np.average(seen, weights=weight))
    ridge = np.diag([1.5] * len(lives) + [3.0] * len(observers))
    left = design.T @ (design * weight[:, None]) + ridge
    return [middle + float(x) for x in np.linalg.solve(left, design.T @ (weight * (seen - middle)))[: len(lives)]]


RIVALS: dict[str, Rival] = {"naive": naive, "plain mean": plain_mean, "observer model": observer_model}
