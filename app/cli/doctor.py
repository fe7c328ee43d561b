"""`fivestar doctor`: checks the installation and says what is wrong and what to do about it."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from app.app import App
from app.channels import lent
from app.cli.opened import opened_app
from app.health import NAMED, STUCK
from app.setups import setups
from app.towns.chosen import chosen_of, every
from app.towns.here import working_for
from app.towns.town_files import all_clashes
from bot.scheduler import named, next_moment
from documents.drawing import fonts
from files import durable
from files.dataclass import dataclass
from messages.errors import DatabaseIsNewer, RefusedByRule, SettingsError, StorageDown
from programme.calendar import knows
from storage.appeals import appeals
from storage.core.backups import damage_of
from storage.core.migrations import steps
from storage.core.tx import Tx
from storage.delivery import closed_windows
from storage.digest import digest
from storage.intake import api_keys
from storage.operations import figures, runs
from storage.people import invites
from storage.photos import media
from storage.shops import shops
from texts import Say, speaker

ENOUGH, TOO_LITTLE = 2_000_000_000, 200_000_000
"""Bytes free on the disk: below the first it is said, below the second nothing can be trusted to be kept."""


RELEASED, LONGEST_USE = date(2026, 11, 1), timedelta(days=3650)
"""When this version came out, and how long one can be in use: a clock outside of that is wrong, whoever else is asked."""


DECEMBER = 12
"""From then on the list of the next year is published, and asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the check-up: `mark` ✓ in order, ! worth a look, ✗ broken."""

    mark: str
    words: str


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    del say
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Check everything and print a line each; 1 when something is broken. Of many towns each that was not chosen apart."""
    del chosen
    say = speaker(os.environ.get("FIVESTAR_LANGUAGE") or "zh")
    try:
        common, _, files = every()
        towns = chosen_of(files, common) if files else ()
    except (SettingsError, RefusedByRule) as error:
        return _told([Found("✗", say("doctor.settings_bad", what=line)) for line in str(error).splitlines()])
    if not towns:
        return _told(await _checked(say))
    both = await asyncio.to_thread(all_clashes, files, common)
    broken = 0
    for file in towns:
        print(f"\n— {file.name} —")
        with working_for(file.name):
            found = [
                Found("✗", say("doctor.settings_bad", what=words)) for words in both.get(file.name, "").splitlines()
            ]
            broken += _told([*found, *await _checked(say)])
    return min(broken, 1)


async def _checked(say: Say) -> list[Found]:
    """All lines about the one town, or the chosen one."""
    found: list[Found] = []
    try:
        async with opened_app() as app:
            say = app.say
            found.append(Found("✓", say("doctor.settings_ok")))
            for check in CHECKS:
                found += [line async for line in check(app)]
    except SettingsError as error:
        found += [Found("✗", say("doctor.settings_bad", what=line)) for line in str(error).splitlines()]
    except DatabaseIsNewer as newer:
        found.append(Found("✗", say("doctor.schema_bad", found=newer.found, wanted=newer.known)))
    except StorageDown as error:
        found.append(Found("✗", say(f"doctor.database_{error.trouble}", what=error)))
    return found


def _told(found: list[Found]) -> int:
    """Print the lines, what is broken first; 1 when anything is."""
    for line in sorted(found, key=lambda f: "✗!✓".index(f.mark)):
        print(line.mark, line.words)
    return 1 if any(f.mark == "✗" for f in found) else 0


async def _database(app: App) -> AsyncIterator[Found]:
    known = await app.database.read(figures.figures)
    newest = steps()[-1][0]
    if known.schema != newest:
        yield Found("✗", app.say("doctor.schema_bad", found=known.schema, wanted=newest))
    if (path := app.settings.sqlite_path) and (damage := await asyncio.to_thread(damage_of, path)):
        yield Found("✗", app.say("doctor.database_damaged", what=damage))
        return
    yield Found(
        "✓", app.say("doctor.database_ok", dialect=app.database.dialect, schema=known.schema, shops=known.shops)
    )


async def _disk(app: App) -> AsyncIterator[Found]:
    folders = [app.settings.data_dir]
    if app.settings.backup_dir:
        folders.append(app.settings.backup_dir)
    else:
        yield Found("!", app.say("doctor.no_backup"))
    for folder in folders:
        for line in await asyncio.to_thread(lambda where=folder: list(_disk_of(where, app.say))):  # type: ignore[misc]
            yield line


def _disk_of(folder: Path, say: Say) -> Iterator[Found]:
    if why := durable.trouble(folder):
        yield Found("✗", say("doctor.disk_bad", folder=str(folder), what=why))
        return
    free = shutil.disk_usage(folder).free
    mark = "✓" if free > ENOUGH else "!" if free > TOO_LITTLE else "✗"
    words = "doctor.disk_ok" if mark == "✓" else "doctor.disk_full"
    yield Found(mark, say(words, folder=str(folder), gigabytes=f"{free / 1e9:.1f}"))


async def _unread(app: App) -> AsyncIterator[Found]:
    """Uploads that could not be opened and files left incomplete by a power cut: reported, nothing is urgent."""
    now = app.clock()
    for one in await app.database.read(lambda tx: media.set_aside(tx, now - NAMED)):
        at = f"{one.at.astimezone(app.settings.zone):%m-%d %H:%M}"
        words = app.say("doctor.set_aside", kind=one.kind, id=one.id, channel=one.channel, at=at, why=one.error)
        yield Found("!", words)
    torn = await asyncio.to_thread(lambda: list((app.settings.data_dir / "telegram").rglob("*.torn")))
    if torn:
        yield Found("!", app.say("doctor.torn", many=len(torn), folder=str(torn[0].parent)))


async def _clock(app: App) -> AsyncIterator[Found]:
    now = app.clock().astimezone(app.settings.zone)
    newest = await app.database.read(figures.newest_instant)
    if not RELEASED <= now.date() <= RELEASED + LONGEST_USE:
        yield Found("✗", app.say("doctor.clock_impossible", now=f"{now:%Y-%m-%d %H:%M}", released=RELEASED))
    elif newest and newest > now + timedelta(minutes=5):
        yield Found("✗", app.say("doctor.clock_bad", now=f"{now:%Y-%m-%d %H:%M}", newest=f"{newest:%Y-%m-%d %H:%M}"))
    else:
        yield Found("✓", app.say("doctor.clock_ok", now=f"{now:%Y-%m-%d %H:%M}", zone=app.settings.timezone))
    wanted = [now.year, *([now.year + 1] if now.month == DECEMBER else [])]
    for year in wanted:
        if not knows(year):
            yield Found("!", app.say("doctor.calendar_old", year=year))


async def _channels(app: App) -> AsyncIterator[Found]:
    """The lines of each channel's own check-up."""
    for setup in setups():
        for line in await setup.check(app.settings.of(setup.name), lent(setup, app.settings, app.database, app.clock)):
            key = f"{setup.name}.{line.sentence}"
            plain = f"{key} {' '.join(map(str, line.values.values()))}"  # a channel on trial has no sentences yet
            yield Found(line.mark, app.say(key, **line.values) if key in app.say.sentences else plain)


async def _letters(app: App) -> AsyncIterator[Found]:
    now = app.clock()
    for wait in await app.database.read(lambda tx: figures.waiting(tx, now)):
        if now - wait.oldest > STUCK:
            since = f"{wait.oldest.astimezone(app.settings.zone):%m-%d %H:%M}"
            yield Found("✗", app.say("doctor.letters_stuck", many=wait.many, channel=wait.channel, since=since))
    if shut_out := await app.database.read(closed_windows.people_shut_out):
        yield Found("✓", app.say("doctor.shut_out", many=shut_out))
    known = await app.database.read(figures.figures)
    if known.parked:
        yield Found("!", app.say("doctor.parked", many=known.parked))
    if known.lost_files:
        yield Found("!", app.say("doctor.lost_files", many=known.lost_files))


async def _jobs(app: App) -> AsyncIterator[Found]:
    """One line a job: its last run with how long it took and what it did, and its next hour."""
    zone = app.settings.zone
    now = app.clock().astimezone(zone)
    last = {run_.job: run_ for run_ in await app.database.read(runs.last)}
    overdue = await app.hours.overdue()
    for name, job in sorted(app.hours.jobs.items()):
        coming, known = next_moment(job, now, zone), last.get(name)
        after = f"{coming:%m-%d %H:%M}" if coming else "—"
        words = {"job": app.say(f"jobs.{named(name)}"), "name": name, "next": after}
        if since := overdue.get(name):
            yield Found("✗", app.say("doctor.job_overdue", **words, since=f"{since:%m-%d %H:%M}"))
        elif known is None:
            yield Found("✓", app.say("doctor.job_new", **words))
        elif known.state == "missed":
            yield Found("!", app.say("doctor.job_missed", **words, period=known.period, why=known.note))
        else:
            took = f"{known.took_ms or 0}"
            at = f"{known.claimed_at.astimezone(zone):%m-%d %H:%M}"
            counts = known.note or "—"
            yield Found("✓", app.say("doctor.job_ok", **words, at=at, period=known.period, took=took, counts=counts))


async def _people(app: App) -> AsyncIterator[Found]:
    known = await app.database.read(figures.figures)
    if not known.managers:
        set_code = app.settings.admin_code is not None
        yield Found("!", app.say("doctor.no_manager" if set_code else "doctor.no_manager_code"))
    if not known.shops:
        yield Found("!", app.say("doctor.no_shops"))
    if known.unlinked:
        yield Found("!", app.say("doctor.unlinked", many=known.unlinked))
    if known.silent:
        yield Found("!", app.say("doctor.silent", many=known.silent))
    now = app.clock()
    guesses = await app.database.read(lambda tx: invites.guessed(tx, now))
    if guesses >= invites.WRONG_ALL:
        yield Found("!", app.say("doctor.guessing", many=guesses))


async def _appeals(app: App) -> AsyncIterator[Found]:
    """Appeals that no independent person can decide: they wait, and the contested item stays out of the score."""

    async def alone(tx: Tx) -> list[str]:
        waiting = [case for case in await appeals.open_ones(tx) if not await appeals.deciders(tx, case)]
        return [(await shops.shop(tx, case.shop_id)).name for case in waiting]

    if names := await app.database.read(alone):
        yield Found("!", app.say("doctor.nobody_to_decide", many=len(names), shops="、".join(names[:5])))


async def _fonts(app: App) -> AsyncIterator[Found]:
    names = await app.database.read(digest.names)
    lacking = await asyncio.to_thread(fonts.missing, names)
    helper = fonts.system_font()
    if lacking:
        yield Found("!", app.say("doctor.fonts_lack", characters=lacking[:40], many=len(lacking)))
    else:
        key = "doctor.fonts_helped" if helper else "doctor.fonts_ok"
        yield Found("✓", app.say(key, font=fonts.FAMILY, helper=helper.name if helper else ""))


async def _platforms(app: App) -> AsyncIterator[Found]:
    """A platform in programme.toml that has no key yet can send nothing."""
    for source in app.rules.intake.sources:
        keys = await app.database.read(lambda tx, name=source.name: api_keys.named(tx, api_keys.ALERTS, name))  # type: ignore[misc]
        if not keys:
            yield Found("!", app.say("doctor.platform_keyless", name=source.name))


CHECKS: tuple[Callable[[App], AsyncIterator[Found]], ...] = (
    _database,
    _disk,
    _unread,
    _clock,
    _channels,
    _platforms,
    _letters,
    _jobs,
    _people,
    _appeals,
    _fonts,
)
