"""Whether whoever is speaking may do it: asked once, by the engine, before any handler runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from files.dataclass import dataclass
from messages.topics import Topic
from programme.roles import Action, Tie, able, hides_the_score, may
from storage.delivery import prompts

if TYPE_CHECKING:
    from bot.flow import Turn

Relation = Callable[..., Awaitable[Tie]]
"""How whoever is speaking stands to what a step is about: asked with the turn and the step's first value, if it has any."""
Refusal = Callable[..., Awaitable[str]]
"""Makes the sentence of a refusal, from the same."""
NOT_YOURS = "engine.not_yours"


@dataclass(frozen=True, slots=True)
class Permission:
    """What a step or a listener does, as `programme.roles` names it, `to` what, and what is told to whoever may not.

    Without `to` no particular shop or case is named, and the roles alone decide.
    """

    action: Action
    to: Relation | None = None
    refused: str | Refusal = NOT_YOURS

    def is_heard(self, turn: Turn) -> bool:
        """Whether these words mean this from somebody with these roles; else they may mean something else."""
        return able(turn.roles, self.action)

    async def refusal(self, turn: Turn, *values: object) -> str:
        """Why whoever is speaking may not do it, as it is told to them; empty when they may."""
        if not able(turn.roles, self.action):
            return turn.say(NOT_YOURS)
        if hides_the_score(self.action) and await is_looking(turn):
            return turn.say("engine.look_is_open")
        if self.to is None or may(turn.roles, self.action, await self._tie(turn, self.to, values)):
            return ""
        return turn.say(self.refused) if isinstance(self.refused, str) else await self.refused(turn, *values[:1])

    @staticmethod
    async def _tie(turn: Turn, to: Relation, values: tuple[object, ...]) -> Tie:
        return Tie.NONE if turn.person_id is None else await to(turn, *values[:1])


async def is_looking(turn: Turn) -> bool:
    """Whether the question of a review waits for their answer, on whatever channel."""
    return turn.person_id is not None and await prompts.is_asked(turn.tx, turn.person_id, Topic.REVIEW, turn.now)
