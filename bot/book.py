"""Everything the flows answer to, in the order it is asked."""

from __future__ import annotations

from collections.abc import Iterable

from bot.flow import Flow
from bot.steps import Listener, Step


class Book:
    """The steps by name, and the listeners by rank."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        flows = list(flows)
        self.steps: dict[str, Step[...]] = {name: step for flow in flows for name, step in flow.steps.items()}
        self.words: list[Listener] = sorted((w for f in flows for w in f.words), key=lambda w: w.rank)
        self.others: list[Listener] = sorted((o for f in flows for o in f.others), key=lambda o: o.rank)
