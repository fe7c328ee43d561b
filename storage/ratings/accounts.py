"""Why a star is what it is, from what its run had read and the rules it was made with: judged once more, and compared."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from files.dataclass import dataclass
from programme.ratings.evidence import Grid
from programme.rules import Rules
from storage.core.tx import Tx
from storage.ratings import rating_inputs, ratings, worlds
from storage.ratings.packed_inputs import opened
from storage.ratings.ratings import Published
from storage.ratings.shop_evidence import Judged, judge

SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Account:
    """A published rating and how it came about; `judged` is None of runs that kept nothing of what they read."""

    published: Published
    rules: Rules
    judged: Judged | None = None
    grid: Grid | None = None

    @property
    def is_same(self) -> bool:
        """Whether judging again gave the published score."""
        if self.judged is None:
            return False
        again, before = self.judged.rating.score, self.published.score
        return again == before or (again is not None and before is not None and abs(again - before) < SAME)


async def of_shop(tx: Tx, shop_id: int, period: str, zone: ZoneInfo, rules: Rules) -> Account | None:
    """The newest published rating of a period, or of all with an empty one; `rules` where the run's own were not kept."""
    runs = await ratings.latest(tx, shop_id, MOST)
    found = next((run for run in runs if period in ("", run.period)), None)
    if found is None:
        return None
    run = await tx.value("rating_run_rules", id=found.run_id)
    kept = await tx.value("rating_rules", hash=run)
    made_with: Rules = TypeAdapter(Rules).validate_json(kept) if kept else rules
    first = await worlds.first_run(tx, found.period, found.through)
    grid_id = int(await tx.value("shop_grid", id=shop_id))
    for number in (found.run_id, first):
        raw = await worlds.of_grid(tx, number, grid_id) if number and kept else None
        if raw is not None:
            raw = raw if number == found.run_id else await worlds.as_appealed(tx, raw, grid_id)
            break
    else:
        return Account(found, made_with)
    before = await rating_inputs.before(tx, (grid_id, grid_id), await _run_before(tx, found))
    again = replace(opened(raw), before=before)
    grid, judged = judge(again, again.places, found.through.astimezone(zone), made_with)
    return Account(found, made_with, next((j for j in judged if j.place.id == shop_id), None), grid)


MOST = 120
"""Weeks back that are looked through for a period."""


async def _run_before(tx: Tx, found: Published) -> int | None:
    earlier = [run for run in await ratings.recent(tx, MOST) if run.period < found.period]
    return earlier[0].id if earlier else None
