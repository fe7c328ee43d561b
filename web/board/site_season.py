"""The season of a sale site for the board: its pitches, and the permits by their numbers, which is by who came first."""

from __future__ import annotations

from datetime import date

from files.dataclass import dataclass
from programme.sites.permit_state import PermitState
from programme.sites.stalls import is_open
from storage.core.tx import Tx
from storage.sites import permits
from storage.sites.permits import Pitches, PitchPermit
from storage.sites.sites import Site


@dataclass(frozen=True, slots=True)
class Season:
    """`asked` is how many wait for their keeper."""

    is_open: bool
    free: Pitches
    given: list[PitchPermit]
    asked: int


async def season_of(tx: Tx, site: Site, today: date) -> Season:
    """What holds now."""
    held = await permits.at_site(tx, site.id, PermitState.GIVEN, PermitState.ASKED)
    given = [one for one in held if one.state is PermitState.GIVEN]
    free = await permits.free(tx, site, today)
    return Season(is_open(site.since, site.until, today), free, given, len(held) - len(given))
