"""A street as a row of doors: each shop with its star and what needs attention there."""

from __future__ import annotations

from typing import Literal

from files.dataclass import dataclass
from programme.ids import ShopId

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
    point: tuple[float, float] | None = None
    """Latitude and longitude of WGS 84, where somebody gave them."""


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
