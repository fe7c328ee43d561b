"""Rating runs: versioned, never edited, only followed by a newer version beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class RatingRun:
    """`kind`: scheduled, hand, appeal or draft; looks after `through` enter the next run; the hashes make it repeatable."""

    id: int
    period: str
    version: int
    kind: str
    through: datetime
    rules_hash: str
    inputs_hash: str
    started_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One shop in one run. `state`: rated, unrated (待评), closed or paused; `figures` holds every number behind the star."""

    run_id: int
    shop_id: int
    state: str
    score: float | None
    weakest: float | None
    stars: int | None
    shown: int | None
    previous: int | None
    looks: int
    figures: dict[str, object]


@dataclass(frozen=True, slots=True)
class Published:
    """A published rating with the run it stands in."""

    run_id: int
    shop_id: int
    state: str
    score: float | None
    weakest: float | None
    stars: int | None
    shown: int | None
    previous: int | None
    looks: int
    figures: dict[str, object]
    period: str
    version: int
    through: datetime


async def begin(
    tx: Tx, *, period: str, kind: str, through: datetime, rules_hash: str, inputs_hash: str, now: datetime
) -> int:
    """A new version for the period, unpublished as yet."""
    return int(
        await tx.value(
            "rating_run_add",
            period=period,
            kind=kind,
            through=through,
            rules_hash=rules_hash,
            inputs_hash=inputs_hash,
            started_at=now,
        )
    )


async def write(tx: Tx, rows: Sequence[RatingRow]) -> None:
    """Write a chunk of an unpublished run."""
    await tx.many("rating_add", [_columns(row) for row in rows])


async def publish(tx: Tx, run_id: int, *, inputs_hash: str, at: datetime) -> None:
    await tx.do("rating_run_publish", id=run_id, inputs_hash=inputs_hash, at=at)


async def drop(tx: Tx, run_id: int) -> None:
    """Throw away an unpublished run; a published one cannot be dropped."""
    run = await tx.value("rating_run_drop_check", id=run_id)
    if run is not None:
        await tx.do("ratings_drop", id=run_id)
        await tx.do("rating_run_drop", id=run_id)


async def newest(tx: Tx, period: str) -> RatingRun | None:
    """The published version of a period that counts."""
    return await tx.one(RatingRun, "rating_run_newest", period=period)


async def recent(tx: Tx, most: int) -> list[RatingRun]:
    """The newest published version of each period, the last period first."""
    return await tx.all(RatingRun, "rating_runs_newest", most=most)


async def of_run(tx: Tx, run_id: int, grid_id: int | None = None) -> list[RatingRow]:
    if grid_id is None:
        return await tx.all(RatingRow, "ratings_of_run", run_id=run_id)
    return await tx.all(RatingRow, "ratings_of_run_in_grid", run_id=run_id, grid_id=grid_id)


async def latest(tx: Tx, shop_id: int, most: int = 1) -> list[Published]:
    """A shop's newest published ratings, the last period first."""
    return await tx.all(Published, "rating_latest", shop_id=shop_id, most=most)


def _columns(row: RatingRow) -> Mapping[str, object]:
    return asdict(row)
