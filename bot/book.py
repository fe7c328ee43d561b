"""The registry of all flows: everything they answer to, in the order in which the engine asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import dialogue
from bot.edit_rules import EditRules
from bot.flow import Flow, Turn
from bot.steps import Intent, Listener, Step
from messages.incoming import Kind


class Book:
    """The steps by name, the listeners by rank, and the intents; what the engine itself answers to comes first."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        flows = [dialogue.flow, *flows]
        self.steps: dict[str, Step[...]] = {name: step for flow in flows for name, step in flow.steps.items()}
        self.words: list[Listener] = sorted((w for f in flows for w in f.words), key=lambda w: w.rank)
        self.intents: list[Intent] = [intent for flow in flows for intent in flow.intents]
        self.others: list[Listener] = sorted((o for f in flows for o in f.others), key=lambda o: o.rank)
        self.edits = EditRules()
        for flow in flows:
            self.edits.add(flow.edits)
        self._heard: dict[tuple[frozenset[str], Kind], tuple[Sequence[Listener], Sequence[Listener]]] = {}

    def in_hand(self, turn: Turn) -> Step[...] | None:
        """The step that the conversation is at; None at none."""
        return self.steps.get(turn.known.step.split(" ")[0]) if turn.known else None

    def words_for(self, turn: Turn) -> Sequence[Listener]:
        """The words that may mean something from whoever is speaking."""
        return self._heard_from(turn)[0]

    def others_for(self, turn: Turn) -> Sequence[Listener]:
        """What else may be meant by whoever is speaking."""
        return self._heard_from(turn)[1]

    def _heard_from(self, turn: Turn) -> tuple[Sequence[Listener], Sequence[Listener]]:
        """The listeners for these roles and this kind of message, sifted once."""
        whose = turn.roles, turn.incoming.kind
        found = self._heard.get(whose)
        if found is None:
            words = [w for w in self.words if w.is_for(turn)]
            found = self._heard[whose] = words, [o for o in self.others if o.is_for(turn)]
        return found
