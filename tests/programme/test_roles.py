"""Who may do what: examples for every action, and the proof that not one rule of the matrix could go without one failing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import pytest

from programme import roles
from programme.roles import ANY, PERMITS, Action, Permit, Role, Tie, able, hides_the_score, may

TABLE = """
enrol             yes  nobody, merchant
read_help         yes  nobody, merchant
choose_language   yes  nobody, member
choose_form       yes  nobody, member
link_phone        yes  merchant, member, squad, secretary, manager, admin, desk  no  nobody
complain          yes  nobody, merchant
set_reminders     yes  merchant, member, squad, secretary, manager, admin, desk  no  nobody
see_todo          yes  member, squad, secretary, manager, admin, desk      no  nobody, merchant+holds
self_check        yes  merchant+holds             no  merchant, member+linked, manager
set_hours         yes  merchant+holds             no  merchant, manager
close_shop        yes  merchant+holds             no  merchant, manager
close_shop_there  yes  member+linked, member+covers, manager, secretary+branch
                  no   member, member+cross, secretary, squad, merchant+holds
see_stars         yes  merchant+holds             no  merchant, squad, merchant+holds+looking
see_my_shops      yes  member                     no  merchant, manager
see_cross_duties  yes  member, secretary          no  squad, merchant
spot_check        yes  squad, secretary, manager  no  member, merchant
look              yes  member+linked, member+covers, member+cross, squad, secretary, manager
                  no   member, merchant, admin, squad+holds, member+linked+holds
look_by_number    yes  member                     no  squad, manager
undo_look         yes  member+scored, squad+scored, secretary+scored, manager+scored
                  no   member+linked, squad, secretary, manager, manager+scored+holds
report_fix        yes  merchant+holds             no  merchant, member+linked, manager
see_finding       yes  member+linked, member+covers, member+cross, squad, secretary, manager
                  no   member, merchant+holds, admin, manager+holds
check_fix         yes  member+linked, member+covers, member+cross, squad, secretary, manager
                  no   member, merchant+holds, admin, manager+holds, manager+fixed
answer_complaint  yes  manager+linked, squad+linked, nobody+linked   no  manager, admin, manager+linked+reported
label_fix         yes  manager+checked, nobody+checked    no  manager, member+linked
reopen            yes  member+linked, member+covers, member+cross, squad, secretary, manager, merchant+reported
                  no   member, merchant, admin, manager+holds, merchant+reported+holds
say_not_ours      yes  merchant+holds             no  merchant, manager
assign_finding    yes  manager, secretary+branch  no  secretary, squad, manager+holds
hand_over         yes  squad, manager, secretary+branch   no  member+linked, secretary, squad+holds
report_lead       yes  merchant, member, squad, secretary, manager, admin, desk  no  nobody
complete_lead     yes  manager, merchant+reported         no  merchant, squad
confirm_lead      yes  member+linked, member+covers, member+cross, squad, secretary, manager
                  no   desk, member, merchant, admin, squad+holds, squad+reported
ask_help          yes  merchant+holds             no  merchant, manager
answer_help       yes  member+linked, member+covers, manager, secretary+branch
                  no   member, member+cross, secretary, squad, manager+reported
rate_help         yes  merchant+reported          no  merchant+holds, manager+reported
file_request      yes  nobody, merchant
follow_request    yes  nobody+reported, merchant+reported  no  nobody, manager
answer_request    yes  manager, member+linked, member+covers, squad+linked, squad+covers
                  yes  secretary+linked, secretary+covers, secretary+branch
                  no   secretary, admin, nobody, member, squad, manager+reported, member+linked+reported
check_request     yes  manager                    no  secretary+branch, member+linked, manager+fixed, manager+reported
file_for_resident yes  member, squad, secretary, manager  no  nobody, merchant, admin
merge_requests    yes  manager                    no  secretary, member+linked, admin
see_shelved       yes  manager, member+linked, member+covers, squad+linked, squad+covers
                  yes  secretary+linked, secretary+covers, secretary+branch
                  no   secretary, admin, nobody, member, squad, merchant
see_sites         yes  member, squad, secretary, manager, admin, desk  no  nobody, merchant
change_keeper     yes  manager, admin             no  secretary+branch, member+linked
find_place        yes  nobody, merchant
ask_permit        yes  nobody, merchant
follow_permit     yes  nobody+reported, merchant+reported  no  nobody, manager
decide_permit     yes  manager, member+linked, member+covers, squad+linked, squad+covers
                  yes  secretary+linked, secretary+covers, secretary+branch
                  no   secretary, admin, nobody, member, squad, manager+reported, member+linked+reported
withdraw_permit   yes  manager                    no  secretary+branch, member+linked, manager+scored, manager+reported
set_season        yes  manager                    no  secretary, member+linked, admin
send_event        yes  nobody, merchant
sort_intake       yes  desk, manager              no  member, squad, admin, nobody
look_at_alert     yes  member, squad, secretary, manager  no  desk, merchant, member+holds, squad+reported
go_on_duty        yes  desk                       no  manager, member
import_cases      yes  desk, manager, admin       no  secretary, member, merchant
rest_camera       yes  manager                    no  desk, admin
appeal            yes  merchant+holds             no  merchant, manager
decide_appeal     yes  manager, secretary+branch
                  no   secretary, squad, manager+scored, manager+proposed, manager+confirmed, manager+holds
propose_veto      yes  member+linked, member+covers, member+cross, squad, secretary, manager
                  no   member, merchant, squad+holds
confirm_veto      yes  manager                    no  secretary+branch, admin, manager+proposed, manager+holds
lift_veto         yes  manager                    no  secretary, admin, manager+holds
object            yes  nobody, merchant
settle_objection  yes  manager                    no  secretary, manager+holds, manager+reported
confirm_title     yes  manager                    no  secretary, admin, manager+holds
be_heard          yes  merchant+holds             no  merchant, manager
withdraw_title    yes  manager                    no  secretary, admin, manager+holds
pause             yes  manager                    no  admin, member
send_notice       yes  manager                    no  admin, secretary, member
see_digest        yes  manager, admin, secretary  no  member, squad, manager+looking
see_desk          yes  desk                       no  manager, member, squad, admin, desk+looking
see_board         yes  manager, admin, secretary+branch  no  member, squad, secretary, secretary+branch+looking
run_ratings       yes  manager, admin             no  secretary, manager+looking
apply_roster      yes  manager, admin             no  secretary, member
enter_holidays    yes  manager, admin             no  secretary, member
link_shops        yes  manager, admin             no  secretary, member
change_holder     yes  manager, admin             no  secretary, merchant+holds
see_history       yes  manager, admin             no  secretary, member
take_leave        yes  member                     no  manager, merchant
send_on_leave     yes  manager, admin, secretary+branch               no  secretary, member+self
name_cover        yes  manager, admin, secretary+branch, member+self  no  secretary, member, squad+self
nominate          yes  secretary, manager         no  member, admin
see_honours       yes  member, squad, secretary, manager, admin, desk  no  nobody, merchant
answer_nomination yes  member+self, nobody+self   no  manager, secretary
confirm_honour    yes  manager                    no  secretary, manager+self, admin
plan_ballot       yes  manager                    no  secretary, admin
count_ballot      yes  member, secretary, manager  no  squad, nobody, member+self, manager+self, secretary+self
see_pledges       yes  member, squad, secretary, manager, admin, desk  no  nobody, merchant
plan_pledge       yes  manager, admin             no  secretary, member+linked
work_on_pledge    yes  member+linked, squad+linked, secretary+linked, manager  no  member, secretary, squad, admin
answer_pledge     yes  nobody+reported, merchant+reported  no  nobody, manager, member+reported+linked, squad+reported+fixed
confirm_pledge    yes  manager                    no  secretary, manager+linked, manager+fixed, manager+reported
plan_rotation     yes  manager, admin             no  secretary+branch, member
name_leader       yes  manager, admin             no  secretary+branch, member
sign_rotation     yes  member+self, nobody+self   no  manager, member+linked
read_articles     yes  nobody, merchant
study             yes  member, squad, secretary, manager, admin, desk  no  nobody, merchant
recommend         yes  manager, admin, secretary  no  member, squad
sign_up           yes  nobody, merchant
plan_activity     yes  squad, secretary, manager  no  member, admin, desk, merchant, nobody
change_activity   yes  manager, squad+linked, secretary+linked, secretary+branch  no  squad, secretary, member+linked, nobody
confirm_hours     yes  manager, secretary+branch  no  secretary, squad+linked, manager+fixed, manager+reported
note_branch       yes  manager, admin, secretary  no  member, squad, nobody
answer_follow_up  yes  manager+linked, admin+linked, secretary+linked  no  manager, admin, secretary
answer_follow_up  yes  manager+linked             no  squad+linked, manager+linked+reported
correct_hours     yes  nobody+reported, member+reported  no  nobody, manager
grant_role        yes  manager, admin             no  secretary, manager+self
erase_person      yes  nobody+self, merchant+self, manager+self       no  nobody, manager, admin
"""


@dataclass(frozen=True)
class Example:
    """Somebody with this role (or none) who stands so to the matter, and whether they may."""

    action: Action
    role: str
    tie: Tie
    may: bool

    def __str__(self) -> str:
        return f"{self.role or 'nobody'}-{self.tie.name or self.tie}-{'may' if self.may else 'may_not'}-{self.action}"

    def holds(self) -> bool:
        return may({self.role} if self.role else (), self.action, self.tie) is self.may


def _examples() -> Iterator[Example]:
    action, allowed = "", True
    for line in TABLE.strip().splitlines():
        words = line.replace(",", " ").split()
        if not line.startswith(" "):
            action = words.pop(0)
        for word in words:
            if word in ("yes", "no"):
                allowed = word == "yes"
                continue
            role, *ties = word.split("+")
            tie = reduce(or_, (Tie[t.upper()] for t in ties), Tie.NONE)
            yield Example(Action(action), "" if role == "nobody" else Role(role), tie, allowed)


EXAMPLES = tuple(_examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    assert example.holds()


def test_every_action_has_a_permit_and_examples() -> None:
    assert set(PERMITS) == set(Action) == {example.action for example in EXAMPLES}


def _less(permit: Permit) -> Iterator[tuple[str, Permit]]:
    """The permit with one rule gone, in every way there is."""
    for role, needed in permit.who.items():
        yield f"{role}", replace(permit, who={r: t for r, t in permit.who.items() if r != role})
        for tie in Tie if needed != ANY else ():
            if tie & needed:
                yield f"{role} {tie.name}", replace(permit, who={**permit.who, role: needed & ~tie})
        if needed != ANY:
            yield f"{role} needs a tie", replace(permit, who={**permit.who, role: ANY})
    for tie in Tie:
        if tie & permit.never:
            yield f"never {tie.name}", replace(permit, never=permit.never & ~tie)
        if tie & permit.anyone:
            yield f"anyone {tie.name}", replace(permit, anyone=permit.anyone & ~tie)
    if permit.everybody:
        yield "everybody", replace(permit, everybody=False)


MUTANTS = [(action, rule, permit) for action in Action for rule, permit in _less(PERMITS[action])]


@pytest.mark.parametrize(("action", "rule", "permit"), MUTANTS, ids=[f"{a}-{rule}" for a, rule, _ in MUTANTS])
def test_without_this_rule_an_example_fails(
    action: Action, rule: str, permit: Permit, monkeypatch: pytest.MonkeyPatch
) -> None:
    without: Mapping[Action, Permit] = {**PERMITS, action: permit}
    monkeypatch.setattr(roles, "PERMITS", without)
    assert not all(example.holds() for example in EXAMPLES if example.action is action), (
        f"{action}: {rule} is not shown"
    )


def test_there_are_as_many_rules_as_it_looks() -> None:
    assert len(MUTANTS) > 150


EVERYTHING = frozenset(Role)

FORBIDDEN = [
    ("whoever fixed it does not verify it", Action.CHECK_FIX, Tie.FIXED),
    ("whoever scored it does not decide the appeal", Action.DECIDE_APPEAL, Tie.SCORED),
    ("nor does whoever proposed the veto", Action.DECIDE_APPEAL, Tie.PROPOSED),
    ("a veto needs two people", Action.CONFIRM_VETO, Tie.PROPOSED),
    ("the observer sees no running score: not their own star", Action.SEE_STARS, Tie.LOOKING),
    ("nor a rating run", Action.RUN_RATINGS, Tie.LOOKING),
    ("nor the board", Action.SEE_BOARD, Tie.LOOKING),
    ("nor a digest", Action.SEE_DIGEST, Tie.LOOKING),
    ("nobody looks at a shop they answer for", Action.LOOK, Tie.HOLDS),
    ("nor confirms its title", Action.CONFIRM_TITLE, Tie.HOLDS),
    ("nor judges its excuse", Action.ASSIGN_FINDING, Tie.HOLDS),
    ("a reporter does not confirm their own lead", Action.CONFIRM_LEAD, Tie.REPORTED),
    ("hours noted late are confirmed by another", Action.CONFIRM_HOURS, Tie.FIXED),
    ("and never by whoever they are of", Action.CONFIRM_HOURS, Tie.REPORTED),
    ("nobody gives themselves a role", Action.GRANT_ROLE, Tie.SELF),
]


@pytest.mark.parametrize(("words", "action", "tie"), FORBIDDEN, ids=[f[0] for f in FORBIDDEN])
def test_no_role_outweighs(words: str, action: Action, tie: Tie) -> None:
    everything_else = ~PERMITS[action].never
    assert may(EVERYTHING, action, everything_else)
    assert not may(EVERYTHING, action, everything_else | tie), words


def test_a_menu_offers_what_a_role_could_ever_do() -> None:
    assert able({"member"}, Action.LOOK)
    assert not able({"merchant"}, Action.LOOK)
    assert able((), Action.ENROL)


def test_what_shows_a_running_score_is_known() -> None:
    assert {action for action in Action if hides_the_score(action)} == {
        Action.SEE_STARS,
        Action.RUN_RATINGS,
        Action.SEE_BOARD,
        Action.SEE_DESK,
        Action.SEE_DIGEST,
    }
