"""The model of people in the simulator, unseen by any rating: what fails at a shop, who reports, notices and fixes it.

What goes wrong stays wrong until somebody puts it right: the shop by itself sooner or later, or at once when it was reported or
found. Luck comes from streams of their own, one for a shop and a purpose, and each day takes the same number of draws from each
whatever anybody does: so the same street can be lived twice, once honestly, and the two can be compared.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from files.dataclass import dataclass
from programme.duties import Duty


@dataclass(frozen=True, slots=True)
class World:
    """How people are on the whole: ranges are from the least to the most, chances a day unless said otherwise.

    `inflators` is the share of shops that keep quiet about `hides_most` of what is wrong, where the others keep quiet about
    `hides_some`; `notice` is the share of what is wrong that an observer sees; `careless` the chance that a duty as prone as
    hygiene goes wrong; `tidies` that a shop puts right by itself what nobody spoke of; `habit` of a self-check, which has
    nothing to do with how the door looks; `mends` that what was reported or found is put right in time.
    """

    inflators: float = 0.25
    hides_most: float = 0.95
    hides_some: float = 0.35
    notice: tuple[float, float] = (0.50, 0.95)
    careless: tuple[float, float] = (0.005, 0.90)
    tidies: tuple[float, float] = (0.80, 1.00)
    habit: tuple[float, float] = (0.0, 1.0)
    mends: tuple[float, float] = (0.40, 0.80)


WORLD = World()

PRONE = {"hygiene": 1.0, "order": 1.2, "green": 0.5, "facility": 0.4, "facade": 0.6}
"""How much more often one duty goes wrong than another; 0.8 for one the street has of its own."""


@dataclass(frozen=True, slots=True)
class Door:
    """One shop as it really is: chances, by duty where they differ; `hides` is the share of what is wrong it keeps quiet."""

    lapses: Mapping[str, float]
    tidies: float
    habit: float
    hides: float
    mends: float
    inflates: bool = False


class Life:
    """One door through the days: `failing` is what is not met in front of it now."""

    def __init__(self, door: Door, seed: int, number: int) -> None:
        self.door = door
        self.failing: set[str] = set()
        self._goes_wrong, self._tidies, self._says, self._sees, self._mends = (
            random.Random(f"{seed}/{number}/{purpose}")  # noqa: S311 a game, not a secret
            for purpose in ("goes wrong", "tidies", "says", "sees", "mends")
        )

    def wake(self) -> None:
        """A new day: some of what was wrong has been put right, something else may have gone wrong."""
        for duty, chance in self.door.lapses.items():
            wrong, tidied = self._goes_wrong.random() < chance, self._tidies.random() < self.door.tidies
            if duty in self.failing and tidied:
                self.failing.discard(duty)
            elif wrong:
                self.failing.add(duty)

    def says(self) -> frozenset[str] | None:
        """What today's self-check reports (nothing: all met), or None for no self-check."""
        silent = self._says.random() >= self.door.habit
        told = [d for d in self.door.lapses if self._says.random() >= self.door.hides and d in self.failing]
        return None if silent else frozenset(told)

    def sees(self, notice: float) -> frozenset[str]:
        """The duties an observer who notices these shares finds not met."""
        return frozenset([d for d in self.door.lapses if self._sees.random() < notice and d in self.failing])

    def mends(self, duties: Collection[str]) -> frozenset[str]:
        """Which of them are put right in time; those are not wrong any more."""
        mended = frozenset([d for d in self.door.lapses if self._mends.random() < self.door.mends and d in duties])
        self.failing -= mended
        return mended

    def state(self, duties: Sequence[Duty]) -> float:
        """The true state now, as a perfect observer would score it, 0 to 100."""
        whole = sum(d.weight for d in duties)
        return 100 * sum(d.weight for d in duties if d.key not in self.failing) / whole


def street(shops: int, duties: Sequence[Duty], seed: int, world: World = WORLD) -> list[Door]:
    """So many shops over the whole range of quality; exactly the world's share of them inflate, whatever they are like."""
    luck = random.Random(f"{seed}/street")  # noqa: S311
    doors = [_door(luck, duties, world) for _ in range(shops)]
    for number in luck.sample(range(shops), round(shops * world.inflators)):
        doors[number] = replace(doors[number], hides=world.hides_most, inflates=True)
    return doors


def honest(door: Door, world: World = WORLD) -> Door:
    """The same shop, had it not inflated."""
    return replace(door, hides=world.hides_some)


def eyes(people: int, seed: int, world: World = WORLD) -> list[float]:
    """How much each of so many observers notices."""
    luck = random.Random(f"{seed}/eyes")  # noqa: S311
    return [luck.uniform(*world.notice) for _ in range(people)]


def _door(luck: random.Random, duties: Sequence[Duty], world: World) -> Door:
    careless = luck.uniform(*world.careless)
    lapses = {d.key: min(careless * PRONE.get(d.key, 0.8) * luck.uniform(0.6, 1.4), 0.95) for d in duties}
    habit = _by_halves(luck, world.habit)
    return Door(lapses, luck.uniform(*world.tidies), habit, world.hides_some, luck.uniform(*world.mends))


def _by_halves(luck: random.Random, span: tuple[float, float]) -> float:
    """A chance near 0 or near 1: most people do a thing nearly every day or nearly never."""
    least, most = span
    return least + (most - least) * luck.betavariate(0.5, 0.5)
