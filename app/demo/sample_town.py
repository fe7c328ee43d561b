"""Sets up the demonstration: applies the sample street as a roster, enrols its people by code, plays its weeks."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from datetime import datetime, time, timedelta

from app.app import App
from app.channels import web_chat
from app.demo.sample_clock import PutForward
from app.demo.sample_messages import Screens
from app.demo.sample_sites import lay_out
from app.demo.sample_street import FARMER, LI, MANAGER, SQUAD, STREET, WANG, ZHANG, entries
from app.demo.sample_weeks import SHOWN, WEEKS, Cast, Weeks, fall_silent
from app.settings import Settings
from channels.webchat.visitors import Persona, address_of
from messages.address import Address
from messages.incoming import Incoming
from programme.roster.roster_plan import plan
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.people import invites
from storage.roster import roster


async def open_street(settings: Settings, rules: Rules, database: Database, weeks: int = 0) -> list[Persona]:
    """Fill an empty database; the personas a visitor may play: a merchant, a member, the manager, a resident, a farmer."""
    weeks = weeks or WEEKS
    today = datetime.combine(datetime.now(settings.zone), time(), settings.zone)
    clock = PutForward(today - timedelta(days=7 * weeks + 1))
    chat = web_chat(settings, database, clock)
    app = App(settings, rules, database, clock=clock, channels=[chat])
    screens = Screens(app, database, chat, clock)
    engine = asyncio.create_task(app.engine.run())
    try:
        codes = await database.write(lambda tx: _people(tx, rules, clock.now, weeks))
        tokens = {name: secrets.token_urlsafe(32) for name in codes}
        hellos = [
            Incoming(f"sample:enrol:{number}", address_of(tokens[name]), clock.now, text=code)
            for number, (name, code) in enumerate(codes.items())
        ]
        await asyncio.gather(*[app.engine.receive(hello) for hello in hellos])
        await Weeks(app, clock, _cast(tokens), screens).play(today.date(), weeks)
        await database.write(lambda tx: lay_out(tx, clock.now, today.date()))
        await database.write(lambda tx: fall_silent(tx, today - timedelta(days=SHOWN)))
    finally:
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine
    return [
        Persona("shop", LI, "Li's Noodles", "老板", "Merchant", tokens[LI]),
        Persona("member", WANG, "Wang Fang", "党员", "Member", tokens[WANG]),
        Persona("manager", MANAGER, "Director Chen", "管理员", "Manager", tokens[MANAGER]),
        Persona("resident", "翠竹苑", "Cuizhu Court", "居民", "Resident", secrets.token_urlsafe(32)),
        Persona("farmer", FARMER, "Li Dashan", "瓜农", "Farmer", secrets.token_urlsafe(32)),
    ]


async def _people(tx: Tx, rules: Rules, now: datetime, weeks: int) -> dict[str, str]:
    """Apply the roster and invite the two of the bureau; the codes of all who come in, by name."""
    days = 7 * weeks + rules.deadlines.invite_days
    await roster.apply(tx, plan(entries(), await roster.known(tx, now), rules.shops_per_member), now, days)
    for name, role in ((MANAGER, "manager"), (SQUAD, "squad")):
        await invites.make(tx, kind="role", name=name, now=now, days=days, role=role)
    staying_away = {s.name for s in STREET if s.habit == 0}
    return {i.name: i.code for i in await invites.open_ones(tx, now) if i.name not in staying_away}


def _cast(tokens: dict[str, str]) -> Cast:
    there: dict[str, Address] = {name: address_of(token) for name, token in tokens.items()}
    return Cast(
        merchants={s.name: there[s.name] for s in STREET if s.name in there},
        members={WANG: there[WANG], ZHANG: there[ZHANG]},
        squad=there[SQUAD],
        manager=there[MANAGER],
        watched=frozenset(there[name] for name in (LI, WANG, MANAGER)),
    )
