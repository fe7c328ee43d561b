"""支部互查: which branch goes to which in a quarter, so that in n − 1 quarters everybody has been everywhere once."""

from __future__ import annotations

from collections.abc import Iterable

_NUMERALS = {word: f"{n:02d}" for n, word in enumerate("零一二三四五六七八九十")}


def in_order(names: Iterable[str]) -> list[str]:
    """By name, where 第二支部 comes before 第三支部."""
    return sorted(names, key=lambda name: ("".join(_NUMERALS.get(c, c) for c in name), name))


def whose_turn(names: Iterable[str], week: int) -> str:
    """The branch that plans something in a week, one after the other; empty where there is none."""
    order = in_order(names)
    return order[week % len(order)] if order else ""


def ring(names: Iterable[str], quarter: str) -> dict[str, str]:
    """Who visits whom in a quarter such as `2026-Q4`; nobody where there is but one branch.

    >>> ring(["一", "二", "三"], "2026-Q4")
    {'一': '三', '二': '一', '三': '二'}
    """
    order = in_order(names)
    if len(order) < 2:  # noqa: PLR2004 one branch has nobody to visit
        return {}
    year, _, number = quarter.partition("-Q")
    step = 1 + (4 * int(year) + int(number) - 1) % (len(order) - 1)
    return {name: order[(n + step) % len(order)] for n, name in enumerate(order)}
