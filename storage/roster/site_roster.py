"""Applying a list of sites: one transaction that makes sites, keepers and cards as planned, and what takes it back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import orjson

from files.dataclass import dataclass
from programme.identity import shop_key
from programme.ids import PersonId, ShopId, SiteId
from programme.roster.roster import KnownMember
from programme.roster.site_roster import PLAIN, KnownCard, KnownSite, KnownSites, SitePlan, SiteStep
from programme.sites.site_kinds import SiteKind, kind_word
from storage.core.rows import plain, values_of
from storage.core.tx import Tx
from storage.people import people
from storage.roster.roster import keep_members, known, make_codes
from storage.sites import cards, permits, sites


@dataclass(frozen=True, slots=True)
class SitesBefore:
    """`made` sites and `hung` cards were not there; `sites` are rows as they stood, `retired` and `again` codes of cards."""

    made: list[SiteId]
    hung: list[str]
    retired: list[str]
    again: list[str]
    joined: list[PersonId]
    sites: list[dict[str, object]]


async def known_sites(tx: Tx, now: datetime) -> KnownSites:
    """All a list of sites is compared with."""
    people_there = await tx.all(KnownMember, "site_keepers", now=now)
    names = {p.id: p.name for p in people_there}
    branches = await people.branches(tx)
    found = []
    for site in await sites.every(tx):
        hung = [KnownCard(c.code, c.label, c.retired_at is None) for c in await cards.of_site(tx, site.id)]
        found.append(
            KnownSite(
                site.id,
                site.kind,
                site.name,
                {name: getattr(site, name) for name in PLAIN},
                names.get(site.keeper_id, "") if site.keeper_id else "",
                branches.get(site.branch_id, "") if site.branch_id else "",
                tuple(hung),
                frozenset(await sites.shops_of(tx, site.id)),
            )
        )
    shops: dict[str, list[ShopId]] = defaultdict(list)
    for shop in (await known(tx, now)).shops:
        shops[shop_key(shop.name)].append(shop.id)
    return KnownSites(found, people_there, shops)


async def apply_sites(tx: Tx, plan: SitePlan, now: datetime, invite_days: int, by: PersonId | None) -> str:
    """Apply the plan; what takes it back, as JSON.

    Raises:
        ValueError: the plan was refused.
    """
    if plan.refusals:
        raise ValueError("a refused list of sites cannot be applied")
    ids = await keep_members(tx, plan.members, now)
    before = SitesBefore([], [], [], [], list(ids.values()), [])
    for step in plan.steps:
        if step.is_change:
            await _apply(tx, step, ids, before, now)
    await make_codes(tx, now, now + timedelta(days=invite_days), await known(tx, now))
    if plan.changes_anything:
        note = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged"
        await people.journal(tx, now, by, "roster", "sites", note)
    return orjson.dumps(asdict(before)).decode()


async def _apply(tx: Tx, step: SiteStep, ids: dict[int, PersonId], before: SitesBefore, now: datetime) -> None:
    if step.site is None:
        old = sites.blank(SiteKind(step.entry.kind), step.entry.name, now)
    else:
        old = await sites.site(tx, step.site.id)
        before.sites.append({name: plain(value) for name, value in values_of(old).items()})
    new = replace(old, **{name: getattr(step.entry, name) for name in step.fields})
    if step.keeper:
        new = replace(new, keeper_id=step.keeper.known.id if step.keeper.known else ids[id(step.keeper)])
    if step.branch:
        new = replace(new, branch_id=await people.branch(tx, step.branch))
    site_id = old.id
    if step.site is None:
        site_id = await sites.add(tx, new)
        before.made.append(site_id)
    elif new != old:
        await sites.save(tx, new)
        await _season_follows(tx, site_id, old.until, new.until)
    await _cards(tx, step, site_id, before, now)
    if step.shops is not None:
        await sites.stand_before(tx, site_id, step.shops)


async def _season_follows(tx: Tx, site_id: SiteId, last: date | None, until: date | None) -> None:
    """Every permit that ran to the old end runs to the new one, and is drawn again."""
    if until != last:
        await permits.extend(tx, site_id, last, until)


async def _cards(tx: Tx, step: SiteStep, site_id: SiteId, before: SitesBefore, now: datetime) -> None:
    for label in step.hang:
        before.hung.append(await cards.hang(tx, site_id, label, now))
    for code in step.again:
        await cards.hang_again(tx, code)
        before.again.append(code)
    for code in step.retire:
        await cards.retire(tx, code, now)
        before.retired.append(code)


async def take_back_sites(tx: Tx, packed: str, now: datetime) -> tuple[int, int, tuple[str, ...]]:
    """Put back what stood there: how many sites are gone, how many as before, and the names of those already in use."""
    before = SitesBefore(**orjson.loads(packed))
    used = await sites.in_use(tx)
    kept = [site_id for site_id in before.made if site_id in used]
    for code in before.hung:
        card = await cards.find(tx, code)
        if card and card.site_id not in used:
            await cards.drop(tx, code)
        else:
            await cards.retire(tx, code, now)
    for code in before.retired:
        await cards.hang_again(tx, code)
    for code in before.again:
        await cards.retire(tx, code, now)
    for site_id in set(before.made) - set(kept):
        await sites.drop(tx, site_id)
    for row in before.sites:
        site_id = SiteId(int(str(row["id"])))
        last = (await sites.site(tx, site_id)).until
        await tx.do("site_save", **{name: value for name, value in row.items() if name != "made_at"})
        await _season_follows(tx, site_id, last, (await sites.site(tx, site_id)).until)
    for name in ("roster_member_drop_invites", "roster_member_drop"):
        await tx.many(name, [{"id": person} for person in before.joined])
    await people.journal(tx, now, None, "roster undo", "sites", f"{len(before.made) - len(kept)} removed")
    names = [(await sites.site(tx, site_id)).name for site_id in kept]
    return len(before.made) - len(kept), len(before.sites), tuple(names)


async def site_rows(tx: Tx, now: datetime) -> list[list[object]]:
    """Every site as a row of the list it could be applied from, in the order of its columns."""
    people_of = {p.id: p for p in await tx.all(KnownMember, "site_keepers", now=now)}
    shops = {shop.id: shop.name for shop in (await known(tx, now)).shops}
    there = await known_sites(tx, now)
    rows: list[list[object]] = []
    for site, listed in zip(await sites.every(tx), there.sites, strict=True):
        keeper = people_of.get(site.keeper_id) if site.keeper_id else None
        who = [keeper.name, keeper.phone] if keeper else ["", ""]
        hung = ";".join(card.label for card in listed.cards if card.is_hanging)
        before = ";".join(shops[shop] for shop in sorted(listed.shops) if shop in shops)
        place = [site.name, kind_word(site.kind), site.community, site.street, site.place]
        rest = [site.spaces, site.hours, site.fee, site.goods, _day(site.since), _day(site.until), site.pitches]
        rows.append([*place, *who, listed.branch, hung, site.latitude, site.longitude, "", *rest, before, site.note])
    return rows


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
