"""What a rating run reads of whole grids, the evidence still packed: opened as rows for explaining, as columns for a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from files.dataclass import dataclass
from storage.ratings.clean_masks import days_of, mask_of
from storage.ratings.evidence_packing import (
    pack_cases,
    pack_looks,
    pack_reported,
    unpack_cases,
    unpack_looks,
    unpack_reported,
)
from storage.ratings.rating_inputs import Contested, Inputs, Place, Shut, Veto
from storage.shops.shops import Pause

EMPTY = bytes(2)
"""A part without a row."""


class Parts(NamedTuple):
    """One shop's looks, findings and self-checks that named a problem, packed."""

    looks: bytes = EMPTY
    cases: bytes = EMPTY
    reported: bytes = EMPTY


NOTHING = Parts()


@dataclass(frozen=True, slots=True)
class Packed:
    """The raw material of whole grids as it was at the run's cut-off; `residents` are the findings that residents reported.

    `clean` are each shop's days of “all met”, as bits from the day `first` on.
    """

    places: list[Place]
    parts: Mapping[int, Parts]
    first: int
    clean: Mapping[int, int]
    residents: frozenset[int]
    closures: Mapping[int, list[Shut]]
    pauses: list[Pause]
    contested: Mapping[int, list[Contested]]
    vetoes: Mapping[int, list[Veto]]
    before: Mapping[int, bytes]


def opened(packed: Packed) -> Inputs:
    """The same as rows."""
    parts, residents = packed.parts, packed.residents
    return Inputs(
        places=packed.places,
        looks={shop: unpack_looks(part.looks) for shop, part in parts.items()},
        clean={shop: days_of(mask, packed.first) for shop, mask in packed.clean.items()},
        reported={shop: unpack_reported(part.reported) for shop, part in parts.items()},
        cases={shop: unpack_cases(part.cases, shop, residents) for shop, part in parts.items()},
        closures=packed.closures,
        pauses=packed.pauses,
        contested=packed.contested,
        vetoes=packed.vetoes,
        before=packed.before,
    )


def closed(raw: Inputs) -> Packed:
    """The same packed again."""
    shops = {*raw.looks, *raw.cases, *raw.reported}
    first = min([day for days in raw.clean.values() for day in days], default=0)
    return Packed(
        places=raw.places,
        parts={
            shop: Parts(
                pack_looks(raw.looks.get(shop, ())),
                pack_cases(raw.cases.get(shop, ())),
                pack_reported(raw.reported.get(shop, ())),
            )
            for shop in shops
        },
        first=first,
        clean={shop: mask_of(days, first) for shop, days in raw.clean.items()},
        residents=frozenset(case.id for cases in raw.cases.values() for case in cases if case.resident),
        closures=raw.closures,
        pauses=raw.pauses,
        contested=raw.contested,
        vetoes=raw.vetoes,
        before=raw.before,
    )
