"""From packed evidence to columns: whole grids of shops as arrays, for the columnar judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from operator import attrgetter

import numpy as np

from programme.calendar import OpenDays
from programme.ratings.columns.day_table import day_table
from programme.ratings.columns.tables import NONE, Bools, Cases, Clean, Ints, Looks, Reported
from programme.ratings.columns.town import STATES, Pasts, Town
from programme.rules import Rules
from storage.ratings.evidence_packing import STATES as FINDING_STATES
from storage.ratings.evidence_packing import names_of
from storage.ratings.evidence_tables import Table, in_order
from storage.ratings.figure_packing import Last
from storage.ratings.packed_inputs import Packed
from storage.ratings.rating_inputs import Inputs, Place
from storage.ratings.shop_evidence import (
    CALENDAR_DAYS,
    MOSTLY_SHUT,
    UNCOUNTED,
    WEEK,
    applicable,
    contested_looks,
    has_open_veto,
    open_days_of,
    shut_as,
)

_Q, _I, _B = "<i8", "<i4", "u1"
LAST = np.dtype([("tenure", _Q), ("stars", _B), ("gap", _B), ("day", _I), ("score", "<f8"), ("weakest", "<f8")])
_COUNTS: Bools = np.array([state not in UNCOUNTED for state in FINDING_STATES], np.bool_)


class _Keys:
    """The duties behind the bits of a town: those of the rules first, then whatever else was ever recorded."""

    def __init__(self, rules: Rules, tables: Iterable[Table]) -> None:
        ruled = [duty.key for duty in rules.duties]
        others = {name for table in tables for head in table.heads for name in names_of(head[2:])} - set(ruled)
        self.all = (*ruled, *sorted(others))
        self._bit = {key: n for n, key in enumerate(self.all)}

    def mask(self, names: Sequence[str]) -> int:
        return sum([1 << self._bit[name] for name in names])

    def masks(self, table: Table, column: str) -> Ints:
        """A column of bits by a table's own names, as bits by the town's."""
        own, moves = table.column(column), [self._places(head) for head in table.heads]
        if all(places == list(range(len(places))) for places in moves):
            return own
        found, head = np.zeros(len(own), np.int64), np.repeat(table.head, table.many)
        for number, places in enumerate(moves):
            here = head == number if len(moves) > 1 else slice(None)
            found[here] = _moved(own[here], places)
        return found

    def places(self, table: Table, column: str) -> Ints:
        """A column of places among a table's own names, as bits' numbers."""
        moves = [self._places(head) for head in table.heads]
        width = max(map(len, moves), default=0)
        filled = [places + [0] * (width + 1 - len(places)) for places in moves]
        to = np.array(filled, np.int64).reshape(len(moves), width + 1)
        found: Ints = to[np.repeat(table.head, table.many), table.column(column)]
        return found

    def _places(self, head: bytes) -> list[int]:
        return [self._bit[name] for name in names_of(head[2:])]


def _moved(mask: Ints, to: Sequence[int]) -> Ints:
    found = np.zeros(len(mask), np.int64)
    for n, bit in enumerate(to):
        found |= (mask >> n & 1) << bit
    return found


def town_of(packed: Packed, through: datetime, rules: Rules) -> tuple[list[Place], Town]:
    """The shops in the order in which they are judged, and their evidence as columns."""
    today = through.date()
    places = sorted(packed.places, key=attrgetter("grid_id", "id"))
    tables = in_order(packed.parts, [place.id for place in places]).tables
    keys = _Keys(rules, tables.values())
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
        looks=_looks(tables["looks"], keys),
        cases=_cases(tables["cases"], keys, packed.residents),
        reported=_reported(tables["reported"], keys),
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
    """Asked only of those that may be shut: not open within a week, or shut on most of the last days, for whatever reason."""
    days = town.days
    lately: Bools = np.logical_or.reduce(days.is_open[:, :WEEK], axis=1)
    mostly = days.is_shut[:, :MOSTLY_SHUT].sum(axis=1) > MOSTLY_SHUT / 2
    found = np.zeros(len(places), np.int64)
    for n in np.flatnonzero((~lately | mostly)[days.row]).tolist():
        is_open = bool(lately[days.row[n]])
        found[n] = STATES.index(shut_as(places[n], raw, town.today, is_open=is_open) or STATES[0])
    return found


def _looks(part: Table, keys: _Keys) -> Looks:
    said_day = part.column("said_day")
    return Looks(
        shop=part.shop,
        **{name: part.column(name) for name in ("id", "at", "observer", "tenure", "day", "source", "said_at")},
        **{name: keys.masks(part, name) for name in ("duties", "half", "failed", "named", "left_out")},
        **{name: keys.masks(part, name) for name in ("said_duties", "said_problems")},
        said_day=np.where(said_day == 0, NONE, said_day),
    )


def _cases(part: Table, keys: _Keys, residents: frozenset[int]) -> Cases:
    plain = ("id", "tenure", "look", "by", "opened", "due", "overdue", "fixed", "fixed_by", "checked", "again")
    number = part.column("id")
    return Cases(
        shop=part.shop,
        **{name: part.column(name) for name in (*plain, "day", "origin")},
        duty=keys.places(part, "duty"),
        counts=_COUNTS[part.column("state")],
        resident=np.isin(number, list(residents)) if residents else np.zeros(len(number), np.bool_),
    )


def _reported(part: Table, keys: _Keys) -> Reported:
    masks = (keys.masks(part, name) for name in ("duties", "problems"))
    return Reported(part.shop, part.column("day"), part.column("at"), *masks)


def _clean(packed: Packed, places: Sequence[Place]) -> Clean:
    size = max([mask.bit_length() for mask in packed.clean.values()], default=0) // 8 + 1
    whole = b"".join([packed.clean.get(place.id, 0).to_bytes(size, "little") for place in places])
    bits = np.unpackbits(np.frombuffer(whole, np.uint8), bitorder="little").reshape(len(places), -1)
    return Clean(packed.first, bits.view(np.bool_))
