"""Matching each row of a roster to a known shop: the same shop by its name, or a new name at the same door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from files.dataclass import dataclass
from programme.identity import person_key, phone_key
from programme.roster.roster import LEFT, Entry, KnownShop, Place

Pair = tuple[Entry, KnownShop | None]
Door = tuple[str, str]
"""The door and the street of a place."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Each row with its shop; the rows that name a place once more; the shops whose leaving a row says and another follows."""

    pairs: list[Pair]
    twice: list[Entry]
    succeeded: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Places:
    """How rows and shops are compared, worked out once for each."""

    entries: dict[int, Place]
    shops: dict[int, Place]


def matched(entries: Sequence[Entry], shops: Sequence[KnownShop]) -> Matching:
    """Each row with its shop.

    A place named twice is two shops under one name, first to first, second to second. A row without a street or a door means
    the one shop that it can mean. A row of a name nobody knows takes over the door it stands at when that is beyond doubt:
    转让 and 改名 keep the place's history.
    """
    places = _Places({e.row: e.place for e in entries}, {s.id: s.place for s in shops})
    pairs, over = _under_their_names(entries, shops, places)
    pairs = _completed(pairs, over, places)
    successors = _successors(pairs, shops, places)
    taken = {shop.id for shop in successors.values()}
    succeeded = frozenset(s.id for e, s in pairs if s and e.status == LEFT and s.id in taken)
    whole = [(e, None if s and s.id in succeeded else s or successors.get(e.row)) for e, s in pairs]
    return Matching(whole, _named_again(entries, places), succeeded)


def _under_their_names(
    entries: Iterable[Entry], shops: Iterable[KnownShop], places: _Places
) -> tuple[list[Pair], list[KnownShop]]:
    """Each row with the shop at just its place, and the shops of today that no row took; those that left come last."""
    waiting: dict[Place, list[KnownShop]] = defaultdict(list)
    for shop in sorted(shops, key=lambda s: (s.left, s.id), reverse=True):
        waiting[places.shops[shop.id]].append(shop)
    pairs: list[Pair] = []
    for entry in entries:
        same = waiting[places.entries[entry.row]]
        pairs.append((entry, same.pop() if same else None))
    return pairs, [s for same in waiting.values() for s in same if not s.left]


def _named_again(entries: Iterable[Entry], places: _Places) -> list[Entry]:
    """The rows whose place a row above them names."""
    seen: set[Place] = set()
    again = []
    for entry in entries:
        place = places.entries[entry.row]
        if place in seen:
            again.append(entry)
        seen.add(place)
    return again


def _completed(pairs: Sequence[Pair], over: Iterable[KnownShop], places: _Places) -> list[Pair]:
    """Match rows or shops without a street or door where only one fits the other."""
    by_name: dict[str, list[KnownShop]] = defaultdict(list)
    for shop in over:
        by_name[places.shops[shop.id][0]].append(shop)
    found: dict[int, KnownShop] = {}
    wanted: dict[int, int] = defaultdict(int)
    for entry in (e for e, shop in pairs if shop is None):
        place = places.entries[entry.row]
        fitting = [s for s in by_name.get(place[0], ()) if _fits(entry, place, s, places.shops[s.id])]
        for one in fitting:
            wanted[one.id] += 1
        if len(fitting) == 1:
            found[entry.row] = fitting[0]
    sure = {row: one for row, one in found.items() if wanted[one.id] == 1}
    return [(e, s or sure.get(e.row)) for e, s in pairs]


def _fits(entry: Entry, place: Place, shop: KnownShop, known: Place) -> bool:
    """Nothing both of them say differs, and something they both say (a door, a street, a holder) is the same."""
    if any(mine and theirs and mine != theirs for mine, theirs in zip(place[1:], known[1:], strict=True)):
        return False
    shared = any(mine and mine == theirs for mine, theirs in zip(place[1:], known[1:], strict=True))
    return shared or same_holder(entry, shop)


def same_holder(entry: Entry, shop: KnownShop) -> bool:
    """The same telephone, or the same name where not both have one."""
    if entry.phone and shop.phone:
        return phone_key(entry.phone) == phone_key(shop.phone)
    return bool(entry.owner) and person_key(entry.owner) == person_key(shop.owner)


def _successors(pairs: Sequence[Pair], shops: Sequence[KnownShop], places: _Places) -> dict[int, KnownShop]:
    """By row, the shop whose door a new name takes over: the only row and the only shop left over at that door."""
    newcomers = _newcomers(pairs, places)
    staying = {shop.id for entry, shop in pairs if shop and entry.status != LEFT}
    going = {shop.id for entry, shop in pairs if shop and entry.status == LEFT} | {s.id for s in shops if s.left}
    over = _left_over(shops, staying, newcomers, places)
    whole = _whole_streets(shops, staying | going, places)
    found = {}
    for door, rows in newcomers.items():
        there = [s for s in over[door] if not s.left] or over[door][-1:]
        if len(rows) == len(there) == 1 and _is_vacant(rows[0], there[0], going, whole, places):
            found[rows[0].row] = there[0]
    return found


def _newcomers(pairs: Iterable[Pair], places: _Places) -> dict[Door, list[Entry]]:
    """The rows of today that have a door and no shop yet, by their door."""
    found: dict[Door, list[Entry]] = defaultdict(list)
    for entry, shop in pairs:
        if shop is None and entry.door and entry.status != LEFT:
            found[places.entries[entry.row][1:]].append(entry)
    return found


def _left_over(
    shops: Iterable[KnownShop], staying: Collection[int], wanted: Collection[Door], places: _Places
) -> Mapping[Door, list[KnownShop]]:
    """The shops at the doors in question that no row keeps."""
    found: dict[Door, list[KnownShop]] = defaultdict(list)
    for shop in shops:
        if shop.id not in staying and (door := places.shops[shop.id][1:]) in wanted:
            found[door].append(shop)
    return found


def _is_vacant(entry: Entry, shop: KnownShop, going: Collection[int], whole: Collection[str], places: _Places) -> bool:
    """The shop is said to leave, or missing from a street named whole, or has the row's own holder."""
    return shop.id in going or places.shops[shop.id][2] in whole or same_holder(entry, shop)


def _whole_streets(shops: Sequence[KnownShop], named: set[int], places: _Places) -> set[str]:
    """Streets whose shops the roster names for the better part: there, one that is missing is really gone.

    A list of a few additions says nothing of the shops it leaves out.
    """
    there: dict[str, list[bool]] = defaultdict(list)
    for shop in shops:
        if not shop.left:
            there[places.shops[shop.id][2]].append(shop.id in named)
    return {street for street, is_named in there.items() if sum(is_named) * 2 >= len(is_named) - 1}
