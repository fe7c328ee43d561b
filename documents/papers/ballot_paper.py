"""The papers of a ballot, all alike, candidates by branch and name: two to an A4 page to be cut apart, or whole pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from documents.drawing import fonts
from documents.papers.typeset import typeset
from files.dataclass import dataclass
from texts import Say

TEMPLATE = Path(__file__).with_name("ballot_paper.typ")
PER_PAGE = 2
ON_HALF = 24
"""Candidates that half a page holds; more of them have whole pages."""
ON_WHOLE = 56


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """`candidates` are name and branch; `copies` how many may vote."""

    kind: str
    most: int
    candidates: Sequence[tuple[str, str]]
    copies: int
    bureau: str


def ballot_papers(known: BallotPaper, say: Say) -> bytes:
    """A PDF with at least as many papers as people who may vote; of more than one page each page says which it is."""
    names = [{"name": name, "branch": branch} for name, branch in known.candidates]
    halves = len(names) <= ON_HALF
    sheets = [names] if halves else [names[at : at + ON_WHOLE] for at in range(0, len(names), ON_WHOLE)]
    words = {
        "title": say("ballots.paper_title", kind=known.kind),
        "how": say("ballots.paper_how", most=known.most),
        "halves": halves,
        "sheets": [
            {
                "candidates": sheet,
                "page": say("ballots.paper_page", page=at, pages=len(sheets)) if len(sheets) > 1 else "",
            }
            for at, sheet in enumerate(sheets, 1)
        ],
        "foot": say("ballots.paper_foot"),
        "bureau": known.bureau,
        "copies": -(-known.copies // PER_PAGE) if halves else known.copies,
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
    return typeset(TEMPLATE, words)
