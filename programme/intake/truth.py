"""How often a camera is right, per kind of alert: of what people judged, never of what is still open, and never of people."""

from __future__ import annotations

from files.dataclass import dataclass

ENOUGH, HALF = 20, 0.5


@dataclass(frozen=True, slots=True)
class Truth:
    """Alerts of one camera and service: how many troubles, how many of them somebody judged, how many were so."""

    camera: str
    service: str
    alerts: int
    judged: int
    confirmed: int

    @property
    def share(self) -> float:
        """The share that was so; 0 while nobody has judged one."""
        return self.confirmed / self.judged if self.judged else 0.0

    @property
    def is_mostly_wrong(self) -> bool:
        """Enough were judged, and fewer than half were so: worth giving it a rest."""
        return self.judged >= ENOUGH and self.share < HALF
