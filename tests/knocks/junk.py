"""Updates nobody would send: made from the Bot API's own description, then bent out of shape."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

from channels.telegram.incoming import ALLOWED
from tests.telegram.judge import TYPES

TEXTS = (
    "好",
    "",
    "/start",
    "1",
    "\x00",
    "\ud800",
    "🙃" * 300,
    "=1+1",
    "{x}",
    "%s",
    "<b>",
    "../../etc/passwd",
    "9" * 30,
    "\u202e",
    "\n\n",
)
NUMBERS = (0, 1, -1, 7, 2**31, 2**53, -(2**63), 2**63 - 1)
TIMES = (0, 1_764_000_000, 2**31 - 1)
JUNK: tuple[Any, ...] = (None, True, -1, 1.5, "", "x", [], [[]], {}, {"id": 1}, [None], "9" * 400, 2**70)
DEEP = 5


class Maker:
    """Values of the types of the specification, by the roll of the dice."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def update(self) -> dict[str, Any]:
        """One update of a kind we ask for, from a person in private more often than not."""
        kind = self.dice.choice(ALLOWED)
        field = next(f for f in TYPES["Update"]["fields"] if f["name"] == kind)
        made = self.value(field["types"][0], 0)
        person = {"id": self.dice.randrange(1, 6), "is_bot": False, "first_name": "李"}
        if self.dice.random() < 0.7:
            chat = {"id": person["id"], "type": "private"}
            for holder in (made, made.get("message")):
                if isinstance(holder, dict) and "chat" in holder:
                    holder["chat"] = chat
            made["from"] = person
        return {"update_id": self.dice.randrange(1, 2**40), kind: made}

    def bent(self) -> dict[str, Any]:
        """The same with something in it that the specification forbids."""
        made = self.update()
        for _ in range(self.dice.randrange(1, 4)):
            self._bend(made, self.dice.randrange(1, 5))
        return made

    def _bend(self, thing: Any, steps: int) -> None:
        inside = [k for k in thing if isinstance(thing[k], dict)] if isinstance(thing, dict) else []
        if steps and inside:
            self._bend(thing[self.dice.choice(inside)], steps - 1)
        elif thing:
            key = self.dice.choice(list(thing))
            if key != "update_id":
                thing[key] = deepcopy(self.dice.choice(JUNK))

    def value(self, kind: str, depth: int) -> Any:
        """One value of a named type, `Array of …` included."""
        if kind.startswith("Array of "):
            return [self.value(kind.removeprefix("Array of "), depth + 1) for _ in range(self.dice.randrange(1, 3))]
        if kind not in TYPES:
            return self._plain(kind)
        if subtypes := TYPES[kind].get("subtypes"):
            return self.value(self.dice.choice(subtypes), depth)
        likely = 0.5 if depth == 0 else 0.15
        made = {}
        for field in TYPES[kind].get("fields", ()):
            if field["required"] or (depth < DEEP and self.dice.random() < likely):
                made[field["name"]] = self._field(field, depth)
        return made

    def _field(self, field: dict[str, Any], depth: int) -> Any:
        if field["name"].endswith("date") and "Integer" in field["types"]:
            return self.dice.choice(TIMES)
        if field["name"] in ("type", "status", "source"):
            said = field["description"]
            if "always “" in said:
                return said.split("always “")[1].split("”")[0]
        return self.value(self.dice.choice(field["types"]), depth + 1)

    def _plain(self, kind: str) -> Any:
        if kind == "Integer":
            return self.dice.choice(NUMBERS)
        if kind == "Float":
            return self.dice.choice((0.0, -90.0, 118.9, 1e308))
        if kind in ("Boolean", "True"):
            return kind == "True" or self.dice.random() < 0.5
        return self.dice.choice(TEXTS)
