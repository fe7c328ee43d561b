"""From packed evidence to columns: whole grids of shops as arrays, for the columnar judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from programme.ratings.columns.day_table import day_table
from programme.ratings.columns.tables import NONE, Bools, Cases, Clean, Ints, Looks, Reported
from programme.ratings.columns.town import Town
from programme.rules import Rules
from storage.core.rows import milliseconds
from storage.ratings.evidence_packing import STATES, names_of, split
from storage.ratings.packed_inputs import NOTHING, Packed
from storage.ratings.rating_inputs import Inputs, Place
from storage.ratings.shop_evidence import (
    CALENDAR_DAYS,
    UNCOUNTED,
    WEEK,
    applicable,
    contested_looks,
    has_open_veto,
    open_days_of,
    past_of,
    shut_as,
)

_Q, _I, _U, _B = "<i8", "<i4", "<u4", "u1"
LOOK = np.dtype(
    [(name, _Q) for name in ("id", "at", "observer", "tenure")]
    + [("day", _I), ("source", _B)]
    + [(name, _U) for name in ("duties", "half", "failed", "named", "left_out")]
    + [("said_day", _I), ("said_at", _Q), ("said_duties", _U), ("said_problems", _U)]
)
CASE = np.dtype(
    [
        (name, _Q)
        for name in (
            *("id", "tenure", "look", "by", "opened", "due", "overdue", "fixed", "fixed_by", "checked", "again"),
        )
    ]
    + [("day", _I), ("duty", _B), ("origin", _B), ("state", _B)]
)
REPORTED = np.dtype([("at", _Q), ("day", _I), ("duties", _U), ("problems", _U)])
_COUNTS: Bools = np.array([state not in UNCOUNTED for state in STATES], np.bool_)


@dataclass(slots=True)
class _Rows:
    """One part of all shops: which shop and which list of names each row belongs to."""

    shop: Ints
    head: Ints
    heads: list[tuple[str, ...]]
    rows: npt.NDArray[Any]

    def column(self, name: str) -> Ints:
        found: Ints = self.rows[name].astype(np.int64)
        return found


def _rows(parts: Sequence[bytes], kind: np.dtype[Any]) -> _Rows:
    heads: dict[bytes, int] = {}
    blobs, head, many = [], [], []
    for part in parts:
        names, rows = split(part)
        head.append(heads.setdefault(names, len(heads)))
        blobs.append(rows)
        many.append(len(rows) // kind.itemsize)
    found = np.frombuffer(b"".join(blobs), kind)
    shop = np.repeat(np.arange(len(parts)), many)
    return _Rows(shop, np.array(head, np.int64)[shop], [names_of(names) for names in heads], found)


class _Keys:
    """The duties behind the bits of a town: those of the rules first, then whatever else was ever recorded."""

    def __init__(self, rules: Rules, parts: Sequence[_Rows]) -> None:
        ruled = [duty.key for duty in rules.duties]
        others = {name for part in parts for head in part.heads for name in head} - set(ruled)
        self.all = (*ruled, *sorted(others))
        self._bit = {key: n for n, key in enumerate(self.all)}

    def mask(self, names: Sequence[str]) -> int:
        return sum([1 << self._bit[name] for name in names])

    def masks(self, part: _Rows, column: str) -> Ints:
        """A column of bits by a part's own names, as bits by the town's."""
        own, found = part.column(column), np.zeros(len(part.shop), np.int64)
        for number, head in enumerate(part.heads):
            here = part.head == number if len(part.heads) > 1 else slice(None)
            found[here] = _moved(own[here], [self._bit[name] for name in head])
        return found

    def places(self, part: _Rows, column: str) -> Ints:
        """A column of places among a part's own names, as bits' numbers."""
        width = max([len(head) for head in part.heads], default=0)
        table = np.zeros((max(len(part.heads), 1), max(width, 1)), np.int64)
        for number, head in enumerate(part.heads):
            table[number, : len(head)] = [self._bit[name] for name in head]
        found: Ints = table[part.head, part.column(column)]
        return found


def _moved(mask: Ints, to: Sequence[int]) -> Ints:
    if list(to) == list(range(len(to))):
        return mask
    found = np.zeros(len(mask), np.int64)
    for n, bit in enumerate(to):
        found |= (mask >> n & 1) << bit
    return found


def late_shops(packed: Packed, through: datetime) -> set[int]:
    """The shops of whose evidence something was recorded after the cut-off."""
    shops, until = list(packed.parts), milliseconds(through)
    late: set[int] = set()
    for name, kind, columns in (
        ("looks", LOOK, ("at",)),
        ("cases", CASE, ("opened", "overdue", "fixed", "checked", "again")),
        ("reported", REPORTED, ("at",)),
    ):
        part = _rows([getattr(packed.parts[shop], name) for shop in shops], kind)
        for column in columns:
            late |= {shops[n] for n in np.unique(part.shop[part.rows[column] > until]).tolist()}
    return late


def town_of(packed: Packed, through: datetime, rules: Rules) -> tuple[list[Place], Town]:
    """The shops in the order in which they are judged, and their evidence as columns."""
    today = through.date()
    places = sorted(packed.places, key=attrgetter("grid_id", "id"))
    parts = [packed.parts.get(place.id, NOTHING) for place in places]
    looks, cases, reported = (
        _rows([getattr(part, name) for part in parts], kind)
        for name, kind in (("looks", LOOK), ("cases", CASE), ("reported", REPORTED))
    )
    keys = _Keys(rules, (looks, cases, reported))
    raw = _shell(packed)
    days = [open_days_of(place, raw) for place in places]
    grids = {grid: n for n, grid in enumerate(dict.fromkeys(place.grid_id for place in places))}
    tenures = [place.tenure_id or 0 for place in places]
    town = Town(
        today=today,
        keys=keys.all,
        id=np.array([place.id for place in places], np.int64),
        grid=np.array([grids[place.grid_id] for place in places], np.int64),
        duties=np.array([keys.mask(applicable(place.duties, rules)) for place in places], np.int64),
        tenure=np.array(tenures, np.int64),
        since=np.array([NONE if place.since is None else place.since for place in places], np.int64),
        days=day_table(days, today, CALENDAR_DAYS),
        contested=frozenset().union(*[contested_looks(rows, through, rules) for rows in packed.contested.values()]),
        past=[past_of(packed.before.get(place.id), tenure) for place, tenure in zip(places, tenures, strict=True)],
        veto=[has_open_veto(place, raw, own, today, rules) for place, own in zip(places, days, strict=True)],
        shut=[],
        looks=_looks(looks, keys),
        cases=_cases(cases, keys, packed.residents),
        reported=_reported(reported, keys),
        clean=_clean(packed, places),
    )
    town.shut = _shut(town, places, raw)
    return places, town


def _shell(packed: Packed) -> Inputs:
    """What is not packed, for the questions that are asked shop by shop."""
    return Inputs(
        places=packed.places,
        looks={},
        clean={},
        reported={},
        cases={},
        closures=packed.closures,
        pauses=packed.pauses,
        contested=packed.contested,
        vetoes=packed.vetoes,
        before={},
    )


def _shut(town: Town, places: Sequence[Place], raw: Inputs) -> list[str]:
    """Asked only of those that may be shut: with a closure of their own, or not open within a week."""
    lately: Bools = np.logical_or.reduce(town.days.is_open[:, :WEEK], axis=1)
    is_open = lately[town.days.row].tolist()
    return [
        "" if one_open and place.id not in raw.closures else shut_as(place, raw, town.today, is_open=one_open)
        for place, one_open in zip(places, is_open, strict=True)
    ]


def _looks(part: _Rows, keys: _Keys) -> Looks:
    said_day = part.column("said_day")
    return Looks(
        shop=part.shop,
        **{name: part.column(name) for name in ("id", "at", "observer", "tenure", "day", "source", "said_at")},
        **{name: keys.masks(part, name) for name in ("duties", "half", "failed", "named", "left_out")},
        **{name: keys.masks(part, name) for name in ("said_duties", "said_problems")},
        said_day=np.where(said_day == 0, NONE, said_day),
    )


def _cases(part: _Rows, keys: _Keys, residents: frozenset[int]) -> Cases:
    plain = ("id", "tenure", "look", "by", "opened", "due", "overdue", "fixed", "fixed_by", "checked", "again")
    number = part.column("id")
    return Cases(
        shop=part.shop,
        **{name: part.column(name) for name in (*plain, "day", "origin")},
        duty=keys.places(part, "duty"),
        counts=_COUNTS[part.column("state")],
        resident=np.isin(number, np.fromiter(residents, np.int64, len(residents))),
    )


def _reported(part: _Rows, keys: _Keys) -> Reported:
    masks = (keys.masks(part, name) for name in ("duties", "problems"))
    return Reported(part.shop, part.column("day"), part.column("at"), *masks)


def _clean(packed: Packed, places: Sequence[Place]) -> Clean:
    days = [packed.clean.get(place.id, ()) for place in places]
    shop = np.repeat(np.arange(len(places)), [len(said) for said in days])
    return Clean(shop, np.array([day for said in days for day in said], np.int64))
