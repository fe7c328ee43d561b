"""From packed evidence to columns: whole grids of shops as arrays, for the columnar judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from programme.calendar import OpenDays
from programme.ratings.columns.day_table import day_table
from programme.ratings.columns.tables import NONE, Bools, Cases, Clean, Ints, Looks, Reported
from programme.ratings.columns.town import STATES, Pasts, Town
from programme.rules import Rules
from storage.core.rows import milliseconds
from storage.ratings.evidence_packing import STATES as FINDING_STATES
from storage.ratings.evidence_packing import names_of, split_all
from storage.ratings.figure_packing import Last
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
LAST = np.dtype([("tenure", _Q), ("stars", _B), ("gap", _B), ("day", _I), ("score", "<f8"), ("weakest", "<f8")])
_COUNTS: Bools = np.array([state not in UNCOUNTED for state in FINDING_STATES], np.bool_)


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
    names, blobs = split_all(parts)
    heads = {head: n for n, head in enumerate(dict.fromkeys(names))}
    many = np.array([len(blob) for blob in blobs], np.int64) // kind.itemsize
    shop = np.repeat(np.arange(len(parts)), many)
    head = np.array([heads[name] for name in names], np.int64)[shop]
    return _Rows(shop, head, [names_of(name[2:]) for name in heads], np.frombuffer(b"".join(blobs), kind))


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
        blobs = split_all([getattr(packed.parts[shop], name) for shop in shops])[1]
        rows = np.frombuffer(b"".join(blobs), kind)
        is_late = np.logical_or.reduce([rows[column] > until for column in columns])
        if is_late.any():
            many = [len(blob) // kind.itemsize for blob in blobs]
            late |= {shops[n] for n in np.repeat(np.arange(len(shops)), many)[is_late].tolist()}
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
    calendars, row = _calendars(places, raw)
    ruled = cache(lambda duties: keys.mask(applicable(duties, rules)))
    grids = {grid: n for n, grid in enumerate(dict.fromkeys(place.grid_id for place in places))}
    tenures = [place.tenure_id or 0 for place in places]
    town = Town(
        today=today,
        keys=keys.all,
        id=np.array([place.id for place in places], np.int64),
        grid=np.array([grids[place.grid_id] for place in places], np.int64),
        duties=np.array([ruled(place.duties) for place in places], np.int64),
        tenure=np.array(tenures, np.int64),
        since=np.array([NONE if place.since is None else place.since for place in places], np.int64),
        days=day_table(calendars, row, today, CALENDAR_DAYS),
        contested=frozenset().union(*[contested_looks(rows, through, rules) for rows in packed.contested.values()]),
        past=_pasts(packed, places, tenures),
        veto=_vetoes(places, raw, today, rules),
        shut=np.zeros(0, np.int64),
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


def _calendars(places: Sequence[Place], raw: Inputs) -> tuple[list[OpenDays], Ints]:
    """The calendars that occur, made once for each kind of shop, and which is each shop's."""
    numbers: dict[object, int] = {}
    found: list[OpenDays] = []
    row = np.zeros(len(places), np.int64)
    for n, place in enumerate(places):
        key: object = place.id
        if place.id not in raw.closures:
            key = place.open_days, place.holidays, *((place.grid_id, place.street) if raw.pauses else ())
        if key not in numbers:
            numbers[key] = len(found)
            found.append(open_days_of(place, raw))
        row[n] = numbers[key]
    return found, row


_NO_LAST = Last(0, 0, gap=False, day=0, score=0.0, weakest=0.0).packed()


def _pasts(packed: Packed, places: Sequence[Place], tenures: Sequence[int]) -> Pasts:
    before = packed.before
    rows = np.frombuffer(b"".join([before.get(place.id, _NO_LAST) for place in places]), LAST)
    is_theirs = rows["tenure"] == np.array(tenures, np.int64)
    stars, gap = np.where(is_theirs, rows["stars"], 0), is_theirs & (rows["gap"] == 1)
    has_star = stars > 0
    score, weakest, day = (np.where(has_star, rows[name], 0) for name in ("score", "weakest", "day"))
    return Pasts(stars.astype(np.int64), score, weakest, day.astype(np.int64), gap)


def _vetoes(places: Sequence[Place], raw: Inputs, today: date, rules: Rules) -> Bools:
    found = np.zeros(len(places), np.bool_)
    for n, place in enumerate(places):
        if place.id in raw.vetoes:
            found[n] = has_open_veto(place, raw, open_days_of(place, raw), today, rules)
    return found


def _shut(town: Town, places: Sequence[Place], raw: Inputs) -> Ints:
    """Asked only of those that may be shut: with a closure of their own, or not open within a week."""
    lately: Bools = np.logical_or.reduce(town.days.is_open[:, :WEEK], axis=1)
    is_open = lately[town.days.row].tolist()
    found = np.zeros(len(places), np.int64)
    for n, (place, one_open) in enumerate(zip(places, is_open, strict=True)):
        if not one_open or place.id in raw.closures:
            found[n] = STATES.index(shut_as(place, raw, town.today, is_open=one_open) or STATES[0])
    return found


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
    size = max([mask.bit_length() for mask in packed.clean.values()], default=0) // 8 + 1
    whole = b"".join([packed.clean.get(place.id, 0).to_bytes(size, "little") for place in places])
    bits = np.unpackbits(np.frombuffer(whole, np.uint8), bitorder="little").reshape(len(places), -1)
    shop, day = np.nonzero(bits)
    return Clean(shop, day + packed.first)
