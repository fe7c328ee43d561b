"""The evidence of one shop as bytes: looks, findings and reported problems, each row of one size, to be read as columns.

A part begins with the names of its duties; in the rows a duty is the place of its name, several are bits. Instants are
milliseconds, days ordinals, `NONE` what is missing. Every part is made from raw rows; nothing is ever added to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from struct import Struct

from programme.findings.finding_state import FindingState
from storage.ratings.as_of import Case

NONE = -(2**62)
LOOK = Struct("<4qiB5Iiq2I")
CASE = Struct("<11qi3B")
REPORTED = Struct("<qi2I")
SOURCES = ("linked", "cross", "spot")
ORIGINS = ("outsider", "self", "lead")
STATES = tuple(FindingState)


@dataclass(slots=True)
class Said:
    """A self-check as a run sees it; `at` in milliseconds, as it is stored: a run compares and never tells the hour."""

    day: date
    at: int
    duties: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """A look as a run sees it, with the self-check of that day that stood when it was recorded."""

    id: int
    day: date
    at: int
    tenure_id: int
    source: str
    duties: tuple[str, ...]
    facts: Mapping[str, float]
    left_out: frozenset[str]
    said: Said | None
    observer: int


class Part:
    """A part on its way to bytes: collects the names of duties as they are met."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._rows: list[bytes] = []

    def add(self, row: bytes) -> None:
        self._rows.append(row)

    def place(self, duty: str) -> int:
        return self._bits.setdefault(duty, len(self._bits))

    def mask(self, duties: Iterable[str]) -> int:
        return sum(1 << self.place(duty) for duty in dict.fromkeys(duties))

    def bytes(self) -> bytes:
        names = " ".join(self._bits).encode()
        return b"".join([len(names).to_bytes(2, "little"), names, *self._rows])


def split(part: bytes) -> tuple[bytes, bytes]:
    """The names and the rows."""
    end = 2 + int.from_bytes(part[:2], "little")
    return part[2:end], part[end:]


def split_all(parts: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The names, with their length before them, and the rows of many parts."""
    heads, rows, head = [], [], bytes(2)
    for part in parts:
        if not part.startswith(head):  # which it mostly does: a head begins with its length
            head = part[: 2 + part[0] + (part[1] << 8)]
        heads.append(head)
        rows.append(part[len(head) :])
    return heads, rows


@lru_cache(512)
def names_of(head: bytes) -> tuple[str, ...]:
    return tuple(head.decode().split())


def pack_looks(looks: Iterable[Kept]) -> bytes:
    """Looks, the newest first."""
    part = Part()
    for look in looks:
        said = look.said
        part.add(
            LOOK.pack(
                look.id,
                look.at,
                look.observer,
                look.tenure_id,
                look.day.toordinal(),
                SOURCES.index(look.source),
                part.mask(look.duties),
                part.mask([duty for duty, x in look.facts.items() if 0 < x < 1]),
                part.mask([duty for duty, x in look.facts.items() if x <= 0]),
                part.mask(look.facts),
                part.mask(sorted(look.left_out)),
                said.day.toordinal() if said else 0,
                said.at if said else NONE,
                part.mask(said.duties) if said else 0,
                part.mask(said.problems) if said else 0,
            )
        )
    return part.bytes()


def pack_cases(cases: Iterable[Case]) -> bytes:
    """Findings; whether a resident reported one is not part of it."""
    part = Part()
    for case in cases:
        numbers = (
            case.id,
            case.tenure_id,
            case.observation_id,
            case.found_by,
            case.opened_at,
            case.due_at,
            case.overdue_at,
            case.fixed_at,
            case.fixed_by,
            case.checked_at,
            case.again_at,
        )
        kinds = part.place(case.duty), ORIGINS.index(case.origin), STATES.index(case.state)
        part.add(CASE.pack(*[NONE if n is None else n for n in numbers], case.day.toordinal(), *kinds))
    return part.bytes()


def pack_reported(checks: Iterable[Said]) -> bytes:
    """Self-checks that named a problem."""
    part = Part()
    for check in checks:
        masks = part.mask(check.duties), part.mask(check.problems)
        part.add(REPORTED.pack(check.at, check.day.toordinal(), *masks))
    return part.bytes()


def unpack_looks(part: bytes) -> list[Kept]:
    head, rows = split(part)
    names = names_of(head)
    return [_kept(names, *row) for row in LOOK.iter_unpack(rows)]


def _kept(names: tuple[str, ...], *row: int) -> Kept:
    number, at, observer, tenure, day, source, duties, half, failed, named, left_out, *said = row
    facts = {d: 0.5 if d in _of(names, half) else 0.0 if d in _of(names, failed) else 1.0 for d in _of(names, named)}
    check = Said(_day(said[0]), said[1], _of(names, said[2]), _of(names, said[3])) if said[0] else None
    left = frozenset(_of(names, left_out))
    return Kept(number, _day(day), at, tenure, SOURCES[source], _of(names, duties), facts, left, check, observer)


def unpack_cases(part: bytes, shop_id: int, residents: frozenset[int]) -> list[Case]:
    head, rows = split(part)
    return [_case(names_of(head), shop_id, residents, *row) for row in CASE.iter_unpack(rows)]


def _case(names: tuple[str, ...], shop_id: int, residents: frozenset[int], *row: int) -> Case:
    number, tenure, look, by, opened, due, overdue, fixed, fixed_by, checked, again = (
        None if n == NONE else n for n in row[:11]
    )
    day, duty, origin, state = row[11:]
    return Case(
        id=number or 0,
        shop_id=shop_id,
        tenure_id=tenure or 0,
        duty=names[duty],
        origin=ORIGINS[origin],
        found_by=by or 0,
        observation_id=look,
        day=_day(day),
        opened_at=opened or 0,
        due_at=due,
        state=STATES[state],
        overdue_at=overdue,
        fixed_at=fixed,
        fixed_by=fixed_by,
        checked_at=checked,
        again_at=again,
        resident=number in residents,
    )


def unpack_reported(part: bytes) -> list[Said]:
    head, rows = split(part)
    names = names_of(head)
    return [
        Said(_day(day), at, _of(names, duties), _of(names, problems))
        for at, day, duties, problems in REPORTED.iter_unpack(rows)
    ]


@lru_cache(4096)
def _of(names: tuple[str, ...], mask: int) -> tuple[str, ...]:
    return tuple([name for n, name in enumerate(names) if mask >> n & 1])


@lru_cache(4096)
def _day(ordinal: int) -> date:
    return date.fromordinal(ordinal)
