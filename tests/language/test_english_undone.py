"""English that tells what was left undone, what is out, what is left out of praise, and praise that says nothing is wrong."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "facts"),
    [
        ("haven't swept yet", "bad:hygiene"),
        ("everything ok but I haven't emptied the bin yet", "bad:hygiene"),
        ("haven't swept the step yet", "bad:hygiene"),
        ("haven't had time to wipe the windows", "bad:facade"),
        ("everything except hygiene is fine", "bad:hygiene"),
        ("everything but the sign is ok, it flickers", "bad:facade"),
        ("the window needs a wash", "bad:facade"),
        ("window's filthy, kids had ice cream all over it", "bad:facade"),
        ("my nephew hung his doodah on the little tree", "bad:green"),
        ("swept and mopped, no problems", "ok"),
        ("everything fine out front, swept twice cause of the rain", "ok"),
        ("地扫了，没毛病", "ok"),
        ("we'll be closed next week", "closed:7"),
        (
            "The fault you put down on Tuesday was wrong, we weren't even open that day. Please look at it again",
            "appeal",
        ),
    ],
)
def test_merchants(says: str, facts: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == ({facts}, False)


@pytest.mark.parametrize(
    ("says", "facts"),
    [
        ("6 still has the pipes out", {"6 order=0"}),
        ("8 taxis everywhere", {"8 order=0"}),
        ("milk tea place has cups lying about and delivery bikes everywhere", {"9 hygiene=0", "9 order=0"}),
        ("7 the barber's pole isn't turning", {"7 facade=0"}),
        ("5 didn't clean the glass", {"5 facade=0"}),
        ("1 ok now, moved the bench in while I was there", {"1 order=0.5"}),
        ("report: loose kerb stone by the hotel at the bend of the river road, I put a cone there", {"report"}),
        ("6 and 8 both have stuff on the pavement", {"6 order=0", "8 order=0"}),
    ],
)
def test_members(says: str, facts: set[str], reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["member"])) == (facts, False)


@pytest.mark.parametrize(
    ("speaker", "says"),
    [
        ("merchant", "my sandwich board is out on the pavement, is that ok?"),
        ("merchant", "sure, no problem"),
        ("merchant", "haven't checked the bin"),
        ("merchant", "nothing hung on the tree"),
        ("member", "3 no baskets out"),
        ("member", "5 nice lady"),
        ("member", "3号卫生没问题"),
    ],
)
def test_no_look(speaker: str, says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    done, _ = read_as(reader.read(says, who[speaker]))
    assert not done
