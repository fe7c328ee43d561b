"""A benchmark's result: a titled table with what it means in words."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Table:
    """`head` and `rows` as they are shown; `words` say what was aimed at and what limits it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    words: str = ""

    def text(self) -> str:
        lines = ["| " + " | ".join(map(str, row)) + " |" for row in (self.head, ["---"] * len(self.head), *self.rows)]
        return "\n".join([*lines, *(["", self.words] if self.words else [])])


def machine() -> str:
    """What it was measured on."""
    return f"{datetime.now(UTC):%Y-%m-%d} · Python {platform.python_version()} · {os.cpu_count()} cores · {platform.machine()}"
