"""Drawing cross reviews: each month four of a member's ten shops are reviewed by somebody not linked to them.

Shops longest without a second reviewer go first, so that three months' twelve turns reach all ten within a quarter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from programme.reviews.rota import Helper

CROSSES = 2
"""Every second of them goes to somebody of the neighbouring grid, if there is one: eyes differ between grids, too."""
SHARE = 0.4
"""Four of ten."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A linked shop; `unseen` days since anybody but its member looked, None for never; `walk` its place along the street."""

    shop: ShopId
    member: PersonId
    walk: int
    unseen: int | None = None
    looks: int = 0
    """Looks by anybody in the last five weeks."""


def month_number(month: str) -> int:
    """Months since year 0 of “2026-11”, so that partners move on by one each month."""
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def swap(month: str, turns: Iterable[Turn], helpers: Sequence[Helper]) -> dict[ShopId, PersonId]:
    """This month's cross reviews, shop → reviewer: everybody gives four of ten and takes about as many.

    Partners are of the same grid where it has two members, and every second time of the neighbouring one; nobody gets a shop
    they link to or answer for. A shop for which there is nobody is missing from the result.
    """
    by_member: dict[PersonId, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_member[turn.member].append(turn)
    known = {h.id: h for h in helpers}
    taking: dict[PersonId, int] = defaultdict(int)
    across: dict[PersonId, int] = defaultdict(int)
    result: dict[ShopId, PersonId] = {}
    for turn, able, is_across in _able(by_member, known, month_number(month)):
        if able:
            ranks = [(_full(h, by_member, taking), is_across and across[h]) for h in able]
            reviewer = able[ranks.index(min(ranks))]
            across[reviewer] += is_across
            taking[reviewer] += 1
            result[turn.shop] = reviewer
    return result


def _able(
    by_member: Mapping[PersonId, Sequence[Turn]], known: Mapping[PersonId, Helper], month: int
) -> Iterator[tuple[Turn, list[PersonId], bool]]:
    """Each shop to be seen, who may see it in the order in which they are asked, and whether it is the next grid's turn."""
    for member in sorted(by_member):
        ring, beyond = _rings(member, known, month)
        for n, turn in enumerate(chosen(by_member[member])):
            is_across = n % CROSSES == CROSSES - 1 and bool(beyond)
            order = beyond + ring if is_across else ring or beyond
            yield turn, [h for h in order if turn.shop not in known[h].own], is_across


def chosen(turns: Sequence[Turn]) -> list[Turn]:
    """Four of ten: the longest without a second reviewer first, then those with fewest reviews, in walking order."""
    longest = sorted(turns, key=lambda t: (t.unseen is not None, -(t.unseen or 0), t.looks, t.walk, t.shop))
    return sorted(longest[: ceil(SHARE * len(turns))], key=lambda t: t.walk)


def _rings(member: PersonId, known: Mapping[PersonId, Helper], month: int) -> tuple[list[PersonId], list[PersonId]]:
    """The others of the same grid and those of the next, each in the order in which they are asked: it moves on every month."""
    grid = known[member].grid if member in known else ""
    others = [h for h in known.values() if h.id != member and not h.away]
    further = sorted({h.grid for h in others} - {grid})
    following = next((g for g in further if g > grid), further[0] if further else grid)
    near = [h.id for h in others if h.grid == grid]
    return _turned(near, member, month), _turned([h.id for h in others if h.grid == following != grid], member, month)


def _turned(people: Sequence[PersonId], member: PersonId, month: int) -> list[PersonId]:
    ids = sorted(people)
    start = next((n for n, other in enumerate(ids) if other > member), 0)
    shift = (start + month) % len(ids) if ids else 0
    return ids[shift:] + ids[:shift]


def _full(helper: PersonId, by_member: Mapping[PersonId, Sequence[Turn]], taking: Mapping[PersonId, int]) -> bool:
    """Whether a reviewer has as many cross reviews as their own shops give away."""
    return taking.get(helper, 0) >= ceil(SHARE * max(len(by_member.get(helper, ())), 1))
