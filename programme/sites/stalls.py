"""Temporary sale sites (临时销售点): when one is open, and whose a fault at a shop before it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from programme.services import Service

STALL = "stall"
"""The key of the service that is about stalls."""


class Fault(StrEnum):
    """Whose it is that an outsider saw at a door with a legal stall before it."""

    SHOPS = "shops"
    STALLS = "stalls"
    BOTH = "both"

    @property
    def is_shops(self) -> bool:
        return self is not Fault.STALLS

    @property
    def is_stalls(self) -> bool:
        return self is not Fault.SHOPS


def is_open(since: date | None, until: date | None, day: date) -> bool:
    """Whether a season holds on a day, its last day included; what has no end goes on."""
    return (since is None or since <= day) and (until is None or day <= until)


def stall_duty(services: Sequence[Service]) -> str:
    """The duty that a stall before the door may look like; empty where the town has no such service."""
    return next((one.duty for one in services if one.key == STALL), "")
