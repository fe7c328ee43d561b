"""联合执法: what came of it, as four totals and no names."""

from __future__ import annotations

import re

from files.dataclass import dataclass

_WORDS = {
    "advised": r"劝导|劝说|advised",
    "fixed": r"当场整改|当场改|整改|fixed",
    "limited": r"限期整改|限期|deadline",
    "passed": r"移交|转交|passed",
}
_NUMBER = r"\s*[:：]?\s*(\d{1,4}(?:\s*\+\s*\d{1,4})*)"
MOST = 9999


@dataclass(frozen=True, slots=True)
class JointTotals:
    """劝导, 当场整改, 限期, 移交: apart, and together what was dealt with."""

    advised: int = 0
    fixed: int = 0
    limited: int = 0
    passed: int = 0

    @property
    def matters(self) -> int:
        return self.advised + self.fixed + self.limited + self.passed

    def packed(self) -> str:
        return f"{self.advised},{self.fixed},{self.limited},{self.passed}"


def unpacked(words: str) -> JointTotals:
    return JointTotals(*(int(word) for word in words.split(",")))


def read_totals(words: str) -> JointTotals | None:
    """“当场整改 16+30+19 劝导 6”: what is not named is none. None when no number is named at all.

    >>> read_totals("当场整改 16+30+19 劝导 6").matters
    71
    """
    left, found = words, {}
    for name in ("limited", "fixed", "advised", "passed"):
        said = re.search(rf"(?:{_WORDS[name]}){_NUMBER}", left, re.IGNORECASE)
        if said:
            found[name] = sum(int(part) for part in said[1].split("+"))
            left = left[: said.start()] + " " + left[said.end() :]
    return JointTotals(**found) if found and max(found.values()) <= MOST else None
