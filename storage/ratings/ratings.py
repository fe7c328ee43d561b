"""Rating runs: versioned, never edited, only followed by a newer version beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from files.dataclass import dataclass
from storage.core.rows import Row, instant, values_of
from storage.core.tx import Tx
from storage.ratings.figure_packing import figures_of


@dataclass(frozen=True, slots=True)
class RatingRun:
    """`kind`: scheduled, hand, appeal, draft or unfinished; looks after `through` enter the next run.

    The hashes of the rules and of all inputs make it repeatable.
    """

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


MOST_STARS = 5
UNFINISHED = "unfinished"
"""The kind of a run that is still being written, or whose process was killed meanwhile."""


async def keep_rules(tx: Tx, rules_hash: str, rules: str) -> None:
    """Keep rules in full by their hash. Until the transaction ends no other can: processes begin a run one after another."""
    await tx.do("rating_rules_keep", hash=rules_hash, rules=rules)


async def under_way(tx: Tx, *, period: str, through: datetime, rules_hash: str, since: datetime | None) -> int | None:
    """The unfinished run of a period, a cut-off and rules, if it was begun after `since`, when the run before appeared."""
    same = {"period": period, "through": through, "rules_hash": rules_hash}
    found = await tx.one(RatingRun, "rating_run_under_way", **same, since=since or _EVER)
    return found.id if found else None


async def begin(tx: Tx, *, period: str, through: datetime, rules_hash: str, now: datetime) -> int:
    """A new version for the period, to be written in parts and then sealed."""
    return int(
        await tx.value(
            "rating_run_add",
            period=period,
            kind=UNFINISHED,
            through=through,
            rules_hash=rules_hash,
            inputs_hash="",
            started_at=now,
        )
    )


_EVER = datetime(2000, 1, 1, tzinfo=UTC)


async def seal(tx: Tx, run_id: int, *, kind: str, inputs_hash: str) -> bool:
    """All is written: what the run is, and the digest of what it came from; False when another process has done so."""
    sealed = await tx.do("rating_run_seal", id=run_id, kind=kind, inputs_hash=inputs_hash) == 1
    await tx.do("rating_stretches_drop", run_id=run_id)
    return sealed


async def counts(tx: Tx, run_id: int) -> dict[str, int]:
    """How many shops are in each state, or have so many stars."""
    [row] = await tx.rows("rating_run_counts", run_id=run_id)
    names = {f"stars_{n}": f"{n}_stars" for n in range(1, MOST_STARS + 1)}
    return {names.get(name, name): row[name] for name in row.keys() if row[name]}  # noqa: SIM118 a row yields its values


class PackedRow(NamedTuple):
    """A `RatingRow` on its way to the database, its figures packed: plain values in the order of `rating_add`."""

    shop_id: int
    state: str
    score: float | None
    weakest: float | None
    stars: int | None
    shown: int | None
    previous: int | None
    looks: int
    figures: str
    packed: bytes


async def write(tx: Tx, run_id: int, rows: Sequence[RatingRow | PackedRow]) -> None:
    """Write a chunk of an unfinished run."""
    await tx.many_rows("rating_add", [(run_id, *row) for row in rows if isinstance(row, PackedRow)])
    plain = [values_of(row) for row in rows if isinstance(row, RatingRow)]
    await tx.many("rating_add", [{**values, "run_id": run_id, "packed": None} for values in plain])


async def publish(tx: Tx, run_id: int, at: datetime) -> None:
    """From now on everybody sees it."""
    await tx.do("rating_run_publish", id=run_id, at=at)


async def drop(tx: Tx, run_id: int) -> None:
    """Throw away an unpublished run; a published one cannot be dropped."""
    run = await tx.value("rating_run_drop_check", id=run_id)
    if run is not None:
        await tx.do("ratings_drop", id=run_id)
        await tx.do("rating_worlds_drop", run_id=run_id)
        await tx.do("rating_stretches_drop", run_id=run_id)
        await tx.do("rating_run_drop", id=run_id)


async def newest(tx: Tx, period: str, *, drafts: bool = False) -> RatingRun | None:
    """The published version of a period that counts; with `drafts` the newest draft instead."""
    return await tx.one(RatingRun, "rating_draft_newest" if drafts else "rating_run_newest", period=period)


async def recent(tx: Tx, most: int, *, drafts: bool = False) -> list[RatingRun]:
    """The newest published version of each period, the last period first; with `drafts` the newest drafts instead."""
    return await tx.all(RatingRun, "rating_drafts_newest" if drafts else "rating_runs_newest", most=most)


async def of_run(tx: Tx, run_id: int) -> list[RatingRow]:
    rows = await tx.rows("ratings_of_run", run_id=run_id)
    return [RatingRow(**_plain(row), figures=figures_of(row)) for row in rows]


async def of_people(tx: Tx, run_id: int, after: int, upto: int) -> dict[int, RatingRow]:
    """By shop, of those that the people between two numbers answer for."""
    rows = await tx.rows("ratings_of_people", run_id=run_id, after=after, upto=upto)
    return {row["shop_id"]: RatingRow(**_plain(row), figures=figures_of(row)) for row in rows}


async def latest(tx: Tx, shop_id: int, most: int = 1) -> list[Published]:
    """A shop's newest published ratings, the last period first."""
    rows = await tx.rows("rating_latest", shop_id=shop_id, most=most)
    return [
        Published(
            **_plain(row),
            figures=figures_of(row),
            period=row["period"],
            version=row["version"],
            through=instant(row["through"]),
        )
        for row in rows
    ]


_PLAIN = ("run_id", "shop_id", "state", "score", "weakest", "stars", "shown", "previous", "looks")


def _plain(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _PLAIN}
