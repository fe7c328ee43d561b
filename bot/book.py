"""The registry of all flows: everything they answer to, in the order in which the engine asks."""

from __future__ import annotations

from collections.abc import Iterable

from bot import dialogue
from bot.edit_rules import EditRules
from bot.flow import Flow
from bot.steps import Intent, Listener, Step


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
