"""The preview of a roster in words: problems row by row, or its effect; used by the command line and in chat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from documents.roster.roster_cells import Problem, Unreadable
from documents.roster.roster_sheet import Sheet, spoken_rows
from files.dataclass import dataclass
from programme.roster.roster import CLOSED, LEFT, REOPENED, Entry, KnownShop, Plan, Step
from programme.shops.doors import address
from texts import Say
from texts.days import Day

NAMES = 4
"""Names given as examples of many in chat."""
BY_NAME = 20
"""Who loses something (is closed, has moved, is another holder) is named, not counted; at most so many."""


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
    if not found.row or "rows" in found.values:
        return words
    return say("roster.at_row", row=spoken_rows([found.row]), words=words)


def preview(sheet: Sheet, plan: Plan, say: Say, names: int = NAMES) -> list[str]:
    """What applying would do, one line a kind; `names` is how many examples of each are named."""
    return [*_changes(plan, say, _Listed(say, names)), *remarks(sheet, plan, say, names)]


@dataclass(frozen=True, slots=True)
class _Listed:
    say: Say
    most: int

    def __call__(self, names: Sequence[str], most: int = 0) -> str:
        most = most or self.most
        some = "、".join(names[:most])
        return self.say("roster.and_more", names=some) if len(names) > most else some


def _changes(plan: Plan, say: Say, listed: _Listed) -> Iterator[str]:
    if plan.new:
        yield say("roster.new", many=len(plan.new), names=listed([s.entry.name for s in plan.new]))
    yield from _by_name([*plan.changed, *(s for s in plan.new if s.status)], say, listed)
    yield from _counted(plan.changed, say, listed)
    if joined := [m.name for m in plan.members if m.known is None]:
        yield say("roster.members", many=len(joined), names=listed(joined))
    if renamed := [f"{m.renamed_from} → {m.name}" for m in plan.members if m.renamed_from]:
        yield say("roster.members_renamed", many=len(renamed), names=listed(renamed, BY_NAME))
    if plan.unchanged:
        yield say("roster.unchanged", many=plan.unchanged)


def _by_name(steps: Sequence[Step], say: Say, listed: _Listed) -> Iterator[str]:
    """Changes that take something from somebody or need an answer, each by name."""
    kinds: Sequence[tuple[str, Callable[[Step], bool], Callable[[Step], str]]] = (
        ("renamed", lambda s: s.renames, lambda s: f"{s.shop.name if s.shop else ''} → {s.entry.name}"),
        ("corrected", lambda s: bool(s.corrected), _owners),
        ("holders", lambda s: s.shop is not None and s.holder == "new" and s.status != "back", _owners),
        ("back", lambda s: s.status == "back", _with_door),
        ("left", lambda s: s.status == LEFT, _with_door),
        ("closed", lambda s: s.status == CLOSED and not s.entry.days, _with_door),
        ("closed_days", lambda s: s.status == CLOSED and bool(s.entry.days), lambda s: _with_days(s, say)),
        ("reopened", lambda s: s.status == REOPENED and not s.entry.days, _with_door),
        ("reopened_days", lambda s: s.status == REOPENED and bool(s.entry.days), lambda s: _with_days(s, say)),
    )
    for kind, is_it, named in kinds:
        if found := [named(s) for s in steps if is_it(s)]:
            yield say(f"roster.{kind}", many=len(found), names=listed(found, BY_NAME))


def _counted(steps: Sequence[Step], say: Say, listed: _Listed) -> Iterator[str]:
    kinds: Sequence[tuple[str, Callable[[Step], bool]]] = (
        ("relinked", lambda s: bool(s.number and s.shop and s.shop.member_id is not None)),
        ("linked", lambda s: bool(s.number and s.shop and s.shop.member_id is None)),
        ("mended", lambda s: bool((s.holder == "filled" and not s.corrected) or set(s.fields) - {"name"})),
    )
    for kind, is_it in kinds:
        if found := [s.entry.name for s in steps if is_it(s)]:
            yield say(f"roster.{kind}", many=len(found), names=listed(found))


def _with_door(step: Step) -> str:
    door = step.shop.door if step.shop and not step.entry.door else step.entry.door
    return f"{step.entry.name}（{door}）" if door else step.entry.name


def _with_days(step: Step, say: Say) -> str:
    """李记面馆（12月1日起）, 李记面馆（11月28日到12月1日）."""
    since, until = step.entry.since, step.entry.until
    if since is None or until is None:
        return _from_day(step.entry, say)
    return say("roster.days_until", shop=step.entry.name, first=Day(since), last=Day(until))


def _from_day(entry: Entry, say: Say) -> str:
    return say("roster.days_from", shop=entry.name, first=Day(entry.since)) if entry.since else entry.name


def _owners(step: Step) -> str:
    """第2家面馆（王芬 → 王芳）."""
    old, new = step.shop.owner if step.shop else "", step.entry.owner
    return f"{step.entry.name}（{old} → {new}）" if old and new else step.entry.name


def remarks(sheet: Sheet, plan: Plan, say: Say, names: int = NAMES) -> Iterator[str]:
    """What is worth knowing and changes nothing."""
    listed = _Listed(say, names)
    told: Sequence[tuple[str, Sequence[str], int]] = (
        ("alike", [_alike(s.entry, s.shop) for s in plan.steps if s.shop and s.is_other_spelling], 0),
        ("similar", [f"{e.name}（{shop.door} → {e.door}）" for e, shop in plan.similar], 0),
        ("unlinked", [e.name for e in plan.unlinked], 0),
        ("absent", [s.name for s in plan.absent], 0),
        ("early", [_from_day(e, say) for e in plan.early], BY_NAME),
    )
    for sentence, found, most in told:
        if found:
            yield say(f"roster.{sentence}", many=len(found), names=listed(found, most))
    if plan.twice:
        yield say("roster.twice", many=len(plan.twice), rows=spoken_rows([e.row for e in plan.twice], 6))
    yield from (problem(note, say) for note in sheet.notes)
    if sheet.unknown:
        yield say("roster.unknown", columns="、".join(sheet.unknown))


def _alike(entry: Entry, shop: KnownShop) -> str:
    """第2家面馆（12＝12号）: only the part that is written in another way."""
    pairs = zip(entry.spelling, shop.spelling, strict=True)
    parts = [f"{mine}＝{known}" for mine, known in pairs if mine and known and mine != known]
    return f"{shop.name}（{'，'.join(parts)}）" if parts else f"{shop.name}（{address(shop.street, shop.door)}）"
