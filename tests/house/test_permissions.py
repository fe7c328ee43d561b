"""Who may do what stands in `programme/roles.py` alone: no handler names a role beside it, and nothing is declared in vain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from programme.roles import Action, Role
from tests.house.test_house import ROOT
from tests.town import found_flows

FLOORS = ("app", "bot", "channels", "handlers", "schedules", "storage", "web")
HANDLERS = sorted((ROOT / "handlers").rglob("*.py"))
MENU = {"handlers/people/help.py"}
"""The menu has some lines for each role: a text, not a permission."""


def _decorators(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            yield from node.decorator_list


@pytest.mark.parametrize("path", HANDLERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_role_stands_in_a_decorator_or_beside_the_matrix(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for decorator in _decorators(tree):
        said = {n.value for n in ast.walk(decorator) if isinstance(n, ast.Constant)}
        assert not said & set(Role), f"{path.name}:{decorator.lineno}"
    if str(path.relative_to(ROOT)) in MENU:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(getattr(c, "attr", "") == "roles" for c in node.comparators):
            assert not isinstance(node.left, ast.Constant), f"{path.name}:{node.lineno} names a role in plain words"


def _used() -> set[str]:
    found: set[str] = set()
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Action":
                    found.add(node.attr)
    return found


def test_every_action_is_used_by_the_product() -> None:
    assert _used() == {action.name for action in Action}


def test_every_step_and_listener_names_its_action() -> None:
    for flow in found_flows():
        for asked in (*flow.steps.values(), *flow.words, *flow.others):
            assert isinstance(asked.permission.action, Action)


def _is_id(kind: object) -> bool:
    return kind is int or hasattr(kind, "__supertype__")


def test_the_relation_of_a_step_takes_the_id_that_the_step_has() -> None:
    """A finding's number is never asked about as a shop's."""
    for step in (step for flow in found_flows() for step in flow.steps.values()):
        to = step.permission.to
        if to is None or not step._kinds or not _is_id(step._kinds[0]):
            continue
        _, wanted, *_ = get_type_hints(to).values()
        assert step._kinds[0] in (wanted, *get_args(wanted)), f"{step.name}: {to.__name__}"


def test_the_relation_of_a_step_is_to_what_its_first_value_names() -> None:
    """A step about one shop, case or person says to which it is; those without are about all one's own, or nobody's."""
    steps = [step for flow in found_flows() for step in flow.steps.values()]
    without = {step.name for step in steps if step._kinds and _is_id(step._kinds[0]) and step.permission.to is None}
    assert without == {
        "activities.take_place",  # anybody may come
        "activities.give_up_place",  # one's own place
        "planning.send_plan",  # whose it is, is asked again when it is kept
        "planning.rewrite_plan",
        "planning.keep_plan",
        "articles.withdraw_article",  # any article of the office
        "leave.take_leave",  # so many days of one's own
        "rotation.call_off_rotation",  # any rotation, of the office
        "rotation.plan_rotation",
        "rotation.show_plan",
        "rotation.take_back_rotation",
        "study.rate_article",  # nobody's: it is only counted
        "objections.give_reason",  # anybody may
        "honour_objections.give_ground",
        "pauses.end_pause",  # any manager, anywhere
        "rectify.report_all_fixed",  # of one's own shops, 0 for all of them
        "rectify.send_fix_photo",
        "rectify.skip_fix_photo",
        "self_check.add_to_jotting",  # one's own jotting
        "links.link_shop",  # any shop
        "links.choose_member",
        "new_holder.ask_holder",
        "gone_shops.drop_shop",
        "new_holder.change_holder",
        "new_holder.name_holder",
        "new_holder.keep_phone",
        "sites.give_keeper",  # any site
        "permits.begin_permit",  # anybody may ask for a pitch anywhere
        "permits.name_seller",
        "permits.file_permit",
        "seasons.close_season",  # any site, by any manager
        "seasons.set_last_day",
        "roster.apply_roster",
        "site_rosters.apply_sites",
        "roster.apply_roster_as_handed_over",
        "roster.cancel_roster",
        "roster.undo_roster",
        "holidays.undo_list",  # a year
        "look_undo.undo_look",  # one's own look, asked for again before it is taken back
        "look_undo.undo_all",
        "sorting.show_intake",  # what another system sent belongs to no shop yet: the desk's, all of it
        "sorting.dismiss_alert",
        "sorting.send_intake",
        "sorting.ask_place",
        "sorting.name_place",
        "case_files.take_sheet",  # a sheet one sent oneself, asked for again before it is taken
        "case_files.drop_sheet",
    }
