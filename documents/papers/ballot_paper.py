"""The papers of a ballot: two to an A4 page to be cut apart, all alike, candidates by branch and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.drawing import fonts
from documents.papers.typeset import typeset
from texts import Say

TEMPLATE = Path(__file__).with_name("ballot_paper.typ")
PER_PAGE = 2


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """`candidates` are name and branch; `copies` how many may vote."""

    kind: str
    most: int
    candidates: Sequence[tuple[str, str]]
    copies: int
    bureau: str


def ballot_papers(known: BallotPaper, say: Say) -> bytes:
    """A PDF with at least as many papers as people who may vote."""
    words = {
        "title": say("ballots.paper_title", kind=known.kind),
        "how": say("ballots.paper_how", most=known.most),
        "candidates": [{"name": name, "branch": branch} for name, branch in known.candidates],
        "foot": say("ballots.paper_foot"),
        "bureau": known.bureau,
        "pages": -(-known.copies // PER_PAGE),
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
    return typeset(TEMPLATE, words)
