"""Whom a pause concerns: the members and holders of the shops there, but not those whose shops another pause still covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from programme.ids import PersonId
from storage.core.tx import Tx
from storage.shops import shops
from storage.shops.shops import Pause

Place = tuple[int | None, str]
"""A grid or a street; neither is everywhere."""
Whom = Literal["member", "shop"]


def place_of(pause: Pause) -> Place:
    return pause.grid_id, pause.street


def lies_in(place: Place, grid: int, street: str) -> bool:
    """Whether a shop of this grid and street is in the area."""
    return place[0] in (None, grid) and place[1] in ("", street)


def meet(one: Place, other: Place) -> bool:
    """Whether two areas may have a shop in common."""
    return (one[0] == other[0] or None in (one[0], other[0])) and (one[1] == other[1] or "" in (one[1], other[1]))


async def concerned(tx: Tx, place: Place, still: Sequence[Pause] = ()) -> dict[PersonId, Whom]:
    """Everybody once, as a member or as a shop; nobody whose shops are all `still` paused."""
    told: dict[PersonId, Whom] = {}
    named: tuple[tuple[str, Whom], ...] = (("pause_members", "member"), ("pause_holders", "shop"))
    for name, whom in named:
        for row in await tx.rows(name, grid_id=place[0], street=place[1]):
            if not any(lies_in(place_of(p), row["grid_id"], row["street"]) for p in still):
                told.setdefault(row["person_id"], whom)
    return told


async def ended_on(tx: Tx, last: date) -> list[Pause]:
    """The pauses whose last day was this one."""
    return [pause for pause in await shops.pauses(tx, last, last) if pause.until == last]


async def name_of(tx: Tx, pause: Pause) -> str:
    """The street or grid by name; empty for everywhere."""
    return pause.street or next((g.name for g in await shops.grids(tx) if g.id == pause.grid_id), "")
