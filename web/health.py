"""What `/healthz` says; whoever puts the parts together fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from files.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class HealthReport:
    """`ok`, and for each part nothing, or what is wrong with it in words."""

    ok: bool
    parts: Mapping[str, str] = field(default_factory=dict)
