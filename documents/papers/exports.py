"""Writes exported rows as a JSON array of flat objects, CSV, or an Excel sheet; a star with its reasons in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from documents.papers.tables import separated, with_mark, workbook
from documents.wording.star_words import StarWords, star_message
from programme.digest.figures import WeekFigures
from programme.rules import Rules
from texts import Say

FORMATS = ("csv", "json", "xlsx")

Flat = Mapping[str, Any]


def as_json(rows: Sequence[Flat]) -> bytes:
    """One object a line, so that a large export can be read line by line too."""
    lines = b",\n".join(orjson.dumps(row) for row in rows)
    return b"[\n" + lines + b"\n]\n" if rows else b"[]\n"


def as_csv(rows: Sequence[Flat], *, for_excel: bool) -> bytes:
    """With headings. `for_excel` puts the mark in front by which Excel knows UTF-8; a pipe is better off without."""
    headings = list(rows[0]) if rows else []
    text = "".join(separated(headings, [list(row.values()) for row in rows])) if rows else ""
    return with_mark(text) if for_excel else text.encode()


def as_xlsx(rows: Sequence[Flat], what: str) -> bytes:
    return workbook(list(rows[0]) if rows else [], [list(row.values()) for row in rows], sheet=what)


def explained(rows: Sequence[Flat], rules: Rules, say: Say) -> list[dict[str, Any]]:
    """Ratings as flat rows: the figures behind a star become its explanation in words; without a rating there are no stars."""
    return [_explained(row, rules, say) for row in rows]


def figure_rows(told: WeekFigures, say: Say) -> list[dict[str, Any]]:
    """The figures of a week, each with what it is called and what it means."""
    return [
        {"name": name, "value": value, "called": say(f"figures.{name}"), "means": say(f"figures.{name}_means")}
        for name, value in told.as_dict().items()
    ]


def _explained(row: Flat, rules: Rules, say: Say) -> dict[str, Any]:
    flat = {name: value for name, value in row.items() if name != "figures"}
    if row["state"] != "rated":
        flat["stars"] = flat["shown"] = None
    through = datetime.fromisoformat(row["through"]).date()
    words = StarWords(row["shop"], row["state"], row["shown"], row["stars"], row["previous"], through, row["figures"])
    flat["explanation"] = star_message(words, rules, say).replace("\n", " ")
    return flat | _parts(row["figures"])


PARTS = ("E", "B", "weight", "own_weight", "trust", "mean")
POINTS = ("overdue", "repeated", "fixed", "resident", "own", "total")


def _parts(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of the sum behind a star; empty where a run did not keep them yet."""
    adjustment = figures.get("adjustment") or {}
    found = {name: figures.get(name) for name in PARTS}
    found |= {f"points_{name}": adjustment.get(name) for name in POINTS}
    return found | {"unsteady": figures.get("unsteady"), "why": figures.get("why")}
