"""English words that tell what a thing is: a light that is on, boxes of whatever, who broke it, what is left."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("person", "says", "meant"),
    [
        ("merchant", "everything's tidy", "ok"),
        ("merchant", "Everything's fine, swept, sign on", "ok"),
        ("merchant", "everything but the sign, it flickers", "bad:facade"),
        ("merchant", "everything fine except two paving stones cracked by the garbage truck", "bad:facility"),
        ("merchant", "boxes of phone covers still on the sidewalk", "bad:order"),
        ("merchant", "put two tables outside for lunch", "bad:order"),
        ("merchant", "I have put my signboard out on the walkway", "bad:order"),
        ("merchant", "Took the laundry off the railings and the tree", "fixed"),
        ("merchant", "repaired the lamp, please come and have a look", "fixed"),
        ("merchant", "the lamp is broken, please come and have a look", "help"),
        ("member", "7 hung wet capes on the tree", "7 green=0"),
        ("member", "4 has peeling adverts stuck on the sign", "4 facade=0"),
        ("member", "1: sign off, otherwise clean", "1 facade=0"),
        ("member", "6 ladders left out front", "6 order=0"),
    ],
)
def test_it_is_told_at_once(person: str, says: str, meant: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who[person])) == ({meant}, False)


@pytest.mark.parametrize("says", ["the sign's on", "sign on the pavement next door", "put new soil in the flower bed"])
def test_it_tells_no_fault(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["merchant"]))
    assert not {fact for fact in did if fact.startswith(("bad:", "ok"))}
