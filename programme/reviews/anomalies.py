"""Anomalies a manager should check: observations recorded faster than one can walk, pictures used before.

An anomaly proves nothing and scores nothing; it only asks a person to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from files.dataclass import dataclass

WALK = timedelta(minutes=5)
MOST = 12
"""Shops in five minutes: a member's whole ten, entered after the round, is normal; more than that is a burst."""
SAME_PICTURE = 6
"""Bits of 64 in which two perceptual hashes of one picture may differ after a messenger has recompressed it."""
_BITS = 64


@dataclass(frozen=True, slots=True)
class Recorded:
    """One observation as it was recorded."""

    observer: int
    shop: int
    at: datetime
    day: date = date.min
    is_met: bool = True


@dataclass(frozen=True, slots=True)
class Burst:
    """A run of observations: so many different shops by one observer between two instants."""

    observer: int
    first: datetime
    last: datetime
    shops: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept picture; `phash` is its 64-bit perceptual hash in hexadecimal, empty when it has none."""

    id: int
    shop: int
    at: datetime
    sha256: str = ""
    phash: str = ""


@dataclass(frozen=True, slots=True)
class Reused:
    """Two pictures that look the same: `later` repeats `earlier`; they differ in `bits` bits."""

    earlier: Picture
    later: Picture
    bits: int


def bursts(looks: Iterable[Recorded], *, most: int = MOST, within: timedelta = WALK) -> list[Burst]:
    """Each observer's longest stretches with more than `most` different shops `within` one span."""
    by_observer: dict[int, list[Recorded]] = defaultdict(list)
    for look in sorted(looks, key=lambda r: (r.observer, r.at, r.shop)):
        by_observer[look.observer].append(look)
    return [burst for mine in by_observer.values() for burst in _bursts_of(mine, most, within)]


AT_ONCE, MINUTES = 9, timedelta(minutes=2)
"""More than nine shops within two minutes were not looked at one after another."""


def crowds(looks: Sequence[Recorded]) -> list[Burst]:
    """Bursts by either of the two measures, each listed once."""
    slow = bursts(looks)
    quick = [b for b in bursts(looks, most=AT_ONCE, within=MINUTES) if not any(_covers(s, b) for s in slow)]
    return sorted([*slow, *quick], key=lambda b: (b.observer, b.first))


def _covers(one: Burst, other: Burst) -> bool:
    return one.observer == other.observer and one.first <= other.last and other.first <= one.last


@dataclass(frozen=True, slots=True)
class Often:
    """One observer at one shop on so many days of a week: they weigh as one observation, and a manager should ask why."""

    observer: int
    shop: int
    at: datetime
    days: int


OFTEN = 5


def often(looks: Iterable[Recorded]) -> list[Often]:
    """The observers who recorded one shop on five or more days of the week."""
    days: dict[tuple[int, int], dict[date, datetime]] = defaultdict(dict)
    for look in looks:
        days[look.observer, look.shop].setdefault(look.day, look.at)
    return [Often(*key, max(at.values()), len(at)) for key, at in sorted(days.items()) if len(at) >= OFTEN]


def praised(looks: Iterable[Recorded]) -> list[Recorded]:
    """“All met” recorded for a shop where somebody else found a failure that day: one per observer and shop."""
    known = list(looks)
    failed: dict[tuple[int, date], set[int]] = defaultdict(set)
    for look in known:
        if not look.is_met:
            failed[look.shop, look.day].add(look.observer)
    found: dict[tuple[int, int], Recorded] = {}
    for look in known:
        if look.is_met and failed[look.shop, look.day] - {look.observer}:
            found.setdefault((look.observer, look.shop), look)
    return list(found.values())


def _bursts_of(mine: Sequence[Recorded], most: int, within: timedelta) -> Iterator[Burst]:
    """Bursts from spans that are too full; overlapping spans are one burst."""
    start, begun, ended = 0, -1, -1
    for end, look in enumerate(mine):
        while look.at - mine[start].at > within:
            start += 1
        if len({r.shop for r in mine[start : end + 1]}) <= most:
            continue
        if begun >= 0 and start > ended:
            yield _burst(mine[begun : ended + 1])
            begun = start
        begun, ended = (start if begun < 0 else begun), end
    if begun >= 0:
        yield _burst(mine[begun : ended + 1])


def _burst(looks: Sequence[Recorded]) -> Burst:
    return Burst(looks[0].observer, looks[0].at, looks[-1].at, len({r.shop for r in looks}))


def distance(one: str, other: str) -> int:
    """Bits in which two perceptual hashes differ; all of them when either is missing."""
    return (int(one, 16) ^ int(other, 16)).bit_count() if one and other else _BITS


def reused(pictures: Iterable[Picture], *, near: int = SAME_PICTURE) -> list[Reused]:
    """Every picture paired with the earliest one it repeats, in time order; O(pictures) for hashes that spread.

    Two hashes at most `near` bits apart agree in at least one of `near` + 1 slices, so only those sharing a slice are compared.
    """
    seen: dict[tuple[int, int] | str, list[Picture]] = defaultdict(list)
    found = []
    for picture in sorted(pictures, key=lambda p: (p.at, p.id)):
        keys = list(_slices(picture, near))
        known = {p.id: p for key in keys for p in seen[key]}
        same = [Reused(p, picture, _bits(p, picture)) for p in known.values()]
        match = min((r for r in same if r.bits <= near), key=lambda r: (r.earlier.at, r.earlier.id), default=None)
        if match:
            found.append(match)
        for key in keys:
            seen[key].append(picture)
    return found


def _bits(one: Picture, other: Picture) -> int:
    return 0 if one.sha256 and one.sha256 == other.sha256 else distance(one.phash, other.phash)


def _slices(picture: Picture, near: int) -> Iterator[tuple[int, int] | str]:
    if picture.sha256:
        yield picture.sha256
    if picture.phash:
        value = int(picture.phash, 16)
        for first, last in pairwise([_BITS * n // (near + 1) for n in range(near + 2)]):
            yield first, value >> first & ((1 << (last - first)) - 1)
