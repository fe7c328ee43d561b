"""The sum behind a star, line by line, as a clerk can redo it in a spreadsheet: weights, scores, products, and the points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from files.dataclass import dataclass
from programme.ratings.evidence import weight_of
from programme.ratings.scale import scale
from programme.ratings.stars import Rating
from programme.rules import Rules


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `part` names it: grid, look, external, self, blended, better, overdue … limit, score, duty, weakest.

    `weight` × `score` = `product`; a result is the sum of products by the sum of weights above it, and stands in `score`.
    `duties` are what was not met in a look, the duty of a point, or the duty itself; `finding` its number.
    """

    part: str
    weight: float | None = None
    score: float | None = None
    product: float | None = None
    points: float | None = None
    day: date | None = None
    source: str = ""
    duties: tuple[str, ...] = ()
    finding: int = 0


def lines(rating: Rating, rules: Rules) -> Iterator[Line]:
    """The lines of a rating, in the order of the sum; nothing for a shop without a star."""
    if rating.score is None or rating.external is None or rating.blended is None:
        return
    m, mean = rules.rating.prior, rating.grid.mean
    yield Line("grid", m, mean, m * mean)
    yield from _looks(rating, rules)
    base = m + rating.weight
    yield Line("external", base, rating.external, base * rating.external)
    own = 100 * rating.trust
    yield Line("self", rating.own_weight, own, rating.own_weight * own)
    whole = base + rating.own_weight
    yield Line("blended", whole, rating.blended, whole * rating.blended)
    yield Line("better", score=max(rating.external, rating.blended))
    for item in rating.adjustment.items:
        duties = (item.duty,) if item.duty else ()
        yield Line(item.kind, points=item.points, day=item.day, duties=duties, finding=item.finding)
    yield Line("score", score=rating.score)
    for duty, found in rating.duties.items():
        yield Line("duty", score=found, duties=(duty,))
    yield Line("weakest", score=rating.weakest)


def _looks(rating: Rating, rules: Rules) -> Iterator[Line]:
    by = scale(rules)
    for look in sorted(rating.read, key=lambda look: (-look.age, look.id)):
        weight, score = weight_of(look, rules), by.score(look.counted, look.facts)
        if weight > 0 and score is not None:
            failed = tuple(d for d in look.counted if look.met(d) < 1)
            yield Line("look", weight, score, weight * score, day=look.day, source=look.source, duties=failed)
