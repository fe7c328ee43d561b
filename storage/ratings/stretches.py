"""The stretches of a rating run under way: whole grids, each judged and written once, by whichever process comes first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from files.dataclass import dataclass
from storage.core.tx import Tx
from storage.ratings import ratings, worlds
from storage.ratings.ratings import PackedRow, RatingRow
from storage.ratings.worlds import World


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some grids of a run; `digest` is empty until they are written."""

    run_id: int
    number: int
    first_grid: int
    last_grid: int
    digest: str

    @property
    def grids(self) -> tuple[int, int]:
        return self.first_grid, self.last_grid


async def begin(tx: Tx, run_id: int, grids: Sequence[tuple[int, int]]) -> None:
    """Divide a run."""
    rows = [{"run_id": run_id, "number": n, "first_grid": a, "last_grid": b} for n, (a, b) in enumerate(grids)]
    await tx.many("rating_stretch_add", rows)


async def open_ones(tx: Tx, run_id: int) -> list[Stretch]:
    """What is still to be done; nothing, too, when the run is over."""
    return await tx.all(Stretch, "rating_stretches_open", run_id=run_id)


async def is_open(tx: Tx, stretch: Stretch) -> bool:
    """Whether it is still to be done; asked for one alone, since a large run has thousands."""
    found = await tx.value("rating_stretch_digest", run_id=stretch.run_id, number=stretch.number)
    return found is not None and not found


async def forget_pages(tx: Tx) -> None:
    """Let go of the pages SQLite holds in memory: a run reads and writes each of them once."""
    if tx.dialect == "sqlite":
        await tx.raw("PRAGMA shrink_memory")


async def read_by_index(tx: Tx) -> None:
    """Until the transaction ends PostgreSQL goes from shop to shop by index, as SQLite does where it is told the order.

    While it had not counted a table it hashed all of it, a whole town's rows, for each stretch.
    """
    if tx.dialect == "postgres":
        for way in ("hashjoin", "mergejoin", "seqscan"):
            await tx.raw(f"SET LOCAL enable_{way} = off")


async def write(
    tx: Tx, stretch: Stretch, rows: Sequence[RatingRow | PackedRow], kept: Sequence[World], digests: Sequence[bytes]
) -> bool:
    """Write a stretch with the digests of its grids; False when another process has, or the run was dropped."""
    await forget_pages(tx)
    digest = b"".join(digests).hex()
    if await tx.do("rating_stretch_done", run_id=stretch.run_id, number=stretch.number, digest=digest) != 1:
        return False
    await ratings.write(tx, stretch.run_id, rows)
    await worlds.keep(tx, stretch.run_id, kept)
    return True


async def inputs_hash(tx: Tx, run_id: int) -> str:
    """The digest of all inputs, however the grids were divided."""
    digest = hashlib.sha256()
    for row in await tx.rows("rating_stretch_digests", run_id=run_id):
        digest.update(bytes.fromhex(row["digest"]))
    return digest.hexdigest()[:16]
