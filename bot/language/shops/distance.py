"""How far two short strings are apart."""

from __future__ import annotations


def distance(one: str, other: str) -> int:
    """Levenshtein's distance of two short strings."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
