"""A roster in words before it is applied: what is wrong row by row, or what would happen, the same at a desk and in chat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from documents.roster.roster_cells import Problem
from documents.roster.roster_files import Unreadable
from documents.roster.roster_sheet import Sheet, spoken_rows
from programme.roster.roster import CLOSED, LEFT, REOPENED, Plan, Step
from texts import Say

NAMES = 4
"""Names given as examples of many in chat."""


def unreadable(found: Unreadable, say: Say) -> str:
    """Why a file is no roster, and what to do."""
    return say(f"roster.{found.sentence}", **found.values)


def wrong(sheet: Sheet, plan: Plan, say: Say, most: int) -> list[str]:
    """Everything that forbids applying it, row by row, at most so many lines; nothing when it may be applied."""
    rows = [problem(p, say) for p in sorted(sheet.problems, key=lambda p: p.row)]
    return _at_most([*rows, *_refused(plan, say)], say, most)


def wrong_plan(plan: Plan, say: Say, most: int) -> list[str]:
    """The same of rows that were read and found right before."""
    return _at_most(_refused(plan, say), say, most)


def _refused(plan: Plan, say: Say) -> list[str]:
    return [say(f"roster.{r.key}", rows=spoken_rows(r.rows), name=r.name, many=r.many) for r in plan.refusals]


def _at_most(lines: list[str], say: Say, most: int) -> list[str]:
    return lines[:most] + ([say("roster.more", many=len(lines) - most)] if len(lines) > most else [])


def problem(found: Problem, say: Say) -> str:
    words = say(f"roster.{found.sentence}", **found.values)
    return say("roster.at_row", row=found.row, words=words) if found.row and "rows" not in found.values else words


def preview(sheet: Sheet, plan: Plan, say: Say, names: int = NAMES) -> list[str]:
    """What applying would do, one line a kind; `names` is how many examples of each are named."""
    listed = _Listed(say, names)
    return [*_changes(plan, say, listed), *_remarks(sheet, plan, say, listed)]


@dataclass(frozen=True, slots=True)
class _Listed:
    say: Say
    most: int

    def __call__(self, names: Sequence[str]) -> str:
        some = "、".join(names[: self.most])
        return self.say("roster.and_more", names=some) if len(names) > self.most else some


def _changes(plan: Plan, say: Say, listed: _Listed) -> Iterator[str]:
    steps = plan.changed
    kinds: Sequence[tuple[str, Callable[[Step], bool]]] = (
        ("holders", lambda s: s.holder == "new" and s.status != "back"),
        ("back", lambda s: s.status == "back"),
        ("left", lambda s: s.status == LEFT),
        ("closed", lambda s: s.status == CLOSED),
        ("reopened", lambda s: s.status == REOPENED),
        ("relinked", lambda s: bool(s.number and s.shop and s.shop.member_id is not None)),
        ("linked", lambda s: bool(s.number and s.shop and s.shop.member_id is None)),
        ("mended", lambda s: bool(s.holder == "filled" or set(s.fields) - {"name"})),
    )
    if plan.new:
        yield say("roster.new", many=len(plan.new), names=listed([s.entry.name for s in plan.new]))
    if renamed := [s for s in steps if s.renames]:
        names = listed([f"{s.shop.name} → {s.entry.name}" for s in renamed if s.shop])
        yield say("roster.renamed", many=len(renamed), names=names)
    for kind, is_it in kinds:
        if found := [s for s in steps if is_it(s)]:
            yield say(f"roster.{kind}", many=len(found), names=listed([s.entry.name for s in found]))
    if joined := [m.name for m in plan.members if m.known is None]:
        yield say("roster.members", many=len(joined), names=listed(joined))
    if plan.unchanged:
        yield say("roster.unchanged", many=plan.unchanged)


def _remarks(sheet: Sheet, plan: Plan, say: Say, listed: _Listed) -> Iterator[str]:
    if plan.unlinked:
        names = listed([e.name for e in plan.unlinked])
        yield say("roster.unlinked", many=len(plan.unlinked), names=names)
    if plan.absent:
        yield say("roster.absent", many=len(plan.absent), names=listed([s.name for s in plan.absent]))
    if plan.twice:
        yield say("roster.twice", many=len(plan.twice), rows=spoken_rows([e.row for e in plan.twice], 6))
    yield from (problem(note, say) for note in sheet.notes)
    if sheet.unknown:
        yield say("roster.unknown", columns="、".join(sheet.unknown))
