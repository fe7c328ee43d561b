"""The list of sites on the command line: what `fivestar roster` does with a file whose first heading is 点位."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path

from app.app import App
from documents.isolation.desk import Overrun
from documents.roster.roster_cells import Unreadable
from documents.roster.roster_words import unreadable
from documents.roster.site_sheet import SiteSheet
from documents.roster.site_words import preview_sites, site_workbook, wrong_sites
from files import durable
from messages.errors import RefusedByRule
from programme.roster.site_roster import SitePlan, plan_sites
from storage.core.tx import Tx
from storage.roster import rosters, site_roster

LINES, NAMES = 40, 8


async def taken(app: App, file: Path, encoding: str, *, apply: bool) -> bool:
    """Check or apply it; False when the file is no list of sites, and nothing was done.

    Raises:
        RefusedByRule: it contradicts itself or what is known; nothing was changed.
    """
    try:
        content = await asyncio.to_thread(file.read_bytes)
        sheet = await app.workers.sites(content, file.name, encoding)
    except FileNotFoundError as error:
        raise RefusedByRule(app.say("roster.not_there", file=str(file))) from error
    except (Unreadable, Overrun) as error:
        if isinstance(error, Unreadable) and error.sentence == "no_column":
            raise RefusedByRule(unreadable(error, app.say)) from error
        return False  # whatever is wrong with the file, the reading of a roster says it
    if sheet is None:
        return False
    await (_apply if apply else _look)(app, file, sheet)
    return True


async def _look(app: App, file: Path, sheet: SiteSheet) -> None:
    plan = await app.database.read(lambda tx: _planned(app, tx, sheet))
    _refuse_if_wrong(app, sheet, plan)
    print(app.say("roster.head", file=file.name, many=sheet.rows))
    print("\n".join(f"  {line}" for line in preview_sites(sheet, plan, app.say, NAMES)))
    more = app.say("roster.check_next", file=shlex.quote(str(file)))
    print(more if plan.changes_anything else app.say("roster.nothing"))


async def _apply(app: App, file: Path, sheet: SiteSheet) -> None:
    now, days = app.clock(), app.rules.deadlines.invite_days

    async def whole(tx: Tx) -> SitePlan:
        plan = await _planned(app, tx, sheet)
        if not plan.refusals and not sheet.problems:
            await rosters.apply_list_of_sites(tx, plan, now, days, file=file.name)
        return plan

    plan = await app.database.write(whole)
    _refuse_if_wrong(app, sheet, plan)
    print("\n".join(preview_sites(sheet, plan, app.say, NAMES)))
    counts = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged}
    print(app.say("roster.sites_applied", **counts))


async def _planned(app: App, tx: Tx, sheet: SiteSheet) -> SitePlan:
    return plan_sites(sheet.entries, await site_roster.known_sites(tx, app.clock()))


def _refuse_if_wrong(app: App, sheet: SiteSheet, plan: SitePlan) -> None:
    if lines := wrong_sites(sheet, plan, app.say, LINES):
        raise RefusedByRule("\n".join([app.say("roster.refused"), *(f"  {line}" for line in lines)]))


async def export(app: App, file: Path) -> None:
    """Write every site in the layout it is read from.

    Raises:
        RefusedByRule: it is to be no .xlsx.
    """
    if file.suffix.casefold() != ".xlsx":
        raise RefusedByRule(app.say("roster.export_kind"))
    rows = await app.database.read(lambda tx: site_roster.site_rows(tx, app.clock()))
    await asyncio.to_thread(durable.write, file, site_workbook(rows))
    print(app.say("roster.sites_exported", file=str(file), many=len(rows)))
