"""Keepers of a shop or a site today: the member, else their cover, else who leads them, else all managers; never nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId
from programme.reviews.rota import Helper
from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from storage.sites.sites import Site

ABLE = frozenset({"member", "manager"})
"""Whoever has neither role looks after no shop, whatever days they were named for."""
ABLE_AT_SITES = frozenset({"member", "squad", "secretary", "manager"})


@dataclass(frozen=True, slots=True)
class Cover:
    """From `since` through `until` (None while unknown) `cover_id` stands in for `member_id`; the newest row counts."""

    id: int
    member_id: PersonId
    cover_id: PersonId
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class _Fact:
    id: PersonId
    linked: ShopId | None
    grid: str | None
    held: ShopId | None


@dataclass(frozen=True, slots=True)
class Team:
    """All members as `programme.reviews` wants them, and how many shops each carries."""

    helpers: tuple[Helper, ...]
    loads: dict[PersonId, int]


async def cover_of(tx: Tx, member_id: PersonId, day: date) -> Cover | None:
    """Who stands in for a member on a day; None when the member is there."""
    return await tx.one(Cover, "cover_of", member_id=member_id, day=day)


async def on(tx: Tx, day: date) -> list[Cover]:
    """Every leave that holds on a day."""
    return await tx.all(Cover, "covers_on", day=day)


async def of_stand_in(tx: Tx, person_id: PersonId, day: date) -> list[Cover]:
    """From a day on, for whom somebody was named to stand in and nobody else since."""
    named = await tx.all(Cover, "covers_of_stand_in", cover_id=person_id, day=day)
    return [c for c in named if await cover_of(tx, c.member_id, max(c.since, day)) == c]


async def name(tx: Tx, member_id: PersonId, cover_id: PersonId, since: date, until: date | None) -> int:
    """Name who stands in; a later name for the same days replaces an earlier one."""
    return int(await tx.value("cover_add", member_id=member_id, cover_id=cover_id, since=since, until=until))


async def take_back(tx: Tx, cover_id: int) -> Cover | None:
    """The leave was never said; what it was, None when it is gone already."""
    named = await tx.one(Cover, "cover_one", id=cover_id)
    await tx.do("cover_take_back", id=cover_id)
    return named


async def next_of(tx: Tx, member_id: PersonId, day: date) -> Cover | None:
    """A member's first leave that begins after a day."""
    return await tx.one(Cover, "cover_next", member_id=member_id, day=day)


async def end(tx: Tx, away: Cover, back: date) -> None:
    """End a leave: the member is back on that day; a later leave of theirs stays."""
    last = back - timedelta(days=1)
    await tx.do("covers_drop", member_id=away.member_id, last=last, until=away.until or date.max)
    await tx.do("covers_end", member_id=away.member_id, last=last)


async def acting(tx: Tx, member_id: PersonId, day: date, able: frozenset[str] = ABLE) -> PersonId | None:
    """Who acts for a member on a day: the member, or the cover, or the cover's cover.

    None when they are all away, and when that person has none of the roles that make `able` any more.
    """
    seen: set[int] = set()
    who = member_id
    while who not in seen:
        seen.add(who)
        cover = await cover_of(tx, who, day)
        if cover is None:
            return who if able & (await people.person(tx, who)).roles else None
        who = cover.cover_id
    return None


async def covered_by(tx: Tx, person_id: PersonId, day: date) -> list[PersonId]:
    """For which members a person acts on a day, beside themselves."""
    away = dict.fromkeys(c.member_id for c in await on(tx, day))
    return [m for m in away if m != person_id and await acting(tx, m, day) == person_id]


async def keeper(tx: Tx, shop_id: ShopId, day: date, *, but: Collection[int] = ()) -> PersonId | None:
    """The linked member or their cover; None where a shop is any manager's: see `keepers`."""
    link = await shops.link(tx, shop_id)
    who = await acting(tx, link.member_id, day) if link else None
    if who is None or who in {*but, *await shops.holders(tx, shop_id)}:
        return None
    return who if await people.is_reachable(tx, who) else None


async def keepers(tx: Tx, shop_id: ShopId, day: date, *, but: Collection[int] = ()) -> list[PersonId]:
    """Who is asked about a shop on a day: the linked member or their cover, else all managers.

    Nobody in `but`, nobody who answers for the shop, nobody who has left or cannot be reached. Empty only when there is no
    such manager either: say so.
    """
    who = await keeper(tx, shop_id, day, but=but)
    if who is not None:
        return [who]
    return await _managers(tx, {*but, *await shops.holders(tx, shop_id)})


async def keepers_at(tx: Tx, site: Site, day: date, *, but: Collection[int] = ()) -> list[PersonId]:
    """Who is asked about a site on a day: its keeper or their cover, else the secretary of its branch, else all managers.

    Nobody in `but`, nobody who cannot be reached. Empty only when there is no such manager either: say so.
    """
    who = await acting(tx, site.keeper_id, day, ABLE_AT_SITES) if site.keeper_id else None
    if who is not None and who not in but and await people.is_reachable(tx, who):
        return [who]
    branch_id = site.branch_id
    if branch_id is None and site.keeper_id:
        branch_id = (await people.person(tx, site.keeper_id)).branch_id
    return await secretaries(tx, branch_id, but=but) or await _managers(tx, but)


async def secretaries(tx: Tx, branch_id: int | None, *, but: Collection[int] = ()) -> list[PersonId]:
    """Who leads a branch and can be reached."""
    found = [one.id for one in await people.with_role(tx, "secretary") if one.branch_id == branch_id]
    return [one for one in found if branch_id and one not in but and await people.is_reachable(tx, one)]


async def _managers(tx: Tx, but: Collection[int]) -> list[PersonId]:
    return [m.id for m in await people.with_role(tx, "manager") if m.id not in but]


async def team(tx: Tx, day: date) -> Team:
    """The members of a day; one whose shops lie in several grids belongs to the grid of most."""
    facts = await tx.all(_Fact, "helper_facts")
    away = {c.member_id for c in await on(tx, day)}
    grids: dict[PersonId, dict[ShopId, str]] = defaultdict(dict)
    own: dict[PersonId, set[ShopId]] = defaultdict(set)
    for fact in facts:
        own[fact.id] |= {fact.held} if fact.held else set()
        grids[fact.id] |= {fact.linked: fact.grid or ""} if fact.linked else {}
    helpers = tuple(Helper(m, _most(grids[m]), frozenset(own[m]), m in away) for m in sorted(own))
    return Team(helpers, {m: len(grids[m]) for m in own})


def _most(linked: dict[ShopId, str]) -> str:
    counted = Counter(linked.values()).most_common(1)
    return counted[0][0] if counted else ""
