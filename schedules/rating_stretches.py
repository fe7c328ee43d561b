"""Judges the stretches of a rating run, beside whatever other process does: read, judged, written, one after another."""

from __future__ import annotations

import asyncio
import gc
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.job import JobRun
from bot.post import Post
from files.dataclass import dataclass
from files.lazily import lazy
from schedules.grid_rating import GridRated, rate_grids
from storage.core.tx import Tx
from storage.ratings import rating_inputs, stretches, worlds
from storage.ratings.packed_inputs import Packed
from storage.ratings.rating_inputs import Moment
from storage.ratings.stretches import Stretch
from storage.ratings.worlds import World

if TYPE_CHECKING:
    from storage.ratings import evidence_reading
else:
    evidence_reading = lazy("storage.ratings.evidence_reading")

KEPT = 30 << 20
"""So large a block of memory, once it was freed, lets glibc keep twice as much: a stretch needs what the one before had."""
PAUSE = 0.05
"""Seconds between two looks at what other processes are still doing."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges one run: `through` is its cut-off, `moment` what it reads, `first` the run whose inputs it judges again."""

    work: JobRun
    through: datetime
    moment: Moment
    first: int | None

    async def judge(self, run_id: int) -> None:
        """Do what is left of a run until all of it is written, or the run is over.

        A stretch is held by a lock that ends with its process: whoever was killed left it to the others.
        """
        bytes(KEPT)  # not filled, only given back again
        with _seldom_looking_for_cycles():
            while left := await self.work.read(lambda tx: stretches.open_ones(tx, run_id)):
                first = random.randrange(len(left))  # noqa: S311 (elsewhere than others, not secret)
                if not any([await self._try(stretch) for stretch in (*left[first:], *left[:first])]):
                    await asyncio.sleep(PAUSE)

    async def _try(self, stretch: Stretch) -> bool:
        """Judge a stretch that nobody else has written or is at; whether we did."""
        if not await self.work.read(lambda tx: stretches.is_open(tx, stretch)):
            return False
        name = f"ratings {stretch.run_id} {stretch.number}"
        return await self.work.database.try_alone(name, lambda: self._one(stretch))

    async def _one(self, stretch: Stretch) -> None:
        packed = await self.work.read(lambda tx: self._read(tx, stretch))
        if packed is None:
            return
        grids, kept = await asyncio.to_thread(self._rated, packed)
        rows = [row for grid in grids for row in grid.rows]
        digests = [grid.digest for grid in grids]

        async def write(post: Post) -> bool:
            return await stretches.write(post.tx, stretch, rows, kept, digests)

        await self.work.write(write)

    def _rated(self, packed: Packed) -> tuple[list[GridRated], list[World]]:
        return rate_grids(packed, self.through, self.work.world.rules), worlds.kept_of(packed)

    async def _read(self, tx: Tx, stretch: Stretch) -> Packed | None:
        """What is known of the grids; None when another process has written them meanwhile."""
        if not await stretches.is_open(tx, stretch):
            return None
        await stretches.read_by_index(tx)
        if self.first is None:
            found = await evidence_reading.packed(tx, stretch.grids, self.moment)
            await stretches.forget_pages(tx)
            return found
        kept = await worlds.of_grid(tx, self.first, stretch.first_grid)
        if kept is None:
            raise LookupError(f"run {self.first} kept nothing of grid {stretch.first_grid}")
        before = await rating_inputs.before(tx, stretch.grids, self.moment.previous_run)
        return replace(await worlds.as_appealed(tx, kept, stretch.first_grid), before=before)


@contextmanager
def _seldom_looking_for_cycles() -> Iterator[None]:
    """Run the garbage collector less often: it took a third of a run, over many small rows without cycles."""
    before = gc.get_threshold()
    gc.set_threshold(500_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
