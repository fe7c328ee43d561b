"""`EditRules`: what an edit does to each kind of thing that a message can make, as the flows declare it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.delivery.message_effects import Effect

if TYPE_CHECKING:
    from bot.flow import Turn


class Edited(StrEnum):
    """What an edit did to one thing that the edited message had made."""

    REPLACED = "replaced"  # the new words stand in its place
    STAYS = "stays"  # somebody has acted on it: it was said that nothing changes
    ANEW = "anew"  # it is gone, or goes: the new words are handled as if they had been said at first


EditRule = Callable[["Turn", Effect], Awaitable[Edited]]
"""Says what an edit does to one thing, before the new words are handled; it answers unless they are handled anew."""
TakeBack = Callable[["Turn", int], Awaitable[None]]
"""Takes one thing back, by its id, unless the new words have replaced it."""


@dataclass
class EditRules:
    """The rules of one flow, or of all of them, by the subject that was given to `Turn.made`."""

    rules: dict[str, EditRule] = field(default_factory=dict)
    in_place: set[str] = field(default_factory=set)
    take_backs: dict[str, TakeBack] = field(default_factory=dict)

    def before(self, subject: str, *, in_place: bool = False) -> Callable[[EditRule], EditRule]:
        """Declare what an edit does before its words are handled; `in_place` holds on any later day as well."""

        def keep(rule: EditRule) -> EditRule:
            self.rules[subject] = rule
            self.in_place |= {subject} if in_place else set()
            return rule

        return keep

    def after(self, subject: str) -> Callable[[TakeBack], TakeBack]:
        """Declare how something is taken back that the new words of its message have not replaced by themselves."""

        def keep(take_back: TakeBack) -> TakeBack:
            self.take_backs[subject] = take_back
            return take_back

        return keep

    def add(self, others: EditRules) -> None:
        """Take over the rules of another flow."""
        self.rules |= others.rules
        self.in_place |= others.in_place
        self.take_backs |= others.take_backs
