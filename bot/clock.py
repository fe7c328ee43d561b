"""The clock, passed in as a value, so that a test or a simulation can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present as an aware time."""


def wall_clock() -> datetime:
    return datetime.now(UTC)
