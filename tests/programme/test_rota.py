"""Ten merchants each, along the street; a second pair of eyes for every shop within a quarter; the Monday order."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.reviews.cross_review import Turn, chosen, swap
from programme.reviews.rota import Helper, Place, cover, numbers, propose
from programme.reviews.visits import Stop, reasons, who_first


def street(count: int, grid: str = "一", first: int = 1) -> list[Place]:
    return [Place(n, grid, (grid, f"{n:06d}")) for n in range(first, first + count)]


def test_a_street_is_cut_into_walks() -> None:
    proposal = propose(street(20), [Helper(1, "一"), Helper(2, "一")], {})
    assert [proposal.links[n] for n in range(1, 21)] == [1] * 10 + [2] * 10


def test_what_is_linked_stays_and_the_new_ones_go_to_whoever_has_least() -> None:
    before = {1: 7, 2: 7, 3: 7}
    proposal = propose(street(8), [Helper(7, "一"), Helper(8, "一")], before)
    assert proposal.links == before | {4: 7, 5: 8, 6: 8, 7: 8, 8: 8}
    assert set(proposal.new) == {4, 5, 6, 7, 8}


def test_the_eleventh_shop_is_left_and_named() -> None:
    assert propose(street(12), [Helper(1, "一")], {}).left == (11, 12)


def test_nobody_links_to_a_shop_they_answer_for() -> None:
    proposal = propose(street(4), [Helper(1, "一", frozenset({1, 2})), Helper(2, "一")], {})
    assert {proposal.links[1], proposal.links[2]} == {2}


def test_a_free_member_goes_where_most_shops_wait() -> None:
    places = street(3, "一") + street(9, "二", 100)
    proposal = propose(places, [Helper(1), Helper(2, "一")], {})
    assert {proposal.links[s] for s in range(100, 109)} == {1}


@given(
    grids=st.lists(st.integers(1, 25), min_size=1, max_size=4),
    team=st.lists(st.sampled_from(["", "0", "1", "2", "3"]), max_size=8),
)
def test_at_most_ten_and_balanced_in_any_town(grids: list[int], team: list[str]) -> None:
    places = [p for g, many in enumerate(grids) for p in street(many, str(g), g * 100)]
    helpers = [Helper(n, grid) for n, grid in enumerate(team)]
    proposal = propose(places, helpers, {})
    loads = Counter(proposal.links.values())
    assert all(n <= 10 for n in loads.values())
    assert set(proposal.links) | set(proposal.left) == {p.shop for p in places}
    assert not set(proposal.links) & set(proposal.left)
    for grid in {h.grid for h in helpers if h.grid}:
        there = [loads[h.id] for h in helpers if h.grid == grid]
        assert max(there) - min(there) <= 1
    assert propose(places, helpers, proposal.links).links == proposal.links


def test_numbers_are_kept_and_gaps_are_filled() -> None:
    assert numbers({5: 2, 9: 4}, [11, 12, 13, 5]) == {5: 2, 9: 4, 11: 1, 12: 3, 13: 5}
    with pytest.raises(ValueError, match="at most 10"):
        numbers({n: n for n in range(1, 11)}, [11])


COVERS = [
    ("same grid first", [Helper(1, "一"), Helper(2, "二"), Helper(3, "一")], {2: 0, 3: 9}, 3),
    ("the least loaded", [Helper(1, "一"), Helper(2, "一"), Helper(3, "一")], {2: 5, 3: 4}, 3),
    ("nobody who is away", [Helper(1, "一"), Helper(2, "一", away=True), Helper(3, "二")], {}, 3),
    ("nobody who answers for one of them", [Helper(1, "一"), Helper(2, "一", frozenset({50}))], {}, None),
    ("nobody at all: the manager", [Helper(1, "一")], {}, None),
]


@pytest.mark.parametrize(("words", "helpers", "loads", "who"), COVERS, ids=[c[0] for c in COVERS])
def test_cover(words: str, helpers: list[Helper], loads: dict[int, int], who: int | None) -> None:
    assert cover(1, helpers, loads, taken={50}) == who, words


@pytest.mark.parametrize("members", [2, 3, 4, 7, 12])
def test_within_a_quarter_every_shop_was_seen_by_two_people(members: int) -> None:
    helpers = [Helper(m, "一") for m in range(members)]
    unseen: dict[int, int | None] = dict.fromkeys(range(members * 10))
    seen = set()
    for month in ("2026-10", "2026-11", "2026-12"):
        turns = [Turn(s, s // 10, s, days) for s, days in unseen.items()]
        pairs = swap(month, turns, helpers)
        assert all(who != shop // 10 for shop, who in pairs.items())
        assert set(Counter(shop // 10 for shop in pairs).values()) == {4}
        assert set(Counter(pairs.values()).values()) == {4}
        seen |= set(pairs)
        unseen = {s: 0 if s in pairs else None if days is None else days + 30 for s, days in unseen.items()}
    assert seen == set(range(members * 10))


def test_a_lone_member_has_no_partner_and_nobody_reviews_their_own() -> None:
    assert swap("2026-11", [Turn(1, 1, 1)], [Helper(1, "一")]) == {}
    assert swap("2026-11", [Turn(1, 1, 1)], [Helper(1, "一"), Helper(2, "一", frozenset({1}))]) == {}
    assert swap("2026-11", [Turn(1, 1, 1)], [Helper(1, "一"), Helper(2, "二")]) == {1: 2}


def test_every_second_cross_review_goes_to_the_neighbouring_grid() -> None:
    helpers = [Helper(n, "一二三"[n // 2]) for n in range(6)]
    pairs = swap("2026-11", [Turn(s, s // 10, s) for s in range(60)], helpers)
    across = Counter(s // 10 for s, who in pairs.items() if who // 2 != s // 20)
    assert set(across.values()) <= {1, 2}, "one or two of each member's four"
    assert len(across) == 6
    assert set(Counter(pairs.values()).values()) <= {3, 4, 5}, "everybody takes about as many"


def test_longest_unseen_first_then_in_walking_order() -> None:
    turns = [Turn(n, 1, n, days) for n, days in enumerate([9, 80, None, 30, 70, 1, 2, 3, 4, 5])]
    assert [t.shop for t in chosen(turns)] == [1, 2, 3, 4]


def test_who_first_with_reasons() -> None:
    stops = [
        Stop(1, 1, 1, days_since_look=3),
        Stop(2, 2, 2, days_since_look=9),
        Stop(3, 3, 3, days_since_look=3, new_holder=True),
        Stop(4, 4, 4, days_since_look=3, help_asked=True),
        Stop(5, 5, 5, days_since_look=3, candor=0.2),
        Stop(6, 6, 6, days_since_look=3, open_findings=1),
        Stop(7, 7, 7, days_since_look=30, open_findings=1, candor=0.1),
        Stop(8, 8, 8),
        Stop(9, 9, 9, days_since_look=3, candor=0.5),
    ]
    assert [v.shop for v in who_first(stops)] == [8, 7, 6, 5, 4, 3, 2, 1, 9]
    assert who_first(stops)[1].reasons == ("open", "candor", "long_ago")
    seen = [replace(stop, looks=1 + stop.shop % 2) for stop in stops]
    assert [v.shop for v in who_first(seen)] == [8, 6, 4, 2, 7, 5, 3, 1, 9], (
        "fewest looks in five weeks before any reason"
    )
    assert reasons(stops[0]) == ()
