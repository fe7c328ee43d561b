"""The calculation behind a star as table rows: printed by the command, shown on the board, checked in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from programme.duties import Duties
from programme.ratings.account import Line, lines
from programme.ratings.stars import Rating
from programme.rules import Rules
from texts import Say
from texts.days import Names

COLUMNS = ("what", "day", "note", "weight", "score", "product", "points")
DIGITS = 9


def account_rows(rating: Rating, rules: Rules, say: Say) -> list[dict[str, Any]]:
    """A row a line, its columns called as people call them; figures as numbers."""
    return [_row(line, rules, say) for line in lines(rating, rules)]


def _row(line: Line, rules: Rules, say: Say) -> dict[str, Any]:
    values = {
        "what": say(f"account.{line.part}"),
        "day": line.day.isoformat() if line.day else "",
        "note": _note(line, rules, say),
        "weight": _number(line.weight),
        "score": _number(line.score),
        "product": _number(line.product),
        "points": _number(line.points),
    }
    return {say(f"account.column_{name}"): values[name] for name in COLUMNS}


def _note(line: Line, rules: Rules, say: Say) -> str:
    known = Duties(rules.duties)
    duties = say("account.duties", duties=Names(tuple(known.by_key(key) or key for key in line.duties)))
    if line.part == "look":
        who = say(f"stars.by_{line.source}")
        return say("account.look_failed", who=who, duties=duties) if line.duties else say("account.look_met", who=who)
    if line.finding:
        return say("account.of_finding", duties=duties, finding=line.finding)
    return duties if line.duties else say(f"account.how_{line.part}") if line.part in EXPLAINED else ""


EXPLAINED = ("grid", "external", "self", "blended", "better", "limit", "score", "weakest")
"""Lines whose note says how they come about."""


def _number(value: float | None) -> float | str:
    return "" if value is None else round(value, DIGITS)


def as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Tabs between columns: it reads in a terminal and pastes into a spreadsheet."""
    if not rows:
        return ""
    return "\n".join("\t".join(map(str, cells)) for cells in (list(rows[0]), *(row.values() for row in rows)))
