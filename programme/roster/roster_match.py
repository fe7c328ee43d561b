"""Which known place each row of a roster means: the same one under its name, or the same door under a new name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from programme.roster.roster import LEFT, Entry, KnownShop

Pair = tuple[Entry, KnownShop | None]


@dataclass(frozen=True, slots=True)
class Matching:
    """Each row with its shop; the rows that name a place once more; the shops whose leaving a row says and another follows."""

    pairs: list[Pair]
    twice: list[Entry]
    succeeded: frozenset[int]


def matched(entries: Sequence[Entry], shops: Sequence[KnownShop]) -> Matching:
    """Each row with its shop.

    A place named twice is two shops under one name, first to first, second to second. A row of a name nobody knows takes over
    the door it stands at when that is beyond doubt: 转让 and 改名 keep the place's history.
    """
    waiting: dict[tuple[str, str, str], list[KnownShop]] = defaultdict(list)
    for shop in sorted(shops, key=lambda s: (s.left, s.id), reverse=True):
        waiting[shop.place].append(shop)
    seen: set[tuple[str, str, str]] = set()
    pairs: list[Pair] = []
    twice = []
    for entry in entries:
        if entry.place in seen:
            twice.append(entry)
        seen.add(entry.place)
        same = waiting[entry.place]
        pairs.append((entry, same.pop() if same else None))
    successors = _successors(pairs, shops)
    taken = {shop.id for shop in successors.values()}
    succeeded = frozenset(s.id for e, s in pairs if s and e.status == LEFT and s.id in taken)
    whole = [(e, None if s and s.id in succeeded else s or successors.get(e.row)) for e, s in pairs]
    return Matching(whole, twice, succeeded)


def _successors(pairs: Sequence[Pair], shops: Sequence[KnownShop]) -> dict[int, KnownShop]:
    """By row, the shop whose door a new name takes over: the only row and the only shop left over at that door."""
    newcomers: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry, shop in pairs:
        if shop is None and entry.door and entry.status != LEFT:
            newcomers[entry.street, entry.door].append(entry)
    staying = {shop.id for entry, shop in pairs if shop and entry.status != LEFT}
    going = {shop.id for entry, shop in pairs if shop and entry.status == LEFT} | {s.id for s in shops if s.left}
    over: dict[tuple[str, str], list[KnownShop]] = defaultdict(list)
    for shop in shops:
        if shop.id not in staying and (shop.street, shop.door) in newcomers:
            over[shop.street, shop.door].append(shop)
    whole = _whole_streets(shops, staying | going)
    found = {}
    for door, rows in newcomers.items():
        there = [s for s in over[door] if not s.left] or over[door][-1:]
        if len(rows) == len(there) == 1 and (there[0].id in going or door[0] in whole):
            found[rows[0].row] = there[0]
    return found


def _whole_streets(shops: Sequence[KnownShop], named: set[int]) -> set[str]:
    """Streets whose shops the roster names for the better part: there, one that is missing is really gone.

    A list of a few additions says nothing of the shops it leaves out.
    """
    there: dict[str, list[bool]] = defaultdict(list)
    for shop in shops:
        if not shop.left:
            there[shop.street].append(shop.id in named)
    return {street for street, is_named in there.items() if sum(is_named) * 2 >= len(is_named) - 1}
