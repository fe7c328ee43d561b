"""转交单: everything somebody hands over, on A4, with room for both signatures and the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from documents.drawing import fonts
from documents.papers.typeset import typeset
from files.dataclass import dataclass
from texts import Say
from texts.days import Weekday

TEMPLATE = Path(__file__).with_name("rotation_paper.typ")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it: `sections` are a heading and a line for each thing in hand."""

    leaver: str
    successor: str
    day: date
    sections: Sequence[tuple[str, Sequence[str]]]
    bureau: str


def rotation_pdf(known: Paper, say: Say) -> bytes:
    """The sheet as PDF, its fonts within."""
    words = {
        "title": say("rotation.paper_title"),
        "bureau": known.bureau,
        "from_word": say("rotation.paper_from"),
        "to_word": say("rotation.paper_to"),
        "day_word": say("rotation.paper_day"),
        "leaver": known.leaver,
        "successor": known.successor,
        "day": Weekday(known.day).name(say.language),
        "sections": [{"head": head, "lines": list(lines)} for head, lines in known.sections],
        "nothing": say("rotation.nothing"),
        "signed_over": say("rotation.paper_signed_over"),
        "signed_taken": say("rotation.paper_signed_taken"),
        "signed_by": say("rotation.paper_signed_by"),
        "foot": say("rotation.paper_foot"),
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
    return typeset(TEMPLATE, words)
