"""A list of sites and what it is compared with: its rows, the known sites with their cards, and what would be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from files.dataclass import dataclass
from programme.identity import shop_key
from programme.ids import ShopId, SiteId
from programme.roster.roster import Entry, KnownMember, Member, Refusal
from programme.roster.roster_plan import members_of
from programme.sites.site_kinds import site_key

PLAIN = (
    "community",
    "street",
    "place",
    "latitude",
    "longitude",
    "spaces",
    "hours",
    "fee",
    "goods",
    "since",
    "until",
    "pitches",
    "note",
)
"""What a row says and a site keeps as it is said."""


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """One row; None or empty leaves what is known. `cards` are where they hang, `shops` what it stands before."""

    row: int
    name: str
    kind: str
    community: str = ""
    street: str = ""
    place: str = ""
    keeper: str = ""
    keeper_phone: str = ""
    branch: str = ""
    cards: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    spaces: int | None = None
    hours: str = ""
    fee: str = ""
    goods: str = ""
    since: date | None = None
    until: date | None = None
    pitches: int | None = None
    shops: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownCard:
    code: str
    label: str
    is_hanging: bool


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site as it stands; `values` are its `PLAIN` columns."""

    id: SiteId
    kind: str
    name: str
    values: Mapping[str, object]
    keeper: str
    branch: str
    cards: tuple[KnownCard, ...]
    shops: frozenset[ShopId]


@dataclass(frozen=True, slots=True)
class KnownSites:
    """Everything a list of sites is compared with; `shops` are ids by their names as compared."""

    sites: Sequence[KnownSite]
    people: Sequence[KnownMember]
    shops: Mapping[str, Sequence[ShopId]]


@dataclass(frozen=True, slots=True)
class SiteStep:
    """What happens to one site: `site` None makes it, `fields` change, `keeper` looks after it from now on.

    `hang` are places of new cards, `again` codes that hang again, `retire` codes that were taken down.
    """

    entry: SiteEntry
    site: KnownSite | None
    fields: tuple[str, ...]
    keeper: Member | None
    branch: str
    hang: tuple[str, ...]
    again: tuple[str, ...]
    retire: tuple[str, ...]
    shops: frozenset[ShopId] | None

    @property
    def is_change(self) -> bool:
        changed = self.fields or self.keeper or self.branch or self.hang or self.again or self.retire
        return self.site is None or bool(changed) or self.shops is not None


@dataclass(frozen=True, slots=True)
class SitePlan:
    """`absent` are known sites that the list does not name: they stay."""

    steps: tuple[SiteStep, ...]
    members: tuple[Member, ...]
    absent: tuple[KnownSite, ...]
    refusals: tuple[Refusal, ...]

    @property
    def new(self) -> list[SiteStep]:
        return [step for step in self.steps if step.site is None]

    @property
    def changed(self) -> list[SiteStep]:
        return [step for step in self.steps if step.site is not None and step.is_change]

    @property
    def unchanged(self) -> int:
        return sum(not step.is_change for step in self.steps)

    @property
    def cards(self) -> int:
        """New cards to be printed."""
        return sum(len(step.hang) for step in self.steps)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)


def plan_sites(entries: Sequence[SiteEntry], known: KnownSites) -> SitePlan:
    """What a list of sites would do; refused as a whole where it contradicts itself or names nobody."""
    people = [Entry(e.row, e.name, "", member=e.keeper, member_phone=e.keeper_phone) for e in entries if e.keeper]
    members, of_row, unclear = members_of(people, known.people)
    for entry in entries:
        if (member := of_row.get(entry.row)) and member.known is None:
            member.branch = member.branch or entry.branch
    sites = {site_key(site.kind, site.name): site for site in known.sites}
    refusals = [*_twice(entries), *unclear, *_unknown_shops(entries, known.shops)]
    steps = tuple(_step(e, sites.get(site_key(e.kind, e.name)), of_row.get(e.row), known.shops) for e in entries)
    named = {step.site.id for step in steps if step.site}
    absent = tuple(site for site in known.sites if site.id not in named)
    used = tuple(m for m in members if m.known is None)
    return SitePlan(steps, used, absent, tuple(refusals))


def _twice(entries: Sequence[SiteEntry]) -> list[Refusal]:
    rows: dict[tuple[str, str], list[SiteEntry]] = defaultdict(list)
    for entry in entries:
        rows[site_key(entry.kind, entry.name)].append(entry)
    return [
        Refusal("site_twice", tuple(e.row for e in same), same[0].name, len(same))
        for same in rows.values()
        if len(same) > 1
    ]


def _unknown_shops(entries: Sequence[SiteEntry], shops: Mapping[str, Sequence[ShopId]]) -> list[Refusal]:
    """A shop before a site must be one that is known, and only one."""
    return [
        Refusal("site_shop", (entry.row,), name)
        for entry in entries
        for name in entry.shops
        if len(shops.get(shop_key(name), ())) != 1
    ]


def _step(
    entry: SiteEntry, site: KnownSite | None, keeper: Member | None, shops: Mapping[str, Sequence[ShopId]]
) -> SiteStep:
    before = frozenset(found[0] for name in entry.shops if (found := shops.get(shop_key(name))))
    is_same_keeper = bool(site and keeper and keeper.known and keeper.known.name == site.keeper)
    return SiteStep(
        entry,
        site,
        _fields(entry, site),
        None if is_same_keeper else keeper,
        "" if site and entry.branch == site.branch else entry.branch,
        *_card_changes(entry, site),
        before if before and (site is None or before != site.shops) else None,
    )


def _card_changes(entry: SiteEntry, site: KnownSite | None) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Places of new cards, codes that hang again, codes that were taken down; an empty cell changes none."""
    there = {card.label: card for card in site.cards} if site else {}
    known = [there[label] for label in entry.cards if label in there]
    gone = [card for card in there.values() if entry.cards and card.label not in entry.cards]
    return (
        tuple(label for label in entry.cards if label not in there),
        tuple(card.code for card in known if not card.is_hanging),
        tuple(card.code for card in gone if card.is_hanging),
    )


def _fields(entry: SiteEntry, site: KnownSite | None) -> tuple[str, ...]:
    """The columns of which the row says something else than is known."""
    said = {name: getattr(entry, name) for name in PLAIN}
    known = site.values if site else {}
    return tuple(name for name, value in said.items() if value not in (None, "") and value != known.get(name))
