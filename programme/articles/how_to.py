"""Which guide answers a question: by the pairs of characters that both have, so that word order and particles do not matter."""

from __future__ import annotations

from collections.abc import Iterable

from programme.identity import compact

LEAST, SHARE = 2, 0.5
"""Pairs of the title that the question has to hold: so many, and so great a share of all of them."""


def best(names: Iterable[str], question: str) -> float:
    """The same for something that has several names."""
    return max((answers(name, question) for name in names), default=0.0)


def answers(title: str, question: str) -> float:
    """How much of a title stands in a question, 0 where it is too little to be the answer.

    >>> answers("新店开张能挂横幅吗", "请问新店能挂横幅吗") > 0.5
    True
    """
    wanted, said = _pairs(title), _pairs(question)
    both = len(wanted & said)
    share = both / len(wanted) if wanted else 0.0
    return share if both >= LEAST and share >= SHARE else 0.0


def _pairs(words: str) -> frozenset[str]:
    plain = compact(words)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))
