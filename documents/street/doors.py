"""Every shop of a street with its star and what needs attention there, from one week's figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from documents.digest.digest_figures import Digest, ShopWeek
from programme.ids import ShopId
from programme.shops.doors import read_door, walk_key

Mark = Literal["overdue", "open", "unseen", "closed"]
MARKS: tuple[Mark, ...] = ("overdue", "open", "unseen", "closed")
"""超期, 待整改, 没看, 歇业: in the order in which they press."""


@dataclass(frozen=True, slots=True)
class Door:
    """One shop's door. `star` None: 待评; `number` None where the door's text has none."""

    shop_id: ShopId
    name: str
    text: str
    number: int | None
    star: int | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Street:
    """One street's doors in walking order."""

    name: str
    doors: tuple[Door, ...]

    @property
    def sides(self) -> tuple[tuple[Door, ...], ...]:
        """Odd and even house numbers, each side as one walks it; one row where the numbers do not part."""
        odd = tuple(d for d in self.doors if d.number is not None and d.number % 2)
        even = tuple(d for d in self.doors if d.number is not None and not d.number % 2)
        rest = tuple(d for d in self.doors if d.number is None)
        if min(len(odd), len(even)) * 4 < len(self.doors):
            return (self.doors,)
        return odd, even + rest

    def many(self, mark: Mark) -> int:
        return sum(mark in door.marks for door in self.doors)

    @property
    def pressing(self) -> tuple[int, int, int]:
        """What presses here: the streets that want somebody come first."""
        return self.many("overdue"), self.many("open"), self.many("unseen")


def doors_of(week: Digest) -> list[Street]:
    """All streets, the most pressing first and then by name; their doors in walking order."""
    late = {f.shop for f in week.outcomes("overdue", "handed")}
    by_street: dict[str, list[ShopWeek]] = defaultdict(list)
    for shop in week.shops:
        by_street[shop.street].append(shop)
    streets = [Street(name, _in_walking_order(shops, late)) for name, shops in by_street.items()]
    return sorted(streets, key=lambda s: (*(-n for n in s.pressing), s.name))


def _in_walking_order(shops: Sequence[ShopWeek], late: set[int]) -> tuple[Door, ...]:
    ordered = sorted(shops, key=lambda s: (walk_key(s.door, s.street), s.id))
    return tuple(Door(ShopId(s.id), s.name, s.door, read_door(s.door).number, s.new, _marks(s, late)) for s in ordered)


def _marks(shop: ShopWeek, late: set[int]) -> tuple[Mark, ...]:
    if not shop.possible:
        return ("closed",)
    found: list[Mark] = []
    if shop.id in late:
        found.append("overdue")
    elif shop.open_findings:
        found.append("open")
    if not shop.looks:
        found.append("unseen")
    return tuple(found)
