"""Relations of the person speaking to a shop, a case or a person, from which `programme.roles` decides what they may do.

Read afresh each time: yesterday's button does nothing once the link has moved on. A step names one of these as its `to`,
and the engine asks it; a list asks it for each of its lines.
"""

from __future__ import annotations

from bot.flow import Turn
from programme.ids import (
    ActivityId,
    AppealId,
    BallotId,
    ComplaintId,
    FindingId,
    FollowUpId,
    HelpRequestId,
    HonourId,
    HonourObjectionId,
    LeadId,
    ObjectionId,
    PartId,
    PermitId,
    PersonId,
    PledgeId,
    RotationId,
    ServiceRequestId,
    ShopId,
    SiteId,
    TitleId,
    VetoId,
)
from programme.roles import Action, Role, Tie, may
from programme.services import Services
from storage.activities import activities, follow_ups, parts
from storage.activities.activities import Activity
from storage.activities.follow_ups import FollowUp
from storage.appeals import appeals
from storage.appeals.appeals import Appeal
from storage.findings import findings
from storage.findings import leads as lead_store
from storage.findings.findings import Finding
from storage.findings.leads import Lead
from storage.honours import honour_objections, honours
from storage.people import complaints, covers, people
from storage.pledges import pledges
from storage.requests import desks, help_requests, service_requests
from storage.requests.help_requests import HelpRequest
from storage.requests.service_requests import ServiceRequest
from storage.reviews import cross_duties
from storage.rotation import rotations
from storage.shops import shops
from storage.sites import permits, sites
from storage.sites.permits import PitchPermit
from storage.titles import titles, vetoes
from storage.titles.vetoes import Veto


async def holding(turn: Turn, shop_id: ShopId) -> Tie:
    """Whether they answer for the shop, which is all its own buttons require."""
    return Tie.HOLDS if turn.me in await shops.holders(turn.tx, shop_id) else Tie.NONE


async def to_shop(turn: Turn, shop_id: ShopId) -> Tie:
    """Holding, linked, covering, drawn for cross review, secretary of the member's branch."""
    tie = await holding(turn, shop_id)
    link = await shops.link(turn.tx, shop_id)
    if link:
        tie |= await _to_member(turn, link.member_id)
    if shop_id in await cross_duties.of(turn.tx, turn.me, cross_duties.month_of(turn.day)):
        tie |= Tie.CROSS
    return tie


async def _to_member(turn: Turn, member_id: PersonId) -> Tie:
    if member_id == turn.me:
        return Tie.LINKED
    tie = Tie.COVERS if await covers.acting(turn.tx, member_id, turn.day) == turn.me else Tie.NONE
    mine = turn.known.branch_id if turn.known else None
    if mine is not None and Role.SECRETARY in turn.roles:
        tie |= Tie.BRANCH if (await people.person(turn.tx, member_id)).branch_id == mine else Tie.NONE
    return tie


async def to_person(turn: Turn, person_id: PersonId) -> Tie:
    """To a person: oneself, or a member of the branch one is secretary of."""
    return Tie.SELF if person_id == turn.me else await _to_member(turn, person_id) & Tie.BRANCH


async def to_handing_over(turn: Turn, rotation_id: RotationId) -> Tie:
    """Whether one is who hands over in a rotation."""
    return Tie.SELF if (await rotations.rotation(turn.tx, rotation_id)).leaver_id == turn.me else Tie.NONE


async def to_taking_over(turn: Turn, rotation_id: RotationId) -> Tie:
    """Whether one is who takes over in a rotation."""
    return Tie.SELF if (await rotations.rotation(turn.tx, rotation_id)).successor_id == turn.me else Tie.NONE


async def to_honour(turn: Turn, honour_id: HonourId) -> Tie:
    """Whether it is oneself who is named; of a branch's, whether one is its secretary."""
    one = await honours.honour(turn.tx, honour_id)
    if one.person_id is not None:
        return Tie.SELF if one.person_id == turn.person_id else Tie.NONE
    mine = turn.known.branch_id if turn.known else None
    return Tie.SELF if Role.SECRETARY in turn.roles and mine is not None and mine == one.branch_id else Tie.NONE


async def to_honour_objection(turn: Turn, objection_id: HonourObjectionId) -> Tie:
    """Whether one has objected oneself, or is named."""
    one = await honour_objections.objection(turn.tx, objection_id)
    tie = Tie.REPORTED if one.person_id is not None and one.person_id == turn.person_id else Tie.NONE
    return tie | (Tie.HOLDS if await to_honour(turn, one.honour_id) else Tie.NONE)


async def to_ballot(turn: Turn, ballot_id: BallotId) -> Tie:
    """Whether one stands in it."""
    standing = await honours.candidates(turn.tx, ballot_id)
    return Tie.SELF if any(one.person_id == turn.person_id for one in standing) else Tie.NONE


async def to_pledge(turn: Turn, pledge_id: PledgeId) -> Tie:
    """Whether it is for oneself, one's own to do, or one has said that it is done."""
    one = await pledges.pledge(turn.tx, pledge_id)
    tie = Tie.REPORTED if turn.person_id in await pledges.meant_for(turn.tx, one) else Tie.NONE
    tie |= Tie.FIXED if turn.person_id is not None and one.done_by == turn.person_id else Tie.NONE
    return tie | (Tie.LINKED if turn.person_id in await pledges.owners(turn.tx, one) else Tie.NONE)


async def to_oneself(_: Turn) -> Tie:
    """To one's own record: anybody enrolled."""
    return Tie.SELF


async def to_finding(turn: Turn, finding: Finding | FindingId) -> Tie:
    """To its shop; who found it, who put it right, who closed it, who reported it."""
    if not isinstance(finding, Finding):
        finding = await findings.finding(turn.tx, finding)
    tie = await to_shop(turn, finding.shop_id)
    done = {Tie.SCORED: finding.found_by, Tie.FIXED: finding.fixed_by, Tie.CHECKED: finding.checked_by}
    for one, by in done.items():
        tie |= one if by == turn.me else Tie.NONE
    if finding.lead_id and turn.me in await lead_store.reporters(turn.tx, finding.lead_id):
        tie |= Tie.REPORTED
    if finding.beside_id:
        tie |= await holding(turn, finding.beside_id)
    return tie


async def to_lead(turn: Turn, lead: Lead | LeadId) -> Tie:
    """To its shop, once it is known; and whether one reported it oneself."""
    if not isinstance(lead, Lead):
        lead = await lead_store.lead(turn.tx, lead)
    tie = await to_shop(turn, lead.shop_id) if lead.shop_id else Tie.NONE
    return tie | (Tie.REPORTED if turn.me in await lead_store.reporters(turn.tx, lead.id) else Tie.NONE)


async def to_request(turn: Turn, request: HelpRequest | HelpRequestId) -> Tie:
    """To its shop; and whether one asked for it oneself."""
    if not isinstance(request, HelpRequest):
        request = await help_requests.request(turn.tx, request)
    asked = Tie.REPORTED if request.person_id == turn.me else Tie.NONE
    return asked | await to_shop(turn, request.shop_id)


async def to_service_request(turn: Turn, request: ServiceRequest | ServiceRequestId) -> Tie:
    """Whether one reported it oneself, has its desk or its site, leads the branch of those, or has done it."""
    if not isinstance(request, ServiceRequest):
        request = await service_requests.request(turn.tx, request)
    if turn.person_id in await service_requests.reporters(turn.tx, request.id):
        return Tie.REPORTED
    tie = Tie.FIXED if request.keeper_id == turn.person_id else Tie.NONE
    if not turn.roles or turn.person_id is None:
        return tie
    asked = await desks.desk(turn.tx, request, Services(turn.rules.services), turn.day)
    tie |= await _leads_there(turn, request.site_id)
    return tie | (Tie.LINKED if turn.person_id in asked else Tie.NONE) | await _to_site(turn, request.site_id)


async def to_permit(turn: Turn, permit: PitchPermit | PermitId) -> Tie:
    """Whether one asked for it oneself, looks after its site, leads the branch there, or has talked to its holder."""
    if not isinstance(permit, PitchPermit):
        permit = await permits.permit(turn.tx, permit)
    if permit.person_id == turn.person_id:
        return Tie.REPORTED
    tie = Tie.SCORED if permit.talked_by == turn.person_id else Tie.NONE
    if not turn.roles or turn.person_id is None:
        return tie
    return tie | await _leads_there(turn, permit.site_id) | await _to_site(turn, permit.site_id)


async def _leads_there(turn: Turn, site_id: SiteId | None) -> Tie:
    """Whether one leads the branch that a site belongs to."""
    mine = turn.known.branch_id if turn.known else None
    is_theirs = Role.SECRETARY in turn.roles and mine and mine == await desks.branch_of(turn.tx, site_id)
    return Tie.BRANCH if is_theirs else Tie.NONE


async def to_complaint(turn: Turn, complaint_id: ComplaintId) -> Tie:
    """Whether one made it oneself, or was asked to read it."""
    if (await complaints.complaint(turn.tx, complaint_id)).person_id == turn.person_id:
        return Tie.REPORTED
    return Tie.LINKED if await complaints.is_read_by(turn.tx, complaint_id, turn.me) else Tie.NONE


async def _to_site(turn: Turn, site_id: SiteId | None) -> Tie:
    """Whether one looks after the site today."""
    if site_id is None:
        return Tie.NONE
    keepers = await covers.keepers_at(turn.tx, await sites.site(turn.tx, site_id), turn.day)
    return Tie.LINKED if turn.me in keepers else Tie.NONE


async def to_appeal(turn: Turn, appeal: Appeal | AppealId) -> Tie:
    """To its shop; and which part one had in what is contested."""
    if not isinstance(appeal, Appeal):
        appeal = await appeals.appeal(turn.tx, appeal)
    return await to_shop(turn, appeal.shop_id) | await appeals.part_in(turn.tx, appeal, turn.me)


async def to_veto(turn: Turn, veto: Veto | VetoId) -> Tie:
    """To its shop; and whether one proposed it oneself."""
    if not isinstance(veto, Veto):
        veto = await vetoes.veto(turn.tx, veto)
    return await to_shop(turn, veto.shop_id) | (Tie.PROPOSED if veto.proposed_by == turn.me else Tie.NONE)


async def to_title(turn: Turn, title_id: TitleId) -> Tie:
    """To the shop that has it, or is to have it."""
    return await holding(turn, (await titles.title(turn.tx, title_id)).shop_id)


async def to_objection(turn: Turn, objection_id: ObjectionId) -> Tie:
    """To the shop objected to; and whether one objected oneself."""
    one = await titles.objection(turn.tx, objection_id)
    return await to_title(turn, one.title_id) | (Tie.REPORTED if one.person_id == turn.me else Tie.NONE)


async def to_activity(turn: Turn, one: Activity | ActivityId) -> Tie:
    """Whether one hosts it, leads its branch, takes part in it, or has noted hours of it."""
    if not isinstance(one, Activity):
        one = await activities.activity(turn.tx, one)
    if turn.person_id is None:
        return Tie.NONE
    tie = Tie.LINKED if one.host_id == turn.me else Tie.NONE
    mine = turn.known.branch_id if turn.known else None
    if Role.SECRETARY in turn.roles and mine is not None and mine == one.branch_id:
        tie |= Tie.BRANCH
    for part in await parts.of(turn.tx, one.id):
        tie |= Tie.REPORTED if part.person_id == turn.me else Tie.NONE
        tie |= Tie.FIXED if part.noted_by == turn.me else Tie.NONE
    return tie


async def to_part(turn: Turn, part_id: PartId) -> Tie:
    """To the activity somebody takes part in; and whether it is one's own part."""
    part = await parts.part(turn.tx, part_id)
    tie = await to_activity(turn, part.activity_id) & ~Tie.REPORTED
    return tie | (Tie.REPORTED if part.person_id is not None and part.person_id == turn.person_id else Tie.NONE)


async def to_follow_up(turn: Turn, one: FollowUp | FollowUpId) -> Tie:
    """Whether it is on one's own list (without an owner on every manager's), or one asked another for it."""
    if not isinstance(one, FollowUp):
        one = await follow_ups.follow_up(turn.tx, one)
    is_mine = one.owner_id == turn.me if one.owner_id is not None else Role.MANAGER in turn.roles
    is_asked = one.asked_by == turn.me and one.owner_id != turn.me
    if is_asked and is_mine:  # every manager's, but there may be no other
        is_asked = any(each.id != turn.me for each in await people.with_role(turn.tx, Role.MANAGER))
    return (Tie.LINKED if is_mine else Tie.NONE) | (Tie.REPORTED if is_asked else Tie.NONE)


async def may_at(turn: Turn, action: Action, shop_id: ShopId) -> bool:
    """Whether the person speaking may do this at a shop that only their words have named."""
    return may(turn.roles, action, await to_shop(turn, shop_id))


async def may_about(turn: Turn, action: Action, finding: Finding) -> bool:
    """Whether the person speaking may do this about this finding, for one line of a list."""
    return may(turn.roles, action, await to_finding(turn, finding))
