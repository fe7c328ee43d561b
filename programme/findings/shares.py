"""721工作法: the shares solved by service, management and enforcement, compared with the bureau's target of 70/20/10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from files.dataclass import dataclass

Share = Literal["service", "management", "enforcement"]
SHARES: tuple[Share, ...] = ("service", "management", "enforcement")
AIM = (70, 20, 10)
"""Percent, in the order of `SHARES`: a fact of the bureau, not a setting."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Whole percents that add up to 100 (all 0 with nothing closed), and the number of cases they come from."""

    service: int
    management: int
    enforcement: int
    cases: int

    def as_tuple(self) -> tuple[int, int, int]:
        return self.service, self.management, self.enforcement


def label(*, handed: bool, overdue: bool) -> Share:
    """How a closed case was solved: at a reminder (service), after its deadline (management), handed over (enforcement)."""
    if handed:
        return "enforcement"
    return "management" if overdue else "service"


def counts(closed: Iterable[str]) -> tuple[int, int, int]:
    """Closed cases by their labels, in the order of `SHARES`; what has no label is not counted."""
    found = Counter(closed)
    return found[SHARES[0]], found[SHARES[1]], found[SHARES[2]]


def shares(closed: Iterable[str]) -> Shares:
    """The shares of closed cases by their labels; largest remainders make the percents add up."""
    many = dict(zip(SHARES, counts(closed), strict=True))
    total = sum(many.values())
    if not total:
        return Shares(0, 0, 0, 0)
    whole = {s: 100 * n // total for s, n in many.items()}
    rest = sorted(SHARES, key=lambda s: (-(100 * many[s] % total), SHARES.index(s)))
    for s in rest[: 100 - sum(whole.values())]:
        whole[s] += 1
    return Shares(whole["service"], whole["management"], whole["enforcement"], total)
