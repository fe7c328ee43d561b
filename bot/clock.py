"""What time it is, handed in, so that a test or a simulation can stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present as an aware time."""


def wall_clock() -> datetime:
    return datetime.now(UTC)
