"""The plan of a roster: every change is checked before any is made, so that it is applied whole or not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from programme.identity import person_key, phone_key
from programme.ids import ShopId
from programme.roster.order_days import is_early, on_day
from programme.roster.roster import (
    CLOSED,
    HANDED,
    LEFT,
    REOPENED,
    Entry,
    Known,
    KnownMember,
    KnownShop,
    Member,
    Place,
    Plan,
    Refusal,
    Step,
)
from programme.roster.roster_match import Pair, matched, same_holder
from programme.roster.roster_spelling import in_known_spelling
from programme.shops.doors import address


def plan(entries: Sequence[Entry], known: Known, capacity: int, *, handed_over: bool = False) -> Plan:
    """Compare a roster with what is known; `capacity` is the most shops of one member.

    Another name with the same telephone is taken for a correction, and said; with `handed_over` it is another holder.
    """
    entries = [on_day(e, known.day) for e in in_known_spelling(entries, known)]
    if handed_over:
        entries = [replace(e, status=e.status or HANDED) for e in entries]
    found = matched(entries, known.shops)
    pairs = found.pairs
    staying = _staying(entries)
    members, of_row, unclear = members_of(staying, known.members)
    refusals = contradictions(staying, known.shops) + unclear
    numbers = _numbers(pairs, members, of_row, known.shops, capacity, refusals)
    steps = (_step(e, s, of_row.get(e.row), numbers.get(e.row, 0), found.succeeded) for e, s in pairs)
    absent = _absent(pairs, known.shops)
    made = {e.row: e for e, shop in pairs if shop is None}
    return Plan(
        tuple(filter(None, steps)),
        tuple(members),
        absent,
        tuple(e for e, shop in pairs if _lacks_member(e, shop)),
        tuple(e for e in found.twice if e.row in made),
        tuple(refusals),
        _similar(_staying(made.values()), absent),
        tuple(filter(is_early, entries)),
    )


def _staying(entries: Iterable[Entry]) -> list[Entry]:
    return [e for e in entries if e.status != LEFT]


def _absent(pairs: Iterable[Pair], shops: Iterable[KnownShop]) -> tuple[KnownShop, ...]:
    """The shops of today that no row names."""
    named = {shop.id for _, shop in pairs if shop}
    return tuple(s for s in shops if not s.left and s.id not in named)


def _lacks_member(entry: Entry, shop: KnownShop | None) -> bool:
    """A shop of today with no member, neither in the row nor before it."""
    return entry.status != LEFT and not entry.member and (shop is None or shop.member_id is None)


def _similar(fresh: Iterable[Entry], absent: Iterable[KnownShop]) -> tuple[tuple[Entry, KnownShop], ...]:
    """New shops with the name and the holder of a shop in their street that the roster does not name."""
    there: dict[tuple[str, str], list[KnownShop]] = defaultdict(list)
    for shop in absent:
        name, _, street = shop.place
        there[name, street].append(shop)
    if not there:
        return ()
    placed = ((e, e.place) for e in fresh)
    return tuple((e, shop) for e, p in placed for shop in there[p[0], p[2]] if same_holder(e, shop))


def _step(
    entry: Entry, shop: KnownShop | None, member: Member | None, number: int, succeeded: Collection[int]
) -> Step | None:
    """What a row means for its shop; nothing for one that left before we knew it, or whose door another name takes over."""
    if entry.status == LEFT:
        return None if shop is None or shop.left else Step(entry, shop, status=LEFT)
    fields_, holder = _changed_fields(entry, shop), _holder(entry, shop)
    if shop and (shop.left or shop.id in succeeded):
        return Step(entry, shop, fields_, "new", member, number, "back")
    corrected = shop.owner if shop and holder == "filled" and not _same_name(entry, shop) else ""
    return Step(entry, shop, fields_, holder, member, number, _shut_or_open(entry, shop), corrected)


def _shut_or_open(entry: Entry, shop: KnownShop | None) -> str:
    """The row's word on whether the shop is closed, where that is news."""
    shut = shop is not None and shop.shut
    if entry.status == CLOSED and entry.until:
        return "" if shop is not None and shop.shut_until == entry.until else CLOSED
    if entry.status == CLOSED:
        return "" if shut else CLOSED
    return REOPENED if entry.status == REOPENED and shut else ""


def contradictions(entries: Sequence[Entry], shops: Sequence[KnownShop]) -> list[Refusal]:
    """Rows that contradict each other: a telephone of two people, a shop listed twice with a holder."""
    owners = [(e.phone, e.owner, e.row) for e in entries]
    members = [(e.member_phone, e.member, e.row) for e in entries]
    return [
        *_shared_phones("phone_twice", owners),
        *_shared_phones("member_phone_twice", members),
        *_crowded_places(entries, shops),
    ]


def _shared_phones(key: str, said: Iterable[tuple[str, str, int]]) -> Iterator[Refusal]:
    """Telephones that stand beside two names; `said` is telephone, name and row."""
    rows_of: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for phone, name, row in said:
        if phone and name:
            rows_of[phone_key(phone)][person_key(name)].append(row)
    for phone, by_name in rows_of.items():
        if len(by_name) > 1:
            yield Refusal(key, tuple(sorted(chain.from_iterable(by_name.values()))), phone, len(by_name))


def _crowded_places(entries: Iterable[Entry], shops: Iterable[KnownShop]) -> Iterator[Refusal]:
    """Places that more rows name than there are shops, with somebody who answers for one."""
    places: dict[Place, list[Entry]] = defaultdict(list)
    for entry in entries:
        places[entry.place].append(entry)
    known = Counter(shop.place for shop in shops)
    for place, same in places.items():
        if len(same) > max(1, known[place]) and any(e.owner or e.phone for e in same):
            first = same[0]
            name = f"{first.name}（{address(first.street, first.door)}）"
            yield Refusal("place_twice", tuple(e.row for e in same), name, len(same))


def members_of(
    entries: Iterable[Entry], known: Sequence[KnownMember]
) -> tuple[list[Member], dict[int, Member], list[Refusal]]:
    """The members a roster names: by telephone, else by name; a name that fits two people is refused."""
    named = [e for e in entries if e.member]
    directory, phones = _Directory(known), _member_phones(named)
    found: dict[tuple[str, str], Member] = {}
    doubtful: dict[str, list[int]] = defaultdict(list)
    of_row: dict[int, Member] = {}
    for entry in named:
        own = phones[entry.member]
        phone = entry.member_phone or (next(iter(own)) if len(own) == 1 else "")
        fits = directory.fitting(entry.member, phone)
        if len(fits) > 1 or (not phone and own):
            doubtful[entry.member].append(entry.row)
            continue
        before = fits[0] if fits else None
        key = (phone_key(phone), "" if phone else entry.member)
        member = found.setdefault(key, Member(_known_name(entry, before), phone, "", before))
        _learn(member, entry, before)
        of_row[entry.row] = member
    refusals = [Refusal("which_member", tuple(rows), name) for name, rows in doubtful.items()]
    return list(found.values()), of_row, refusals


def _member_phones(named: Iterable[Entry]) -> Mapping[str, set[str]]:
    """The telephones that stand beside each member's name anywhere in the roster."""
    phones: dict[str, set[str]] = defaultdict(set)
    for entry in named:
        if entry.member_phone:
            phones[entry.member].add(entry.member_phone)
    return phones


def _known_name(entry: Entry, before: KnownMember | None) -> str:
    """The member's name in the spelling we know."""
    return before.name if before and person_key(before.name) == person_key(entry.member) else entry.member


def _learn(member: Member, entry: Entry, before: KnownMember | None) -> None:
    """Add one row to its member: what the row does not say stays as it was known."""
    member.phone = member.phone or (before.phone if before else "")
    member.branch = entry.branch or member.branch or (before.branch if before else "")
    member.rows.append(entry.row)


class _Directory:
    """The known members by telephone and by name."""

    def __init__(self, known: Sequence[KnownMember]) -> None:
        self._by_phone: dict[str, list[KnownMember]] = defaultdict(list)
        self._by_name: dict[str, list[KnownMember]] = defaultdict(list)
        for member in known:
            self._by_phone[phone_key(member.phone)].append(member)
            self._by_name[person_key(member.name)].append(member)

    def fitting(self, name: str, phone: str) -> list[KnownMember]:
        """Whom a name and a telephone may mean; a name alone means whoever bears it."""
        if phone and (same := self._by_phone.get(phone_key(phone))):
            return same
        return [m for m in self._by_name.get(person_key(name), ()) if not phone or not m.phone]


def _numbers(
    pairs: Sequence[Pair],
    members: Sequence[Member],
    of_row: Mapping[int, Member],
    shops: Sequence[KnownShop],
    capacity: int,
    refusals: list[Refusal],
) -> dict[int, int]:
    """The fixed numbers of new links by row. Numbers given once stay; a full member is refused, rows and all."""
    joining, leaving = _moves(pairs, of_row)
    taken: dict[int, set[int]] = defaultdict(set)
    for shop in shops:
        if shop.member_id is not None and shop.number is not None and shop.id not in leaving:
            taken[shop.member_id].add(shop.number)
    numbers: dict[int, int] = {}
    for member in members:
        used = taken[member.known.id] if member.known else set()
        coming = sorted(joining[id(member)], key=lambda e: (e.street, e.walk, e.row))
        free = [n for n in range(1, capacity + 1) if n not in used]
        if len(coming) > len(free):
            refusals.append(Refusal("over_ten", tuple(member.rows), member.name, len(used) + len(coming)))
        numbers |= {entry.row: number for entry, number in zip(coming, free, strict=False)}
    return numbers


def _moves(pairs: Iterable[Pair], of_row: Mapping[int, Member]) -> tuple[Mapping[int, list[Entry]], set[ShopId]]:
    """The rows that come to each member (by its `id()`), and the shops that give their number up."""
    joining: dict[int, list[Entry]] = defaultdict(list)
    leaving = {shop.id for entry, shop in pairs if shop and (entry.status == LEFT or shop.left)}
    for entry, shop in pairs:
        member = of_row.get(entry.row)
        if member is None or (shop and member.known and shop.member_id == member.known.id):
            continue
        joining[id(member)].append(entry)
        if shop and shop.member_id is not None:
            leaving.add(shop.id)
    return joining, leaving


COMPARED = ("walk", "trade", "opens", "closes", "duties", "area", "note", "latitude", "longitude")
"""The columns of a shop a row may change beside its name and grid."""
WRITTEN = ("name", "door", "street", *COMPARED)
"""All columns of a shop that a row may write."""


def _changed_fields(entry: Entry, shop: KnownShop | None) -> tuple[str, ...]:
    """A name, door or street in another spelling changes nothing; a door or street nobody knew is learnt."""
    if shop is None:
        return ()
    mine, known = entry.place, shop.place
    learnt = [n for n, new, old in zip(("door", "street"), mine[1:], known[1:], strict=True) if new and not old]
    moves = "door" in learnt or ("street" in learnt and entry.door)
    compared = [n for n in (COMPARED if moves else COMPARED[1:]) if _is_news(getattr(entry, n), getattr(shop, n))]
    name = ["name"] if mine[0] != known[0] else []
    grid = ["grid"] if entry.grid and entry.grid != shop.grid else []
    return (*name, *learnt, *compared, *grid)


def _is_news(new: object, old: object) -> bool:
    return new is not None and new != old


def _holder(entry: Entry, shop: KnownShop | None) -> str:
    """`new` when another person answers for the place, `filled` when we only learn more of the same one."""
    if shop is None or not (entry.owner or entry.phone):
        return ""
    if _same_name(entry, shop) and _same_phone(entry, shop):
        return "filled" if (entry.owner and not shop.owner) or (entry.phone and not shop.phone) else ""
    return "filled" if entry.status != HANDED and _is_corrected(entry, shop) else "new"


def _is_corrected(entry: Entry, shop: KnownShop) -> bool:
    """Both name somebody, and the name or the telephone they share is the same: the other one is a correction."""
    if not (entry.owner and shop.owner):
        return False
    return _same_name(entry, shop) or bool(entry.phone and shop.phone and _same_phone(entry, shop))


def _same_name(entry: Entry, shop: KnownShop) -> bool:
    """Nothing said of the name is against their being one person."""
    return not (entry.owner and shop.owner) or person_key(entry.owner) == person_key(shop.owner)


def _same_phone(entry: Entry, shop: KnownShop) -> bool:
    return not (entry.phone and shop.phone) or phone_key(entry.phone) == phone_key(shop.phone)


def merged(entry: Entry, shop: KnownShop, changed: Collection[str]) -> dict[str, object]:
    """The columns of a known shop after the row."""
    return {name: getattr(entry if name in changed else shop, name) for name in WRITTEN}
