"""Who may do what: the whole matrix, and the ties that no role can outweigh."""

import itertools

import pytest

from programme.roles import ANY, PERMITS, Action, Role, Tie, able, may

ALL = frozenset(Role)


def test_every_action_says_who() -> None:
    assert set(PERMITS) == set(Action)
    assert all(permit.who or permit.anyone for permit in PERMITS.values())


@pytest.mark.parametrize("action", Action)
def test_the_matrix_of_roles_and_ties(action: Action) -> None:
    permit = PERMITS[action]
    for role, tie in itertools.product(Role, Tie):
        opened = role in permit.who and (permit.who[role] == ANY or bool(permit.who[role] & tie))
        assert may({role}, action, tie) == (not tie & permit.never and (opened or bool(tie & permit.anyone)))


@pytest.mark.parametrize("action", Action)
def test_a_stranger_may_only_what_is_their_own(action: Action) -> None:
    for tie in (Tie.NONE, *Tie):
        if may((), action, tie):
            assert (action, tie) in {(Action.ERASE_PERSON, Tie.SELF), (Action.REOPEN, Tie.REPORTED)}


FORBIDDEN = [
    ("whoever fixed it does not verify it", Action.CHECK_FIX, Tie.FIXED),
    ("whoever scored it does not decide the appeal", Action.DECIDE_APPEAL, Tie.SCORED),
    ("nor does whoever proposed the veto", Action.DECIDE_APPEAL, Tie.PROPOSED),
    ("a veto needs two people", Action.CONFIRM_VETO, Tie.PROPOSED),
    ("the observer never sees the running score", Action.SEE_STARS, Tie.LOOKING),
    ("nobody looks at a shop they answer for", Action.LOOK, Tie.HOLDS),
    ("nor confirms its title", Action.CONFIRM_TITLE, Tie.HOLDS),
    ("nor judges its excuse", Action.JUDGE_NOT_OURS, Tie.HOLDS),
    ("a reporter does not confirm their own lead", Action.CONFIRM_LEAD, Tie.REPORTED),
    ("nobody gives themselves a role", Action.GRANT_ROLE, Tie.SELF),
]


@pytest.mark.parametrize(("words", "action", "tie"), FORBIDDEN, ids=[f[0] for f in FORBIDDEN])
def test_no_role_outweighs(words: str, action: Action, tie: Tie) -> None:
    everything_else = ~PERMITS[action].never
    assert may(ALL, action, everything_else)
    assert not may(ALL, action, everything_else | tie), words


TABLE = [
    ("merchant", Action.SELF_CHECK, Tie.HOLDS, True),
    ("merchant", Action.SELF_CHECK, Tie.NONE, False),
    ("manager", Action.SELF_CHECK, Tie.NONE, False),
    ("merchant", Action.SEE_STARS, Tie.HOLDS, True),
    ("merchant", Action.SEE_STARS, Tie.NONE, False),
    ("member", Action.LOOK, Tie.NONE, False),
    ("member", Action.LOOK, Tie.CROSS, True),
    ("squad", Action.LOOK, Tie.NONE, True),
    ("squad", Action.SEE_STARS, Tie.NONE, False),
    ("squad", Action.DECIDE_APPEAL, Tie.NONE, False),
    ("secretary", Action.DECIDE_APPEAL, Tie.BRANCH, True),
    ("secretary", Action.DECIDE_APPEAL, Tie.NONE, False),
    ("secretary", Action.CONFIRM_VETO, Tie.BRANCH, False),
    ("manager", Action.CONFIRM_VETO, Tie.NONE, True),
    ("admin", Action.CONFIRM_VETO, Tie.NONE, False),
    ("admin", Action.APPLY_ROSTER, Tie.NONE, True),
    ("member", Action.SEE_CANDOR, Tie.LINKED, True),
    ("merchant", Action.SEE_CANDOR, Tie.HOLDS, False),
    ("member", Action.NAME_COVER, Tie.SELF, True),
]


@pytest.mark.parametrize(("role", "action", "tie", "allowed"), TABLE)
def test_row(role: str, action: Action, tie: Tie, allowed: bool) -> None:
    assert may({role}, action, tie) is allowed


def test_a_menu_offers_what_a_role_could_ever_do() -> None:
    assert able({"member"}, Action.LOOK)
    assert not able({"merchant"}, Action.LOOK)
