"""Whether whoever is speaking may do it: asked once, by the engine, before any handler runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.roles import Action, able, hides_the_score
from storage.delivery import prompts

if TYPE_CHECKING:
    from bot.flow import Turn


@dataclass(frozen=True, slots=True)
class Permission:
    """What a step or a listener does, as `programme.roles` names it."""

    action: Action
    refused: str = "engine.not_yours"

    def is_heard(self, turn: Turn) -> bool:
        """Whether these words mean this from somebody with these roles; else they may mean something else."""
        return able(turn.roles, self.action)

    async def refusal(self, turn: Turn, *values: object) -> str:
        """Why whoever is speaking may not do it, as it is told to them; empty when they may."""
        if hides_the_score(self.action) and await is_looking(turn):
            return turn.say("engine.look_is_open")
        return "" if able(turn.roles, self.action) else turn.say(self.refused)


async def is_looking(turn: Turn) -> bool:
    """Whether the question of a review waits for their answer, on whatever channel."""
    return turn.person_id is not None and await prompts.is_asked(turn.tx, turn.person_id, "review", turn.now)
