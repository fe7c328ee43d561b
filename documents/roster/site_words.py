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
    by_name: Sequence[tuple[str, Sequence[str]]] = (
        ("sites_new", _names(plan.new)),
        ("sites_keeper", _names(s for s in plan.changed if s.keeper)),
        ("sites_mended", _names(s for s in plan.changed if _is_mended(s))),
        ("sites_retired", _names(s for s in plan.steps if s.retire)),
        ("members", [member.name for member in plan.members]),
        ("sites_absent", [site.name for site in plan.absent]),
    )
    counted = (("sites_cards", plan.cards), ("sites_unchanged", plan.unchanged))
    lines = [say(f"roster.{kind}", many=len(all_), names=_listed(all_, say, names)) for kind, all_ in by_name if all_]
    lines += [say(f"roster.{kind}", many=many) for kind, many in counted if many]
    return lines + ([say("roster.unknown", columns="、".join(sheet.unknown))] if sheet.unknown else [])


def _names(steps: Iterable[SiteStep]) -> list[str]:
    return [step.entry.name for step in steps]


def _is_mended(step: SiteStep) -> bool:
    """Whether anything but its keeper changes."""
    return bool(step.fields or step.branch) or step.shops is not None


def _listed(names: Sequence[str], say: Say, most: int) -> str:
    some = "、".join(names[:most])
    return say("roster.and_more", names=some) if len(names) > most else some


def site_workbook(rows: Iterable[Sequence[Value]]) -> bytes:
    """An .xlsx in the layout it is read from; of no sites, an empty form to fill in."""
    return workbook(SITE_HEADINGS, list(rows), sheet="点位", spare_rows=SPARE_ROWS)
