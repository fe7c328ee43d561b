"""Links between members and shops (at most ten each), so that a member's round is one walk and loads are balanced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId

TEN = 10
"""每名党员联系10名商户: a fact of the bureau."""


@dataclass(frozen=True, slots=True)
class Place:
    """A shop to be linked; `walk` sorts (street first, then the door)."""

    shop: ShopId
    grid: str
    walk: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Helper:
    """A member who can link; `grid` empty when free for any; `own` shops they answer for and may never look at."""

    id: PersonId
    grid: str = ""
    own: frozenset[ShopId] = frozenset()
    away: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """`links` shop → member, the kept ones included; `left` are shops nobody has room for, in walking order."""

    links: dict[ShopId, PersonId]
    left: tuple[ShopId, ...] = ()
    new: dict[ShopId, PersonId] = field(default_factory=dict)


def propose(
    places: Iterable[Place], helpers: Sequence[Helper], existing: Mapping[ShopId, PersonId], most: int = TEN
) -> Proposal:
    """Links along the street in walking order, balanced within each grid, at most `most` each; existing ones stay.

    A member without a grid goes where most shops are without one.
    """
    by_grid: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (p.grid, p.walk, p.shop)):
        by_grid[place.grid].append(place)
    known = {h.id for h in helpers}
    kept = {shop: member for shop, member in existing.items() if member in known}
    teams = _teams(by_grid, [h for h in helpers if not h.away], kept, most)
    new: dict[ShopId, PersonId] = {}
    for grid, there in by_grid.items():
        new |= _fill(there, teams[grid], kept, most)
    links = {**kept, **new}
    left = tuple(p.shop for p in chain.from_iterable(by_grid.values()) if p.shop not in links)
    return Proposal(links, left, new)


def _teams(
    by_grid: Mapping[str, Sequence[Place]], helpers: Sequence[Helper], kept: Mapping[ShopId, PersonId], most: int
) -> dict[str, list[Helper]]:
    """Who works in which grid; the free ones one by one to where most shops would stay without a member."""
    grid_of = {p.shop: grid for grid, there in by_grid.items() for p in there}
    works: dict[PersonId, str] = {member: grid_of[shop] for shop, member in sorted(kept.items()) if shop in grid_of}
    teams: dict[str, list[Helper]] = {grid: [] for grid in by_grid}
    loads = _loads(kept)
    short = {grid: sum(p.shop not in kept for p in there) for grid, there in by_grid.items()}
    for helper in sorted(helpers, key=lambda h: (not (h.grid or works.get(h.id)), h.id)):
        grid = helper.grid or works.get(helper.id) or max(short, key=lambda g: (short[g], g), default="")
        if grid in teams:
            teams[grid].append(helper)
            short[grid] -= most - loads.get(helper.id, 0)
    return teams


def _fill(
    there: Sequence[Place], team: Sequence[Helper], kept: Mapping[ShopId, PersonId], most: int
) -> dict[ShopId, PersonId]:
    """One grid's free shops in stretches of the street, each to a member whose load asks for so many."""
    free = [p for p in there if p.shop not in kept]
    quota = _quotas(len(free), team, _loads(kept), most)
    at = {p.shop: n for n, p in enumerate(there)}
    anchors = {h.id: [at[s] for s, m in kept.items() if m == h.id and s in at] for h in team}
    links: dict[ShopId, PersonId] = {}
    for helper in sorted(team, key=lambda h: (not anchors[h.id], _mean(anchors[h.id]), h.id)):
        open_ones = [p for p in free if p.shop not in links and p.shop not in helper.own]
        nearest = _nearest(open_ones, anchors[helper.id], at)
        links |= {p.shop: helper.id for p in nearest[: quota[helper.id]]}
    return links


def _nearest(free: list[Place], anchors: Sequence[int], at: Mapping[ShopId, int]) -> list[Place]:
    """Those nearest to the middle of a member's shops first; in walking order for whoever has none yet."""
    if not anchors:
        return free
    middle = _mean(anchors)
    return sorted(free, key=lambda p: (abs(at[p.shop] - middle), at[p.shop]))


def _quotas(free: int, team: Sequence[Helper], loads: Mapping[PersonId, int], most: int) -> dict[PersonId, int]:
    """How many more each takes: always one more for whoever has least."""
    total = {h.id: loads.get(h.id, 0) for h in team}
    for _ in range(free):
        least = min((h for h in total if total[h] < most), key=lambda h: (total[h], h), default=None)
        if least is None:
            break
        total[least] += 1
    return {h: n - loads.get(h, 0) for h, n in total.items()}


def _loads(links: Mapping[ShopId, PersonId]) -> dict[PersonId, int]:
    loads: dict[PersonId, int] = defaultdict(int)
    for member in links.values():
        loads[member] += 1
    return loads


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else 0.0


def numbers(kept: Mapping[ShopId, int], joining: Iterable[ShopId], most: int = TEN) -> dict[ShopId, int]:
    """One member's fixed numbers 1–10 (shop → number): a shop keeps its own, new ones in walking order fill the gaps.

    Raises:
        ValueError: more than `most` shops.
    """
    given = dict(kept)
    free = (n for n in range(1, most + 1) if n not in set(kept.values()))
    for shop in (s for s in joining if s not in kept):
        number = next(free, None)
        if number is None:
            raise ValueError(f"a member links to at most {most} shops")
        given[shop] = number
    return given


def cover(
    absent: PersonId, helpers: Iterable[Helper], loads: Mapping[PersonId, int], taken: Collection[ShopId] = ()
) -> PersonId | None:
    """Who stands in: present, in the same grid if anybody is, not answering for one of the shops, carrying least.

    None when there is nobody: then the manager holds them, and nothing is without an owner.
    """
    everybody = list(helpers)
    grid = next((h.grid for h in everybody if h.id == absent), "")
    able = [h for h in everybody if h.id != absent and not h.away and not h.own & set(taken)]
    best = min(able, key=lambda h: (h.grid != grid, loads.get(h.id, 0), h.id), default=None)
    return best.id if best else None
