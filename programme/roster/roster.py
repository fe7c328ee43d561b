"""Types of a roster and of what it is compared with: the rows of an office's list, and the known shops and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date, time

from files.dataclass import dataclass
from programme.identity import place_key
from programme.ids import PersonId, ShopId

NO_GRID = "未分网格"
"""The grid of a shop whose roster row names neither a grid nor a street."""

CLOSED, REOPENED, LEFT, HANDED = "closed", "reopened", "left", "handed"
"""What a 备注 may order: 歇业 (closed until further notice), 恢复营业, 搬走 (left for good), 换人 (another holder)."""

Place = tuple[str, str, str]
"""店名, 门牌 and 街道: what makes a shop the same, as written or as compared."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a roster. An empty `grid`, `owner`, `phone`, `member` or `status` and a None leave what is known as it is.

    `days` are the words of the order's date; `since` and `until` what they mean on the day of the plan. Coordinates are of
    WGS 84, both or neither.
    """

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
    status: str = ""
    days: str = ""
    since: date | None = None
    until: date | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def spelling(self) -> Place:
        return (self.name, self.door, self.street)

    @property
    def place(self) -> Place:
        """The comparison key of the shop: name, door and street, however they are written."""
        return place_key(*self.spelling)


@dataclass(frozen=True, slots=True)
class KnownShop:
    """A shop as it stands.

    `held` when somebody answers for it, `invited` when a code for it is open, `shut` while 歇业 without a last day,
    `shut_until` the last day of the last 歇业 that has one, `left` when it has moved away and only its place is kept.
    """

    id: ShopId
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
    member_id: PersonId | None
    number: int | None
    held: bool
    invited: bool
    shut: bool = False
    left: bool = False
    shut_until: date | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def spelling(self) -> Place:
        return (self.name, self.door, self.street)

    @property
    def place(self) -> Place:
        return place_key(*self.spelling)


@dataclass(frozen=True, slots=True)
class KnownMember:
    id: PersonId
    name: str
    phone: str
    branch: str
    reachable: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a roster is compared with; `day` is the office's today, by which the dates of its orders are read."""

    shops: Sequence[KnownShop]
    members: Sequence[KnownMember]
    day: date = date.min


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is applied: the key of its sentence, the rows, the name in it, and how many there would be."""

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
    def renamed_from(self) -> str:
        """The name so far when the roster has another one with the same telephone."""
        return self.known.name if self.known and self.known.name != self.name else ""

    @property
    def is_changed(self) -> bool:
        k = self.known
        return k is not None and (self.name, self.phone, self.branch) != (k.name, k.phone, k.branch)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at one shop: `shop` None makes it, `fields` change, `holder` is new or filled in, `number` links it.

    `status` is closed, reopened, left, or back for a place that was left and is used again. `corrected` is the holder's name so
    far when another name came with the same telephone and is taken for a correction.
    """

    entry: Entry
    shop: KnownShop | None
    fields: tuple[str, ...] = ()
    holder: str = ""
    member: Member | None = None
    number: int = 0
    status: str = ""
    corrected: str = ""

    @property
    def is_change(self) -> bool:
        return self.shop is None or bool(self.fields or self.holder or self.number or self.status)

    @property
    def renames(self) -> bool:
        return "name" in self.fields

    @property
    def is_other_spelling(self) -> bool:
        """Whether the row only spells the same shop in another way, which changes nothing."""
        return self.shop is not None and not self.renames and self.entry.spelling != self.shop.spelling


@dataclass(frozen=True, slots=True)
class Plan:
    """`absent` are known shops the roster does not name: they stay. `unlinked` rows end up without a member.

    `similar` are new shops with the name and the holder of one that is absent, at another door: moved, or a slip of the pen.
    `early` rows order a move or another holder for a day that has not come: nothing of it is done.
    """

    steps: tuple[Step, ...]
    members: tuple[Member, ...]
    absent: tuple[KnownShop, ...]
    unlinked: tuple[Entry, ...]
    twice: tuple[Entry, ...]
    refusals: tuple[Refusal, ...]
    similar: tuple[tuple[Entry, KnownShop], ...] = ()
    early: tuple[Entry, ...] = ()

    @property
    def new(self) -> list[Step]:
        return [s for s in self.steps if s.shop is None]

    @property
    def changed(self) -> list[Step]:
        return [s for s in self.steps if s.shop is not None and s.is_change]

    @property
    def corrected(self) -> list[Step]:
        """Holders with another name under the same telephone, about which the office is asked."""
        return [s for s in self.steps if s.corrected]

    @property
    def unchanged(self) -> int:
        return sum(not s.is_change for s in self.steps)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or any(m.known is None or m.is_changed for m in self.members))
