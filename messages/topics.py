"""What a question is about: a newer question of the same topic closes the choices of the older one in that conversation."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """One word each; `Topic.FINDING.of(12)` is the topic of one thing among many."""

    APPEAL = "appeal"
    BETWEEN = "between"
    CASE = "case"
    CHECK = "check"
    CLOSED = "closed"
    CLOSURES = "closures"
    CROSS_REVIEW = "cross_review"
    FINDING = "finding"
    FIX = "fix"
    HEARING = "hearing"
    HELP = "help"
    JOTTING = "jotting"
    LANGUAGE = "language"
    LEAD = "lead"
    LEAVE = "leave"
    LIFT_VETO = "lift_veto"
    LINK = "link"
    MY_SHOPS = "my_shops"
    NEW_HOLDER = "new_holder"
    NOT_OURS = "not_ours"
    OBJECTION = "objection"
    PAUSES = "pauses"
    PROPOSE = "propose"
    REPAIR = "repair"
    REPORTED = "reported"
    REVIEW = "review"
    REVOKE = "revoke"
    ROSTER = "roster"
    SECOND_LOOK = "second_look"
    SELF_CHECK = "self_check"
    SHOP_HOURS = "shop_hours"
    SPOT_CHECK = "spot_check"
    TITLES = "titles"
    TODO = "todo"
    TOLD = "told"
    VETO = "veto"
    VETO_SHOP = "veto_shop"
    WHICH = "which"
    WHOSE = "whose"
    WITHDRAW = "withdraw"

    def of(self, number: int) -> str:
        """The topic of one thing, by its number."""
        return f"{self} {number}"
