"""What anybody may know of a joint enforcement (联合执法): where, when, with whom and four totals, once it is closed."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from programme.ids import ActivityId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class JointNotice:
    """`requests` are those of residents that it solved."""

    id: ActivityId
    parties: str
    place: str
    begins_at: datetime
    advised: int
    fixed: int
    limited: int
    passed: int
    requests: int

    @property
    def matters(self) -> int:
        return self.advised + self.fixed + self.limited + self.passed


async def joint(tx: Tx, since: datetime, site_id: int = 0) -> list[JointNotice]:
    """Those closed that began since then, the latest first; of one site, or of all."""
    return await tx.all(JointNotice, "public_joint", since=since, site_id=site_id)
