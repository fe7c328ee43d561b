"""The streets of a week: every shop as a door with its star and what needs attention there, from the week's figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from documents.digest.digest_figures import Digest, ShopWeek
from documents.street.doors import Door, Mark, Street
from programme.ids import ShopId
from programme.shops.doors import read_door, walk_key


def doors_of(week: Digest) -> list[Street]:
    """All streets, the most pressing first and then by name; their doors in walking order."""
    late = {f.shop for f in week.outcomes("overdue", "handed")}
    by_street: dict[str, list[ShopWeek]] = defaultdict(list)
    for shop in week.shops:
        by_street[shop.street].append(shop)
    streets = [Street(name, _in_walking_order(shops, late)) for name, shops in by_street.items()]
    return sorted(streets, key=lambda s: (*(-n for n in s.pressing), s.name))


def _in_walking_order(shops: Sequence[ShopWeek], late: set[int]) -> tuple[Door, ...]:
    ordered = sorted(shops, key=lambda s: (s.walk or walk_key(s.door, s.street), s.id))
    return tuple(
        Door(ShopId(s.id), s.name, s.door, read_door(s.door).number, s.new, _marks(s, late), _point(s)) for s in ordered
    )


def _point(shop: ShopWeek) -> tuple[float, float] | None:
    if shop.latitude is None or shop.longitude is None:
        return None
    return shop.latitude, shop.longitude


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
