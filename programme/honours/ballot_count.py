"""Who is elected: more than half of the returned papers, at most so many, and a tie for the last place is nobody's here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from files.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """What one teller counted: papers handed out, returned and valid, and the votes of each candidate in the papers' order."""

    issued: int
    returned: int
    valid: int
    votes: tuple[int, ...]

    def is_possible(self, eligible: int, most: int) -> bool:
        """Whether no figure is greater than the one it is a part of."""
        if not eligible >= self.issued >= self.returned >= self.valid >= 0:
            return False
        return all(0 <= one <= self.valid for one in self.votes) and sum(self.votes) <= self.valid * most


@dataclass(frozen=True, slots=True)
class Outcome:
    """Positions of the candidates that are elected, and of those tied for the last place; neither when it is void."""

    is_valid: bool
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()


def outcome(count: Count, eligible: int, most: int) -> Outcome:
    """Valid when more than half of the eligible returned a paper; fewer than `most` elected is fine.

    >>> outcome(Count(41, 40, 39, (39, 22, 22, 20)), 43, 2)
    Outcome(is_valid=True, elected=(0,), tied=(1, 2))
    """
    if count.returned * 2 <= eligible:
        return Outcome(is_valid=False)
    enough = [at for at, votes in enumerate(count.votes) if votes * 2 > count.returned]
    if len(enough) <= most:
        return Outcome(is_valid=True, elected=tuple(enough))
    last = sorted((count.votes[at] for at in enough), reverse=True)[most - 1]
    above = tuple(at for at in enough if count.votes[at] > last)
    level = tuple(at for at in enough if count.votes[at] == last)
    if len(above) + len(level) == most:
        return Outcome(is_valid=True, elected=tuple(sorted(above + level)))
    return Outcome(is_valid=True, elected=above, tied=level)


def read_count(words: str, candidates: int) -> Count | None:
    """“发41 收40 有效39 票 39 38 35”: three figures and one for each candidate; None when there are more or fewer."""
    found = [int(figure) for figure in re.findall(r"\d{1,5}", words)]
    if len(found) != candidates + 3:
        return None
    return Count(found[0], found[1], found[2], tuple(found[3:]))


def counted(papers: Sequence[Sequence[int]], issued: int, candidates: int, most: int) -> Count:
    """The count of papers that were marked on a page; one with no mark, or with too many, is not valid."""
    valid = [set(marks) for marks in papers if 0 < len(set(marks)) <= most]
    votes = tuple(sum(at in marks for marks in valid) for at in range(candidates))
    return Count(issued, len(papers), len(valid), votes)
