"""Everything somebody has in hand on a day: what a hand-over sheet lists and a rotation passes on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from files.dataclass import dataclass
from programme.ids import PersonId
from programme.requests.help_state import HelpState
from programme.requests.request_state import WAITING
from storage.activities import activities, follow_ups
from storage.activities.activities import Activity
from storage.activities.follow_ups import FollowUp
from storage.appeals import appeals
from storage.appeals.appeals import Appeal
from storage.core.tx import Tx
from storage.findings import findings, leads
from storage.findings.findings import Finding
from storage.findings.leads import Lead
from storage.people import covers, people
from storage.people.covers import Cover
from storage.pledges import pledges
from storage.pledges.pledges import Pledge
from storage.requests import help_requests, service_requests
from storage.requests.help_requests import HelpRequest
from storage.requests.service_requests import ServiceRequest
from storage.reviews import cross_duties
from storage.rotation.rotations import Item, ItemKind
from storage.shops import shops
from storage.shops.shops import Shop
from storage.sites.sites import Site


@dataclass(frozen=True, slots=True)
class StandsIn:
    """A cover, with the name of whom it is for."""

    cover: Cover
    name: str


@dataclass(frozen=True, slots=True)
class InHand:
    """`numbers` are the shops' numbers from 1 to 10; `at_sites` the requests that wait at their sites on nobody's own desk."""

    shops: tuple[Shop, ...]
    numbers: tuple[int, ...]
    findings: tuple[Finding, ...]
    helps: tuple[HelpRequest, ...]
    leads: tuple[Lead, ...]
    appeals: tuple[Appeal, ...]
    sites: tuple[Site, ...]
    requests: tuple[ServiceRequest, ...]
    at_sites: tuple[ServiceRequest, ...]
    covers: tuple[StandsIn, ...]
    crosses: tuple[Shop, ...]
    pledges: tuple[Pledge, ...]
    activities: tuple[Activity, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def items(self) -> list[Item]:
        """What passes one by one."""
        return [
            *(Item(ItemKind.SHOP, one.id) for one in self.shops),
            *(Item(ItemKind.SITE, one.id) for one in self.sites),
            *(Item(ItemKind.REQUEST, one.id) for one in self.requests),
            *(Item(ItemKind.COVER, one.cover.member_id) for one in self.covers),
            *(Item(ItemKind.CROSS, one.id) for one in self.crosses),
            *(Item(ItemKind.PLEDGE, one.id) for one in self.pledges),
            *(Item(ItemKind.ACTIVITY, one.id) for one in self.activities),
            *(Item(ItemKind.FOLLOW_UP, one.id) for one in self.follow_ups),
        ]

    def only(self, items: Collection[Item]) -> InHand:
        """What of it is among these items."""
        return replace(
            self,
            shops=tuple(one for one in self.shops if Item(ItemKind.SHOP, one.id) in items),
            sites=tuple(one for one in self.sites if Item(ItemKind.SITE, one.id) in items),
            requests=tuple(one for one in self.requests if Item(ItemKind.REQUEST, one.id) in items),
            covers=tuple(one for one in self.covers if Item(ItemKind.COVER, one.cover.member_id) in items),
            crosses=tuple(one for one in self.crosses if Item(ItemKind.CROSS, one.id) in items),
            pledges=tuple(one for one in self.pledges if Item(ItemKind.PLEDGE, one.id) in items),
            activities=tuple(one for one in self.activities if Item(ItemKind.ACTIVITY, one.id) in items),
            follow_ups=tuple(one for one in self.follow_ups if Item(ItemKind.FOLLOW_UP, one.id) in items),
        )


async def of(tx: Tx, person_id: PersonId, day: date) -> InHand:
    links = await shops.links(tx, person_id)
    mine = {link.shop_id for link in links}
    sites = await tx.all(Site, "sites_of_keeper", keeper_id=person_id)
    places = {site.id for site in sites}
    waiting = await service_requests.in_states(tx, *sorted(WAITING))
    month = cross_duties.month_of(day)
    to_look = set(await cross_duties.of(tx, person_id, month)) - await cross_duties.seen(tx, person_id, month)
    return InHand(
        shops=tuple([await shops.shop(tx, link.shop_id) for link in links]),
        numbers=tuple(link.number for link in links),
        findings=tuple([one for shop in sorted(mine) for one in await findings.open_at(tx, shop)]),
        helps=tuple(
            one
            for one in await help_requests.unanswered(tx)
            if one.keeper_id == person_id and one.state is HelpState.OPEN
        ),
        leads=tuple(one for one in await leads.waiting(tx) if one.shop_id in mine),
        appeals=tuple(one for one in await appeals.open_ones(tx) if one.shop_id in mine),
        sites=tuple(sites),
        requests=tuple(one for one in waiting if one.keeper_id == person_id),
        at_sites=tuple(one for one in waiting if one.keeper_id is None and one.site_id in places),
        covers=tuple(
            [
                StandsIn(one, (await people.person(tx, one.member_id)).name)
                for one in await covers.of_stand_in(tx, person_id, day)
            ]
        ),
        crosses=tuple([await shops.shop(tx, shop) for shop in sorted(to_look)]),
        pledges=tuple(await pledges.owned(tx, person_id)),
        activities=tuple(await activities.hosted(tx, person_id)),
        follow_ups=tuple(await follow_ups.owned(tx, person_id)),
    )
