"""Who may see and do what, in this one place, so that no permission hides in a handler.

Two rules of PROGRAMME §3 are written here as ties that forbid: whoever fixed does not verify, whoever scored does not decide;
and whoever is looking does not see the score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Flag, StrEnum, auto


class Role(StrEnum):
    MERCHANT = "merchant"
    MEMBER = "member"
    SQUAD = "squad"
    SECRETARY = "secretary"
    MANAGER = "manager"
    ADMIN = "admin"


class Tie(Flag):
    """How a person stands to the shop or the case in question; several at once are usual."""

    NONE = 0
    HOLDS = auto()  # answers for the shop
    LINKED = auto()  # its linked member
    COVERS = auto()  # stands in for the linked member
    CROSS = auto()  # drawn for this month's cross review of the shop
    BRANCH = auto()  # secretary of the linked member's branch
    SCORED = auto()  # recorded the look, or found what is contested
    PROPOSED = auto()  # proposed the veto
    CONFIRMED = auto()  # confirmed the veto
    FIXED = auto()  # put the finding right
    REPORTED = auto()  # reported the lead or asked for the help
    LOOKING = auto()  # is recording a look at the shop right now
    SELF = auto()  # it is the person's own record


class Action(StrEnum):
    SELF_CHECK = "self_check"
    CLOSE_SHOP = "close_shop"
    SEE_SHOP = "see_shop"
    SEE_STARS = "see_stars"
    SEE_CANDOR = "see_candor"
    LOOK = "look"
    UNDO_LOOK = "undo_look"
    REPORT_FIX = "report_fix"
    CHECK_FIX = "check_fix"
    REOPEN = "reopen"
    SAY_NOT_OURS = "say_not_ours"
    JUDGE_NOT_OURS = "judge_not_ours"
    ASSIGN_FINDING = "assign_finding"
    HAND_OVER = "hand_over"
    CONFIRM_LEAD = "confirm_lead"
    ASK_HELP = "ask_help"
    ANSWER_HELP = "answer_help"
    RATE_HELP = "rate_help"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    PROPOSE_VETO = "propose_veto"
    CONFIRM_VETO = "confirm_veto"
    LIFT_VETO = "lift_veto"
    CONFIRM_TITLE = "confirm_title"
    BE_HEARD = "be_heard"
    WITHDRAW_TITLE = "withdraw_title"
    PAUSE = "pause"
    SEE_DIGEST = "see_digest"
    SEE_BOARD = "see_board"
    RUN_RATINGS = "run_ratings"
    APPLY_ROSTER = "apply_roster"
    LINK_SHOPS = "link_shops"
    NAME_COVER = "name_cover"
    GRANT_ROLE = "grant_role"
    ERASE_PERSON = "erase_person"


ANY = ~Tie.NONE
"""No tie is asked for."""
NEAR = Tie.LINKED | Tie.COVERS
SENT = NEAR | Tie.CROSS


@dataclass(frozen=True, slots=True)
class Permit:
    """`who` says for each role which tie opens the door (`ANY`: none needed); `never` are ties that close it for everybody.

    `anyone` ties open it whatever the role.
    """

    who: Mapping[Role, Tie]
    never: Tie = Tie.NONE
    anyone: Tie = Tie.NONE


def _holder(never: Tie = Tie.NONE) -> Permit:
    return Permit({Role.MERCHANT: Tie.HOLDS}, never)


_STAFF = {Role.MEMBER: SENT, Role.SQUAD: ANY, Role.SECRETARY: ANY, Role.MANAGER: ANY}
_OFFICE = {Role.MANAGER: ANY, Role.ADMIN: ANY}
_JUDGES = {Role.MANAGER: ANY, Role.SECRETARY: Tie.BRANCH}
_KEEPERS = {Role.MEMBER: NEAR, **_JUDGES}

PERMITS: Mapping[Action, Permit] = {
    Action.SELF_CHECK: _holder(),
    Action.CLOSE_SHOP: Permit({Role.MERCHANT: Tie.HOLDS, **_KEEPERS}),
    Action.SEE_SHOP: Permit({Role.MERCHANT: Tie.HOLDS, **_STAFF}),
    Action.SEE_STARS: Permit({Role.MERCHANT: Tie.HOLDS, **_KEEPERS}, never=Tie.LOOKING),
    Action.SEE_CANDOR: Permit(_KEEPERS, never=Tie.LOOKING | Tie.HOLDS),
    Action.LOOK: Permit(_STAFF, never=Tie.HOLDS),
    Action.UNDO_LOOK: Permit(dict.fromkeys(_STAFF, Tie.SCORED), never=Tie.HOLDS),
    Action.REPORT_FIX: _holder(),
    Action.CHECK_FIX: Permit(_STAFF, never=Tie.FIXED | Tie.HOLDS),
    Action.REOPEN: Permit(_STAFF, never=Tie.HOLDS, anyone=Tie.REPORTED),
    Action.SAY_NOT_OURS: _holder(),
    Action.JUDGE_NOT_OURS: Permit(_JUDGES, never=Tie.HOLDS),
    Action.ASSIGN_FINDING: Permit(_JUDGES, never=Tie.HOLDS),
    Action.HAND_OVER: Permit({Role.SQUAD: ANY, **_JUDGES}, never=Tie.HOLDS),
    Action.CONFIRM_LEAD: Permit(_STAFF, never=Tie.HOLDS | Tie.REPORTED),
    Action.ASK_HELP: _holder(),
    Action.ANSWER_HELP: Permit(_KEEPERS, never=Tie.REPORTED),
    Action.RATE_HELP: Permit({Role.MERCHANT: Tie.REPORTED}),
    Action.APPEAL: _holder(),
    Action.DECIDE_APPEAL: Permit(_JUDGES, never=Tie.SCORED | Tie.PROPOSED | Tie.CONFIRMED | Tie.HOLDS),
    Action.PROPOSE_VETO: Permit(_STAFF, never=Tie.HOLDS),
    Action.CONFIRM_VETO: Permit({Role.MANAGER: ANY}, never=Tie.PROPOSED | Tie.HOLDS),
    Action.LIFT_VETO: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS),
    Action.CONFIRM_TITLE: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS),
    Action.BE_HEARD: _holder(),
    Action.WITHDRAW_TITLE: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS),
    Action.PAUSE: Permit({Role.MANAGER: ANY}),
    Action.SEE_DIGEST: Permit({Role.MANAGER: ANY, Role.SECRETARY: Tie.BRANCH}),
    Action.SEE_BOARD: Permit({**_OFFICE, Role.SECRETARY: ANY}),
    Action.RUN_RATINGS: Permit(_OFFICE),
    Action.APPLY_ROSTER: Permit(_OFFICE),
    Action.LINK_SHOPS: Permit(_OFFICE),
    Action.NAME_COVER: Permit({**_OFFICE, Role.SECRETARY: Tie.BRANCH, Role.MEMBER: Tie.SELF}),
    Action.GRANT_ROLE: Permit(_OFFICE, never=Tie.SELF),
    Action.ERASE_PERSON: Permit(_OFFICE, anyone=Tie.SELF),
}


def may(roles: Collection[str], action: Action, tie: Tie = Tie.NONE) -> bool:
    """Whether somebody with these roles, who stands so to the matter, may do this."""
    permit = PERMITS[action]
    if tie & permit.never:
        return False
    if tie & permit.anyone:
        return True
    return any(role in roles and (needed == ANY or bool(tie & needed)) for role, needed in permit.who.items())


def able(roles: Collection[str], action: Action) -> bool:
    """Whether these roles could ever do this: what a menu offers before a shop is named."""
    return any(role in roles for role in PERMITS[action].who) or bool(PERMITS[action].anyone)
