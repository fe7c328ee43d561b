"""Everything a rating run needs to know of one grid, read together so that it is one moment's truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage import shops
from storage.evidence import Observation, SelfCheck
from storage.findings import Finding
from storage.ratings import RatingRow
from storage.shops import Closure, Pause, Shop
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Begun:
    """A shop's current tenure and since when."""

    shop_id: int
    tenure_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Veto:
    shop_id: int
    since: date


@dataclass(frozen=True, slots=True)
class GridInputs:
    """One grid's raw material; `said` holds also the self-checks that stood when a look was recorded."""

    shops: list[Shop]
    tenures: dict[int, Begun]
    observations: list[Observation]
    standing: list[SelfCheck]
    said: dict[int, SelfCheck]
    findings: list[Finding]
    closures: list[Closure]
    pauses: list[Pause]
    contested: frozenset[int]
    vetoes: list[Veto]
    before: dict[int, RatingRow]

    def closures_of(self, shop: Shop) -> list[Closure]:
        return [c for c in self.closures if c.shop_id == shop.id]


async def of_grid(
    tx: Tx, grid_id: int, *, first: date, last: date, through: datetime, previous_run: int | None
) -> GridInputs:
    """Looks and self-checks of the days `first`…`last` made before `through`, and the rows of the run before."""
    span = {"grid_id": grid_id, "first": first, "last": last, "through": through}
    standing = await tx.all(SelfCheck, "self_checks_of_grid", **span)
    then = await tx.all(SelfCheck, "self_checks_by_id", grid_id=grid_id, first=first)
    before = (
        await tx.all(RatingRow, "ratings_of_run_in_grid", run_id=previous_run, grid_id=grid_id) if previous_run else []
    )
    tenures = await tx.all(Begun, "rating_reports", grid_id=grid_id)
    return GridInputs(
        shops=await shops.in_grid(tx, grid_id),
        tenures={t.shop_id: t for t in tenures},
        observations=await tx.all(Observation, "observations_of_grid", **span),
        standing=standing,
        said={check.id: check for check in (*standing, *then)},
        findings=await tx.all(Finding, "findings_of_grid", grid_id=grid_id, first=first, through=through),
        closures=await shops.closures_in_grid(tx, grid_id, first, last),
        pauses=await shops.pauses(tx, first, last),
        contested=frozenset(
            row["subject_id"] for row in await tx.rows("rating_contested", grid_id=grid_id, through=through)
        ),
        vetoes=await tx.all(Veto, "rating_vetoes", grid_id=grid_id, through=through),
        before={row.shop_id: row for row in before},
    )
