"""Whose desk a request is on: who has it in hand, who its service names, the keeper of its site, or the managers."""

from __future__ import annotations

from datetime import date

from programme.ids import PersonId, SiteId
from programme.services import Services
from storage.core.tx import Tx
from storage.people import covers, people
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from storage.sites import sites

SECOND_TIME = 2
"""Opened again so often, the secretary of the branch reads it too."""


async def desk(tx: Tx, request: ServiceRequest, services: Services, day: date) -> list[PersonId]:
    """Who is asked about a request on a day, never one of its reporters; what was not solved is the managers'."""
    out = await service_requests.reporters(tx, request.id)
    if request.keeper_id is not None and request.keeper_id not in out:
        who = await covers.acting(tx, request.keeper_id, day, covers.ABLE_AT_SITES)
        if who is not None and who not in out and await people.is_reachable(tx, who):
            return [who]
    if request.reopened:
        return await _managers_and_more(tx, request, out)
    service = services.by_key(request.service)
    if service and service.to and (found := await _of_branch(tx, service.to, out)):
        return found
    if request.site_id is None:
        return await managers(tx, out)
    return await covers.keepers_at(tx, await sites.site(tx, request.site_id), day, but=out)


async def managers(tx: Tx, out: list[PersonId]) -> list[PersonId]:
    """All managers but these."""
    return [m.id for m in await people.with_role(tx, "manager") if m.id not in out]


async def branch_of(tx: Tx, site_id: SiteId | None) -> int | None:
    """The branch a site belongs to: its own, else its keeper's."""
    if site_id is None:
        return None
    site = await sites.site(tx, site_id)
    if site.branch_id is None and site.keeper_id is not None:
        return (await people.person(tx, site.keeper_id)).branch_id
    return site.branch_id


async def _managers_and_more(tx: Tx, request: ServiceRequest, out: list[PersonId]) -> list[PersonId]:
    found = await managers(tx, out)
    if request.reopened >= SECOND_TIME:
        found += await covers.secretaries(tx, await branch_of(tx, request.site_id), but=[*out, *found])
    return found


async def _of_branch(tx: Tx, name: str, out: list[PersonId]) -> list[PersonId]:
    known = {branch: number for number, branch in (await people.branches(tx)).items()}
    return await covers.secretaries(tx, known.get(name), but=out)
