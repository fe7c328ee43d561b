"""先看谁: the order in which a member should visit their shops, each with a reason for people to read."""

from __future__ import annotations

from collections.abc import Iterable

from files.dataclass import dataclass
from programme.ids import ShopId

REASONS = ("never", "open", "candor", "help", "new_holder", "long_ago")
"""Why first, most pressing first; the words are in texts/."""
LOW_CANDOR = 1 / 3
"""A shop that told us less than a third of what others found is worth an early look."""
A_WEEK = 7
FIVE_WEEKS = 35
"""Days back in which looks are counted: who was looked at least comes first, whoever they are."""
"""Days without a look after which it is time: one look per shop per week."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What is known of one shop on the round; `walk` is its place in walking order, `number` its fixed number 1–10."""

    shop: ShopId
    number: int
    walk: int
    days_since_look: int | None = None
    open_findings: int = 0
    candor: float | None = None
    help_asked: bool = False
    new_holder: bool = False
    looks: int = 0
    """Looks by anybody in the last five weeks."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A shop in its turn; `reasons` most pressing first, empty when nothing presses."""

    shop: ShopId
    number: int
    reasons: tuple[str, ...]


def reasons(stop: Stop) -> tuple[str, ...]:
    holds = {
        "never": stop.days_since_look is None,
        "open": stop.open_findings > 0,
        "candor": stop.candor is not None and stop.candor < LOW_CANDOR,
        "help": stop.help_asked,
        "new_holder": stop.new_holder,
        "long_ago": stop.days_since_look is not None and stop.days_since_look > A_WEEK,
    }
    return tuple(reason for reason in REASONS if holds[reason])


def who_first(stops: Iterable[Stop]) -> list[Visit]:
    """The order of the Monday list: fewest looks in five weeks, then the most pressing reason, then how many,
    the longest unseen and walking order."""

    def turn(stop: Stop) -> tuple[int, int, int, int, int, int]:
        why = reasons(stop)
        first = REASONS.index(why[0]) if why else len(REASONS)
        return stop.looks, first, -len(why), -(stop.days_since_look or 0), stop.walk, stop.number

    return [Visit(s.shop, s.number, reasons(s)) for s in sorted(stops, key=turn)]
