"""What a roster would do to what is known: judged whole before anything is touched, so that nothing is ever half-applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import time

NO_GRID = "未分网格"
"""The grid of a shop whose roster row names neither a grid nor a street."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a roster. An empty `grid`, `owner`, `phone` or `member` and a None leave what is known as it is."""

    row: int
    name: str
    door: str
    street: str = ""
    walk: str = ""
    grid: str = ""
    trade: str | None = None
    owner: str = ""
    phone: str = ""
    member: str = ""
    member_phone: str = ""
    branch: str = ""
    opens: time | None = None
    closes: time | None = None
    duties: tuple[str, ...] | None = None
    area: str | None = None
    note: str | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """The same shop is the same 店名, 门牌 and 街道."""
        return (self.name, self.door, self.street)


@dataclass(frozen=True, slots=True)
class KnownShop:
    """A shop as it stands; `held` when somebody answers for it, `invited` when a code for it is open."""

    id: int
    name: str
    door: str
    street: str
    walk: str
    grid: str
    trade: str
    opens: time | None
    closes: time | None
    duties: tuple[str, ...]
    area: str
    note: str
    owner: str
    phone: str
    member_id: int | None
    number: int | None
    held: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class KnownMember:
    id: int
    name: str
    phone: str
    branch: str
    reachable: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class Known:
    """All a roster is compared with."""

    shops: Sequence[KnownShop]
    members: Sequence[KnownMember]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is applied: the key of its sentence, the rows, and the name in it."""

    key: str
    rows: tuple[int, ...]
    name: str
    many: int = 0


@dataclass(slots=True)
class Member:
    """A member as the roster wants them; `known` is None for somebody new."""

    name: str
    phone: str
    branch: str
    known: KnownMember | None
    rows: list[int] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        k = self.known
        return k is not None and (self.name, self.phone, self.branch) != (k.name, k.phone, k.branch)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at one shop: `shop` None makes it, `fields` change, `holder` is new or filled in, `number` links it."""

    entry: Entry
    shop: KnownShop | None
    fields: tuple[str, ...] = ()
    holder: str = ""
    member: Member | None = None
    number: int = 0

    @property
    def is_change(self) -> bool:
        return self.shop is None or bool(self.fields or self.holder or self.number)


@dataclass(frozen=True, slots=True)
class Plan:
    """`absent` are known shops the roster does not name: they stay. `unlinked` rows end up without a member."""

    steps: tuple[Step, ...]
    members: tuple[Member, ...]
    absent: int
    unlinked: tuple[Entry, ...]
    twice: tuple[Entry, ...]
    refusals: tuple[Refusal, ...]

    @property
    def new(self) -> list[Step]:
        return [s for s in self.steps if s.shop is None]

    @property
    def changed(self) -> list[Step]:
        return [s for s in self.steps if s.shop is not None and s.is_change]

    @property
    def unchanged(self) -> int:
        return sum(not s.is_change for s in self.steps)


def plan(entries: Sequence[Entry], known: Known, capacity: int) -> Plan:
    """Compare a roster with what is known; `capacity` is the most shops of one member."""
    pairs, twice = _matched(entries, known.shops)
    members, of_row, refusals = _members(entries, known.members)
    numbers = _numbers(pairs, members, of_row, known.shops, capacity, refusals)
    steps = [
        Step(e, shop, _changed_fields(e, shop), _holder(e, shop), of_row.get(e.row), numbers.get(e.row, 0))
        for e, shop in pairs
    ]
    absent = len(known.shops) - sum(shop is not None for _, shop in pairs)
    unlinked = [e for e, shop in pairs if not e.member and (shop is None or shop.member_id is None)]
    return Plan(tuple(steps), tuple(members), absent, tuple(unlinked), tuple(twice), tuple(refusals))


def _matched(
    entries: Sequence[Entry], shops: Sequence[KnownShop]
) -> tuple[list[tuple[Entry, KnownShop | None]], list[Entry]]:
    """Each row with its shop. A place named twice is two shops under one name, first to first, second to second."""
    waiting: dict[tuple[str, str, str], list[KnownShop]] = defaultdict(list)
    for shop in reversed(shops):
        waiting[shop.name, shop.door, shop.street].append(shop)
    seen: set[tuple[str, str, str]] = set()
    pairs: list[tuple[Entry, KnownShop | None]] = []
    twice = []
    for entry in entries:
        if entry.place in seen:
            twice.append(entry)
        seen.add(entry.place)
        same = waiting.get(entry.place)
        pairs.append((entry, same.pop() if same else None))
    return pairs, twice


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
        key = (phone or "", "" if phone else entry.member)
        before = fits[0] if fits else None
        member = found.setdefault(key, Member(entry.member, phone, "", before))
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
            self._by_phone[member.phone].append(member)
            self._by_name[member.name].append(member)

    def fitting(self, name: str, phone: str) -> list[KnownMember]:
        """Whom a name and a telephone may mean; a name alone means whoever bears it."""
        if phone and (same := self._by_phone.get(phone)):
            return same
        return [m for m in self._by_name.get(name, ()) if not phone or not m.phone]


def _numbers(
    pairs: Sequence[tuple[Entry, KnownShop | None]],
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


_COMPARED = ("walk", "trade", "opens", "closes", "duties", "area", "note")


def _changed_fields(entry: Entry, shop: KnownShop | None) -> tuple[str, ...]:
    if shop is None:
        return ()
    changed = [n for n in _COMPARED if (new := getattr(entry, n)) is not None and new != getattr(shop, n)]
    return tuple(changed) + (("grid",) if entry.grid and entry.grid != shop.grid else ())


def _holder(entry: Entry, shop: KnownShop | None) -> str:
    """`new` when another person answers for the place, `filled` when we only learn more of the same one."""
    if shop is None or (not entry.owner and not entry.phone):
        return ""
    owner, phone = entry.owner or shop.owner, entry.phone or shop.phone
    if (owner, phone) == (shop.owner, shop.phone):
        return ""
    if shop.owner or shop.phone:
        same_person = owner == shop.owner if shop.owner and entry.owner else phone == shop.phone
        return "filled" if same_person else "new"
    return "filled"


def merged(entry: Entry, shop: KnownShop) -> dict[str, object]:
    """The columns of a known shop after the row."""
    columns = {f.name: getattr(shop, f.name) for f in fields(shop) if f.name in _COMPARED}
    return columns | {n: value for n in _COMPARED if (value := getattr(entry, n)) is not None}
