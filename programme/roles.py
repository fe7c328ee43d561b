"""Permissions: who may see and do what, decided only here, so that no handler has a rule of its own.

Ties that forbid: who fixed a finding does not re-check it, who scored does not decide, who has a look open sees no score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import Flag, StrEnum, auto

from files.dataclass import dataclass
from programme.actions import Action

__all__ = ["ANY", "PERMITS", "Action", "Permit", "Role", "Tie", "able", "hides_the_score", "may"]


class Role(StrEnum):
    MERCHANT = "merchant"
    MEMBER = "member"
    SQUAD = "squad"
    SECRETARY = "secretary"
    MANAGER = "manager"
    ADMIN = "admin"
    DESK = "desk"


class Tie(Flag):
    """How a person stands to the shop or the case in question; several at once are usual."""

    NONE = 0
    HOLDS = auto()  # answers for the shop
    LINKED = auto()  # its linked member; has the request, or its site, in hand; hosts the activity
    COVERS = auto()  # stands in for the linked member
    CROSS = auto()  # drawn for this month's cross review of the shop
    BRANCH = auto()  # secretary of the linked member's branch, or of the activity's
    SCORED = auto()  # recorded the look, or found what is contested
    PROPOSED = auto()  # proposed the veto
    CONFIRMED = auto()  # confirmed the veto
    FIXED = auto()  # put the finding right; noted the hours
    CHECKED = auto()  # looked at the fix and closed the finding
    REPORTED = auto()  # reported the lead or asked for the help; takes part in the activity
    LOOKING = auto()  # has a look open, at whatever shop
    SELF = auto()  # it is the person's own record


ANY = ~Tie.NONE  # no tie is asked for
NEAR = Tie.LINKED | Tie.COVERS
SENT = NEAR | Tie.CROSS


@dataclass(frozen=True, slots=True)
class Permit:
    """`who` says for each role which tie opens the door (`ANY`: none needed); `never` are ties that close it for everybody.

    `anyone` ties open it whatever the role; `everybody` needs neither role nor tie, enrolled or not.
    """

    who: Mapping[Role, Tie] = field(default_factory=dict)
    never: Tie = Tie.NONE
    anyone: Tie = Tie.NONE
    everybody: bool = False


def _holder(never: Tie = Tie.NONE) -> Permit:
    return Permit({Role.MERCHANT: Tie.HOLDS}, never)


_EVERYBODY = Permit(everybody=True)
_MEMBER = Permit({Role.MEMBER: ANY})
_STAFF = {Role.MEMBER: SENT, Role.SQUAD: ANY, Role.SECRETARY: ANY, Role.MANAGER: ANY}
_OFFICE = {Role.MANAGER: ANY, Role.ADMIN: ANY}
_JUDGES = {Role.MANAGER: ANY, Role.SECRETARY: Tie.BRANCH}
_KEEPERS = {Role.MEMBER: NEAR, **_JUDGES}
_DESK = {Role.MEMBER: NEAR, Role.SQUAD: NEAR, Role.SECRETARY: NEAR | Tie.BRANCH, Role.MANAGER: ANY}
"""Whoever has a request or its site in hand, or leads the branch of one who has."""
_AT_SITES = dict.fromkeys((Role.MEMBER, Role.SQUAD, Role.SECRETARY, Role.MANAGER), ANY)
_COLLEAGUES = dict.fromkeys((Role.MEMBER, Role.SQUAD, Role.SECRETARY, Role.MANAGER, Role.ADMIN, Role.DESK), ANY)
_SORTERS = {Role.DESK: ANY, Role.MANAGER: ANY}
_HOSTS = {Role.SQUAD: ANY, Role.SECRETARY: ANY, Role.MANAGER: ANY}
_OF_ACTIVITY = {Role.SQUAD: Tie.LINKED, Role.SECRETARY: Tie.LINKED | Tie.BRANCH, Role.MANAGER: ANY}
_ENROLLED = Permit({Role.MERCHANT: ANY, **_COLLEAGUES})

PERMITS: Mapping[Action, Permit] = {
    Action.ENROL: _EVERYBODY,
    Action.READ_HELP: _EVERYBODY,
    Action.CHOOSE_LANGUAGE: _EVERYBODY,
    Action.CHOOSE_FORM: _EVERYBODY,
    Action.LINK_PHONE: _ENROLLED,
    Action.COMPLAIN: _EVERYBODY,
    Action.ANSWER_COMPLAINT: Permit(anyone=Tie.LINKED, never=Tie.REPORTED),
    Action.SET_REMINDERS: _ENROLLED,
    Action.SEE_TODO: Permit(_COLLEAGUES),
    Action.SELF_CHECK: _holder(),
    Action.SET_HOURS: _holder(),
    Action.CLOSE_SHOP: _holder(),
    Action.CLOSE_SHOP_THERE: Permit(_KEEPERS),
    Action.SEE_STARS: _holder(never=Tie.LOOKING),
    Action.SEE_MY_SHOPS: _MEMBER,
    Action.SEE_CROSS_DUTIES: Permit({Role.MEMBER: ANY, Role.SECRETARY: ANY}),
    Action.SPOT_CHECK: Permit({Role.SQUAD: ANY, Role.SECRETARY: ANY, Role.MANAGER: ANY}),
    Action.LOOK: Permit(_STAFF, never=Tie.HOLDS),
    Action.LOOK_BY_NUMBER: _MEMBER,
    Action.UNDO_LOOK: Permit(dict.fromkeys(_STAFF, Tie.SCORED), never=Tie.HOLDS),
    Action.REPORT_FIX: _holder(),
    Action.SEE_FINDING: Permit(_STAFF, never=Tie.HOLDS),
    Action.CHECK_FIX: Permit(_STAFF, never=Tie.FIXED | Tie.HOLDS),
    Action.LABEL_FIX: Permit(anyone=Tie.CHECKED),
    Action.REOPEN: Permit(_STAFF, never=Tie.HOLDS, anyone=Tie.REPORTED),
    Action.SAY_NOT_OURS: _holder(),
    Action.ASSIGN_FINDING: Permit(_JUDGES, never=Tie.HOLDS),
    Action.HAND_OVER: Permit({Role.SQUAD: ANY, **_JUDGES}, never=Tie.HOLDS),
    Action.REPORT_LEAD: _ENROLLED,
    Action.COMPLETE_LEAD: Permit({Role.MANAGER: ANY}, anyone=Tie.REPORTED),
    Action.CONFIRM_LEAD: Permit(_STAFF, never=Tie.HOLDS | Tie.REPORTED),
    Action.ASK_HELP: _holder(),
    Action.ANSWER_HELP: Permit(_KEEPERS, never=Tie.REPORTED),
    Action.RATE_HELP: Permit({Role.MERCHANT: Tie.REPORTED}),
    Action.FILE_REQUEST: _EVERYBODY,
    Action.FOLLOW_REQUEST: Permit(anyone=Tie.REPORTED),
    Action.ANSWER_REQUEST: Permit(_DESK, never=Tie.REPORTED),
    Action.CHECK_REQUEST: Permit({Role.MANAGER: ANY}, never=Tie.FIXED | Tie.REPORTED),
    Action.FILE_FOR_RESIDENT: Permit(_AT_SITES),
    Action.MERGE_REQUESTS: Permit({Role.MANAGER: ANY}),
    Action.SEE_SHELVED: Permit(_DESK),
    Action.SEE_SITES: Permit(_COLLEAGUES),
    Action.CHANGE_KEEPER: Permit(_OFFICE),
    Action.FIND_PLACE: _EVERYBODY,
    Action.ASK_PERMIT: _EVERYBODY,
    Action.FOLLOW_PERMIT: Permit(anyone=Tie.REPORTED),
    Action.DECIDE_PERMIT: Permit(_DESK, never=Tie.REPORTED),
    Action.WITHDRAW_PERMIT: Permit({Role.MANAGER: ANY}, never=Tie.SCORED | Tie.REPORTED),
    Action.SET_SEASON: Permit({Role.MANAGER: ANY}),
    Action.SEND_EVENT: _EVERYBODY,
    Action.SORT_INTAKE: Permit(_SORTERS),
    Action.LOOK_AT_ALERT: Permit(dict.fromkeys(_STAFF, ANY), never=Tie.HOLDS | Tie.REPORTED),
    Action.GO_ON_DUTY: Permit({Role.DESK: ANY}),
    Action.IMPORT_CASES: Permit({**_SORTERS, Role.ADMIN: ANY}),
    Action.REST_CAMERA: Permit({Role.MANAGER: ANY}),
    Action.APPEAL: _holder(),
    Action.DECIDE_APPEAL: Permit(_JUDGES, never=Tie.SCORED | Tie.PROPOSED | Tie.CONFIRMED | Tie.HOLDS),
    Action.PROPOSE_VETO: Permit(_STAFF, never=Tie.HOLDS),
    Action.CONFIRM_VETO: Permit({Role.MANAGER: ANY}, never=Tie.PROPOSED | Tie.HOLDS),
    Action.LIFT_VETO: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS),
    Action.OBJECT: _EVERYBODY,
    Action.SETTLE_OBJECTION: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS | Tie.REPORTED),
    Action.CONFIRM_TITLE: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS),
    Action.BE_HEARD: _holder(),
    Action.WITHDRAW_TITLE: Permit({Role.MANAGER: ANY}, never=Tie.HOLDS),
    Action.PAUSE: Permit({Role.MANAGER: ANY}),
    Action.SEND_NOTICE: Permit({Role.MANAGER: ANY}),
    Action.SEE_DIGEST: Permit({**_OFFICE, Role.SECRETARY: ANY}, never=Tie.LOOKING),
    Action.SEE_BOARD: Permit({**_OFFICE, Role.SECRETARY: Tie.BRANCH}, never=Tie.LOOKING),
    Action.SEE_DESK: Permit({Role.DESK: ANY}, never=Tie.LOOKING),
    Action.RUN_RATINGS: Permit(_OFFICE, never=Tie.LOOKING),
    Action.APPLY_ROSTER: Permit(_OFFICE),
    Action.ENTER_HOLIDAYS: Permit(_OFFICE),
    Action.LINK_SHOPS: Permit(_OFFICE),
    Action.CHANGE_HOLDER: Permit(_OFFICE),
    Action.SEE_HISTORY: Permit(_OFFICE),
    Action.TAKE_LEAVE: _MEMBER,
    Action.SEND_ON_LEAVE: Permit({**_OFFICE, Role.SECRETARY: Tie.BRANCH}),
    Action.NAME_COVER: Permit({**_OFFICE, Role.SECRETARY: Tie.BRANCH, Role.MEMBER: Tie.SELF}),
    Action.NOMINATE: Permit({Role.SECRETARY: ANY, Role.MANAGER: ANY}),
    Action.SEE_HONOURS: Permit(_COLLEAGUES),
    Action.ANSWER_NOMINATION: Permit(anyone=Tie.SELF),
    Action.CONFIRM_HONOUR: Permit({Role.MANAGER: ANY}, never=Tie.SELF),
    Action.PLAN_BALLOT: Permit({Role.MANAGER: ANY}),
    Action.COUNT_BALLOT: Permit({Role.MEMBER: ANY, Role.SECRETARY: ANY, Role.MANAGER: ANY}, never=Tie.SELF),
    Action.SEE_PLEDGES: Permit(_COLLEAGUES),
    Action.PLAN_PLEDGE: Permit(_OFFICE),
    Action.WORK_ON_PLEDGE: Permit({**dict.fromkeys(_AT_SITES, Tie.LINKED), Role.MANAGER: ANY}),
    Action.ANSWER_PLEDGE: Permit(anyone=Tie.REPORTED, never=Tie.LINKED | Tie.FIXED),
    Action.CONFIRM_PLEDGE: Permit({Role.MANAGER: ANY}, never=Tie.LINKED | Tie.FIXED | Tie.REPORTED),
    Action.PLAN_ROTATION: Permit(_OFFICE),
    Action.SIGN_ROTATION: Permit(anyone=Tie.SELF),
    Action.READ_ARTICLES: _EVERYBODY,
    Action.STUDY: Permit(_COLLEAGUES),
    Action.RECOMMEND: Permit({**_OFFICE, Role.SECRETARY: ANY}),
    Action.SIGN_UP: _EVERYBODY,
    Action.PLAN_ACTIVITY: Permit(_HOSTS),
    Action.CHANGE_ACTIVITY: Permit(_OF_ACTIVITY),
    Action.CONFIRM_HOURS: Permit(_JUDGES, never=Tie.FIXED | Tie.REPORTED),
    Action.CORRECT_HOURS: Permit(anyone=Tie.REPORTED),
    Action.NOTE_BRANCH: Permit({**_OFFICE, Role.SECRETARY: ANY}),
    Action.NAME_LEADER: Permit(_OFFICE),
    Action.ANSWER_FOLLOW_UP: Permit(
        {Role.MANAGER: Tie.LINKED, Role.ADMIN: Tie.LINKED, Role.SECRETARY: Tie.LINKED}, never=Tie.REPORTED
    ),
    Action.GRANT_ROLE: Permit(_OFFICE, never=Tie.SELF),
    Action.ERASE_PERSON: Permit(anyone=Tie.SELF),
}


def may(roles: Collection[str], action: Action, tie: Tie = Tie.NONE) -> bool:
    """Whether somebody with these roles and these ties to the matter may do this."""
    permit = PERMITS[action]
    if tie & permit.never:
        return False
    if permit.everybody or tie & permit.anyone:
        return True
    return any(role in roles and (needed == ANY or bool(tie & needed)) for role, needed in permit.who.items())


def able(roles: Collection[str], action: Action) -> bool:
    """Whether these roles could ever do this: for commands and menus, before a shop or case is named."""
    permit = PERMITS[action]
    return permit.everybody or bool(permit.anyone) or any(role in roles for role in permit.who)


def hides_the_score(action: Action) -> bool:
    """Whether this shows a running score, which is hidden from anybody who is recording an observation."""
    return bool(PERMITS[action].never & Tie.LOOKING)
