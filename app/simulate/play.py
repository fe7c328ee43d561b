"""Runs one simulation from its first day, or from where it was left, and times each part."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from app.app import App
from app.demo.sample_clock import PutForward
from app.settings import Settings
from app.simulate.people import eyes, street
from app.simulate.report import Told, tell
from app.simulate.script import Script
from app.simulate.season import found_neighbours
from app.simulate.town import cast, made_street, settle
from app.simulate.weeks import Weeks
from documents.isolation.desk import Overrun
from documents.roster.roster_cells import Unreadable
from documents.roster.roster_words import unreadable
from messages.errors import RefusedByRule
from programme.roster.roster import Entry
from programme.rules import Rules
from storage.core.tx import Database
from storage.operations import simulated
from storage.operations.simulated import Reached

SHOPS_OF_A_SQUAD = 100


@dataclass(frozen=True)
class Plan:
    """What was asked for; `name` tells one street from another."""

    shops: int
    weeks: int
    seed: int
    start: date
    roster: Path | None

    @property
    def name(self) -> str:
        return f"{self.roster.stem if self.roster else 'street'}-{self.shops}-{self.seed}"

    @property
    def first(self) -> date:
        """The Monday of the first week."""
        return self.start - timedelta(days=self.start.weekday())


async def play(settings: Settings, rules: Rules, database: Database, plan: Plan) -> Told:
    """Play the weeks that have not been played yet, send the digest, and report.

    Raises:
        RefusedByRule: the database holds anything but this very street, or the roster cannot be read.
    """
    began = perf_counter()
    clock = PutForward(datetime.combine(plan.first, time(7, 0), settings.zone))
    app = App(settings, rules, database, clock=clock)
    town = f"{plan.name} {plan.first}"
    reached = await _reached(app, town)
    engine = asyncio.create_task(app.engine.run())
    try:
        squad = -(-plan.shops // SHOPS_OF_A_SQUAD)
        entries = await _entries(app, plan)
        await settle(app, entries, squad, clock.now)
        await found_neighbours(app, clock.now)
        players = await cast(app, squad)
        script = _script(plan, rules, players.looks_after)
        weeks, days = Weeks(app, clock, players, town, plan.first), plan.weeks * 7
        for n in tqdm(
            range(days), desc=app.say("simulate.bar"), unit=app.say("simulate.day"), leave=False, disable=None
        ):
            day = plan.first + timedelta(days=n)
            doings = script.next(day)
            if reached is None or day > reached.day:
                await weeks.play(doings, last_week=n >= days - 7)
        await weeks.hand_out(plan.first + timedelta(days=days))
    finally:
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine
    doors = street(plan.shops, rules.duties, plan.seed)
    return await tell(app, doors, script.states, took=perf_counter() - began, handled=app.engine.handled)


def _script(plan: Plan, rules: Rules, looks_after: list[int]) -> Script:
    doors = street(plan.shops, rules.duties, plan.seed)
    sharp = eyes(max(looks_after) + 2, plan.seed)
    return Script(doors, [sharp[member] for member in looks_after], sharp[-1], rules.duties, plan.seed)


async def _reached(app: App, town: str) -> Reached | None:
    """How far this very street has come.

    Raises:
        RefusedByRule: there is something else in the database.
    """
    reached = await app.database.read(simulated.reached)
    there = await app.database.read(simulated.places)
    if reached is None and there:
        raise RefusedByRule(app.say("simulate.not_empty"))
    if reached is not None and reached.town != town:
        raise RefusedByRule(app.say("simulate.another", there=reached.town, asked=town))
    return reached


async def _entries(app: App, plan: Plan) -> list[Entry]:
    if plan.roster is None:
        return made_street(plan.shops)
    try:
        content = await asyncio.to_thread(plan.roster.read_bytes)
        sheet = await app.workers.roster(content, plan.roster.name, app.rules.duties)
    except FileNotFoundError as error:
        raise RefusedByRule(app.say("roster.not_there", file=str(plan.roster))) from error
    except Unreadable as error:
        raise RefusedByRule(unreadable(error, app.say)) from error
    except Overrun as error:
        raise RefusedByRule(f"{app.say('roster.set_aside')} ({error})") from error
    if len(sheet.entries) < plan.shops:
        raise RefusedByRule(app.say("simulate.too_few", there=len(sheet.entries), asked=plan.shops))
    return sheet.entries[: plan.shops]
