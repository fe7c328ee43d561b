"""`fivestar roster check|apply|export|undo`: the office's list in and out, beside a running bot."""

from __future__ import annotations

import argparse
import asyncio
import shlex
from datetime import datetime
from pathlib import Path

from app.app import App
from app.cli import site_rosters
from app.cli.opened import opened_app
from bot.passing import help_passing
from bot.post import Post
from documents.isolation.desk import Overrun
from documents.roster.roster_book import roster_csv, roster_workbook
from documents.roster.roster_cells import Unreadable
from documents.roster.roster_sheet import Sheet
from documents.roster.roster_words import preview, unreadable, wrong
from files import durable
from handlers.roster import holder_changes
from messages.errors import RefusedByRule
from programme.duties import Duties
from programme.roster.roster import Plan
from programme.roster.roster_plan import plan
from storage.core.tx import Tx
from storage.people import invites
from storage.roster import roster, rosters
from storage.roster.roster_undo import Undone
from storage.roster.rosters import Applied
from texts import Say

LINES = 40
"""Most errors shown at once."""
NAMES = 8


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("what", choices=("check", "apply", "export", "undo"), help=say("roster.what"))
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("roster.file"))
    parser.add_argument("--encoding", default="", help=say("roster.encoding"))
    parser.add_argument("--handed-over", action="store_true", help=say("roster.handed_option"))
    parser.add_argument("--sites", action="store_true", help=say("roster.sites_option"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Do one of the four.

    Raises:
        RefusedByRule: the file is no roster or contradicts itself or what is known; nothing was changed.
    """
    async with opened_app() as app:
        if chosen.what == "undo":
            await _undo(app)
        elif chosen.file is None:
            raise RefusedByRule(app.say("roster.no_file", what=chosen.what))
        elif chosen.what == "export":
            await (site_rosters.export(app, chosen.file) if chosen.sites else _export(app, chosen.file))
        else:
            if await site_rosters.taken(app, chosen.file, chosen.encoding, apply=chosen.what == "apply"):
                return 0
            sheet = await _sheet(app, chosen.file, chosen.encoding)
            do = _look if chosen.what == "check" else _apply
            await do(app, chosen.file, sheet, handed_over=chosen.handed_over)
    return 0


async def _look(app: App, file: Path, sheet: Sheet, *, handed_over: bool) -> None:
    plan = await app.database.read(lambda tx: _planned(app, tx, sheet, handed_over=handed_over))
    _refuse_if_wrong(app, sheet, plan)
    print(app.say("roster.head", file=file.name, many=sheet.rows))
    print("\n".join(f"  {line}" for line in preview(sheet, plan, app.say, NAMES)))
    more = app.say("roster.check_next", file=shlex.quote(str(file)))
    print(more if plan.changes_anything else app.say("roster.nothing"))


async def _apply(app: App, file: Path, sheet: Sheet, *, handed_over: bool) -> None:
    now, days = app.clock().astimezone(app.settings.zone), app.rules.deadlines.invite_days

    async def whole(tx: Tx) -> Plan:
        plan = await _planned(app, tx, sheet, handed_over=handed_over)
        if not plan.refusals and not sheet.problems:
            post = _post(app, tx, now)
            await holder_changes.tell(post, await roster.leaving(tx, plan), now)
            await rosters.apply(tx, plan, now, days, day=now.date(), file=file.name)
            for shop in roster.passed_on(plan):
                await help_passing.put_right(post, shop, now)
            await _write_down(app, post, now)
        return plan

    plan = await app.database.write(whole)
    _refuse_if_wrong(app, sheet, plan)
    print("\n".join(preview(sheet, plan, app.say, NAMES)))
    counts = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged}
    print(app.say("roster.applied", **counts))
    await _what_next(app)


def _post(app: App, tx: Tx, now: datetime) -> Post:
    """Write the messages to the people concerned in the same transaction, for the running bot to send."""
    return Post(tx, f"roster:{now.isoformat()}", app.settings.language, limits_of=app.world.limits, now=now)


async def _write_down(app: App, post: Post, now: datetime) -> None:
    for message in post.outgoing:
        await app.turns.write_down(post.tx, message, now)


async def _sheet(app: App, file: Path, encoding: str) -> Sheet:
    try:
        content = await asyncio.to_thread(file.read_bytes)
        return await app.workers.roster(content, file.name, app.rules.duties, encoding)
    except FileNotFoundError as error:
        raise RefusedByRule(app.say("roster.not_there", file=str(file))) from error
    except Unreadable as error:
        raise RefusedByRule(unreadable(error, app.say)) from error
    except Overrun as error:
        raise RefusedByRule(f"{app.say('roster.set_aside')} ({error})") from error


async def _planned(app: App, tx: Tx, sheet: Sheet, *, handed_over: bool) -> Plan:
    known = await roster.known(tx, app.clock().astimezone(app.settings.zone))
    return plan(sheet.entries, known, app.rules.shops_per_member, handed_over=handed_over)


def _refuse_if_wrong(app: App, sheet: Sheet, plan: Plan) -> None:
    if lines := wrong(sheet, plan, app.say, LINES):
        raise RefusedByRule("\n".join([app.say("roster.refused"), *(f"  {line}" for line in lines)]))


async def _what_next(app: App) -> None:
    now = app.clock()
    kinds = [invite.kind for invite in await app.database.read(lambda tx: invites.open_ones(tx, now))]
    print(app.say("roster.applied_next", shops=kinds.count("shop"), members=kinds.count("member")))


async def _export(app: App, file: Path) -> None:
    write = {".xlsx": roster_workbook, ".csv": roster_csv}.get(file.suffix.casefold())
    if write is None:
        raise RefusedByRule(app.say("roster.export_kind"))
    shops = await app.database.read(roster.export)
    content = write(shops, Duties(app.rules.duties))
    await asyncio.to_thread(durable.write, file, content)
    print(app.say("roster.exported", file=str(file), many=len(shops)))


async def _undo(app: App) -> None:
    now = app.clock().astimezone(app.settings.zone)

    async def whole(tx: Tx) -> tuple[Applied, Undone] | None:
        found = await rosters.undo(tx, now)
        if found:
            post = _post(app, tx, now)
            await holder_changes.tell_again(post, found[1], now)
            await _write_down(app, post, now)
        return found

    found = await app.database.write(whole)
    if found is None:
        raise RefusedByRule(app.say("roster.nothing_to_undo"))
    roster, done = found
    print(app.say(_undone(roster), file=roster.file, removed=done.removed, restored=done.restored))
    if done.kept:
        print(app.say("roster.undone_kept", many=len(done.kept), names="、".join(done.kept[:NAMES])))


def _undone(applied: Applied) -> str:
    return "roster.sites_undone" if applied.kind == rosters.SITES else "roster.undone"
