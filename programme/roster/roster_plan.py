"""What a roster would do to what is known: judged whole before anything is touched, so that nothing is ever half-applied."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from programme.identity import person_key, phone_key
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


def plan(entries: Sequence[Entry], known: Known, capacity: int, *, handed_over: bool = False) -> Plan:
    """Compare a roster with what is known; `capacity` is the most shops of one member.

    Another name with the same telephone is taken for a correction, and said; with `handed_over` it is another holder.
    """
    entries = in_known_spelling(entries, known)
    if handed_over:
        entries = [replace(e, status=e.status or HANDED) for e in entries]
    found = matched(entries, known.shops)
    pairs = found.pairs
    staying = [e for e in entries if e.status != LEFT]
    members, of_row, refusals = _members(staying, known.members)
    refusals = contradictions(staying, known.shops) + refusals
    numbers = _numbers(pairs, members, of_row, known.shops, capacity, refusals)
    steps = [_step(e, s, of_row.get(e.row), numbers.get(e.row, 0), found.succeeded) for e, s in pairs]
    named = {shop.id for _, shop in pairs if shop}
    absent = tuple(s for s in known.shops if not s.left and s.id not in named)
    unlinked = tuple(
        e for e, shop in pairs if e.status != LEFT and not e.member and (shop is None or shop.member_id is None)
    )
    made = {e.row for e, shop in pairs if shop is None}
    twice = tuple(e for e in found.twice if e.row in made)
    similar = _similar((e for e, shop in pairs if shop is None and e.status != LEFT), absent)
    return Plan(tuple(s for s in steps if s), tuple(members), absent, unlinked, twice, tuple(refusals), similar)


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
    fields_, status, holder, corrected = _changed_fields(entry, shop), "", _holder(entry, shop), ""
    if shop and (shop.left or shop.id in succeeded):
        status, holder = "back", "new"
    elif entry.status == CLOSED and not (shop and shop.shut):
        status = CLOSED
    elif entry.status == REOPENED and shop and shop.shut:
        status = REOPENED
    if shop and holder == "filled" and not _same_name(entry, shop):
        corrected = shop.owner
    return Step(entry, shop, fields_, holder, member, number, status, corrected)


def contradictions(entries: Sequence[Entry], shops: Sequence[KnownShop]) -> list[Refusal]:
    """Rows of which one must be wrong: a telephone of two people, a place that stands there twice with a holder."""
    owners: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    members: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    places: dict[Place, list[Entry]] = defaultdict(list)
    for e in entries:
        if e.phone and e.owner:
            owners[phone_key(e.phone)][person_key(e.owner)].append(e.row)
        if e.member_phone and e.member:
            members[phone_key(e.member_phone)][person_key(e.member)].append(e.row)
        places[e.place].append(e)
    found = []
    for key, groups in (("phone_twice", owners), ("member_phone_twice", members)):
        for name, parts in groups.items():
            if len(parts) > 1:
                rows = sorted(row for part in parts.values() for row in part)
                found.append(Refusal(key, tuple(rows), name, len(parts)))
    known = Counter(shop.place for shop in shops)
    for place, same in places.items():
        if len(same) > max(1, known[place]) and any(e.owner or e.phone for e in same):
            rows, first = [e.row for e in same], same[0]
            found.append(Refusal("place_twice", tuple(rows), f"{first.name}（{first.street}{first.door}）", len(rows)))
    return found


def _members(
    entries: Iterable[Entry], known: Sequence[KnownMember]
) -> tuple[list[Member], dict[int, Member], list[Refusal]]:
    """The members a roster names: by telephone, else by name; a name that fits two people is refused."""
    named = [e for e in entries if e.member]
    directory = _Directory(known)
    phones: dict[str, set[str]] = defaultdict(set)
    for entry in named:
        if entry.member_phone:
            phones[entry.member].add(entry.member_phone)
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
        key = (phone_key(phone), "" if phone else entry.member)
        before = fits[0] if fits else None
        name = before.name if before and person_key(before.name) == person_key(entry.member) else entry.member
        member = found.setdefault(key, Member(name, phone, "", before))
        member.phone = member.phone or (before.phone if before else "")
        member.branch = entry.branch or member.branch or (before.branch if before else "")
        member.rows.append(entry.row)
        of_row[entry.row] = member
    refusals = [Refusal("which_member", tuple(rows), name) for name, rows in doubtful.items()]
    return list(found.values()), of_row, refusals


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
    joining: dict[int, list[Entry]] = defaultdict(list)
    leaving: set[int] = set()
    for entry, shop in pairs:
        member = of_row.get(entry.row)
        if shop and (entry.status == LEFT or shop.left):
            leaving.add(shop.id)
        if member is None or (shop and member.known and shop.member_id == member.known.id):
            continue
        joining[id(member)].append(entry)
        if shop and shop.member_id is not None:
            leaving.add(shop.id)
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


COMPARED = ("walk", "trade", "opens", "closes", "duties", "area", "note")
"""The columns of a shop a row may change beside its name and grid."""
WRITTEN = ("name", "door", "street", *COMPARED)
"""All columns of a shop that a row may write."""


def _changed_fields(entry: Entry, shop: KnownShop | None) -> tuple[str, ...]:
    """A name, door or street in another spelling changes nothing; a door or street nobody knew is learnt."""
    if shop is None:
        return ()
    mine, known = entry.place, shop.place
    changed = ["name"] if mine[0] != known[0] else []
    changed += [n for n, new, old in zip(("door", "street"), mine[1:], known[1:], strict=True) if new and not old]
    moves = "door" in changed or ("street" in changed and entry.door)
    compared = COMPARED if moves else COMPARED[1:]
    changed += [n for n in compared if (new := getattr(entry, n)) is not None and new != getattr(shop, n)]
    return tuple(changed) + (("grid",) if entry.grid and entry.grid != shop.grid else ())


def _holder(entry: Entry, shop: KnownShop | None) -> str:
    """`new` when another person answers for the place, `filled` when we only learn more of the same one."""
    if shop is None or not (entry.owner or entry.phone):
        return ""
    same_name, same_phone = _same_name(entry, shop), _same_phone(entry, shop)
    if same_name and same_phone:
        return "filled" if (entry.owner and not shop.owner) or (entry.phone and not shop.phone) else ""
    if entry.status == HANDED:
        return "new"
    if entry.owner and shop.owner:
        return "filled" if same_name or (entry.phone and shop.phone and same_phone) else "new"
    return "new"


def _same_name(entry: Entry, shop: KnownShop) -> bool:
    """Nothing said of the name is against their being one person."""
    return not (entry.owner and shop.owner) or person_key(entry.owner) == person_key(shop.owner)


def _same_phone(entry: Entry, shop: KnownShop) -> bool:
    return not (entry.phone and shop.phone) or phone_key(entry.phone) == phone_key(shop.phone)


def merged(entry: Entry, shop: KnownShop, changed: Collection[str]) -> dict[str, object]:
    """The columns of a known shop after the row."""
    return {name: getattr(entry if name in changed else shop, name) for name in WRITTEN}
