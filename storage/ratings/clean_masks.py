"""Days of “all met” as the bits of one number: bit n is the n-th day after a first one."""

from __future__ import annotations

from collections.abc import Iterable


def mask_of(days: Iterable[int], first: int) -> int:
    """Days as ordinals, none before the first."""
    return sum(1 << day - first for day in set(days))


def days_of(mask: int, first: int) -> list[int]:
    """The days as ordinals again."""
    return [first + n for n, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]


def between(mask: int, start: int, end: int) -> int:
    """The bits from `start` to `end`."""
    return mask & (1 << max(end + 1, 0)) - 1 & -1 << max(start, 0)
