"""The script of a simulation: what everybody does each day, decided without the bot, so that it can be resumed or repeated.

The script knows the doors as they really are; the bot only hears what people write. The same seed is the same script.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.simulate.people import Door, Life
from programme.calendar import is_public_holiday
from programme.duties import Duty

SPOT_EVERY = 28
"""Days between two visits of the squad at one door: about a month."""
REST = 0.3
"""The share of shops that close over public holidays."""
CLOSES = 0.003
"""The chance a day that a shop closes for a few days for reasons of its own."""
_ONE = timedelta(days=1)


@dataclass(slots=True)
class Day:
    """What happens on one day, by shop number: self-checks, what observers find, which findings are fixed."""

    day: date
    closing: list[tuple[int, int]] = field(default_factory=list)
    late_fixes: list[int] = field(default_factory=list)
    says: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    own_fixes: list[int] = field(default_factory=list)
    looks: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    spots: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    fixes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    life: Life
    notice: float
    rests: bool
    luck: random.Random
    owed: set[str] = field(default_factory=set)
    opens_again: date = date.min


class Script:
    """Give it the days one after another, from the first; `states` are the doors' true states by shop, a number a day."""

    def __init__(
        self, doors: Sequence[Door], notices: Sequence[float], squad: float, duties: Sequence[Duty], seed: int
    ):
        self.states: list[list[float]] = [[] for _ in doors]
        self._duties = duties
        self._squad = squad
        self._places = []
        for number, (door, notice) in enumerate(zip(doors, notices, strict=True)):
            luck = random.Random(f"{seed}/{number}/closing")  # noqa: S311 a game, not a secret
            self._places.append(_Place(Life(door, seed, number), notice, luck.random() < REST, luck))

    def next(self, day: date) -> Day:
        """What happens on `day`."""
        doings = Day(day)
        for number, place in enumerate(self._places):
            self._live(number, place, doings)
            self.states[number].append(place.life.state(self._duties))
        return doings

    def _live(self, number: int, place: _Place, doings: Day) -> None:
        life = place.life
        life.wake()
        told, linked, spot = life.says(), life.sees(place.notice), life.sees(self._squad)
        if not self._is_open(number, place, doings):
            return
        if place.owed and not place.owed & life.failing:
            doings.late_fixes.append(number)
            place.owed.clear()
        if told is not None:
            doings.says.append((number, told))
        reported = told or frozenset()
        if self._mended(place, reported):
            doings.own_fixes.append(number)
        found = self._looked_at(number, doings, linked & life.failing, spot & life.failing)
        if self._mended(place, found - place.owed):
            doings.fixes.append(number)

    @staticmethod
    def _mended(place: _Place, wrong: frozenset[str] | set[str]) -> bool:
        """Whether everything that was reported is fixed; what is not stays due until it is."""
        mended = place.life.mends(wrong)
        if not wrong:
            return False
        place.owed |= wrong - mended
        return not place.owed

    def _looked_at(self, number: int, doings: Day, linked: frozenset[str], spot: frozenset[str]) -> frozenset[str]:
        """Once a week by the linked member, once in four weeks by the squad; nobody walks on a public holiday."""
        if is_public_holiday(doings.day):
            return frozenset()
        found: frozenset[str] = frozenset()
        if doings.day.toordinal() % 7 == number % 7:
            doings.looks.append((number, linked))
            found |= linked
        if doings.day.toordinal() % SPOT_EVERY == number % SPOT_EVERY:
            doings.spots.append((number, spot))
            found |= spot
        return found

    @staticmethod
    def _is_open(number: int, place: _Place, doings: Day) -> bool:
        day, closes, length = doings.day, place.luck.random() < CLOSES, place.luck.randint(2, 6)
        if day < place.opens_again:
            return False
        if place.rests and is_public_holiday(day):
            length = next(n for n in range(1, 30) if not is_public_holiday(day + n * _ONE))
        elif not closes:
            return True
        place.opens_again = day + length * _ONE
        doings.closing.append((number, length))
        return False
