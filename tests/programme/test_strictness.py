"""The private hint: at the limit, over enough shared shop-weeks, and only of those outside."""

from __future__ import annotations

import pytest

from programme.reviews.strictness import LEAST, Shared, hints

CASES = [
    ("found less than half", 2.0, 0.9, LEAST, {2: "lenient"}),
    ("exactly half", 2.0, 1.0, LEAST, {}),
    ("found twice as much", 1.0, 2.0, LEAST, {}),
    ("found more than twice", 1.0, 2.1, LEAST, {1: "lenient", 2: "strict"}),
    ("too few shared weeks", 2.0, 0.0, LEAST - 1, {}),
    ("nobody found anything", 0.0, 0.0, LEAST, {}),
]


@pytest.mark.parametrize(("words", "first", "second", "weeks", "told"), CASES, ids=[c[0] for c in CASES])
def test_who_is_hinted_at(words: str, first: float, second: float, weeks: int, told: dict[int, str]) -> None:
    both = [Shared(who, 1, week, faults) for week in range(weeks) for who, faults in ((1, first), (2, second))]
    assert hints(both).get(2) == told.get(2), words
    alone = [Shared(3, 2, week, 0.0) for week in range(weeks)]
    assert 3 not in hints([*both, *alone]), "whoever shares no door with anybody is compared with nobody"
