"""How whoever is speaking stands to a shop or a case, so that `programme.roles` can say what they may do.

Asked afresh each time: a button that was right yesterday opens nothing once the link has moved on.
"""

from __future__ import annotations

from bot.flow import Turn
from programme.roles import Action, Tie, may
from storage.findings.findings import Finding
from storage.findings.leads import Lead
from storage.findings.leads import reporters as lead_reporters
from storage.people import covers, people
from storage.reviews import cross_duties
from storage.shops import shops


async def to_shop(turn: Turn, shop_id: int) -> Tie:
    """Holding, linked, covering, drawn for cross review, secretary of the member's branch, looking at it just now."""
    tie = Tie.HOLDS if turn.me in await shops.holders(turn.tx, shop_id) else Tie.NONE
    link = await shops.link(turn.tx, shop_id)
    if link:
        tie |= await _to_member(turn, link.member_id)
    if shop_id in await cross_duties.of(turn.tx, turn.me, cross_duties.month_of(turn.day)):
        tie |= Tie.CROSS
    place = turn.known.step if turn.known else ""
    if place.startswith("review.") and place.endswith(f" {shop_id}"):
        tie |= Tie.LOOKING
    return tie


async def _to_member(turn: Turn, member_id: int) -> Tie:
    if member_id == turn.me:
        return Tie.LINKED
    tie = Tie.COVERS if await covers.acting(turn.tx, member_id, turn.day) == turn.me else Tie.NONE
    mine = turn.known.branch_id if turn.known else None
    if mine is not None and "secretary" in turn.roles:
        tie |= Tie.BRANCH if (await people.person(turn.tx, member_id)).branch_id == mine else Tie.NONE
    return tie


async def to_person(turn: Turn, person_id: int) -> Tie:
    """Oneself, or a member of the branch one is secretary of."""
    return Tie.SELF if person_id == turn.me else await _to_member(turn, person_id) & Tie.BRANCH


async def to_finding(turn: Turn, finding: Finding) -> Tie:
    """To its shop; who found it, who put it right, who reported it."""
    tie = await to_shop(turn, finding.shop_id)
    tie |= Tie.SCORED if finding.found_by == turn.me else Tie.NONE
    tie |= Tie.FIXED if finding.fixed_by == turn.me else Tie.NONE
    if finding.lead_id and turn.me in await lead_reporters(turn.tx, finding.lead_id):
        tie |= Tie.REPORTED
    if finding.beside_id and turn.me in await shops.holders(turn.tx, finding.beside_id):
        tie |= Tie.HOLDS
    return tie


async def to_lead(turn: Turn, lead: Lead) -> Tie:
    """To its shop; and whether one reported it oneself."""
    tie = await to_shop(turn, lead.shop_id) if lead.shop_id else Tie.NONE
    return tie | (Tie.REPORTED if turn.me in await lead_reporters(turn.tx, lead.id) else Tie.NONE)


async def may_at(turn: Turn, action: Action, shop_id: int) -> bool:
    """Whether whoever is speaking may do this at this shop."""
    return may(turn.roles, action, await to_shop(turn, shop_id))


async def may_about(turn: Turn, action: Action, finding: Finding) -> bool:
    """Whether whoever is speaking may do this about this finding."""
    return may(turn.roles, action, await to_finding(turn, finding))
