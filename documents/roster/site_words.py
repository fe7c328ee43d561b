"""A list of sites in words before it is applied, and the list as a file again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.papers.tables import Value, workbook
from documents.roster.roster_sheet import spoken_rows
from documents.roster.roster_words import problem
from documents.roster.site_sheet import SITE_HEADINGS, SiteSheet
from programme.roster.site_roster import SitePlan, SiteStep
from texts import Say

NAMES = 4
"""Names given as examples of many."""
SPARE_ROWS = 200


def wrong_sites(sheet: SiteSheet, plan: SitePlan, say: Say, most: int) -> list[str]:
    """Everything that forbids applying it, row by row, at most so many lines."""
    lines = [problem(p, say) for p in sorted(sheet.problems, key=lambda p: p.row)] + refused_sites(plan, say)
    return lines[:most] + ([say("roster.more", many=len(lines) - most)] if len(lines) > most else [])


def refused_sites(plan: SitePlan, say: Say) -> list[str]:
    return [say(f"roster.{r.key}", rows=spoken_rows(r.rows), name=r.name, many=r.many) for r in plan.refusals]


def preview_sites(sheet: SiteSheet, plan: SitePlan, say: Say, names: int = NAMES) -> list[str]:
    """What applying would do, one line a kind."""
    kinds: Sequence[tuple[str, Sequence[SiteStep]]] = (
        ("sites_new", plan.new),
        ("sites_keeper", [s for s in plan.changed if s.keeper]),
        ("sites_mended", [s for s in plan.changed if s.fields or s.branch or s.shops is not None]),
        ("sites_retired", [s for s in plan.steps if s.retire]),
    )
    lines = [
        say(f"roster.{kind}", many=len(steps), names=_listed([s.entry.name for s in steps], say, names))
        for kind, steps in kinds
        if steps
    ]
    if plan.cards:
        lines.append(say("roster.sites_cards", many=plan.cards))
    if plan.members:
        lines.append(
            say("roster.members", many=len(plan.members), names=_listed([m.name for m in plan.members], say, names))
        )
    if plan.unchanged:
        lines.append(say("roster.sites_unchanged", many=plan.unchanged))
    if plan.absent:
        lines.append(
            say("roster.sites_absent", many=len(plan.absent), names=_listed([s.name for s in plan.absent], say, names))
        )
    if sheet.unknown:
        lines.append(say("roster.unknown", columns="、".join(sheet.unknown)))
    return lines


def _listed(names: Sequence[str], say: Say, most: int) -> str:
    some = "、".join(names[:most])
    return say("roster.and_more", names=some) if len(names) > most else some


def site_workbook(rows: Iterable[Sequence[Value]]) -> bytes:
    """An .xlsx in the layout it is read from; of no sites, an empty form to fill in."""
    return workbook(SITE_HEADINGS, list(rows), sheet="点位", spare_rows=SPARE_ROWS)
